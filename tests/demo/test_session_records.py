from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.demo.chance import ref
from core.demo.mistakes import MISTAKES
from core.demo.period import PLATFORM, Period
from core.demo.providers import LATE_SIGNERS
from core.vocabulary.care import (
    CarOutcome,
    ChargeStatus,
    ClaimStatus,
    NoteMode,
    PayerKind,
    PayoutStatus,
    SessionKind,
    SessionStatus,
    SignatureSource,
)
from core.vocabulary.coverage import GOVERNMENT_LINES, CredentialStatus, VerificationStatus
from core.vocabulary.data_issues import DataIssueCode
from tests.demo.conftest import DAY, Demo

PERIOD = Period(DAY)
STORED = {
    ("sessions", "status"): SessionStatus,
    ("claims", "status"): ClaimStatus,
    ("client_charges", "status"): ChargeStatus,
    ("payouts", "status"): PayoutStatus,
    ("notes", "mode"): NoteMode,
    ("car_reports", "outcome"): CarOutcome,
    ("credentials", "status"): CredentialStatus,
    ("coverages", "verification_status"): VerificationStatus,
}
ONLY_BY_REQUEST = {
    ("sessions", "status"): {SessionStatus.CANCEL_REQUESTED},
    ("client_charges", "status"): {ChargeStatus.ON_HOLD},
    ("payouts", "status"): {PayoutStatus.ON_HOLD},
}
"""What nothing but a request at the desk brings about: the platform's extracts have none of it."""
LAST_DAY = timedelta(days=30)
"""After a session: it can no longer be confirmed after it."""
HELD = (SessionStatus.SCHEDULED, SessionStatus.CONFIRMED)


def local_day(row: Any) -> date:
    """The day of a session on its own clock."""
    start: datetime = row.scheduled_start_at
    return start.astimezone(ZoneInfo(row.zone)).date()


def owed(demo: Demo) -> Iterator[tuple[Any, bool, bool]]:
    """Held sessions whose note is due by now: the session, whether the class is government's,
    and whether it was signed in time. Uploads of unknown signing are left out."""
    notes = {row.session_id: row for row in demo["notes"] if not row.is_discarded}
    lines = {row.ref: row.line for row in demo["plans"]}
    government = {row.ref for row in demo["coverages"] if lines[row.plan_id] in GOVERNMENT_LINES}
    for row in demo["sessions"]:
        if row.kind != SessionKind.SESSION or row.status not in HELD:
            continue
        is_government = row.coverage_id in government
        due = (row.actual_end_at or row.scheduled_end_at) + timedelta(
            hours=48 if is_government else 72
        )
        note = notes.get(row.ref)
        if due > PERIOD.until or (note and note.mode == NoteMode.UPLOAD and not note.signed_at):
            continue
        yield row, is_government, bool(note and note.signed_at and note.signed_at <= due)


def share_on_time(demo: Demo, first: date, last: date) -> float:
    return mean(on_time for row, _, on_time in owed(demo) if first <= local_day(row) <= last)


@pytest.mark.parametrize(("name", "column"), STORED)
def test_every_word_of_a_list_occurs(demo: Demo, name: str, column: str) -> None:
    words = set(STORED[name, column]) - ONLY_BY_REQUEST.get((name, column), set())
    assert demo.words(name, column) == words


def test_most_notes_are_signed_in_time(demo: Demo) -> None:
    assert 0.86 < mean(on_time for _, _, on_time in owed(demo)) < 0.95


def test_government_notes_do_somewhat_worse(demo: Demo) -> None:
    shares = [
        mean(on_time for _, is_government, on_time in owed(demo) if is_government == wanted)
        for wanted in (True, False)
    ]
    assert 0.03 < shares[1] - shares[0] < 0.15


def test_notes_are_bad_after_the_payer_change_and_get_better(demo: Demo) -> None:
    worst = PERIOD.bad_week
    week = timedelta(days=6)
    assert share_on_time(demo, worst, worst + week) < 0.72
    assert share_on_time(demo, worst - timedelta(weeks=8), worst - timedelta(weeks=1)) > 0.85
    assert share_on_time(demo, worst + timedelta(weeks=3), DAY) > 0.85


def test_two_providers_sign_late(demo: Demo) -> None:
    by_provider: dict[str, list[bool]] = {}
    for row, _, on_time in owed(demo):
        by_provider.setdefault(row.provider_id, []).append(on_time)
    slow = {key for key, marks in by_provider.items() if mean(marks) < 0.7}
    assert slow == {ref("P", 5, number) for number in LATE_SIGNERS}


def test_a_signature_has_a_source_and_an_unknown_signing_has_none(demo: Demo) -> None:
    assert all((row.signed_at is None) == (row.signature_source is None) for row in demo["notes"])
    uploads = [row for row in demo["notes"] if row.mode == NoteMode.UPLOAD]
    attested = [row for row in uploads if row.signature_source == SignatureSource.ATTESTED]
    assert 0.5 < len(attested) / len(uploads) < 0.8


def test_no_session_is_confirmed_over_an_unsigned_template(demo: Demo) -> None:
    confirmed = {row.ref: row.confirmed_at for row in demo["sessions"]}
    assert all(
        row.signed_at is not None and row.signed_at <= confirmed[row.session_id]
        for row in demo["notes"]
        if row.mode in (NoteMode.TEMPLATE_MANUAL, NoteMode.TEMPLATE_AI)
        and not row.is_discarded
        and confirmed[row.session_id] is not None
    )


def test_most_sessions_are_confirmed_within_three_days(demo: Demo) -> None:
    lags = [
        row.confirmed_at - (row.actual_end_at or row.scheduled_end_at)
        for row in demo["sessions"]
        if row.confirmed_at
    ]
    assert 0.75 < mean(lag <= timedelta(days=3) for lag in lags) < 0.95


def test_no_session_is_confirmed_after_its_thirtieth_day(demo: Demo) -> None:
    assert all(
        row.confirmed_at.astimezone(ZoneInfo(row.zone)).date() - local_day(row)
        <= timedelta(days=30)
        for row in demo["sessions"]
        if row.confirmed_at
    )


def test_today_there_are_sessions_about_to_expire_and_expired_ones(demo: Demo) -> None:
    ages = Counter(
        min(31, (DAY - local_day(row)).days)
        for row in demo["sessions"]
        if row.kind == SessionKind.SESSION
        and row.status == SessionStatus.SCHEDULED
        and row.scheduled_start_at <= PERIOD.until
    )
    assert sum(ages[day] for day in range(22, 31)) >= 20
    assert 300 < ages[31] < 1000


def test_military_onesource_costs_the_client_nothing_and_pays_100_dollars(demo: Demo) -> None:
    mos = {row.ref for row in demo["sessions"] if row.payer_kind == PayerKind.MOS}
    billed = {row.session_id for name in ("claims", "client_charges") for row in demo[name]}
    assert not mos & billed
    paid = [row.amount_cents for row in demo["payouts"] if row.session_id in mos]
    assert paid.count(9_000) == MISTAKES[DataIssueCode.MOS_PAY]
    assert set(paid) == {9_000, 10_000}


def test_a_military_onesource_session_is_confirmed_after_its_report_only(demo: Demo) -> None:
    done = {row.session_id: row.completed_at for row in demo["car_reports"]}
    assert all(
        row.confirmed_at > done[row.ref]
        for row in demo["sessions"]
        if row.payer_kind == PayerKind.MOS and row.confirmed_at
    )


def test_a_report_that_contradicts_its_session_holds_the_confirmation_back(demo: Demo) -> None:
    """The one that is confirmed all the same stands in the scenario book."""
    missed = {row.session_id for row in demo["car_reports"] if row.outcome == CarOutcome.NO_SHOW}
    told = [row for row in demo["sessions"] if row.ref in missed]
    assert any(row.status == SessionStatus.SCHEDULED for row in told)
    assert not any(row.confirmed_at for row in told)


def test_a_report_with_a_wrong_date_blocks_the_confirmation(demo: Demo) -> None:
    sessions = {row.ref: row for row in demo["sessions"] if row.payer_kind == PayerKind.MOS}
    reports = [row for row in demo["car_reports"] if row.session_id in sessions]
    days = {row.session_id: row.entered_on - local_day(sessions[row.session_id]) for row in reports}
    assert {*days.values()} == {timedelta(days=0), timedelta(days=1)}
    wrong = [ref for ref, lag in days.items() if lag != timedelta(days=1)]
    assert not any(sessions[ref].confirmed_at for ref in wrong)


def test_military_onesource_cases_trip_no_rule_by_accident(demo: Demo) -> None:
    """But for the few that lack a number or a link."""
    cases = {row.ref: row for row in demo["mos_cases"]}
    clients = {row.ref: row for row in demo["clients"]}
    trained = {row.ref for row in demo["providers"] if row.mos_training_on}
    links = [row.zoomgov_url for row in cases.values()]
    assert all(url.startswith("https://zoomgov.com/j/demo-") for url in links if url)
    assert 1 <= links.count(None) < 0.04 * len(links)
    assert 1 <= sum(row.ecms_case_id is None for row in cases.values()) < 0.04 * len(links)
    for row in demo["sessions"]:
        if row.mos_case_id:
            case, client = cases[row.mos_case_id], clients[row.client_id]
            assert (case.provider_id, case.client_id) == (row.provider_id, row.client_id)
            assert case.from_on <= local_day(row) <= case.to_on
            assert case.referral_accepted_at <= row.booked_at
            assert client.email
            assert client.phone
            assert row.provider_id in trained


def test_a_client_is_charged_the_day_after_the_confirmation(demo: Demo) -> None:
    confirmed = {row.ref: row.confirmed_at for row in demo["sessions"]}
    assert all(
        row.due_on == confirmed[row.session_id].astimezone(PLATFORM).date() + timedelta(days=1)
        for row in demo["client_charges"]
    )


def test_only_what_was_confirmed_is_billed_or_paid(demo: Demo) -> None:
    confirmed = {row.ref for row in demo["sessions"] if row.confirmed_at}
    followed = {
        row.session_id for name in ("claims", "client_charges", "payouts") for row in demo[name]
    }
    assert followed <= confirmed


def test_a_claim_is_as_far_as_its_age_allows(demo: Demo) -> None:
    confirmed = {row.ref: row.confirmed_at for row in demo["sessions"]}
    ages: dict[ClaimStatus, list[timedelta]] = {}
    for row in demo["claims"]:
        ages.setdefault(row.status, []).append(PERIOD.until - confirmed[row.session_id])
    assert max(ages[ClaimStatus.QUEUED]) < timedelta(hours=30) <= min(ages[ClaimStatus.SUBMITTED])
    assert min(ages[ClaimStatus.PAID]) >= timedelta(days=12)


def test_a_few_open_sessions_wait_for_a_credential_and_no_other_does(demo: Demo) -> None:
    """Of clients who are new: the credential is pending, and there is time to ask for it."""
    plans = {row.ref: row.plan_id for row in demo["coverages"]}
    homes = {
        row.client_id: row.state_code for row in demo["client_locations"] if row.kind == "home"
    }
    terms = {
        status: {
            (row.provider_id, row.plan_id, row.state_code)
            for row in demo["credentials"]
            if row.status == status
        }
        for status in CredentialStatus
    }
    missing = terms[CredentialStatus.PENDING] - terms[CredentialStatus.ACTIVE]
    waits: dict[str, list[bool]] = {"open": [], "confirmed": [], "expired": []}
    for row in (row for row in demo["sessions"] if row.coverage_id and row.status in HELD):
        is_open = row.status == SessionStatus.SCHEDULED and DAY - local_day(row) <= LAST_DAY
        stage = "confirmed" if row.confirmed_at else "open" if is_open else "expired"
        key = row.provider_id, plans[row.coverage_id], homes[row.client_id]
        waits[stage].append(key in missing)
    assert 0.01 < mean(waits["open"]) < 0.05
    assert not any([*waits["confirmed"], *waits["expired"]])
