"""Rows in, frozen facts out: the only loaders of the facts of the rules."""
