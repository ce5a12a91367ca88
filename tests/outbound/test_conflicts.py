"""A lead decides whose value stands; what was not seen is not decided."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from core import db
from core.db.transaction import perform, reading
from core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from core.models.audit import AuditEntry, ReadingEntry
from core.models.care import CareSession
from core.models.exchange import ImportBatch, OutboundChange, OutboundConflict
from core.outbound.conflicts import ResolveConflict, Stands, resolve_conflict
from core.queries.requests.conflicts import conflict_detail, list_conflicts
from core.vocabulary.exchange import ImportStatus, OutboundConflictStatus, OutboundStatus
from core.vocabulary.people import Role
from tests.support import correction, make
from tests.support.correction import Desk
from tests.support.make import NOW

REASON = "Asked the client on the phone"


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """A desk whose client was corrected to John, while an extract said Jon."""
    made = correction.desk(engine)
    made.apply(made.taken())
    with db.writing(engine) as work:
        change = work.query(OutboundChange).one()
        change.status = OutboundStatus.CONTRADICTED
        drift(work, change, "Jon")
    return made


def drift(work, change, seen):
    batch = ImportBatch(
        started_at=NOW, operator="tests", source="tests", status=ImportStatus.FINISHED
    )
    work.add(batch)
    work.flush()
    work.add(
        OutboundConflict(
            created_at=NOW,
            updated_at=NOW,
            outbound_change_id=change.key,
            seen_value=seen,
            batch_id=batch.key,
            status=OutboundConflictStatus.OPEN,
        )
    )


def command(desk: Desk, stands: Stands = Stands.THEIRS, **given) -> ResolveConflict:
    (row,) = desk.rows(OutboundConflict)
    values = {"conflict_id": row.id, "version": row.version, "ours": "John", "reason": REASON}
    return ResolveConflict(**{**values, "stands": stands, **given})


def test_theirs_is_written_and_audited_with_why(desk):
    desk.do(resolve_conflict, command(desk), Role.LEAD)
    entries = {row.action: row for row in desk.rows(AuditEntry)}
    taken = entries["client.taken_from_platform"]
    assert desk.client().first_name == "Jon"
    assert (taken.before, taken.after) == ('{"first_name": "John"}', '{"first_name": "Jon"}')
    assert taken.reason == REASON
    assert entries["outbound_conflict.resolved"].reason == f"theirs: {REASON}"
    assert desk.rows(OutboundConflict)[0].resolved_by_id == desk.people[Role.LEAD].staff_id


def test_ours_leaves_the_record_alone(desk):
    desk.do(resolve_conflict, command(desk, Stands.OURS), Role.LEAD)
    (change,) = desk.rows(OutboundChange)
    assert desk.client().first_name == "John"
    assert (change.status, change.exported_at, change.old) == (OutboundStatus.WAITING, None, "Jon")


def test_without_a_reason_nothing_is_decided(desk):
    with pytest.raises(InvalidInput) as refused:
        desk.do(resolve_conflict, command(desk, reason=" "), Role.LEAD)
    assert set(refused.value.fields) == {"reason"}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.MANAGER, Role.ADMIN])
def test_only_a_lead_decides(desk, role):
    with pytest.raises(NotPermitted):
        desk.do(resolve_conflict, command(desk), role)


def test_the_same_click_twice_decides_once(desk):
    once = command(desk)
    receipts = [desk.do(resolve_conflict, once, Role.LEAD, key="one click") for _ in range(2)]
    assert receipts[0] == receipts[1]
    assert [row.action for row in desk.rows(AuditEntry)].count("outbound_conflict.resolved") == 1


def test_what_somebody_decided_meanwhile_is_a_conflict(desk):
    seen = command(desk)
    desk.do(resolve_conflict, seen, Role.LEAD)
    with db.writing(desk.engine) as work:
        other = make.actor(work, Role.LEAD)
    with pytest.raises(Conflict, match=f"{desk.people[Role.LEAD].name} changed this just now"):
        perform(desk.engine, other, NOW, resolve_conflict, seen, uuid4().hex)


def test_a_record_corrected_meanwhile_is_a_conflict_with_both_values(desk):
    with pytest.raises(Conflict) as conflict:
        desk.do(resolve_conflict, command(desk, ours="Johnny"), Role.LEAD)
    (clash,) = conflict.value.clashes
    assert (clash.was, clash.theirs, clash.yours) == ("Johnny", "John", "Jon")


def test_a_lead_sees_the_values_only_after_opening_one_and_that_is_logged(desk):
    lead = desk.people[Role.LEAD]
    with reading(desk.engine, lead, NOW) as look:
        (row,) = list_conflicts(look)
    assert "Jon" not in repr(row)
    logged = len(desk.rows(ReadingEntry))
    with reading(desk.engine, lead, NOW) as look:
        item = conflict_detail(look, row.conflict_id)
    assert (item.ours, item.theirs) == ("John", "Jon")
    assert len(desk.rows(ReadingEntry)) == logged + 1


def test_what_is_decided_is_not_open_any_more(desk):
    (row,) = desk.rows(OutboundConflict)
    desk.do(resolve_conflict, command(desk), Role.LEAD)
    with reading(desk.engine, desk.people[Role.LEAD], NOW) as look:
        assert list_conflicts(look) == ()
        with pytest.raises(NotFound):
            conflict_detail(look, row.id)


def test_times_of_a_session_taken_from_the_platform_move_its_deadlines(engine):
    made = correction.desk(engine)
    with db.writing(engine) as work:
        client = work.get(make.Client, made.client_id)
        session = make.care_session(work, make.provider(work), client)
        end, due = session.scheduled_end_at, session.note_due_at
        change = OutboundChange(
            created_at=NOW,
            updated_at=NOW,
            entity="care_session",
            entity_id=session.key,
            field="scheduled_end_at",
            old="",
            new=end.isoformat(),
            changed_at=NOW,
            status=OutboundStatus.CONTRADICTED,
        )
        work.add(change)
        work.flush()
        theirs = (end + timedelta(minutes=10)).isoformat().replace("+00:00", "Z")
        drift(work, change, theirs)
        key = session.key
    ours = end.isoformat().replace("+00:00", "Z")
    made.do(resolve_conflict, command(made, ours=ours), Role.LEAD)
    moved = make.stored(engine, CareSession, key)
    assert moved.scheduled_end_at == end + timedelta(minutes=10)
    assert moved.note_due_at == due + timedelta(minutes=10)
