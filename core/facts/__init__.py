"""Rows in, frozen facts out: the only loaders of what the rules are told."""
