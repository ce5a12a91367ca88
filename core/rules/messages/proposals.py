"""What one message proposes, each with the words that it was read from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mention:
    """A value and where in the text it stands."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Proposal:
    """A value for a field. `field` "wrong" and "right" are the value on record and the one to put
    there, for the field `of`; `client` says whose value, where a message names several."""

    field: str
    value: str
    read: str
    of: str = ""
    client: str = ""
