"""Each part of a page shows the rules that the page of the rules says it does: of every rule one
record, and the sentence there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core import db
from core.access import operator
from core.data_issues.run import run_data_checks
from core.models.requests import DirectorySubmission, SupportRequest
from core.queries.rulebook import rulebook
from core.requests.approvals import AskApproval, ask_approval
from core.requests.crisis import follow_crises
from core.requests.internal_notes import AddInternalNote, add_internal_note
from core.rules.requests.cancellation import plan
from core.rules.requests.cancellation_facts import CancellationFacts, ClaimFact, PaymentFact
from core.rules.requests.corrections import Line
from core.rules.requests.listing import Directory
from core.vocabulary.care import (
    CarOutcome,
    ChargeStatus,
    ClaimStatus,
    PayerKind,
    SessionKind,
    SessionStage,
    SessionStatus,
)
from core.vocabulary.coverage import LineOfBusiness
from core.vocabulary.people import Role
from pages import context
from pages.navigation import SPECS
from pages.work.cancellation_plan import planned_steps
from tests.pages.conftest import As
from tests.support import make
from tests.support.app import Open, labelled, section, shown
from tests.support.cancelling import cancelling
from tests.support.listing import PHONE, listings
from tests.support.make import NOW
from tests.support.record import Record
from tests.support.rule_places import PARTS, heard, refused, rules_of, seen
from tests.support.seeing import Seeing

FILES = {spec.address: spec.file for spec in SPECS}
LATER = NOW + timedelta(hours=2)
"""When the pages are opened."""
Params = dict[str, str]
Look = Callable[[Record], tuple[Params, str]]


def session(sentence: str, **given: object) -> Look:
    """A session that support was asked to cancel or not, and a sentence on its page."""

    def look(record: Record) -> tuple[Params, str]:
        engine = record.desk.engine
        return {"ref": cancelling(engine, desk=record.desk, **given).session_ref}, sentence

    return look


def request(name: str, sentence: str) -> Look:
    return lambda record: ({"ref": getattr(record, name)}, sentence)


def page(sentence: str) -> Look:
    return lambda record: ({}, sentence)


def medicaid(record: Record) -> tuple[Params, str]:
    with db.writing(record.desk.engine) as work:
        see = Seeing.of(work)
        see.plan.line = LineOfBusiness.MEDICAID
        ref = see.session.ref
    return {"ref": ref}, "because the client is seen through Medicare or Medicaid"


def crisis(record: Record) -> str:
    """A documented crisis in Nevada that waits for a manager."""
    engine = record.desk.engine
    facts = {"is_crisis": True, "has_crisis_narrative": True, "has_crisis_resolution": True}
    with db.writing(engine) as work:
        see = Seeing.of(work, cpt="90839", **facts)
        see.place.state_code = "NV"
        ref: str = see.session.ref
    follow_crises(engine, operator("tests"), NOW)
    return ref


def urgent(record: Record) -> str:
    record.desk.do(add_internal_note, AddInternalNote(record.taken, "He talks of suicide"))
    return record.taken


def approval_of_money(record: Record) -> str:
    work = cancelling(record.desk.engine, ClaimStatus.PAID, desk=record.desk)
    ref = work.begun()
    work.do(ask_approval, AskApproval(ref, work.request(ref).version))
    return ref


def approval_of_identity(record: Record) -> str:
    desk = record.desk
    ref = desk.taken(Line("last_name", "", "Rio"), Line("date_of_birth", "", "1990-01-02"))
    desk.do(ask_approval, AskApproval(ref, desk.request(ref).version))
    return ref


def overdue_listing(record: Record) -> str:
    with db.writing(record.desk.engine) as work:
        for one in work.query(DirectorySubmission):
            one.late_after_on = NOW.date() - timedelta(days=1)
    return record.listing


def corrected_listing(record: Record) -> tuple[Params, str]:
    asked = listings(record.desk.engine, record.desk.people, npi="1548293848")
    ref = asked.submitted(PHONE, npi="1548293848")
    asked.look(ref, True)
    return {"ref": ref}, "/policies?rule=R46"


def own_cancellation(record: Record) -> str:
    """What Session Desk files where a report says that a confirmed session did not take place."""
    engine = record.desk.engine
    made = cancelling(engine, desk=record.desk, payer_kind=PayerKind.MOS)
    with db.writing(engine) as work:
        found = work.get(make.CareSession, made.session_id)
        assert found is not None
        make.car(work, found, outcome=CarOutcome.NO_SHOW)
    run_data_checks(engine, operator("tests"), NOW)
    (ref,) = [
        one.ref for one in record.desk.rows(SupportRequest) if one.session_id == made.session_id
    ]
    return ref


def listed(make_one: Callable[[Record], str]) -> Look:
    """The record is on the list by its reference."""
    return lambda record: ({}, make_one(record))


UNCONFIRMED = {"status": SessionStatus.SCHEDULED, "confirmed_at": None}
MOS = {"payer_kind": PayerKind.MOS}
LOOKS: dict[tuple[str, str, str], Look] = {
    ("session", "Deadlines", "R01"): session("30 calendar days after the date", **UNCONFIRMED),
    ("session", "Deadlines", "R10"): session("72 hours after the session ends, for every session"),
    ("session", "Deadlines", "R11"): medicaid,
    ("session", "Deadlines", "R12"): session("The calendar day after the confirmation"),
    ("session", "Deadlines", "R13"): session("48 hours after the first confirmation."),
    ("session", "Deadlines", "R36"): session("The day after the session.", **MOS),
    ("session", "Deadlines", "R37"): session("The date does not change the pay", **MOS),
    ("session", "Money", "R01"): session("so nothing is billed yet.", **UNCONFIRMED),
    ("session", "Money", "R07"): session(
        "The session did not take place (no-show)", status=SessionStatus.NO_SHOW, confirmed_at=None
    ),
    ("session", "Money", "R16"): request("session", "The session was canceled after it was"),
    ("session", "Money", "R38"): session(
        "Military OneSource pays nothing", status=SessionStatus.NO_SHOW, confirmed_at=None, **MOS
    ),
    ("session", "Money", "R54"): session(
        "Consultation calls are never confirmed or billed.", kind=SessionKind.CONSULT, **UNCONFIRMED
    ),
    ("session", "Record", "R09"): session("Clawback protection"),
    ("correct-client", "", "R44"): page("A correction never creates a record."),
    ("correct-client", "", "R45"): page("The deadline starts when you add: the client&#39;s name"),
    ("update-directory", "", "R48"): page("The deadline starts when you add: "),
    ("request", "Requested correction", "R45"): request("incomplete", "starts when you add:"),
    ("request", "Deadlines", "R46"): request("taken", "/policies?rule=R46"),
    ("request", "Evernorth status", "R46"): corrected_listing,
    ("request", "Evernorth status", "R49"): request("listing", "/policies?rule=R49"),
    ("request", "Whom to reach", "R53"): lambda record: ({"ref": urgent(record)}, "On-call"),
    ("crisis", "", "R01"): page("before its last day to confirm"),
    ("crisis", "", "R28"): listed(crisis),
    ("", "Crisis exceptions", "R28"): listed(crisis),
    ("", "Urgent: act now", "R53"): listed(urgent),
    ("", "", "R45"): lambda record: ({"scope": "approvals"}, approval_of_identity(record)),
    ("", "Due by day", "R46"): page("Overdue"),
    ("", "Due by day", "R49"): page("Overdue"),
    ("requests", "", "R40"): listed(own_cancellation),
}
"""By address, heading and rule: the record, and what the page says of it below the heading."""


@pytest.fixture
def open_as(open_as: As, monkeypatch: pytest.MonkeyPatch) -> As:
    def as_role(role: Role) -> Open:
        opened = open_as(role)
        monkeypatch.setattr(context, "now", lambda: LATER)
        return opened

    return as_role


@pytest.mark.parametrize("place", LOOKS, ids=lambda place: " ".join(filter(None, place)))
def test_a_page_shows_the_sentence_of_a_rule(
    record: Record, open_as: As, place: tuple[str, str, str]
) -> None:
    address, heading, _ = place
    params, sentence = LOOKS[place](record)
    role = Role.MANAGER if heading == "Crisis exceptions" else Role.LEAD
    page = open_as(role)(FILES[address], **params)
    assert sentence in section(page, heading)


# what happens next, before and after a cancellation is filed

CLAIM = ClaimFact("K-1", ClaimStatus.ACCEPTED)
CONFIRMED = CancellationFacts(SessionStage.CONFIRMED, PayerKind.INSURANCE, claims=(CLAIM,))
OF_MOS = replace(CONFIRMED, payer_kind=PayerKind.MOS, claims=())
CHARGE = PaymentFact("H-1", ChargeStatus.DUE, 2500)
STEPS = {
    "R15": (
        replace(CONFIRMED, claims=(replace(CLAIM, file_by=date(2027, 3, 10)),)),
        "as its last day for claims and corrections",
    ),
    "R16": (CONFIRMED, "Void the claim"),
    "R38": (replace(OF_MOS, charges=(CHARGE,)), "billing"),
    "R39": (OF_MOS, "Ask the provider to file the Case Activity Report"),
    "R40": (replace(OF_MOS, car=CarOutcome.NO_SHOW), "already shows the true outcome"),
}


@pytest.mark.parametrize("rule", STEPS)
def test_the_steps_of_a_cancellation_say_what_a_rule_asks(rule: str) -> None:
    facts, sentence = STEPS[rule]
    assert sentence in planned_steps(plan(facts))


def test_every_rule_of_every_part_is_looked_at() -> None:
    elsewhere = {"What you can do", "What happens next"}
    asked = {
        (part.address, part.heading, rule)
        for part in PARTS
        if part.heading not in elsewhere and part.address != "billing-check"
        for rule in rules_of(part)
    }
    assert asked == set(LOOKS)
    assert {frozenset(STEPS)} == {
        rules_of(part) for part in PARTS if part.heading == "What happens next"
    }


def test_a_listing_of_another_directory_is_refused_by_its_rule(record: Record, open_as: As) -> None:
    at = open_as(Role.LEAD)(FILES["update-directory"], provider=record.provider)
    labelled(at.button_group, "Directory").set_value(Directory.OTHER)
    assert "/policies?rule=R47" in shown(labelled(at.button, "File request").click().run())


def test_every_rule_that_only_messages_tell_of_is_looked_at() -> None:
    told = {rule for rule in rulebook() if refused(rule) and not (seen(rule) or heard(rule))}
    assert told == {"R47"}
