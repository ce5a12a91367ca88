"""The scenario book: examples of the help articles, and awkward cases, as records with fixed dates.

They stand in `data/demo/scenarios.toml` and come in beside the drawn records of every demo that
lasts long enough for them. Nothing in them is left to chance and no drawn record leads to them.
"""
