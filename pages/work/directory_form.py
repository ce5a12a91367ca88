"""Whose listing, and its lines: what is wrong, what it says, what is right."""

from collections.abc import Sequence

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
from pages import context
from pages.components import notices, repeated_lines
from pages.components.markup import fill, show
from pages.work import provider_picker

OF_MOS = {
    STOPPED: "The provider stopped taking their clients",
    TAKING: "The provider takes their clients, and is listed as not taking them",
}
OTHERWISE = {STOPPED: TAKING, TAKING: STOPPED}


def asked(
    prefix: str, start: ListingAsked, problems: dict[str, str], directory: Directory
) -> ListingAsked:
    """The provider and the lines, as typed; checked by core."""
    provider = provider_picker.draw(prefix, start.provider_ref)
    notices.by_field(problems, "provider_ref")
    left, right = st.columns(2)
    with left:
        name = st.text_input(
            "Their full name, as given", value=start.full_name, key=f"{prefix}-full-name"
        )
        notices.by_field(problems, "full_name")
    with right:
        npi = st.text_input("Their NPI, as given", value=start.npi, key=f"{prefix}-npi")
        notices.by_field(problems, "npi")
    st.subheader("What is wrong in the listing", divider="gray")
    typed = lines(prefix, start.lines, problems)
    return ListingAsked(provider.ref if provider else "", name, npi, typed, directory)


def lines(
    prefix: str, start: Sequence[ListingLine], problems: dict[str, str]
) -> tuple[ListingLine, ...]:
    """The editor of the lines; `prefix` keeps two forms apart."""
    return repeated_lines.draw(
        prefix, start, lambda key, place, line: _line(key, place, line, problems)
    )


def _line(
    key: str, place: int, start: ListingLine | None, problems: dict[str, str]
) -> ListingLine | None:
    topics = list(DirectoryTopic)
    with st.container(border=True):
        first, second, third = st.columns(3)
        with first:
            topic = st.selectbox(
                "What is wrong",
                topics,
                index=topics.index(DirectoryTopic(start.topic)) if start else None,
                format_func=_topic,
                placeholder="Choose",
                key=f"{key}-topic",
            )
            notices.by_field(problems, f"lines.{place}.topic")
        if topic is None:
            return None
        same = start if start and start.topic == topic else ListingLine(topic, "", "")
        if topic == DirectoryTopic.MOS_STATUS:
            with second:
                return _mos(key, place, same, problems)
        with second:
            listed = st.text_input(
                "Listed now", value=same.listed_value, key=f"{key}-{topic}-listed"
            )
            notices.by_field(problems, f"lines.{place}.listed_value")
        with third:
            correct = st.text_input(
                "Correct", value=same.correct_value, key=f"{key}-{topic}-correct"
            )
            notices.by_field(problems, f"lines.{place}.correct_value")
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
    notices.by_field(problems, f"lines.{place}.correct_value")
    if correct == STOPPED:
        text = "Their record here is changed too, once this goes to Evernorth."
        show(fill('<div class="desk quiet">{text}</div>', text=text))
    return ListingLine(start.topic, OTHERWISE[correct] if correct else "", correct or "")


def _topic(topic: str) -> str:
    words = topic_label(topic)
    return words[0].upper() + words[1:]


def complete(request: RequestDetail, found: DirectoryDetail) -> None:
    """The same editor on a request that was filed incomplete. It is saved over the version that
    was seen when the editor was opened."""
    name = f"complete-{request.ref}"
    seen = st.session_state.setdefault(f"{name}-seen", request.version)
    start = ListingAsked(
        provider_ref=found.provider.ref if found.provider else "",
        full_name=request.named_as or "",
        npi=found.provider.npi if found.provider else "",
        lines=tuple(
            ListingLine(one.topic, one.listed_value, one.correct_value) for one in found.lines
        ),
    )
    typed = asked(name, start, context.problems(name), Directory.EVERNORTH)
    if st.button(
        "Save what was missing", type="primary", icon=":material/save:", key=f"{name}-save"
    ):
        command = CompleteDirectoryUpdate(request.ref, seen, typed)
        context.submit(name, complete_directory_update, command)
        if not context.problems(name):
            del st.session_state[f"{name}-seen"]
        st.rerun()
