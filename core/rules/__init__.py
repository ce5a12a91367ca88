"""The rules, pure: facts and policy values in, answers out. No clock, no database, no I/O."""
