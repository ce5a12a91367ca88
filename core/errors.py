"""What can go wrong in a way that a person can act on.

Everything under `DeskError` is expected: its text is written for the person at the screen.
`PolicyGap` is no `DeskError`: a date without a policy value is our mistake.
Anything else that is raised is a crash.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.vocabulary.reasons import Reason


class DeskError(Exception):
    """Expected; `str(error)` is the message for the person."""


class InvalidInput(DeskError):
    """The command does not hold together; `fields` maps a field's name to what to do about it."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__(" ".join(self.fields.values()))


def refuse_problems(problems: Mapping[str, str | None]) -> None:
    """Raise InvalidInput with the problems that there are, by field."""
    if found := {field: text for field, text in problems.items() if text}:
        raise InvalidInput(found)


class NotPermitted(DeskError):
    """The role of this person does not cover that."""


class SignedOut(NotPermitted):
    """Nobody is signed in any more: ended, idle too long, or switched off."""


class NotFound(DeskError):
    """There is nothing by that reference."""


class StalePage(NotFound):
    """The record from which a page of a list goes on is not there: the list starts from the top."""


class Refused(DeskError):
    """The rules do not allow it; every reason is listed, not the first only."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(one.sentences for one in self.reasons))


@dataclass(frozen=True)
class Clash:
    """One field that two people changed: what it was, what is there now, what was to be written."""

    field: str
    was: str
    theirs: str
    yours: str


class Conflict(DeskError):
    """Somebody changed the record between the look and the save."""

    def __init__(self, message: str, clashes: Sequence[Clash] = ()) -> None:
        self.clashes = tuple(clashes)
        super().__init__(message)


class NotStored(DeskError):
    """The database could not take a change; the message says what the person can do."""


class PolicyGap(Exception):
    """No value of a policy is in force on a day that a rule asks about."""
