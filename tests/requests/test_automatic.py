"""A session that is confirmed against its report is to be cancelled: the desk asks, once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from core import access, db
from core.data_issues.run import DataChecksRun, run_data_checks
from core.db.transaction import reading
from core.models.audit import AuditEntry
from core.models.care import CareSession, CarReport, Payout
from core.models.data_issues import DataIssue
from core.models.people import Staff
from core.models.requests import SupportRequest
from core.queries.data_issues import find_data_issues
from core.queries.people.staff import list_staff
from core.queries.requests.desk import DeskSearch, desk_board
from core.queries.requests.page import request_page
from core.queries.requests.search import staff_choices
from core.requests.assignment import TakeRequest, take_request
from core.vocabulary.care import CarOutcome, PayerKind, PayoutStatus, SessionStatus
from core.vocabulary.data_issues import DataIssueStage
from core.vocabulary.people import DESK_ADDRESS, DESK_NAME, Role
from core.vocabulary.requests import Channel, DeskScope, RequesterType, RequestKind, RequestStatus
from tests.support import make
from tests.support.cancelling import Cancelling, cancelling
from tests.support.checked_records import seen_in_new_york
from tests.support.make import NOW

OPERATOR = access.operator("tests")
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(engine: Engine) -> Cancelling:
    """A desk with one confirmed Military OneSource session whose report says no-show."""
    made = cancelling(engine, claim=None, charge=None, payer_kind=PayerKind.MOS)
    with db.writing(engine) as work:
        session = work.get_one(CareSession, made.session_id)
        client = work.get_one(make.Client, session.client_id)
        provider = work.get_one(make.Provider, session.provider_id)
        session.mos_case_id = make.mos_case(work, client, provider).key
        session.attested_at = session.confirmed_at
        provider.mos_enrolled_from = date(2025, 1, 1)
        seen_in_new_york(work, session)
        work.query(Payout).one().amount_cents = 10000
        make.car(work, session, outcome=CarOutcome.NO_SHOW)
    return made


def look(desk: Cancelling, hours: int = 0) -> DataChecksRun:
    return run_data_checks(desk.engine, OPERATOR, NOW + (hours + 1) * HOUR)


def asked(desk: Cancelling) -> list[SupportRequest]:
    found: list[SupportRequest] = desk.rows(SupportRequest)
    return found


def reports(desk: Cancelling, outcome: CarOutcome) -> None:
    with db.writing(desk.engine) as work:
        work.scalars(select(CarReport)).one().outcome = outcome


def test_its_cancellation_is_asked_for_by_the_desk_and_nobody_has_it(desk: Cancelling) -> None:
    assert look(desk) == DataChecksRun(1, 0, 1, 1)
    (request,) = asked(desk)
    assert (request.kind, request.status) == (
        RequestKind.SESSION_CANCELLATION,
        RequestStatus.READY,
    )
    assert (request.requester_type, request.requester_name, request.channel) == (
        RequesterType.STAFF,
        DESK_NAME,
        Channel.INTERNAL,
    )
    assert (request.assignee_id, request.session_id) == (None, desk.session_id)
    assert "no-show" in desk.case(request.ref).reason
    assert request.due_at is not None


def test_what_can_be_held_is_held_as_for_any_cancellation(desk: Cancelling) -> None:
    look(desk)
    assert desk.session().status == SessionStatus.CANCEL_REQUESTED
    assert desk.of(make.Payout).status == PayoutStatus.ON_HOLD


def test_it_is_asked_for_once_however_often_one_looks(desk: Cancelling) -> None:
    look(desk)
    assert look(desk, 1) == DataChecksRun(0, 0, 1, 0)
    assert len(asked(desk)) == 1


def test_the_finding_leads_to_the_request(desk: Cancelling) -> None:
    look(desk)
    with reading(desk.engine, desk.people[Role.LEAD], NOW) as looking:
        (row,) = find_data_issues(looking).rows
    assert row.request_ref == asked(desk)[0].ref


def test_it_lies_on_the_desk_like_any_other(desk: Cancelling) -> None:
    look(desk)
    (request,) = asked(desk)
    with reading(desk.engine, desk.people[Role.AGENT], NOW) as looking:
        board, page = (
            desk_board(looking, DeskSearch(DeskScope.UNASSIGNED)),
            request_page(looking, request.ref),
        )
    assert [row.request.ref for row in board.rows] == [request.ref]
    assert page.filed_by == DESK_NAME


def test_who_withdraws_it_is_not_asked_again_for_the_same_report(desk: Cancelling) -> None:
    look(desk)
    desk.now = NOW + 2 * HOUR
    desk.withdraw(asked(desk)[0].ref, "Dana says it was held", role=Role.AGENT)
    assert look(desk, 5) == DataChecksRun(0, 0, 1, 0)
    assert desk.session().status == SessionStatus.CONFIRMED


def test_another_report_is_asked_about_again(desk: Cancelling) -> None:
    look(desk)
    desk.now = NOW + 2 * HOUR
    desk.withdraw(asked(desk)[0].ref)
    reports(desk, CarOutcome.CANCELLED)
    assert look(desk, 5).asked == 1
    assert len(asked(desk)) == 2


def test_once_it_is_cancelled_the_finding_is_gone(desk: Cancelling) -> None:
    look(desk)
    (request,) = asked(desk)
    desk.now = NOW + 2 * HOUR
    desk.do(take_request, TakeRequest(request.ref, request.version))
    desk.finish(request.ref)
    assert look(desk, 5) == DataChecksRun(0, 1, 0, 0)


def test_a_cancellation_that_a_person_asked_for_is_left_to_them(desk: Cancelling) -> None:
    desk.file()
    assert look(desk) == DataChecksRun(0, 0, 0, 0)
    assert len(asked(desk)) == 1


def test_what_a_lead_accepted_is_not_asked_for(desk: Cancelling) -> None:
    look(desk)
    desk.now = NOW + 2 * HOUR
    desk.withdraw(asked(desk)[0].ref)
    with db.writing(desk.engine) as work:
        finding = work.scalars(select(DataIssue)).one()
        finding.status, finding.resolved_at = finding.status.RESOLVED, None
    assert look(desk, 5) == DataChecksRun(0, 0, 0, 0)
    with reading(desk.engine, desk.people[Role.LEAD], NOW) as looking:
        assert find_data_issues(looking, DataIssueStage.ACCEPTED).total == 1


def test_the_desk_is_nobody_who_could_sign_in_or_be_given_work(desk: Cancelling) -> None:
    look(desk)
    with db.looking(desk.engine) as work:
        row = work.scalars(select(Staff).where(col(Staff.email) == DESK_ADDRESS)).one()
    assert (row.is_active, row.password_hash) == (False, None)
    with reading(desk.engine, OPERATOR, NOW) as looking:
        assert DESK_NAME not in {one.name for one in list_staff(looking)}
    with reading(desk.engine, desk.people[Role.LEAD], NOW) as looking:
        assert DESK_NAME not in {one.name for one in staff_choices(looking)}


def test_there_is_one_desk_however_many_requests(desk: Cancelling) -> None:
    look(desk)
    desk.now = NOW + 2 * HOUR
    desk.withdraw(asked(desk)[0].ref)
    reports(desk, CarOutcome.CANCELLED)
    look(desk, 5)
    added = [row for row in desk.rows(AuditEntry) if row.action == "staff.added"]
    assert len(added) == 1
