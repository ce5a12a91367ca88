"""Noticing words that suggest self-harm in what is typed into a request (R53)."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from core.db.transaction import WriteContext
from core.models.requests import SupportRequest
from core.rules.requests.distress import suggests_self_harm
from core.vocabulary.requests import Priority

NOTICED = "request.urgent"
WHY = "Words that suggest self-harm"


def notice(context: WriteContext, request: SupportRequest, typed: object) -> None:
    """Make the request urgent where anything typed suggests self-harm (R53): `typed` is a text or
    a whole command. The clock of one that is urgent already goes on."""
    if request.priority == Priority.URGENT or not suggests_self_harm(_texts(typed)):
        return
    before = request.priority
    request.priority = Priority.URGENT
    context.record(
        NOTICED,
        "support_request",
        request.key,
        before={"priority": before},
        after={"priority": Priority.URGENT},
        reason=WHY,
        request_id=request.key,
    )


def _texts(typed: object) -> Iterator[str]:
    """Every text in a command, however deep."""
    if isinstance(typed, str):
        yield typed
    elif is_dataclass(typed):
        for one in fields(typed):
            yield from _texts(getattr(typed, one.name))
    elif isinstance(typed, Iterable):
        for part in typed:
            yield from _texts(part)
