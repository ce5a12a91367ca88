"""What stored rows make of the gates: one session that may be confirmed, and what each row does."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core import db
from core.access import Actor, operator
from core.db.transaction import ReadContext, reading
from core.facts.session_bundles import session_bundles
from core.models.audit import ReadingEntry
from core.models.care import CareSession
from core.models.coverage import PlanServiceArea, VirtualNetworkOptIn
from core.queries.sessions.verdicts import SessionVerdicts, session_verdicts
from core.vocabulary.care import (
    CarOutcome,
    ClaimStatus,
    Modality,
    NoteMode,
    PayerKind,
    SessionKind,
    SessionStage,
    SessionStatus,
)
from core.vocabulary.coverage import CredentialStatus, LineOfBusiness, VerificationStatus
from core.vocabulary.deadlines import DeadlineKind
from core.vocabulary.people import LicenseKind, LicenseStatus, LocationKind, Role
from core.vocabulary.states import StateCode
from core.vocabulary.verdicts import CancelPath, Path, Verdict
from tests.support import make
from tests.support.seeing import ASKED, START, Seeing, credentialed, licensed
from tests.support.statements import counted

YESTERDAY = START.date() - timedelta(days=1)
MOS_DAY_AFTER = START.date() + timedelta(days=1)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with db.writing(engine) as opened:
        yield opened


def context(see: Seeing) -> ReadContext:
    """A read inside the test's own transaction."""
    return ReadContext(see.db, operator("tests"), ASKED)


def verdicts(see: Seeing, at: datetime = ASKED) -> SessionVerdicts:
    see.db.flush()
    return session_verdicts(context(see), [see.session.ref], at)[see.session.ref].verdicts


def test_a_session_with_all_it_needs_may_be_confirmed(session: Session) -> None:
    found = verdicts(Seeing.of(session))
    assert [one.code for one in found.confirm.reasons if one.decides] == []
    assert found.confirm.verdict == Verdict.ALLOW
    assert (found.billing.verdict, found.billing.paths) == (Verdict.ALLOW, (Path.DIRECT,))


def no_payment(see: Seeing) -> None:
    see.client.payment_method_at = None


def no_forms(see: Seeing) -> None:
    see.client.forms_acknowledged_at = ASKED + timedelta(seconds=1)


def unverified(see: Seeing) -> None:
    see.coverage.verification_status = VerificationStatus.FAILED


def verified_later(see: Seeing) -> None:
    see.coverage.verified_at = ASKED + timedelta(seconds=1)


def coverage_over(see: Seeing) -> None:
    see.coverage.to_on = YESTERDAY


def license_over(see: Seeing) -> None:
    see.license.to_on, see.license.status = YESTERDAY, LicenseStatus.ENDED


def license_elsewhere(see: Seeing) -> None:
    see.license.state_code = StateCode.NJ


def privilege(see: Seeing) -> None:
    see.license.kind = LicenseKind.COMPACT_PRIVILEGE


def credential_pending(see: Seeing) -> None:
    see.credential.status = CredentialStatus.PENDING


def credential_off_platform(see: Seeing) -> None:
    see.credential.is_on_headway = False


def credential_later(see: Seeing) -> None:
    see.credential.from_on = START.date() + timedelta(days=1)


def draft(see: Seeing) -> None:
    see.note.signed_at = None


def no_place(see: Seeing) -> None:
    see.db.delete(see.place)


def second_place(see: Seeing) -> None:
    make.place(see.db, see.session, StateCode.NJ, ordinal=2)


def abroad(see: Seeing) -> None:
    see.place.state_code = "OUTSIDE"


def no_code(see: Seeing) -> None:
    see.session.cpt = None


def category(see: Seeing) -> None:
    see.diagnosis.code = "F41"


def backwards(see: Seeing) -> None:
    see.session.actual_end_at = START - timedelta(minutes=1)


def consult(see: Seeing) -> None:
    see.session.kind = SessionKind.CONSULT


def missed(see: Seeing) -> None:
    see.session.status = SessionStatus.NO_SHOW


def crisis(see: Seeing) -> None:
    see.session.is_crisis = see.session.has_crisis_narrative = True
    see.session.cpt = "90839"


def own_money(see: Seeing) -> None:
    see.session.payer_kind, see.session.coverage_id = PayerKind.MOS, None


FAULTS: dict[Callable[[Seeing], None], str] = {
    no_payment: "payment_method_missing",
    no_forms: "forms_missing",
    unverified: "plan_unverified",
    verified_later: "plan_unverified",
    coverage_over: "plan_inactive",
    license_over: "no_license",
    license_elsewhere: "no_license",
    privilege: "compact_privilege",
    credential_pending: "no_credential",
    credential_off_platform: "no_credential",
    credential_later: "no_credential",
    draft: "template_unsigned",
    no_place: "location_missing",
    second_place: "no_license",
    abroad: "outside_us_states",
    no_code: "cpt_missing",
    category: "diagnosis_not_billable",
    backwards: "times_reversed",
    consult: "consult",
    missed: "not_held",
    crisis: "crisis_resolution",
    own_money: "case_id_missing",
}


@pytest.mark.parametrize(
    ("spoil", "code"), FAULTS.items(), ids=lambda one: getattr(one, "__name__", None)
)
def test_each_row_that_is_wrong_is_a_reason(
    session: Session, spoil: Callable[[Seeing], None], code: str
) -> None:
    see = Seeing.of(session)
    spoil(see)
    found = verdicts(see).confirm
    assert code in {one.code for one in found.deciding}
    assert found.verdict in (Verdict.BLOCK, Verdict.REVIEW)


def test_every_reason_is_given_at_once(session: Session) -> None:
    see = Seeing.of(session)
    for spoil in (no_forms, license_over, credential_pending, draft, category):
        spoil(see)
    assert {one.code for one in verdicts(see).confirm.deciding} >= {
        "forms_missing",
        "no_license",
        "no_credential",
        "template_unsigned",
        "diagnosis_not_billable",
    }


def blue(see: Seeing, areas: dict[str, str]) -> None:
    """The plan is a Blue one at home in these areas, a part each."""
    see.plan.is_bcbs = True
    for number, (state, part) in enumerate(areas.items()):
        row = PlanServiceArea(
            ref=f"A-{see.plan.ref}-{number}",
            plan_id=see.plan.key,
            state_code=StateCode(state),
            sub_area=part,
            created_at=make.NOW,
            updated_at=make.NOW,
        )
        make.add(see.db, row)


@pytest.mark.parametrize(
    ("part", "verdict"),
    [("", Verdict.ALLOW), ("100", Verdict.ALLOW), ("Downstate", Verdict.REVIEW)],
)
def test_a_part_of_a_state_counts_by_its_zip_codes_and_a_name_leaves_it_to_a_person(
    session: Session, part: str, verdict: Verdict
) -> None:
    see = Seeing.of(session)
    blue(see, {"NY": part})
    assert verdicts(see).billing.verdict == verdict


def test_an_opt_in_opens_the_virtual_network_in_its_state(session: Session) -> None:
    see = Seeing.of(session)
    blue(see, {"MA": ""})
    session.delete(see.credential)
    row = VirtualNetworkOptIn(
        ref="N-1",
        provider_id=see.provider.key,
        plan_id=see.plan.key,
        state_code=StateCode.NY,
        from_on=date(2025, 1, 1),
        created_at=make.NOW,
        updated_at=make.NOW,
    )
    make.add(session, row)
    assert verdicts(see).billing.paths == (Path.VIRTUAL_NETWORK,)


def mos(db_session: Session, **given: Any) -> Seeing:
    see = Seeing.of(db_session)
    case = make.mos_case(
        db_session, see.client, see.provider, zoomgov_url="https://zoomgov.com/j/1"
    )
    see.provider.mos_enrolled_from = date(2024, 1, 1)
    see.session.payer_kind, see.session.coverage_id = PayerKind.MOS, None
    see.session.mos_case_id = case.key
    make.car(db_session, see.session, entered_on=MOS_DAY_AFTER, **given)
    return see


def test_a_session_through_military_onesource_goes_by_case_and_report(session: Session) -> None:
    found = verdicts(mos(session))
    assert (found.confirm.verdict, found.billing.paths) == (Verdict.ALLOW, (Path.MOS,))


def test_its_report_of_a_no_show_stops_the_confirmation(session: Session) -> None:
    found = verdicts(mos(session, outcome=CarOutcome.NO_SHOW))
    assert "car_says_not_held" in found.confirm.codes


def test_in_person_the_practice_decides(session: Session) -> None:
    see = Seeing.of(session)
    room = make.practice_location(session, see.provider, StateCode.NJ)
    see.session.modality, see.session.practice_location_id = Modality.IN_PERSON, room.key
    assert "no_license" in verdicts(see).billing.codes


def test_there_is_a_box_for_each_state_of_practice_and_client(session: Session) -> None:
    see = Seeing.of(session)
    make.practice_location(session, see.provider, StateCode.NJ)
    make.home(
        session, see.client, kind=LocationKind.TEMPORARY, state_code="FL", from_on=START.date()
    )
    make.home(session, see.client, state_code="TX", to_on=YESTERDAY)
    found = {box.state: box.answer.verdict for box in verdicts(see).boxes}
    assert found == {"FL": Verdict.BLOCK, "NJ": Verdict.BLOCK, "NY": Verdict.ALLOW}


def test_earlier_sessions_in_a_new_state_ask_whether_the_client_moved(session: Session) -> None:
    see = Seeing.of(session)
    for days in (1, 2, 3):
        earlier = make.care_session(session, see.provider, see.client, START - timedelta(days=days))
        make.place(session, earlier, StateCode.NY)
    see.home.state_code = "NJ"
    assert "moved_prompt" in verdicts(see).confirm.codes


def test_a_confirmed_session_is_asked_whether_it_may_be_edited_and_who_cancels(
    session: Session,
) -> None:
    see = Seeing.of(session, status=SessionStatus.CONFIRMED, confirmed_at=ASKED)
    make.claim(session, see.session, status=ClaimStatus.SUBMITTED)
    found = verdicts(see, ASKED + timedelta(hours=48))
    late = verdicts(see, ASKED + timedelta(hours=48, seconds=1))
    assert (found.edit.verdict, late.edit.verdict) == (Verdict.ALLOW, Verdict.BLOCK)
    assert found.cancel.path == CancelPath.SUPPORT


def test_before_its_confirmation_it_was_a_held_session(session: Session) -> None:
    see = Seeing.of(session, status=SessionStatus.CONFIRMED, confirmed_at=ASKED)
    before = ASKED - timedelta(seconds=1)
    found = session_verdicts(context(see), [see.session.ref], before)[see.session.ref]
    assert found.stage == SessionStage.TOOK_PLACE
    assert {row.deadline.kind for row in found.deadlines} == {
        DeadlineKind.NOTE_SIGNATURE,
        DeadlineKind.CONFIRMATION,
    }
    assert found.verdicts.cancel.path == CancelPath.PROVIDER_CALENDAR


def test_before_its_signature_the_note_was_open(session: Session) -> None:
    see = Seeing.of(session)
    before = ASKED - timedelta(seconds=1)
    found = session_verdicts(context(see), [see.session.ref], before)[see.session.ref]
    note = next(row for row in found.deadlines if row.deadline.kind == DeadlineKind.NOTE_SIGNATURE)
    assert note.met_at is None
    assert "template_unsigned" in found.verdicts.confirm.codes


def test_an_uploaded_note_holds_nothing_up(session: Session) -> None:
    see = Seeing.of(session)
    see.note.mode, see.note.signed_at, see.note.signature_source = NoteMode.UPLOAD, None, None
    assert verdicts(see).confirm.verdict == Verdict.ALLOW


def test_unknown_references_are_left_out_and_each_look_is_logged(engine: Engine) -> None:
    with db.writing(engine) as work:
        ref = Seeing.of(work).session.ref
    someone = Actor("Someone", Role.VIEWER)
    with reading(engine, someone, ASKED) as look:
        found = session_verdicts(look, [ref, "S-NOBODY", "S-\0"])
    with db.looking(engine) as done:
        logged = [row.entity for row in done.scalars(select(ReadingEntry))]
    assert (list(found), logged) == ([ref], ["care_session"])


def test_a_hundred_sessions_cost_as_many_queries_as_one(engine: Engine) -> None:
    with db.writing(engine) as work:
        ids = [Seeing.of(work).session.key for _ in range(12)]
    numbers = []
    for some in (ids, ids[:1], ids):
        with db.looking(engine) as look, counted(engine) as sent:
            assert len(session_bundles(look, col(CareSession.id).in_(some))) == len(some)
        numbers.append(len(sent))
    first, *then = numbers  # the process keeps the plans that the first reads
    assert then == [first - 1, first - 1]


def test_a_government_line_makes_the_bluecard_a_matter_of_a_person(session: Session) -> None:
    see = Seeing.of(session)
    blue(see, {"NC": ""})
    see.plan.line = LineOfBusiness.MEDICARE_ADVANTAGE
    local = make.plan(session, is_bcbs=True)
    row = PlanServiceArea(
        ref="A-LOCAL",
        plan_id=local.key,
        state_code=StateCode.NY,
        sub_area="",
        created_at=make.NOW,
        updated_at=make.NOW,
    )
    make.add(session, row)
    credentialed(session, see.provider, local)
    licensed(session, see.provider, StateCode.NC)
    found = verdicts(see).billing
    assert (found.verdict, found.paths) == (Verdict.REVIEW, (Path.BLUECARD,))
