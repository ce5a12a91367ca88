"""The figures of compliance and workload; each says in its docstring who is counted."""
