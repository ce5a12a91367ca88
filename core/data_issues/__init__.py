"""Rows in, cases out: a session with everything around it, as the gates want it."""
