"""The reasons of a session's verdicts as texts that can be copied into a reply to its provider."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

import streamlit as st

from core.queries.sessions.page import SessionDetail
from core.rules.sessions.answers import AskedSession, answer_text
from core.vocabulary.deadlines import RUNNING, DeadlineKind
from core.vocabulary.reasons import Reason
from core.vocabulary.verdicts import CancelPath
from pages.components.markup import fill, show_text
from pages.components.verdicts import asked_of

QUESTIONS = {"confirm": "Confirm", "edit": "Edit", "cancel": "Cancel", "billing": "Bill"}


def show_answers(session: SessionDetail) -> None:
    """A button where some answer is no; behind it, once it is open, each text to copy."""
    asked, refused = _asked(session), _refused(session)
    texts = {name: answer_text(name, asked, refused[name]) for name in asked_of(session.stage)}
    if not any(texts.values()):
        return
    label, icon = "Copy as answer", ":material/content_copy:"
    box = st.popover(label, icon=icon, on_change="rerun", key=f"answer-{session.ref}")
    with box:
        for name, text in texts.items() if box.open else ():
            if text:
                show_text(fill("<strong>{name}</strong>", name=QUESTIONS[name]))
                st.code(text, language=None, wrap_lines=True)


def _refused(session: SessionDetail) -> dict[str, Iterable[Reason]]:
    found, cancel = session.verdicts, session.verdicts.cancel
    return {
        "confirm": found.confirm.deciding,
        "edit": found.edit.deciding,
        "billing": found.billing.deciding,
        "cancel": () if cancel.path == CancelPath.SUPPORT else (cancel.reason,),
    }


def _asked(session: SessionDetail) -> AskedSession:
    confirm_by = [
        row.deadline.last_day
        for row in session.deadlines
        if row.deadline.kind == DeadlineKind.CONFIRMATION and row.status in RUNNING
    ]
    return AskedSession(
        session.ref,
        session.start_at,
        ZoneInfo(session.zone),
        session.provider,
        confirm_by[0] if confirm_by else None,
    )
