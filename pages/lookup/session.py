"""One session: where it stands, what is due and why, its life, its money, its history."""

from zoneinfo import ZoneInfo

import streamlit as st

from core.queries.sessions.page import SessionDetail, session_page
from core.requests.cancellation.file import file_session_cancellation
from core.requests.correction.file import file_client_correction
from core.rules.time.formats import day_text, instant_text
from core.vocabulary.care import SessionStage
from core.vocabulary.words import label
from pages import context
from pages.components import deadlines, notices, reveal, verdicts
from pages.components.chips import stage_chip
from pages.components.markup import fill, join, pairs, show
from pages.components.timeline import timeline
from pages.lookup import crisis, session_cards

actor, now = context.signed_in().actor, context.now()
TITLE = "Session"


def draw_head(session: SessionDetail) -> None:
    """What it is."""
    st.title(f"Session {session.ref}")
    flag = (
        fill(
            '<p class="quiet">Where the client lives it was {day} already: another date than the '
            "date of service.</p>",
            day=day_text(session.client_date),
        )
        if session.client_date
        else ""
    )
    scenario = (
        fill(
            "<p><strong>Scenario: {name}.</strong> {story}</p>",
            name=session.scenario.name,
            story=session.scenario.story,
        )
        if session.scenario
        else ""
    )
    show(
        fill(
            '<div class="desk"><p>{stage} <strong>{day}</strong> · {kind}, {how} · {payer}</p>'
            "{flag}{scenario}</div>",
            scenario=scenario,
            stage=stage_chip(session.stage),
            day=day_text(session.date_of_service),
            kind=label(session.kind),
            how=label(session.modality),
            payer=session.coverage.payer if session.coverage else label(session.payer_kind),
            flag=flag,
        )
    )


def draw_deadlines(session: SessionDetail) -> None:
    """What is due, the next to fall due first."""
    body = (
        deadlines.limits(session.deadlines, now, actor.tz)
        if session.deadlines
        else fill(
            '<p class="quiet">Nothing is due. {why}</p>',
            why=session.billing.text if session.billing else "",
        )
    )
    show(fill('<div class="desk card"><h2>Deadlines</h2>{body}</div>', body=body))


def draw_life(session: SessionDetail) -> None:
    """The moments of its life, on its own clock."""
    tz = ZoneInfo(session.zone)
    moments = join(
        fill(
            "<li><strong>{what}</strong> {at}<span class='quiet'> {detail}</span></li>",
            what=one.label,
            at=instant_text(one.at, tz),
            detail=one.detail,
        )
        for one in session.life
    )
    show(
        fill(
            '<div class="desk card"><h2>Life <span class="quiet">in {zone}</span></h2>'
            '<ol class="line-of-time">{moments}</ol></div>',
            zone=session.zone.replace("_", " "),
            moments=moments,
        )
    )


def draw_history(session: SessionDetail) -> None:
    """What was changed, and where the record came from."""
    arrived = (
        f"As of import {session.arrival.number}, {instant_text(session.arrival.at, actor.tz)}."
        if session.arrival
        else ""
    )
    show(
        fill(
            '<div class="desk card"><h2>History</h2>{events}<p class="quiet">{arrived}</p></div>',
            events=timeline(session.history, actor.tz),
            arrived=arrived,
        )
    )


def draw_people(session: SessionDetail) -> None:
    """The provider; the client, masked."""
    rows = [
        ("Provider", f"{session.provider} ({session.provider_ref})"),
        ("NPI", session.npi),
        ("eCMS case", session.ecms_case_id),
    ]
    show(fill('<div class="desk card"><h2>Provider</h2>{rows}</div>', rows=pairs(rows)))
    reveal.draw(session)
    if actor.may(file_client_correction):
        st.page_link(
            "work/client_correction.py",
            label="Correct this client's record",
            icon=":material/edit_note:",
            query_params={"client": session.client.ref},
        )


def draw_ways_on(session: SessionDetail) -> None:
    """What can be asked for it."""
    if session.stage == SessionStage.CONFIRMED and actor.may(file_session_cancellation):
        st.page_link(
            "work/cancellation.py",
            label="Have this session cancelled",
            icon=":material/event_busy:",
            query_params={"session": session.ref},
        )


ref = st.query_params.get("ref", "").strip()
if not ref:
    st.title(TITLE)
    notices.plain("Which session? Look one up first.")
    st.page_link("lookup/sessions.py", label="Look a session up", icon=":material/search:")
    st.stop()
session = context.read_or(TITLE, session_page, ref)
draw_head(session)
draw_ways_on(session)
main, side = st.columns([3, 2], gap="large")
with main:
    draw_deadlines(session)
    verdicts.draw(session.verdicts, session.stage)
    crisis.draw(session)
    session_cards.draw_money(session, actor.tz)
    draw_history(session)
with side:
    draw_people(session)
    draw_life(session)
    session_cards.draw_record(session)
