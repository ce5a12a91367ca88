"""How a client is shown to those who have not asked for more: initials, and dots for the rest."""

from dataclasses import dataclass

DOTS = "••••••••"
"""Shown instead of a value, always this long, so that it does not give away the length."""


@dataclass(frozen=True)
class MaskedField:
    """One identifying field: its name, what is shown for it, and whether there is more to see."""

    field: str
    shown: str
    can_reveal: bool


def initials(first_name: str, last_name: str) -> str:
    """The first letters of a name: "J. C."; a name that is missing adds none."""
    first, last = first_name.strip()[:1].upper(), last_name.strip()[:1].upper()
    return f"{first}. {last}." if first and last else f"{first or last}." if first or last else ""


def dots(value: object | None) -> str:
    """`DOTS` for a value that is there, a dash where nothing is on record."""
    return DOTS if value else "–"


def masked(field: str, value: object | None, may_reveal: bool) -> MaskedField:
    """A field as dots; only a value that is there can be revealed."""
    return MaskedField(field, dots(value), bool(value) and may_reveal)
