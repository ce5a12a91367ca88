"""The demo's requests: all kinds in all statuses, by the real actions, none from the future."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, true
from sqlalchemy.orm import Session
from sqlmodel import col

from core.access import Actor, operator
from core.db import looking, make_engine
from core.db.transaction import perform, reading
from core.demo.crises import WAITING
from core.demo.making import DemoOrder, make_demo
from core.demo.period import PLATFORM, Period
from core.demo.replay.run import replay_requests
from core.demo.scenarios import scenario_records
from core.exchange.importer import import_extracts
from core.exchange.people_rows import ProviderRow
from core.metrics.results import metric_result
from core.models.audit import AuditEntry
from core.models.base import EditedRow
from core.models.care import CareSession, ClientCharge, Payout, SessionPlace
from core.models.exchange import ImportBatch, ImportReject, OutboundChange, OutboundConflict
from core.models.people import Provider, Staff
from core.models.requests import (
    Approval,
    CancellationCase,
    Comment,
    ListingCheck,
    SupportRequest,
)
from core.queries.requests.desk import DeskBoard, DeskSearch, desk_board
from core.queries.timeline import timeline_events
from core.requests.crisis import DecideCrisis, decide_crisis
from core.rules.metric_filters import MetricFilter
from core.rules.time.business_days import BusinessCalendar
from core.vocabulary.care import ChargeStatus, PayoutStatus, SessionStatus
from core.vocabulary.exchange import OutboundStatus
from core.vocabulary.people import DESK_NAME
from core.vocabulary.requests import (
    ApprovalOutcome,
    DeskFilter,
    DeskScope,
    RequestKind,
    RequestStatus,
)
from tests.demo.conftest import DAY

S = RequestStatus
NOW = datetime(2026, 3, 16, 16, 30, tzinfo=UTC)
UNTIL = Period(DAY).until
ADMIN = operator("tests")
SMALL, SMALLEST = 0.05, 0.02
"""The first is the smallest with every kind of request in every status."""
HALF_A_YEAR = MetricFilter(DAY - timedelta(weeks=26), DAY)
NEVER = {S.NEEDS_INFORMATION, S.REJECTED, S.REDIRECTED, S.DUPLICATE}
"""What a cancellation never is: it is complete when it is filed, and ends on a step of its own."""
POSSIBLE = {
    *((kind, status) for kind in (RequestKind.CLIENT_CORRECTION, RequestKind.DIRECTORY_UPDATE)
      for status in S),
    *((RequestKind.SESSION_CANCELLATION, status) for status in S if status not in NEVER),
}  # fmt: skip


def demo_in(template: Path, folder: Path, day: date, scale: float = 0.1) -> Engine:
    """A small platform with nobody's requests yet, in a file of its own."""
    path = folder / "desk.sqlite"
    path.write_bytes(template.read_bytes())
    made, order = make_engine(f"sqlite:///{path}"), DemoOrder(day, False, scale, folder)
    noon = Period(day).until
    bare = DemoOrder(order.today, False, scale, folder, with_requests=False)
    make_demo(made, ADMIN, noon, bare, import_extracts, lambda _: None)
    return made


@pytest.fixture(scope="module")
def desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """All of the usual demo's requests on a small platform."""
    folder = tmp_path_factory.mktemp("requests")
    made = demo_in(sqlite_template, folder, DAY)
    replay_requests(made, ADMIN, UNTIL, 1, folder)
    yield made
    made.dispose()


@pytest.fixture
def db(desk: Engine) -> Iterator[Session]:
    with looking(desk) as session:
        yield session


def of(db: Session, name: str) -> Actor:
    one = db.scalars(select(Staff).where(col(Staff.name).startswith(name))).one()
    return Actor(one.name, one.role, one.key, one.zone)


def board(desk: Engine, db: Session, name: str, scope: DeskScope) -> DeskBoard:
    with reading(desk, of(db, name), NOW) as look:
        return desk_board(look, DeskSearch(scope))


def counts(db: Session) -> Counter[tuple[RequestKind, RequestStatus]]:
    columns = (col(SupportRequest.kind), col(SupportRequest.status))
    return Counter({(row[0], row[1]): row[2] for row in db.execute(
        select(*columns, func.count()).group_by(*columns)
    )})  # fmt: skip


def test_every_kind_is_there_in_every_status_it_can_have(db: Session) -> None:
    assert set(counts(db)) == POSSIBLE


def counts_in(folder: Path) -> Counter[tuple[RequestKind, RequestStatus]]:
    """The requests of a very small demo, filed and worked on anew."""
    made = make_engine(f"sqlite:///{folder / 'desk.sqlite'}")
    replay_requests(made, ADMIN, UNTIL, SMALL, folder)
    with looking(made) as db:
        found = counts(db)
    made.dispose()
    return found


def test_a_very_small_demo_has_every_kind_in_every_status_and_the_same_each_time(
    sqlite_template: Path, tmp_path: Path
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    demo_in(sqlite_template, one, DAY, SMALL).dispose()
    shutil.copytree(one, two)
    found = counts_in(one)
    assert set(found) == POSSIBLE
    assert counts_in(two) == found


@pytest.mark.parametrize(
    "day", [date(2024, 2, 29), date(2026, 11, 1), date(2026, 11, 26), date(2027, 1, 2)]
)
def test_a_demo_of_any_day_has_its_requests_though_none_came_in_on_a_day_off(
    sqlite_template: Path, tmp_path: Path, day: date
) -> None:
    made = demo_in(sqlite_template, tmp_path, day, SMALLEST)
    count = replay_requests(made, ADMIN, Period(day).until, SMALLEST, tmp_path)
    with looking(made) as db:
        asked = col(SupportRequest.requester_name) != DESK_NAME
        last = db.scalar(select(func.max(col(SupportRequest.received_at))).where(asked)) or NOW
    made.dispose()
    is_open = BusinessCalendar().is_business_day(day)
    assert count > 25
    assert (last.astimezone(PLATFORM).date() == day) is is_open


def test_nothing_happened_after_the_demos_last_noon(db: Session) -> None:
    by_staff = select(func.max(col(AuditEntry.at))).where(col(AuditEntry.staff_id).is_not(None))
    assert (db.scalar(by_staff) or NOW) <= UNTIL
    assert (db.scalar(select(func.max(col(SupportRequest.updated_at)))) or NOW) <= UNTIL
    assert (db.scalar(select(func.max(col(SupportRequest.received_at)))) or NOW) <= UNTIL


def test_each_step_is_in_the_audit_trail_and_in_the_order_of_time(db: Session) -> None:
    entries = db.execute(
        select(col(AuditEntry.at), col(AuditEntry.request_id), col(AuditEntry.action))
        .where(col(AuditEntry.staff_id).is_not(None))
        .order_by(col(AuditEntry.number))
    ).all()
    assert [row.at for row in entries] == sorted(row.at for row in entries)
    actions = Counter(row.action for row in entries)
    requests = db.scalars(select(SupportRequest)).all()
    assert actions["request.filed"] == len(requests)
    assert actions["request.closed"] >= sum(one.status == S.CLOSED for one in requests)
    assert actions["client.corrected"] > 20


def test_no_two_changes_share_an_instant(db: Session) -> None:
    changes = db.scalars(select(OutboundChange)).all()
    assert len({(one.entity, one.entity_id, one.field, one.changed_at) for one in changes}) == len(
        changes
    )


def test_a_session_is_being_cancelled_only_by_a_request(db: Session) -> None:
    asked = set(
        db.scalars(
            select(col(CareSession.id)).where(
                col(CareSession.status) == SessionStatus.CANCEL_REQUESTED
            )
        )
    )
    cases = select(col(CancellationCase.session_id)).where(col(CancellationCase.is_open))
    assert asked
    assert asked == set(db.scalars(cases))


def test_what_only_requests_bring_about_is_there(db: Session) -> None:
    held = [
        (ClientCharge, ClientCharge.status, ChargeStatus.ON_HOLD),
        (Payout, Payout.status, PayoutStatus.ON_HOLD),
    ]
    for table, column, word in held:
        found = select(func.count()).select_from(table).where(col(column) == word)  # type: ignore[arg-type]
        assert db.scalar(found), word


@pytest.mark.parametrize("name", ["Avery", "Amir"])
def test_each_agent_has_work_that_is_overdue_due_today_and_due_later(
    desk: Engine, db: Session, name: str
) -> None:
    found = board(desk, db, name, DeskScope.MINE)
    days = [row.request.due_on for row in found.rows if row.request.due_on]
    assert 7 <= found.scopes[DeskScope.MINE] <= 13
    assert {-1, 0, 1} == {(day > DAY) - (day < DAY) for day in days}


def test_the_desk_of_the_team_is_alive(desk: Engine, db: Session) -> None:
    found = board(desk, db, "Avery", DeskScope.ALL_OPEN)
    assert 6 <= found.scopes[DeskScope.UNASSIGNED] <= 10
    assert 2 <= found.filters[DeskFilter.WOKEN] <= 4
    assert found.filters[DeskFilter.CHECK_DUE] >= 2


@pytest.mark.parametrize("name", ["Lena", "Luca", "Maya", "Milo"])
def test_whoever_approves_has_something_to_decide(desk: Engine, db: Session, name: str) -> None:
    found = board(desk, db, name, DeskScope.MY_APPROVALS)
    assert 2 <= found.scopes[DeskScope.MY_APPROVALS] <= 3


def test_nobody_decided_about_their_own_work(db: Session) -> None:
    rows = db.execute(
        select(Approval, SupportRequest)
        .join(SupportRequest, col(SupportRequest.id) == col(Approval.request_id))
        .where(col(Approval.decided_by_id).is_not(None))
    ).all()
    assert {one.outcome for one, _ in rows} >= {ApprovalOutcome.APPROVED, ApprovalOutcome.REFUSED}
    for approval, request in rows:
        assert approval.decided_by_id not in (
            approval.asked_by_id,
            request.filed_by_id,
            request.assignee_id,
        )


@pytest.mark.parametrize("code", ["directory_updates", "settled_cancellations", "open_requests"])
def test_every_metric_of_requests_counts_ten_or_more(desk: Engine, db: Session, code) -> None:
    with reading(desk, of(db, "Maya"), NOW) as look:
        assert metric_result(look, code, HALF_A_YEAR).count() >= 10


@pytest.mark.parametrize("code", ["directory_updates", "settled_cancellations"])
def test_most_are_in_time_and_some_are_late(desk: Engine, db: Session, code) -> None:
    with reading(desk, of(db, "Maya"), NOW) as look:
        found = metric_result(look, code, HALF_A_YEAR)
    in_time = found.count("on_time") / found.count()
    assert 0.5 < in_time < 0.97


def test_the_platform_took_over_most_changes_and_says_something_else_of_two(db: Session) -> None:
    found = Counter(db.scalars(select(col(OutboundChange.status))))
    assert found[OutboundStatus.CONTRADICTED] == 2
    assert found[OutboundStatus.WAITING] > 10
    assert found[OutboundStatus.ACKNOWLEDGED] > found[OutboundStatus.WAITING]
    assert len(db.scalars(select(OutboundConflict)).all()) == 2
    assert db.scalars(select(ImportReject)).all() == []


def test_the_second_import_begins_after_the_first_has_ended(db: Session) -> None:
    first, second = db.scalars(select(ImportBatch).order_by(col(ImportBatch.id)))
    assert first.finished_at
    assert second.finished_at
    assert first.started_at < first.finished_at < second.started_at < second.finished_at


def test_some_changes_wait_in_a_file_and_some_for_the_next(db: Session) -> None:
    waiting = select(OutboundChange).where(col(OutboundChange.status) == OutboundStatus.WAITING)
    assert {one.exported_at is None for one in db.scalars(waiting)} == {True, False}


def test_staff_left_notes_and_looked_at_listings(db: Session) -> None:
    tables: tuple[type[EditedRow] | type[Comment] | type[ListingCheck], ...] = (
        Comment,
        ListingCheck,
    )
    for table in tables:
        assert (db.scalar(select(func.count()).select_from(table)) or 0) > 30


def test_no_text_to_a_requester_names_the_client(db: Session) -> None:
    told = select(Comment, SupportRequest.named_as).join(
        SupportRequest, col(SupportRequest.id) == col(Comment.request_id)
    ).where(
        col(SupportRequest.kind) == RequestKind.CLIENT_CORRECTION,
        col(SupportRequest.named_as).is_not(None),
    )  # fmt: skip
    for comment, named in db.execute(told):
        assert named not in comment.body


def test_the_records_of_the_scenario_book_stay_as_they_are_told(db: Session):
    refs = [row.ref for row in scenario_records()[ProviderRow]]
    told = select(col(Provider.id)).where(col(Provider.ref).in_(refs))
    sessions = select(col(CareSession.id)).where(col(CareSession.provider_id).in_(told))
    asked = col(SupportRequest.provider_id).in_(told) | col(SupportRequest.session_id).in_(sessions)
    assert db.scalars(told).all()
    assert db.scalars(select(SupportRequest).where(asked)).all() == []


def test_no_timeline_of_the_demo_shows_a_raw_list_or_where_a_client_was(desk, db) -> None:
    """Not even after a manager approved a crisis away from home."""
    manager, ref = of(db, "Maya"), next(iter(WAITING))
    version = db.scalars(select(CareSession.version).where(col(CareSession.ref) == ref)).one()
    command = DecideCrisis(ref, version, True, "The board was called.")
    perform(desk, manager, UNTIL, decide_crisis, command, "crisis")
    with reading(desk, manager, NOW) as look:
        told = list(timeline_events(look, true()))
        about = timeline_events(look, col(AuditEntry.entity) == CareSession.__tablename__)
    assert "session.crisis_approved" in {event.action for event in about}
    assert not [
        one for event in told for one in event.changes if set("[]{}") & {*one.old, *one.new}
    ]
    where = select(SessionPlace.line1, SessionPlace.zip)
    parts = {part for row in db.execute(where) for part in row if part}
    said = {text for event in about for one in event.changes for text in (one.old, one.new)}
    assert not [text for text in said if any(part in text for part in parts)]
