"""Which listing, and its lines: the topic, the value listed and the correct one."""

import streamlit as st

from core.queries.requests.listing import DirectoryDetail
from core.queries.requests.page import RequestDetail
from core.requests.listing.file import (
    CompleteDirectoryUpdate,
    ListingAsked,
    complete_directory_update,
)
from core.rules.requests.listing import STOPPED, TAKING, Directory, ListingLine, topic_label
from core.vocabulary.requests import DirectoryTopic
from core.vocabulary.words import sentence_case
from pages import context
from pages.components import draft, notices, repeated_lines
from pages.components.markup import show_text
from pages.work import provider_picker

OF_MOS = {
    STOPPED: "Listed as accepting new clients, and does not",
    TAKING: "Listed as not accepting new clients, and does",
}
OTHERWISE = {STOPPED: TAKING, TAKING: STOPPED}


def ask_listing(
    prefix: str, start: ListingAsked, problems: dict[str, str], directory: Directory
) -> ListingAsked:
    """The provider and the lines as typed; core checks them."""
    provider = provider_picker.pick_provider(prefix, start.provider_ref)
    notices.show_field_problem(problems, "provider_ref")
    left, right = st.columns(2)
    with left:
        name = st.text_input(
            "Full name, as the requester gave it",
            value=start.full_name,
            key=f"{prefix}-full-name",
            live=draft.LIVE,
        )
        notices.show_field_problem(problems, "full_name")
    with right:
        npi = st.text_input(
            "NPI, as the requester gave it",
            value=start.npi,
            key=f"{prefix}-npi",
            live=draft.LIVE,
        )
        notices.show_field_problem(problems, "npi")
    st.subheader("3. What is wrong", divider="gray")
    typed = repeated_lines.edit_lines(
        prefix, start.lines, lambda key, place, line: _line(key, place, line, problems)
    )
    return ListingAsked(provider.ref if provider else "", name, npi, typed, directory)


def _line(
    key: str, place: int, start: ListingLine | None, problems: dict[str, str]
) -> ListingLine | None:
    topics = list(DirectoryTopic)
    with st.container(border=True):
        first, second, third = st.columns(3)
        with first:
            topic = st.selectbox(
                "Field",
                topics,
                index=topics.index(DirectoryTopic(start.topic)) if start else None,
                format_func=lambda topic: sentence_case(topic_label(topic)),
                placeholder="Choose a field",
                key=f"{key}-topic",
            )
            notices.show_field_problem(problems, f"lines.{place}.topic")
        if topic is None:
            return None
        same = start if start and start.topic == topic else ListingLine(topic, "", "")
        if topic == DirectoryTopic.MOS_STATUS:
            with second:
                return _mos(key, place, same, problems)
        with second:
            listed = st.text_input(
                "Listed value",
                value=same.listed_value,
                key=f"{key}-{topic}-listed",
                live=draft.LIVE,
            )
            notices.show_field_problem(problems, f"lines.{place}.listed_value")
        with third:
            correct = st.text_input(
                "Correct value",
                value=same.correct_value,
                key=f"{key}-{topic}-correct",
                live=draft.LIVE,
            )
            notices.show_field_problem(problems, f"lines.{place}.correct_value")
    return ListingLine(topic, listed, correct)


def _mos(key: str, place: int, start: ListingLine, problems: dict[str, str]) -> ListingLine:
    choices = list(OF_MOS)
    correct = st.selectbox(
        "Military OneSource",
        choices,
        index=choices.index(start.correct_value) if start.correct_value in choices else None,
        format_func=OF_MOS.__getitem__,
        placeholder="Choose",
        key=f"{key}-mos",
    )
    notices.show_field_problem(problems, f"lines.{place}.correct_value")
    if correct == STOPPED:
        show_text(
            "Submitting this to Evernorth also changes the provider's record here.", is_quiet=True
        )
    return ListingLine(start.topic, OTHERWISE[correct] if correct else "", correct or "")


def show_completion(request: RequestDetail, found: DirectoryDetail) -> None:
    """The same editor on a request that needs information. It saves over the version that was seen
    when the editor opened."""
    name = f"complete-{request.ref}"
    prefix = draft.begin(name, "missing-information", request.ref)
    seen = st.session_state.setdefault(f"{prefix}-seen", request.version)
    start = ListingAsked(
        provider_ref=found.provider.ref if found.provider else "",
        full_name=request.named_as or "",
        npi=found.provider.npi if found.provider else "",
        lines=tuple(
            ListingLine(one.topic, one.listed_value, one.correct_value) for one in found.lines
        ),
    )
    typed = ask_listing(prefix, start, context.problems(name), Directory.EVERNORTH)
    draft.end(name)
    if st.button("Save", type="primary", icon=":material/save:", key=f"{prefix}-save"):
        command = CompleteDirectoryUpdate(request.ref, seen, typed)
        context.submit(name, complete_directory_update, command)
        st.rerun()
