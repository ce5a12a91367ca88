"""Whether values typed into a correction belong to another record (R44)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.access import WORKING, guard
from core.db.transaction import ReadContext
from core.facts import client_record
from core.facts.lookalikes import (
    COMPARED,
    NearClient,
    limits_on,
    lookalikes,
    near_clients,
    settled_pairs,
)
from core.facts.policies import policy_book
from core.facts.references import find_by_ref
from core.models.people import Client
from core.queries.people.compare import OtherRecord
from core.rules.requests import corrections
from core.rules.requests.corrections import Line, field_label
from core.rules.time.instants import local_date
from core.vocabulary.administration import ReadingAction

CONTACTS = ("email", "phone")


@guard(WORKING)
def records_with_values(
    context: ReadContext, client_ref: str, lines: Sequence[Line]
) -> tuple[OtherRecord, ...]:
    """Other records that have the typed e-mail address or phone number, and those that the record
    would look like after the correction. Each that is found is in the reading log."""
    client = find_by_ref(context.db, Client, client_ref)
    values = client_record.record_values(context.db, client) if client else {}
    changes = dict(_changes(context, lines))
    if not changes or (client and all(values.get(name) == new for name, new in changes.items())):
        return ()
    but = {client.key} if client else set()
    found = {one.ref: one for one in _alike(context, {**values, **changes}, but)}
    for name in CONTACTS:
        for one in near_clients(context.db, {name: changes.get(name, "")}):
            if one.key not in but and one.ref not in found:
                found[one.ref] = _owner(context, one, f"Same {field_label(name)}")
    return tuple(found.values())


def _changes(context: ReadContext, lines: Iterable[Line]) -> Iterator[tuple[str, str]]:
    """The correct values by which records are compared, without those that cannot stand."""
    today = local_date(context.now, context.actor.tz)
    for line in (corrections.clean_line(one, today) for one in lines):
        new = line.correct_value
        if line.field in COMPARED and new and not corrections.value_problem(line.field, new, today):
            yield line.field, new


def _alike(context: ReadContext, values: Mapping[str, str], but: set[int]) -> Iterator[OtherRecord]:
    settled = {key for pair in settled_pairs(context.db, but) for key in pair}
    whole = dict.fromkeys(COMPARED, "") | dict(values)
    limits = limits_on(policy_book(context), context.now)
    for one in lookalikes(context.db, whole, limits, but | settled):
        yield _owner(context, one.client, one.found.text)


def _owner(context: ReadContext, one: NearClient, why: str) -> OtherRecord:
    context.log(ReadingAction.VIEW, "client", one.key)
    return OtherRecord(one.ref, one.initials, why)
