"""The searches for a person, as it is typed: a reference, or the beginning of a name."""

from core.errors import InvalidInput
from core.rules.names import fold

MOST = 10
"""A search with more matches than this is too wide to choose from."""


def wanted_name(text: str) -> str:
    """The text to compare names with; raises InvalidInput on "search" for fewer than two letters
    and for characters that cannot be shown."""
    wanted = fold(text)
    if len(wanted) < 2:
        raise InvalidInput({"search": "Enter at least two letters of the name."})
    if not wanted.isprintable():
        raise InvalidInput({"search": "This contains characters we cannot search. Type it again."})
    return wanted


def spellings(wanted: str) -> set[str]:
    """A name in either order, with or without a comma."""
    words = wanted.replace(",", " ").split()
    return {" ".join(words), " ".join([*words[1:], *words[:1]])}
