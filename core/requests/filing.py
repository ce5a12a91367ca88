"""What filing a request of any kind asks: who asked, how and when it was received."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from core.db.transaction import WriteContext
from core.errors import InvalidInput
from core.models.requests import SupportRequest
from core.rules.contacts import contact_problem
from core.rules.requests.corrections import clean
from core.vocabulary.requests import (
    Channel,
    Priority,
    RequesterType,
    RequestKind,
    RequestStatus,
)

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs of a reference: none that is mistaken for another on the phone."""


@dataclass(frozen=True)
class Requester:
    """Who asked, where we reply, how and when the request was received. `has_danger` says that
    their message, which is not kept, suggests self-harm (R53)."""

    kind: RequesterType
    name: str
    contact: str
    channel: Channel
    received_at: datetime | None
    has_danger: bool = False


def requester_problems(asked: Requester, now: datetime) -> dict[str, str]:
    """What is wrong with it, by field; nothing wrong: empty."""
    problems = {}
    if not clean(asked.name):
        problems["requester_name"] = "Enter who asked. We reply to them when it is done."
    if asked.received_at is None:
        problems["received_at"] = "Enter the date and time the request was received."
    elif asked.received_at > now:
        problems["received_at"] = "This is in the future. Enter when the request was received."
    contact = clean(asked.contact)
    if contact and (problem := contact_problem(contact)):
        problems["requester_contact"] = problem
    if len(asked.name) > 160:
        problems["requester_name"] = "At most 160 characters."
    if len(asked.contact) > 254:
        problems["requester_contact"] = "At most 254 characters."
    return problems


def given_instant(field: str, at: datetime | None) -> datetime:
    """The instant; raises InvalidInput at `field` for none, which is also what was unreadable."""
    if at is None:
        raise InvalidInput({field: "Enter the date and time."})
    return at


def new_request(
    context: WriteContext, kind: RequestKind, asked: Requester, filed_by_id: int | None = None
) -> SupportRequest:
    """A request of this kind that needs information until the caller finds everything there; filed
    by the actor unless `filed_by_id` is given. The caller adds it once it is filled, so that it is
    written once."""
    return SupportRequest(
        created_at=context.now,
        updated_at=context.now,
        ref=_new_ref(),
        kind=kind,
        status=RequestStatus.NEEDS_INFORMATION,
        priority=Priority.NORMAL,
        requester_type=asked.kind,
        requester_name=clean(asked.name),
        requester_contact=clean(asked.contact) or None,
        channel=asked.channel,
        received_at=given_instant("received_at", asked.received_at),
        filed_by_id=filed_by_id or context.staff_id,
    )


def _new_ref() -> str:
    """Opaque, and unique by the table's constraint."""
    return "R-" + "".join(secrets.choice(ALPHABET) for _ in range(6))
