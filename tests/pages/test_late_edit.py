"""A late edit from the screen: filed, applied, its claim corrected, and what is said on the way."""

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.models.care import Claim
from core.models.requests import SupportRequest
from core.vocabulary.care import ClaimStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import RequesterType, RequestStatus
from tests.support import late_editing as late
from tests.support.app import (
    Open,
    beside,
    choose_action,
    in_dialog,
    labelled,
    labels,
    opener,
    shown,
)
from tests.support.late_editing import LateEditing


@pytest.fixture
def desk(engine: Engine) -> LateEditing:
    return late.late_editing(engine, ClaimStatus.PAID)


@pytest.fixture
def open_as(monkeypatch: pytest.MonkeyPatch):
    def as_role(desk: LateEditing, role: Role = Role.AGENT) -> Open:
        return opener(monkeypatch, desk.engine, desk.people[role])

    return as_role


def press(at: AppTest, words: str) -> AppTest:
    return labelled(at.button, words).click().run()


def typed(at: AppTest, label: str, text: str) -> AppTest:
    return labelled(at.text_input, label).set_value(text).run()


def test_an_edit_is_filed_applied_and_settled_from_the_screen(desk, open_as):
    open_page = open_as(desk)
    at = open_page("work/late_edit.py", session=desk.session_ref)
    at = press(typed(at, "CPT code", "90837"), "File request")
    (request,) = desk.rows(SupportRequest)
    at = press(open_page("work/request.py", ref=request.ref), "Take request")
    assert "90837" in shown(at)
    at = press(at, "Apply edit")
    assert "Session edited. Next: correct the claim." in shown(at)
    assert desk.session().cpt == "90837"
    at = press(at, "Record correction")
    assert "Enter the reference of the correction" in beside(at, "Reference, or reason")
    labelled(at.text_input, "Reference, or reason").set_value("Batch 12, Kim")
    at = press(at, "Record correction")
    assert desk.request(request.ref).status == RequestStatus.REPLY_PENDING
    assert f"Claim {desk.of(Claim).ref}" in shown(at)
    assert "We edited the session you asked about" in shown(at)


def test_the_form_knows_the_record_and_its_provider(desk, open_as):
    at = open_as(desk)("work/late_edit.py", session=desk.session_ref)
    assert labelled(at.text_input, "CPT code").value == "90834"
    assert labelled(at.text_input, "Start").value == "03/10/2026 10:00 AM"
    assert labelled(at.text_input, "Requester's name").value == desk.preview().session.provider


def test_nothing_changed_is_said_and_what_was_typed_stays(desk, open_as):
    at = open_as(desk)("work/late_edit.py", session=desk.session_ref)
    at = press(typed(at, "Stop", "tomorrow"), "File request")
    assert labelled(at.text_input, "Stop").value == "tomorrow"
    at = press(typed(at, "Stop", "03/10/2026 10:45 AM"), "File request")
    assert "Nothing here differs from the record" in shown(at)
    assert desk.rows(SupportRequest) == []


def test_every_reason_against_a_place_is_said(desk, open_as):
    at = open_as(desk)("work/late_edit.py", session=desk.session_ref)
    labelled(at.selectbox, "State").set_value("NJ")
    at = press(at, "File request")
    assert "can&#39;t do this now" in shown(at)
    assert "New Jersey" in shown(at) or "NJ" in shown(at)
    assert desk.rows(SupportRequest) == []


def test_somebody_else_says_why_they_ask(desk, open_as):
    at = open_as(desk)("work/late_edit.py", session=desk.session_ref)
    at = labelled(at.selectbox, "Requester").set_value(RequesterType.STAFF).run()
    at = press(typed(at, "Start", "03/10/2026 10:05 AM"), "File request")
    assert "Enter why this person asks" in beside(at, "Why they ask")


def test_after_the_edit_an_early_end_is_refused_with_what_is_open(desk, open_as):
    ref = desk.begun()
    desk.apply(ref)
    at = open_as(desk)("work/request.py", ref=ref)
    at = choose_action(at, "Reject request")
    labelled(at.text_input, "Reason for rejecting").set_value("Too late")
    at = press(in_dialog(at, "Reject request"), "Reject request")
    assert "its claim still has the old values" in shown(at)


def test_a_viewer_sees_the_edit_without_a_step(desk, open_as):
    at = open_as(desk, Role.VIEWER)("work/request.py", ref=desk.file())
    assert "90837" in shown(at)
    assert not {"Apply edit", "Take request"} & set(labels(at))


def test_an_unknown_session_is_said_where_it_is_typed(desk, open_as):
    at = open_as(desk)("work/late_edit.py", session="S-NONE")
    assert "We found no session with this reference" in shown(at)
