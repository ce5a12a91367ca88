"""The page of one session: its deadlines, its money, its life, and a client who stays masked."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from core import access, db
from core.db.transaction import ReadContext, reading, transaction
from core.errors import NotFound, NotPermitted
from core.models.audit import AuditEntry, ReadingEntry
from core.models.care import CareSession, SessionEdit
from core.models.exchange import ImportBatch
from core.models.requests import SupportRequest
from core.queries.sessions.page import SessionDetail, session_page
from core.queries.timeline import FieldChange
from core.rules.sessions.notes import NoteProgress
from core.vocabulary.care import (
    ChargeStatus,
    ClaimStatus,
    NoteMode,
    PayerKind,
    SessionStage,
    SessionStatus,
)
from core.vocabulary.deadlines import DeadlineKind, DeadlineStatus
from core.vocabulary.exchange import ImportStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import Channel, Priority, RequesterType, RequestKind, RequestStatus
from core.vocabulary.states import StateCode
from tests.support import make

NOW = make.NOW
END = datetime(2026, 3, 10, 14, 45, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with db.writing(engine) as opened:
        yield opened


def care(session: Session, **given: Any) -> CareSession:
    return make.care_session(session, make.provider(session), make.client(session), **given)


def confirmed(session: Session, at: datetime = END, **given: Any) -> CareSession:
    return care(session, status=SessionStatus.CONFIRMED, confirmed_at=at, **given)


def page(session: Session, of: CareSession, now: datetime = NOW) -> SessionDetail:
    return session_page(ReadContext(session, access.Actor("Someone", Role.AGENT), now), of.ref)


def standing(
    session: Session, of: CareSession, kind: DeadlineKind, now: datetime = NOW
) -> tuple[DeadlineStatus, str]:
    row = next(row for row in page(session, of, now).deadlines if row.deadline.kind == kind)
    return row.status, row.words


def test_a_session_is_shown_with_its_people_and_its_stage(session: Session) -> None:
    provider = make.provider(session, first_name="Dana", last_name="Reed", npi="1234567893")
    client = make.client(session, ref="C-9", first_name="Ana", last_name="Ruiz")
    shown = page(session, make.care_session(session, provider, client))
    assert (shown.stage, shown.provider, shown.npi) == (
        SessionStage.TOOK_PLACE,
        "Dana Reed",
        "1234567893",
    )
    assert (shown.client.ref, shown.client.initials) == ("C-9", "A. R.")


def test_identifying_fields_are_dots_and_say_whether_there_is_more(session: Session) -> None:
    client = make.client(session, email=None)
    fields = page(session, make.care_session(session, make.provider(session), client)).client.fields
    shown = {field.field: (field.shown, field.can_reveal) for field in fields}
    assert shown["date_of_birth"] == shown["phone"] == ("••••••••", True)
    assert shown["email"] == shown["address"] == ("–", False)


@pytest.mark.parametrize("role", sorted(access.LOOKING))
def test_nobody_is_shown_who_the_client_is(
    engine: Engine, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "_count", count(1))  # no made number is like one of the secrets
    canary = {"first_name": "Zyxfirst", "last_name": "Zyxlast", "email": "zyx@mail.example"}
    with db.writing(engine) as session:
        client = make.client(session, **canary, phone="555-7361", date_of_birth=date(1987, 6, 5))
        make.home(session, client, line1="9 Zyx Road")
        coverage = make.coverage(session, client, make.plan(session), member_id="ZYX123")
        of = make.care_session(session, make.provider(session), client, coverage_id=coverage.key)
        make.place(session, of, StateCode.NY, line1="9 Zyx Road")
        ref = of.ref
    with reading(engine, access.Actor("Someone", role), NOW) as look:
        text = repr(session_page(look, ref)).casefold()
    assert not any(secret in text for secret in ("zyx", "7361", "1987"))


def test_a_viewer_is_told_to_give_a_reason_before_a_field_is_shown(engine: Engine) -> None:
    with db.writing(engine) as session:
        ref = care(session).ref
    needs = {}
    for role in access.LOOKING:
        with reading(engine, access.Actor("Someone", role), NOW) as look:
            needs[role] = session_page(look, ref).client.needs_reason
    assert {role for role, asked in needs.items() if asked} == access.NEEDS_REASON


def test_a_look_at_a_session_is_written_down(engine: Engine) -> None:
    with db.writing(engine) as session:
        of = care(session)
        ref, key = of.ref, of.key
    with reading(engine, access.Actor("Someone", Role.AGENT), NOW) as look:
        session_page(look, ref)
    with db.looking(engine) as session:
        entry = session.scalars(select(ReadingEntry)).one()
    assert (entry.action, entry.entity, entry.entity_id) == ("view", "care_session", key)


@pytest.mark.parametrize("ref", ["S-none", "", "S-\x00"])
def test_an_unknown_session_is_not_found(session: Session, ref: str) -> None:
    with pytest.raises(NotFound):
        session_page(ReadContext(session, access.Actor("Someone", Role.AGENT), NOW), ref)


def test_an_admin_sees_no_session(session: Session) -> None:
    with pytest.raises(NotPermitted):
        session_page(ReadContext(session, access.Actor("Someone", Role.ADMIN), NOW), "S-1")


def test_a_deadline_says_why_and_under_which_policy(session: Session) -> None:
    note = page(session, care(session)).deadlines[0].deadline
    assert (note.kind, note.policy.rule, note.policy.key) == ("note_signature", "R10", "note_hours")
    assert (note.policy.text, note.policy.unit, note.policy.origin) == ("72", "hours", "article")
    assert note.due_at == END + timedelta(hours=72)
    assert "72 hours" in note.why
    assert note.policy.citation


@pytest.mark.parametrize(
    ("late", "expected"), [(timedelta(0), DeadlineStatus.MET), (SECOND, DeadlineStatus.LATE)]
)
def test_a_note_is_met_at_its_very_limit_and_late_a_second_after(
    session: Session, late: timedelta, expected: DeadlineStatus
) -> None:
    of = care(session)
    make.note(session, of, END + timedelta(hours=72) + late)
    assert standing(session, of, DeadlineKind.NOTE_SIGNATURE)[0] == expected


def test_the_first_signature_counts_and_a_discarded_note_does_not(session: Session) -> None:
    of = care(session)
    make.note(session, of, END, is_discarded=True)
    make.note(session, of, END + timedelta(hours=100))
    make.note(session, of, END + timedelta(hours=5), mode=NoteMode.UPLOAD)
    shown = page(session, of)
    assert shown.deadlines[0].met_at == shown.note.signed_at == END + timedelta(hours=5)


def test_an_upload_nobody_attested_leaves_the_note_unknown(session: Session) -> None:
    of = care(session)
    make.note(session, of, mode=NoteMode.UPLOAD)
    assert standing(session, of, DeadlineKind.NOTE_SIGNATURE)[0] == DeadlineStatus.UNKNOWN


@pytest.mark.parametrize(
    ("mode", "is_signed", "protected"),
    [
        (NoteMode.TEMPLATE_AI, True, True),
        (NoteMode.TEMPLATE_MANUAL, True, True),
        (NoteMode.TEMPLATE_AI, False, False),
        (NoteMode.UPLOAD, True, False),
    ],
)
def test_only_a_signed_template_protects_against_clawback(
    session: Session, mode: NoteMode, is_signed: bool, protected: bool
) -> None:
    of = care(session)
    make.note(session, of, END if is_signed else None, mode=mode)
    note = page(session, of).note
    assert note.is_clawback_protected == protected
    assert (note.progress == NoteProgress.SIGNED) == is_signed


@pytest.mark.parametrize(
    ("hours_before", "expected"),
    [(25, DeadlineStatus.OPEN), (24, DeadlineStatus.DUE_SOON), (0, DeadlineStatus.DUE_SOON)],
)
def test_a_deadline_is_due_soon_for_the_hours_the_policy_gives(
    session: Session, hours_before: int, expected: DeadlineStatus
) -> None:
    now = END + timedelta(hours=72 - hours_before)
    assert standing(session, care(session), DeadlineKind.NOTE_SIGNATURE, now)[0] == expected


def test_a_confirmation_is_met_by_confirming_in_time(session: Session) -> None:
    assert standing(session, confirmed(session), DeadlineKind.CONFIRMATION)[0] == DeadlineStatus.MET


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (timedelta(0), (DeadlineStatus.OPEN, "Open")),
        (SECOND, (DeadlineStatus.NOT_APPLICABLE, "Ended")),
    ],
)
def test_an_edit_window_is_open_to_its_last_second_and_then_over(
    session: Session, late: timedelta, expected: tuple[DeadlineStatus, str]
) -> None:
    now = END + timedelta(hours=48) + late
    assert standing(session, confirmed(session), DeadlineKind.EDIT_WINDOW, now) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"status": ChargeStatus.CHARGED, "charged_at": END}, DeadlineStatus.MET),
        ({"status": ChargeStatus.CHARGED, "charged_at": NOW}, DeadlineStatus.LATE),
        ({"status": ChargeStatus.FAILED}, DeadlineStatus.OVERDUE),
        ({"status": ChargeStatus.ON_HOLD}, DeadlineStatus.NOT_APPLICABLE),
        (None, DeadlineStatus.NOT_APPLICABLE),
    ],
)
def test_a_client_is_charged_in_time_late_or_not_at_all(
    session: Session, given: dict[str, Any] | None, expected: DeadlineStatus
) -> None:
    of = confirmed(session)
    if given:
        make.charge(session, of, **given)
    assert standing(session, of, DeadlineKind.CLIENT_CHARGE)[0] == expected


@pytest.mark.parametrize(
    ("entered_on", "on_day", "expected"),
    [
        (date(2026, 3, 11), 20, DeadlineStatus.MET),
        (date(2026, 3, 10), 20, DeadlineStatus.LATE),
        (date(2026, 3, 12), 20, DeadlineStatus.LATE),
        (None, 10, DeadlineStatus.OPEN),
        (None, 11, DeadlineStatus.DUE_SOON),
        (None, 17, DeadlineStatus.DUE_SOON),
        (None, 18, DeadlineStatus.OVERDUE),
    ],
)
def test_a_car_is_met_by_exactly_the_due_date_and_overdue_after_a_week(
    session: Session, entered_on: date | None, on_day: int, expected: DeadlineStatus
) -> None:
    of = care(session, payer_kind=PayerKind.MOS)
    if entered_on:
        make.car(session, of, entered_on=entered_on)
    now = datetime(2026, 3, on_day, 23, 30, tzinfo=UTC)
    assert standing(session, of, DeadlineKind.CAR_DATE, now)[0] == expected


def test_a_filed_report_is_not_overdue_while_its_date_is_not_entered(session: Session) -> None:
    of = care(session, payer_kind=PayerKind.MOS)
    make.car(session, of, entered_on=None)
    row = next(one for one in page(session, of).deadlines if one.deadline.kind == "car_date")
    assert (row.status, row.words) == (DeadlineStatus.NOT_APPLICABLE, "Report filed")


def test_the_clients_date_is_told_only_where_it_differs(session: Session) -> None:
    late_evening = datetime(2026, 3, 11, 3, 30, tzinfo=UTC)
    dates = []
    for zone in (None, "America/New_York", "Europe/Berlin"):
        client = make.client(session, zone=zone)
        of = make.care_session(session, make.provider(session), client, start=late_evening)
        dates.append(page(session, of).client_date)
    assert dates == [None, None, date(2026, 3, 11)]


def test_a_life_is_told_in_order_with_who_and_why(session: Session) -> None:
    of = care(
        session,
        status=SessionStatus.CANCELLED_AFTER_CONFIRM,
        confirmed_at=END + SECOND,
        confirmed_by="Dana Reed",
        attested_at=END + 2 * SECOND,
        cancelled_at=NOW,
        cancelled_by_party="provider",
        cancel_reason="booked twice",
    )
    moments = [(moment.label, moment.detail) for moment in page(session, of).life]
    assert moments == [
        ("Booked", ""),
        ("Scheduled start", ""),
        ("Scheduled end", ""),
        ("Confirmed", "by Dana Reed"),
        ("Attested", ""),
        ("Canceled after confirmation", "by the provider: booked twice"),
    ]


def test_money_is_shown_in_cents_with_its_status(session: Session) -> None:
    of = confirmed(session)
    make.claim(session, of, status=ClaimStatus.PAID, billed_cents=15000, paid_cents=9000)
    make.charge(session, of, amount_cents=2500)
    make.payout(session, of, amount_cents=8000)
    money = page(session, of).money
    assert [(one.status, one.billed_cents, one.paid_cents) for one in money.claims] == [
        ("paid", 15000, 9000)
    ]
    assert [(one.status, one.amount_cents) for one in money.charges] == [("due", 2500)]
    assert [(one.period, one.amount_cents) for one in money.payouts] == [("2026-03", 8000)]
    assert money.car is None


def test_what_a_session_is_billed_as_and_where_it_was_held(session: Session) -> None:
    provider, client = make.provider(session), make.client(session)
    office = make.practice_location(session, provider, StateCode.NJ)
    coverage = make.coverage(session, client, make.plan(session, name="Gold"))
    of = make.care_session(
        session,
        provider,
        client,
        cpt="90834",
        practice_location_id=office.key,
        coverage_id=coverage.key,
    )
    make.diagnosis(session, of, "F41.1")
    make.place(session, of, StateCode.NY)
    shown = page(session, of)
    assert (shown.coding.cpt, shown.coding.diagnoses) == ("90834", ("F41.1",))
    assert [place.state_code for place in shown.places] == ["NY", "NJ"]
    assert shown.coverage is not None
    assert (shown.coverage.plan, shown.coverage.member_id.shown) == ("Gold", "••••••••")


def test_history_tells_changes_here_and_edits_there_newest_first(engine: Engine) -> None:
    with db.writing(engine) as session:
        of = confirmed(session)
        key, ref = of.key, of.ref
        edit = {"at": END + SECOND, "by": "Dana Reed", "field": "cpt", "old": "90834"}
        session.add(SessionEdit(session_id=key, new="90837", is_within_window=True, **edit))
    with transaction(engine, access.Actor("Ada", Role.AGENT), NOW) as change:
        before, after = {"status": "confirmed"}, {"status": "cancel_requested"}
        change.record(
            "session.cancel_requested",
            "care_session",
            key,
            before=before,
            after=after,
            reason="why",
        )
        change.record("client.corrected", "client", key, after={"status": "not this one"})
    with reading(engine, access.Actor("Someone", Role.VIEWER), NOW) as look:
        events = session_page(look, ref).history
    told = [(event.who, event.action, event.changes[0].field, event.reason) for event in events]
    assert told == [
        ("Ada", "session.cancel_requested", "status", "why"),
        ("Dana Reed", "session.edited", "cpt", None),
    ]


def test_a_viewer_sees_codes_and_money_in_changes_but_no_address(engine: Engine) -> None:
    with db.writing(engine) as session:
        of = confirmed(session)
        key, ref = of.key, of.ref
    with transaction(engine, access.Actor("Ada", Role.MANAGER), NOW) as change:
        after = {
            "cpt": "90839",
            "payout P-1": "on_hold",
            "places": [["NV", "5 Elm Street"]],
            "states": ["NV"],
        }
        change.record("session.crisis_approved", "care_session", key, after=after)
    with reading(engine, access.Actor("Someone", Role.VIEWER), NOW) as look:
        changes = session_page(look, ref).history[0].changes
    shown = {one.field: one.new for one in changes}
    assert shown == {"cpt": "90839", "payout P-1": "On hold", "places": "•••••", "states": "NV"}


def test_changes_never_show_where_the_client_was(engine: Engine) -> None:
    """Earlier approvals of a crisis kept the address in their audit entry."""
    place, old = ["NV", "22 Refuge Example", "Reno", "89501"], "1 Elm Street, Reno 89501"
    with db.writing(engine) as session:
        of = confirmed(session)
        key, ref = of.key, of.ref
        edit = {"at": END, "by": "Dana Reed", "field": "location", "old": old}
        session.add(SessionEdit(session_id=key, new=None, is_within_window=True, **edit))
    with transaction(engine, access.Actor("Ada", Role.MANAGER), NOW) as change:
        change.record("session.crisis_approved", "care_session", key, after={"places": [place]})
    for role in access.LOOKING - {Role.VIEWER}:
        with reading(engine, access.Actor("Someone", role), NOW) as look:
            approved, edited = session_page(look, ref).history
        assert approved.changes == (FieldChange("places", "", "••••••••"),)
        assert edited.changes == (FieldChange("location", "••••••••", ""),)


def test_an_imported_session_names_its_import(session: Session) -> None:
    batch = ImportBatch(
        started_at=END, operator="tests", source="extracts", status=ImportStatus.FINISHED
    )
    session.add(batch)
    session.flush()
    arrival = page(session, care(session, batch_id=batch.key)).arrival
    assert arrival is not None
    assert (arrival.number, arrival.at) == (batch.key, END)
    assert page(session, care(session)).arrival is None


def test_requests_about_the_session_are_listed(session: Session) -> None:
    of = care(session)
    session.add(
        SupportRequest(
            created_at=NOW,
            updated_at=NOW,
            ref="R-1",
            kind=RequestKind.SESSION_EDIT,
            status=RequestStatus.READY,
            priority=Priority.NORMAL,
            requester_type=RequesterType.PROVIDER,
            requester_name="Dana Reed",
            channel=Channel.EMAIL,
            session_id=of.key,
            filed_by_id=make.staff(session).key,
            received_at=NOW,
        )
    )
    session.flush()
    listed = [(row.ref, row.kind, row.status) for row in page(session, of).requests]
    assert listed == [("R-1", "session_edit", "ready")]
    assert page(session, care(session)).requests == ()


def no_show_confirmed(session: Session, **given: Any) -> CareSession:
    """A confirmed Military OneSource session whose report has a wrong date."""
    row = confirmed(session, payer_kind=PayerKind.MOS, attested_at=END, **given)
    make.car(session, row, entered_on=row.date_of_service)
    return row


def issues(session: Session, row: CareSession) -> list[tuple[str, bool, bool]]:
    found = page(session, row).issues
    return [(one.code.value, one.found_at is not None, bool(one.acceptance)) for one in found]


def test_a_confirmed_session_is_still_judged(session: Session) -> None:
    row = no_show_confirmed(session)
    assert ("car_date_recorded", False, False) in issues(session, row)


def test_a_data_issue_is_said_once_and_gone_when_it_is_resolved(session: Session) -> None:
    row = no_show_confirmed(session)
    stored = make.data_issue(session, row, "car_date_recorded", detail="wrong")
    make.data_issue(session, row, "half_times", is_gone=True)
    accepted = make.data_issue(session, row, "overlapping_sessions", is_accepted=True)
    entry = {"entity": "data_issue", "entity_id": accepted.key, "action": "data_issue.accepted"}
    session.add(AuditEntry(number=999, at=NOW, actor="Lena Lead", reason="Both rang.", **entry))
    found = issues(session, row)
    assert [one for one in found if one[0] == stored.code] == [(stored.code, True, False)]
    assert ("overlapping_sessions", True, True) in found
    assert "half_times" not in {code for code, *_ in found}


def test_an_issue_of_another_record_with_the_same_id_is_not_shown(session: Session) -> None:
    row = care(session)
    make.data_issue(session, row, "two_active_primaries", entity="client")
    assert issues(session, row) == []


@pytest.mark.parametrize(
    ("status", "canceled_at", "name"),
    [
        (SessionStatus.CONFIRMED, END + 2 * SECOND, "Canceled after confirmation"),
        (SessionStatus.CONFIRMED, END - SECOND, "Canceled"),
        (SessionStatus.CANCELLED_AFTER_CONFIRM, END + 2 * SECOND, "Canceled after confirmation"),
    ],
)
def test_a_cancellation_is_never_called_a_confirmation(
    session: Session, status: SessionStatus, canceled_at: datetime, name: str
) -> None:
    row = care(session, status=status, confirmed_at=END, cancelled_at=canceled_at)
    named = {one.at: one.label for one in page(session, row).life if one.at > END - 2 * SECOND}
    assert named[canceled_at] == name
    assert list(named.values()).count("Confirmed") == 1


def test_a_disputed_confirmation_is_named_as_that(session: Session) -> None:
    row = confirmed(session, disputed_confirmed_at=END + SECOND)
    named = {one.at: one.label for one in page(session, row).life}
    assert named[END + SECOND] == "Confirmed, as another extract says"
