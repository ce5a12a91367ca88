"""Metrics under one contract: a file for each, and one registry that lists them."""
