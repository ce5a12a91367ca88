"""Show one identifying field of one client. It is written down who looked, at what, and why,
apart from the audit trail: nothing is changed."""

from dataclasses import dataclass, field

from sqlmodel import col, select

from core.access import LOOKING, guard, reason_problem
from core.db.transaction import ReadContext
from core.errors import NotFound, refuse_problems
from core.facts import client_record
from core.facts.references import find_by_ref
from core.models.coverage import Coverage
from core.models.people import Client
from core.vocabulary.administration import ReadingAction

REVEALABLE = ("name", "date_of_birth", "email", "phone", "address", "member_id")
PARTS = {
    "name": ("first_name", "last_name"),
    "address": ("home_line1", "home_city", "home_state_code", "home_zip"),
}


@dataclass(frozen=True)
class RevealClientField:
    """Which field of which client, and why. A member ID is that of `coverage_ref`, and of the
    client's first coverage where none is given."""

    client_ref: str
    field: str
    reason: str = ""
    coverage_ref: str = ""


@dataclass(frozen=True)
class Revealed:
    """The value as text, "" where nothing is on record; kept out of logs and tracebacks."""

    value: str = field(repr=False)


@guard(LOOKING)
def reveal_client_field(context: ReadContext, command: RevealClientField) -> Revealed:
    """The field's value; the reading log has its entry before the value is given.

    Raises InvalidInput for another field or a missing reason, NotFound for an unknown reference.
    """
    _check(context, command)
    client = find_by_ref(context.db, Client, command.client_ref)
    if client is None:
        raise NotFound(f"There is no client {command.client_ref}.")
    value = _value(context, client, command)
    reason = " ".join(command.reason.split()) or None
    context.log(ReadingAction.UNMASK, "client", client.key, field=command.field, reason=reason)
    return Revealed(value)


def _check(context: ReadContext, command: RevealClientField) -> None:
    problems = {}
    if command.field not in REVEALABLE:
        problems["field"] = "Choose one of the listed fields."
    refuse_problems({**problems, "reason": reason_problem(context.actor, command.reason)})


def _value(context: ReadContext, client: Client, command: RevealClientField) -> str:
    if command.field == "member_id" and command.coverage_ref:
        return _member_id(context, client, command.coverage_ref)
    record = client_record.record_values(context.db, client)
    parts = (record.get(part, "") for part in PARTS.get(command.field, (command.field,)))
    return (" " if command.field == "name" else ", ").join(part for part in parts if part)


def _member_id(context: ReadContext, client: Client, coverage_ref: str) -> str:
    found = context.db.scalar(
        select(Coverage.member_id)
        .where(col(Coverage.ref) == coverage_ref)
        .where(col(Coverage.client_id) == client.key)
    )
    if found is None:
        raise NotFound(f"Client {client.ref} has no coverage {coverage_ref}.")
    return found
