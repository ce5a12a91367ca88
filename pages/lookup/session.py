"""One session: what it is, what is due and why, what can be done, its money and its history."""

from zoneinfo import ZoneInfo

import streamlit as st

from core.errors import DeskError
from core.queries.sessions.page import SessionDetail, session_page
from core.requests.cancellation.file import file_session_cancellation
from core.requests.correction.file import file_client_correction
from core.requests.late_edit.file import file_late_edit
from core.rules.time.formats import zone_text
from core.vocabulary.care import SessionStage
from core.vocabulary.words import label, phrase
from pages import context, navigation
from pages.components import client_card, copy_answer, deadlines, verdicts
from pages.components.chips import stage_chip
from pages.components.markup import fill, join, pairs, show_card, show_text
from pages.components.screen_dates import screen_day, screen_instant
from pages.components.timeline import timeline
from pages.lookup import crisis_decision, session_cards

actor = context.signed_in().actor


def find_session() -> SessionDetail:
    """The session the address names; the page ends in words where there is none."""
    ref = st.query_params.get("ref", "").strip()
    try:
        if not ref:
            raise DeskError("No session selected. Look up a session to open it.")
        return context.query(session_page, ref)
    except DeskError:
        st.title("Session")
        st.page_link("lookup/sessions.py", label="Look up a session", icon=":material/search:")
        raise


def show_head(session: SessionDetail) -> None:
    """What it is."""
    st.set_page_config(page_title=navigation.browser_title(session.ref))
    st.title(f"Session {session.ref}")
    line = fill(
        "{stage} Date of service <strong>{day}</strong> · {kind}, {how} · {payer}",
        stage=stage_chip(session.stage),
        day=screen_day(session.date_of_service),
        kind=label(session.kind),
        how=phrase(session.modality),
        payer=session.coverage.payer if session.coverage else label(session.payer_kind),
    )
    show_text(line)
    if session.client_date:
        show_text(f"{screen_day(session.client_date)} in the client's time zone", is_quiet=True)
    if scenario := session.scenario:
        words = "<strong>Scenario: {name}.</strong> {story}"
        show_text(fill(words, name=scenario.name, story=scenario.story))


def show_deadlines(session: SessionDetail) -> None:
    """What is due, the next to fall due first."""
    none = fill('<p class="quiet">No open deadlines</p>')
    found = deadlines.deadline_list(session.deadlines, context.now())
    show_card("Deadlines", found if session.deadlines else none)


def show_events(session: SessionDetail) -> None:
    """What happened to the session when, on its own clock."""
    tz = ZoneInfo(session.zone)
    moments = join(
        fill(
            "<li><strong>{what}</strong> {at}<span class='quiet'> {detail}</span></li>",
            what=one.label,
            at=screen_instant(one.at, tz),
            detail=one.detail,
        )
        for one in session.life
    )
    title = fill('Timeline <span class="quiet">in {zone}</span>', zone=zone_text(session.zone))
    show_card(title, fill('<ol class="line-of-time">{moments}</ol>', moments=moments))


def show_history(session: SessionDetail) -> None:
    """What was changed here, and which import the record is from."""
    body = timeline(session.history)
    if by := session.arrival:
        words = '<p class="quiet">Last updated by import {number}, {at}</p>'
        body += fill(words, number=by.number, at=screen_instant(by.at))
    show_card("Changes", body)


def show_people(session: SessionDetail) -> None:
    """The provider; the client, masked."""
    rows = [
        ("Provider", f"{session.provider} ({session.provider_ref})"),
        ("NPI", session.npi),
        ("eCMS case", session.ecms_case_id),
    ]
    show_card("Provider", pairs(rows))
    client_card.show_client_card(session)
    if actor.may(file_client_correction):
        st.page_link(
            "work/client_correction.py",
            label="Correct this client",
            icon=":material/badge:",
            query_params={"client": session.client.ref},
        )


def show_ways_on(session: SessionDetail) -> None:
    """What can be requested for it."""
    if session.stage == SessionStage.CONFIRMED and actor.may(file_session_cancellation):
        st.page_link(
            "work/cancellation.py",
            label="Cancel this session",
            icon=":material/event_busy:",
            query_params={"session": session.ref},
        )
    if session.stage == SessionStage.CONFIRMED and actor.may(file_late_edit):
        st.page_link(
            "work/late_edit.py",
            label="Edit this session",
            icon=":material/edit_calendar:",
            query_params={"session": session.ref},
        )


session = find_session()
show_head(session)
show_ways_on(session)
main, side = st.columns([3, 2], gap="large")
with main:
    crisis_decision.show_crisis_decision(session)
    session_cards.show_issues(session)
    show_deadlines(session)
    verdicts.show_verdicts(session.verdicts, session.stage)
    copy_answer.show_answers(session)
    session_cards.show_money(session)
    show_history(session)
with side:
    show_people(session)
    show_events(session)
    session_cards.show_record(session)
