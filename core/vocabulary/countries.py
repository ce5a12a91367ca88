"""Countries by their two-letter codes (ISO 3166, and XK), as the time zone database names them."""

from importlib.resources import files

US = "US"
IN_THE_US = frozenset({"AS", "GU", "MP", "PR", "UM", "VI"})
"""Territories with a code of their own; here their state says where they are."""
_LINES = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text("utf-8").splitlines()
_ROWS = [*(line for line in _LINES if not line.startswith("#")), "XK\tKosovo"]
_PAIRS = sorted(line.split("\t")[::-1] for line in _ROWS)

COUNTRY_NAMES = {code: name for name, code in _PAIRS if code not in IN_THE_US}
"""In the order of their names."""
