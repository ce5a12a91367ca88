"""What a requester is told: a text to copy, with references and never client data."""

from collections.abc import Sequence
from functools import cache
from string import Template

from core.rules.corrections import field_label
from core.settings import DATA
from core.vocabulary.requests import RequestKind


def reply_text(kind: RequestKind, ref: str, requester: str, fields: Sequence[str]) -> str:
    """The reply for a request of this kind, filled in."""
    named = ", ".join(field_label(field) for field in fields)
    return _template(kind).substitute(ref=ref, requester=requester, fields=named)


@cache
def _template(kind: RequestKind) -> Template:
    own = DATA / "replies" / f"{kind.value}.txt"
    path = own if own.exists() else DATA / "replies" / "other.txt"
    return Template(path.read_text("utf-8").strip())
