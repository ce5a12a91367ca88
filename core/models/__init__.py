"""The tables, in a module for each area; `all_tables` has them all."""
