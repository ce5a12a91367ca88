"""Filing a late edit: which session, what should be true, and who asked."""

from functools import partial
from typing import Any

import streamlit as st

from core.queries.requests.late_edit import LateEditPreview, late_edit_preview
from core.requests.late_edit.file import FileLateEdit, file_late_edit
from core.rules.requests.late_edit import EditValues
from core.rules.time.instants import zone
from core.vocabulary.requests import RequesterType, RequestKind
from core.vocabulary.states import PLACE_NAMES, place_label
from pages import context
from pages.components import draft, due_chart, notices
from pages.components.date_box import ask_day, ask_instant
from pages.components.markup import show_text
from pages.work import filing, requester
from pages.work.session_choice import SessionChoice

NAME = "file-late-edit"
prefix, linked = filing.start_form(NAME, "session")
choice = SessionChoice(NAME, prefix, late_edit_preview, forgets=True)
problems = context.problems(NAME)


def ask_text(words: str, name: str, start: str) -> str:
    """A box that begins with the record's value, with its problem under it."""
    typed = st.text_input(words, start, key=f"{prefix}-{name}", live=draft.LIVE)
    notices.show_field_problem(problems, name)
    return typed.strip()


def ask_values(found: LateEditPreview) -> EditValues:
    """Each value as it should be; what is not touched stays as the record has it."""
    now, tz = found.values, zone(found.session.zone)
    ask = partial(ask_instant, problems=problems, zone=tz)
    left, right = st.columns(2)
    with left:
        start = ask("Start", f"{prefix}-start", field="start_at", start=now.start_at)
        cpt = ask_text("CPT code", "cpt", now.cpt)
    with right:
        end = ask("Stop", f"{prefix}-end", field="end_at", start=now.end_at)
        codes = ask_text("Diagnoses, separated by commas", "diagnoses", ", ".join(now.diagnoses))
    given: dict[str, Any] = ask_practice(found) if found.is_in_person else ask_address(found)
    if found.has_report:
        show_text(
            "The CAR date is the day after the session. Change it when the date changes.",
            is_quiet=True,
        )
        key = f"{prefix}-car"
        given["car_on"] = ask_day("CAR date", key, problems, "car_on", start=now.car_on)
    split = (one.strip().upper() for one in codes.replace(";", ",").split(","))
    diagnoses = tuple(one for one in split if one)
    return EditValues(start, end, cpt.upper(), diagnoses, **given)  # type: ignore[arg-type]


def ask_practice(found: LateEditPreview) -> dict[str, str]:
    """The practice location of a session in person."""
    refs = list(dict.fromkeys(filter(None, [found.values.practice_ref, *found.practices])))
    chosen = st.selectbox(
        "Practice location",
        refs,
        format_func=lambda ref: f"{found.practices.get(ref, 'No longer in use')} ({ref})",
        key=f"{prefix}-practice",
    )
    notices.show_field_problem(problems, "practice_ref")
    return {"practice_ref": chosen or ""}


def ask_address(found: LateEditPreview) -> dict[str, str]:
    """Where the client was; the platform creates the location, so there is one to edit."""
    now = found.values
    if not now.state:
        show_text("No location is recorded for this session. The provider adds it.", is_quiet=True)
        return {}
    left, right = st.columns(2)
    with left:
        line1 = ask_text("Client's street during the session", "line1", now.line1)
        places = list(PLACE_NAMES)
        state = st.selectbox(
            "State",
            places,
            index=places.index(now.state),
            format_func=place_label,
            key=f"{prefix}-state",
        )
        notices.show_field_problem(problems, "state")
    with right:
        city = ask_text("City", "city", now.city)
        zip_code = ask_text("ZIP code", "zip", now.zip)
    return {"line1": line1, "city": city, "state": state, "zip": zip_code}


def show_form(found: LateEditPreview) -> None:
    """What should be true, and who asked."""
    st.subheader("2. What should be true", divider="gray")
    show_text("Change only what is wrong. All checks run again when you file.", is_quiet=True)
    wanted = ask_values(found)
    st.subheader("3. Who asked", divider="gray")
    st.session_state.setdefault(f"{prefix}-name", found.session.provider)
    st.session_state.setdefault(f"{prefix}-contact", found.reply_to)
    asked, on_behalf = requester.ask_requester(prefix, problems), ""
    notices.show_field_problem(problems, "requester_type")
    if asked.kind != RequesterType.PROVIDER:
        on_behalf = ask_text("Why they ask for the provider", "on_behalf", "")
    if filing.show_file_button(NAME, prefix, problems):
        ref, version = found.session.ref, found.record_version
        command = FileLateEdit(ref, version, wanted, on_behalf, asked)
        context.submit(NAME, file_late_edit, command, opens_request=True)
        st.rerun()


st.title("Late edit")
due_chart.show_beside(RequestKind.SESSION_EDIT)
show_text(
    "After 48 hours, support edits a confirmed session for its provider. When you file, nothing "
    "changes yet.",
    is_quiet=True,
)
choice.begin(linked)
st.subheader("1. Which session", divider="gray")
found: LateEditPreview = choice.show()
if found.refusal:
    notices.show_refusal("You can't edit this session here", found.refusal)
    filing.end_form(NAME, prefix)
else:
    show_form(found)
