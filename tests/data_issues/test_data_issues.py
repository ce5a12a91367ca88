"""Records that contradict themselves: found, settled when gone, opened again, accepted."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from core import db
from core.data_issues.checks import all_checks
from core.data_issues.checks.all_checks import check_of
from core.data_issues.checks.scope import CheckTime
from core.data_issues.run import (
    AcceptDataIssue,
    DataChecksRun,
    accept_data_issue,
    check_again,
    run_data_checks,
)
from core.db.transaction import reading
from core.errors import Conflict, DeskError, InvalidInput, NotPermitted
from core.facts.policies import policy_book
from core.models.audit import AuditEntry
from core.models.care import CareSession
from core.models.coverage import Coverage
from core.queries.data_issues import DataIssuePage, find_data_issues
from core.vocabulary.care import (
    CarOutcome,
    ChargeStatus,
    ClaimStatus,
    PayoutStatus,
    SessionKind,
    SessionStatus,
)
from core.vocabulary.coverage import CredentialStatus, VerificationStatus
from core.vocabulary.data_issues import DataIssueCode as F
from core.vocabulary.data_issues import DataIssueStage, DataIssueStatus
from core.vocabulary.people import LicenseStatus, Role
from core.vocabulary.states import StateCode
from tests.support import correction
from tests.support.checked_records import (
    CONFIRMED,
    LATER,
    MINUTE,
    MOS,
    NO_SHOW,
    OPERATOR,
    START,
    TIMES,
    Made,
    after,
    charged,
    claimed,
    covered_twice,
    credential,
    licensed,
    look,
    made,
    paid,
    reported,
    session,
    stored,
)
from tests.support.correction import Desk
from tests.support.make import NOW

WRONG: list[tuple[F, str, Made]] = [
    (F.CONFIRMED_NOT_HELD, "no-show", lambda w: reported(w, **MOS, **CONFIRMED)),
    (
        F.TIMES_REVERSED,
        "from Tue, Mar 10, 2026, 10:00 AM EDT to Tue, Mar 10, 2026, 10:00 AM EDT",
        lambda w: session(w, actual_start_at=START, actual_end_at=START),
    ),
    (
        F.HALF_TIMES,
        "The session has an actual start but no actual end.",
        lambda w: session(w, actual_start_at=START),
    ),
    (
        F.HALF_TIMES,
        "The session has an actual end but no actual start.",
        lambda w: session(w, actual_end_at=START + LATER),
    ),
    (F.TOO_LONG, "8 h 1 min", lambda w: session(w, minutes=481)),
    (
        F.CONFIRMED_BEFORE_END,
        "on Tue, Mar 10, 2026, 10:44 AM EDT but ended on Tue, Mar 10, 2026, 10:45 AM EDT",
        lambda w: session(w, **{**CONFIRMED, "confirmed_at": START + 44 * MINUTE}),
    ),
    (
        F.CONFIRMED_AFTER_DAY_30,
        "on Fri, Apr 10, 2026, 12:00 AM EDT",
        lambda w: session(w, **{**CONFIRMED, "confirmed_at": datetime(2026, 4, 10, 4, tzinfo=UTC)}),
    ),
    (F.REPORT_WITHOUT_MOS, "insurance", lambda w: reported(w, CarOutcome.TOOK_PLACE)),
    (F.MOS_WITHOUT_CASE, "", lambda w: session(w, **MOS, mos_case_id=None)),
    (F.MOS_CHARGE, "charge H-1", lambda w: charged(w, session(w, **MOS), ref="H-1")),
    (
        F.MOS_CHARGE,
        "charge H-1",
        lambda w: charged(w, session(w, **MOS, **NO_SHOW), ref="H-1", status=ChargeStatus.FAILED),
    ),
    (
        F.MOS_MISSED_MONEY,
        "claim K-1",
        lambda w: claimed(w, session(w, **MOS, **NO_SHOW), ref="K-1"),
    ),
    (
        F.MOS_MISSED_MONEY,
        "claim K-1, payout O-1",
        lambda w: paid(w, claimed(w, session(w, **MOS, **NO_SHOW), ref="K-1"), ref="O-1"),
    ),
    (
        F.CONSULT_BILLED,
        "a confirmation",
        lambda w: session(w, kind=SessionKind.CONSULT, **CONFIRMED),
    ),
    (
        F.CONSULT_BILLED,
        "claim K-1",
        lambda w: claimed(w, session(w, kind=SessionKind.CONSULT), ref="K-1"),
    ),
]
RIGHT: dict[str, Made] = {
    "a report that says held": lambda w: reported(w, CarOutcome.TOOK_PLACE, **MOS, **CONFIRMED),
    "a no-show that is none": lambda w: reported(w, **MOS, **NO_SHOW),
    "a no-show that nobody confirmed": lambda w: reported(w, **MOS),
    "times as they should be": lambda w: session(w, **TIMES, **CONFIRMED),
    "backward times of a cancelled session": lambda w: session(
        w, actual_start_at=START, actual_end_at=START, status=SessionStatus.CANCELLED
    ),
    "eight hours": lambda w: session(w, minutes=480),
    "confirmed at its end": lambda w: session(
        w, **{**CONFIRMED, "confirmed_at": START + 45 * MINUTE}
    ),
    "confirmed in the last second of day 30": lambda w: session(
        w, **{**CONFIRMED, "confirmed_at": datetime(2026, 4, 10, 3, 59, 59, tzinfo=UTC)}
    ),
    "a stopped charge": lambda w: charged(w, session(w, **MOS), status=ChargeStatus.STOPPED),
    "a refunded charge": lambda w: charged(
        w, session(w, **MOS), status=ChargeStatus.REFUNDED, refunded_cents=2500
    ),
    "a charge of an insured client": lambda w: charged(w, session(w)),
    "a withdrawn claim": lambda w: claimed(
        w, session(w, **MOS, **NO_SHOW), status=ClaimStatus.WITHDRAWN
    ),
    "a void payout": lambda w: paid(w, session(w, **MOS, **NO_SHOW), status=PayoutStatus.VOID),
    "the pay of a held session": lambda w: paid(
        w, reported(w, CarOutcome.TOOK_PLACE, **MOS, **CONFIRMED), amount_cents=10000
    ),
    "an open consult": lambda w: session(w, kind=SessionKind.CONSULT),
    "one session after the other": lambda w: after(w, session(w), 45),
    "two at once, one cancelled": lambda w: after(
        w, session(w), 30, status=SessionStatus.CANCELLED
    ),
    "two at once, one undone": lambda w: after(
        w, session(w, **{**CONFIRMED, "status": SessionStatus.CANCELLED_AFTER_CONFIRM}), 30
    ),
    "one coverage after the other": lambda w: covered_twice(w, from_on=date(2026, 3, 1)),
    "a second coverage": lambda w: covered_twice(w, rank=2),
    "a coverage that failed": lambda w: covered_twice(
        w, verification_status=VerificationStatus.FAILED
    ),
    "a license": lambda w: licensed(w, credential(w)),
    "a license that ran out on the credential's first day": lambda w: licensed(
        w, credential(w), status=LicenseStatus.ENDED, to_on=date(2026, 1, 1)
    ),
    "a credential elsewhere": lambda w: credential(w, is_on_headway=False),
    "a pending credential": lambda w: credential(w, status=CredentialStatus.PENDING),
}
UNLICENSED: dict[str, dict[str, Any]] = {
    "pending": {"status": LicenseStatus.PENDING},
    "of another state": {"state_code": StateCode.NJ},
    "over the day before": {"status": LicenseStatus.ENDED, "to_on": date(2025, 12, 31)},
    "ended nobody knows when": {"status": LicenseStatus.ENDED},
}


def amend(engine: Engine, table: Any, key: int, **values: Any) -> None:
    with db.writing(engine) as work:
        row = work.get_one(table, key)
        for name, value in values.items():
            setattr(row, name, value)


def audited(engine: Engine) -> list[str]:
    with db.looking(engine) as work:
        mine = col(AuditEntry.entity) == "data_issue"
        rows = work.scalars(select(AuditEntry).where(mine).order_by(col(AuditEntry.number)))
        return [row.action for row in rows]


@pytest.mark.parametrize(("code", "detail", "wrong"), WRONG)
def test_what_is_wrong_on_a_session_is_found(
    engine: Engine, code: F, detail: str, wrong: Made
) -> None:
    row = made(engine, wrong)
    look(engine)
    (found,) = stored(engine)
    assert (found.code, found.entity, found.entity_id) == (code, "care_session", row.key)
    assert (found.detail, found.status, found.found_at) == (detail, DataIssueStatus.OPEN, NOW)
    with reading(engine, OPERATOR, NOW) as context:
        one, at = check_of(code, "care_session"), CheckTime(policy_book(context), NOW)
        assert all_checks.found_on(context, one, at, row.key) == detail
        assert all_checks.found_on(context, one, at, row.key + 1000) is None


@pytest.mark.parametrize("right", RIGHT.values(), ids=RIGHT)
def test_what_may_be_is_no_finding(engine: Engine, right: Made) -> None:
    made(engine, right)
    assert look(engine) == DataChecksRun(0, 0, 0, 0)


def test_two_primaries_are_found_on_the_one_day_they_share(engine: Engine) -> None:
    client = made(engine, covered_twice)
    look(engine)
    (found,) = stored(engine)
    with db.looking(engine) as work:
        refs = sorted(work.scalars(select(Coverage.ref)))
    assert (found.code, found.entity, found.entity_id) == (
        F.TWO_ACTIVE_PRIMARIES,
        "client",
        client.key,
    )
    assert found.detail == " and ".join(refs)


@pytest.mark.parametrize("given", UNLICENSED.values(), ids=UNLICENSED)
def test_a_license_that_is_not_in_force_leaves_the_credential_alone(
    engine: Engine, given: dict[str, Any]
) -> None:
    row = made(engine, lambda w: licensed(w, credential(w), **given))
    look(engine)
    (found,) = stored(engine)
    assert (found.code, found.entity_id) == (F.CREDENTIAL_WITHOUT_LICENSE, row.key)
    assert found.detail.endswith(" in NY")


def test_looking_twice_changes_nothing(engine: Engine) -> None:
    for _, _, wrong in WRONG[:3]:
        made(engine, wrong)
    first = look(engine)
    before = stored(engine)
    again = look(engine, NOW + LATER)
    assert (first.opened, first.still_open, again) == (3, 3, DataChecksRun(0, 0, 3, 0))
    assert stored(engine) == before
    assert audited(engine) == ["data_issue.opened"] * 3


def test_what_is_gone_from_the_record_is_settled(engine: Engine) -> None:
    row = made(engine, lambda w: session(w, actual_start_at=START))
    look(engine)
    amend(engine, CareSession, row.key, actual_end_at=START + LATER)
    assert look(engine, NOW + LATER) == DataChecksRun(0, 1, 0, 0)
    (found,) = stored(engine)
    assert (found.status, found.resolved_at) == (DataIssueStatus.RESOLVED, NOW + LATER)
    assert audited(engine)[-1] == "data_issue.resolved"


def test_what_comes_back_is_open_again_since_then(engine: Engine) -> None:
    row = made(engine, lambda w: session(w, actual_start_at=START))
    for hours, end in enumerate((None, START + LATER, None)):
        amend(engine, CareSession, row.key, actual_end_at=end)
        look(engine, NOW + hours * LATER)
    (found,) = stored(engine)
    assert (found.status, found.resolved_at) == (DataIssueStatus.OPEN, None)
    assert found.found_at == NOW + 2 * LATER
    assert audited(engine) == ["data_issue.opened", "data_issue.resolved", "data_issue.reopened"]


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """A desk with one open finding."""
    base = correction.desk(engine)
    made(engine, lambda w: session(w, actual_start_at=START))
    look(engine)
    return base


def accept(desk: Desk, role: Role = Role.LEAD, **given: Any) -> None:
    (row,) = stored(desk.engine)
    values = {"finding_id": row.key, "version": row.version, "reason": "The clock was broken"}
    desk.do(accept_data_issue, AcceptDataIssue(**{**values, **given}), role)


def listed(desk: Desk, stage: DataIssueStage) -> DataIssuePage:
    with reading(desk.engine, desk.people[Role.LEAD], NOW) as looking:
        return find_data_issues(looking, stage)


def test_a_lead_accepts_a_record_as_it_is_and_says_why(desk: Desk) -> None:
    accept(desk)
    (row,) = listed(desk, DataIssueStage.ACCEPTED).rows
    assert row.acceptance is not None
    assert row.acceptance.reason == "The clock was broken"
    assert row.acceptance.by == desk.people[Role.LEAD].name
    assert listed(desk, DataIssueStage.OPEN).total == 0


def test_what_was_accepted_stays_so_however_often_one_looks(desk: Desk) -> None:
    accept(desk)
    for hours in (1, 2):
        assert look(desk.engine, NOW + hours * LATER) == DataChecksRun(0, 0, 0, 0)
    assert listed(desk, DataIssueStage.ACCEPTED).total == 1


def test_what_was_accepted_is_open_again_once_it_is_wrong_in_another_way(desk: Desk) -> None:
    accept(desk)
    (row,) = stored(desk.engine)
    amend(
        desk.engine,
        CareSession,
        row.entity_id,
        actual_start_at=None,
        actual_end_at=START + 45 * MINUTE,
    )
    look(desk.engine, NOW + LATER)
    assert listed(desk, DataIssueStage.OPEN).total == 1


def test_what_was_accepted_and_went_away_is_open_when_it_comes_back(desk: Desk) -> None:
    accept(desk)
    (row,) = stored(desk.engine)
    for hours, end in enumerate((START + 45 * MINUTE, None), 1):
        amend(desk.engine, CareSession, row.entity_id, actual_end_at=end)
        look(desk.engine, NOW + hours * LATER)
    assert listed(desk, DataIssueStage.OPEN).total == 1


@pytest.mark.parametrize("reason", ["", "  ", "x" * 401])
def test_a_finding_is_not_accepted_without_a_reason(desk: Desk, reason: str) -> None:
    with pytest.raises(InvalidInput):
        accept(desk, reason=reason)


def test_a_finding_that_changed_meanwhile_is_not_accepted(desk: Desk) -> None:
    (row,) = stored(desk.engine)
    accept(desk)
    with pytest.raises(Conflict, match="You changed this just now"):
        accept(desk, version=row.version)
    with pytest.raises(Conflict):
        accept(desk)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LEAD])
def test_only_leads_accept_and_see_findings(desk: Desk, role: Role) -> None:
    with pytest.raises(NotPermitted):
        accept(desk, role)
    with (
        reading(desk.engine, desk.people[role], NOW) as looking,
        pytest.raises(NotPermitted),
    ):
        find_data_issues(looking)


def test_two_sessions_at_once_are_checked_again_together(engine: Engine) -> None:
    desk = correction.desk(engine)
    first = made(engine, session)
    second = made(engine, lambda w: after(w, w.get_one(CareSession, first.key), 30))
    look(engine)
    (row,) = stored(engine)
    lead = desk.people[Role.LEAD]
    with pytest.raises(DeskError, match="still shows this"):
        check_again(engine, lead, NOW, finding_id=row.key)
    amend(engine, CareSession, second.key, status=SessionStatus.CANCELLED)
    assert "Resolved" in check_again(engine, lead, NOW, finding_id=row.key)
    assert look(engine) == DataChecksRun(0, 0, 0, 0)


def test_leads_do_not_look_by_themselves(desk: Desk) -> None:
    lead = desk.people[Role.LEAD]
    with pytest.raises(NotPermitted):
        run_data_checks(desk.engine, lead, NOW)


def test_a_long_list_is_gone_through_page_by_page(desk: Desk) -> None:
    with db.writing(desk.engine) as work:
        for _ in range(30):
            session(work, actual_start_at=START)
    look(desk.engine)
    seen: list[int] = []
    place: int | None = 0
    while place is not None:
        with reading(desk.engine, desk.people[Role.LEAD], NOW) as looking:
            page = find_data_issues(looking, DataIssueStage.OPEN, F.HALF_TIMES, place)
        seen += [row.finding_id for row in page.rows]
        place = page.next_after
    assert len(seen) == len(set(seen)) == page.total == 31
