"""Replies to requesters: texts to copy, with references and never client data."""

from collections.abc import Sequence
from functools import cache
from string import Template

from core.rules.requests.corrections import field_label
from core.settings import DATA
from core.vocabulary.requests import RequestKind, RequestStatus


def reply_text(kind: RequestKind, ref: str, requester: str, fields: Sequence[str]) -> str:
    """The reply for a request of this kind, filled in."""
    named = ", ".join(field_label(field) for field in fields)
    return _template(kind).substitute(ref=ref, requester=requester, fields=named)


def ending_text(status: RequestStatus, ref: str, requester: str, outcome: str) -> str:
    """The reply for a request that ended early. `outcome` is the reason that staff wrote: whoever
    sends the reply checks it for client data first."""
    return _template(status).substitute(ref=ref, requester=requester, outcome=outcome)


@cache
def _template(of: RequestKind | RequestStatus) -> Template:
    own = DATA / "replies" / f"{of.value}.txt"
    path = own if own.exists() else DATA / "replies" / "other.txt"
    return Template(path.read_text("utf-8").strip())
