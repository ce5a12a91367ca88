"""The gates a session passes: each a small function from a question to its findings."""
