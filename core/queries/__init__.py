"""Bounded reads. A query takes a `Reading` and answers with frozen rows; clients are masked."""
