"""Replies to requesters: texts to copy, with references and never client data."""

import re
from collections.abc import Sequence
from functools import cache
from string import Template

from core.models.requests import SupportRequest
from core.rules.requests.corrections import field_label
from core.rules.requests.transitions import ENDED_EARLY
from core.settings import DATA
from core.vocabulary.requests import RequestKind, RequestStatus

OUTCOME = re.compile(r" [^.\n]*\$outcome\.?")
"""The sentence that is left out where no outcome is on record."""


def reply_text(request: SupportRequest, fields: Sequence[str]) -> str:
    """The reply for a request of this kind, filled in."""
    named = ", ".join(field_label(field) for field in fields)
    return _filled(request, _template(request.kind), fields=named)


def ending_text(request: SupportRequest) -> str | None:
    """The reply for a request that ended early; None for any other. It holds the reason that staff
    wrote: whoever sends the reply checks it for client data first."""
    if request.status not in ENDED_EARLY:
        return None
    text, outcome = _template(request.status), outcome_of(request)
    return _filled(request, text if outcome else OUTCOME.sub("", text), outcome=outcome)


def outcome_of(request: SupportRequest) -> str | None:
    """How it ended: the reason, or the reference of the request that a duplicate repeats."""
    # duplicates used to be stored as this sentence
    return request.outcome and request.outcome.removeprefix("Duplicate of ")


def _filled(request: SupportRequest, text: str, **values: str | None) -> str:
    return Template(text).substitute(ref=request.ref, requester=request.requester_name, **values)


@cache
def _template(of: RequestKind | RequestStatus) -> str:
    own = DATA / "replies" / f"{of.value}.txt"
    path = own if own.exists() else DATA / "replies" / "other.txt"
    return path.read_text("utf-8").strip()
