"""Everything a gate looks at, as frozen facts: no rows, no clock, nothing read."""
