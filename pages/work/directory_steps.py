"""The work on a directory update: what is asked, how far Evernorth is, and the next step."""

from zoneinfo import ZoneInfo

import streamlit as st

from core.queries.requests.listing import DirectoryDetail, LineView, directory_detail
from core.queries.requests.page import RequestDetail
from core.requests.listing.check import LineSeen, RecordListingCheck, record_listing_check
from core.requests.listing.submit import (
    ReturnListing,
    SubmitListing,
    return_listing,
    submit_listing,
)
from core.rules.requests.listing import Stand
from core.vocabulary.requests import RequestStatus
from pages import context
from pages.components import notices
from pages.components.markup import fill, show
from pages.work import directory_form, directory_view, request_steps, requester

RIGHT, WRONG = "Right", "Not right yet"


def draw(request: RequestDetail) -> None:
    """The lines beside the record, Evernorth's days, then the one next step."""
    found = context.read(directory_detail, request.ref)
    directory_view.draw(found, context.now(), context.signed_in().actor.tz)

    def work() -> None:
        if request.status == RequestStatus.NEEDS_INFORMATION:
            directory_form.complete(request, found)
        elif found.stand in (Stand.TO_SUBMIT, Stand.RETURNED):
            _submit(request, found)
        else:
            _look(request, found)
            _come_back(request, found)

    request_steps.draw(request, found.reply, work)


def _submit(request: RequestDetail, found: DirectoryDetail) -> None:
    # Named after the attempt and not the version: what is typed outlives what others do meanwhile.
    name = f"submit-{request.ref}-{len(found.submissions)}"
    problems = context.problems(name)
    text = "Send it to Evernorth, then note here when that was and under which reference."
    show(fill('<p class="desk">{text}</p>', text=text))
    with st.form(name, enter_to_submit=False, border=False):
        requester.instant(f"{name}-at", "Submitted at", problems, "submitted_at")
        st.text_input("Evernorth's reference", key=f"{name}-reference")
        notices.by_field(problems, "reference")
        st.form_submit_button(
            "Submitted to Evernorth",
            type="primary",
            icon=":material/send:",
            on_click=_submitted,
            args=(name, request.ref, request.version, context.signed_in().actor.tz),
        )


def _submitted(name: str, ref: str, version: int, tz: ZoneInfo) -> None:
    at = requester.chosen(f"{name}-at", tz)
    command = SubmitListing(ref, version, at, st.session_state[f"{name}-reference"])
    context.submit(name, submit_listing, command)


def _look(request: RequestDetail, found: DirectoryDetail) -> None:
    name = f"look-{request.ref}-{sum(len(line.looks) for line in found.lines)}"
    problems = context.problems(name)
    text = "Look at the public listing, then note here what it says, field by field."
    show(fill('<p class="desk">{text}</p>', text=text))
    lines = [line for line in found.lines if line.seen_right_on is None] or list(found.lines)
    with st.form(name, enter_to_submit=False, border=False):
        requester.instant(f"{name}-at", "Looked at", problems, "looked_at")
        for line in lines:
            _line(name, line, problems)
        notices.by_field(problems, "seen")
        keys = tuple(line.key for line in lines)
        st.form_submit_button(
            "Keep this look",
            type="primary",
            icon=":material/visibility:",
            on_click=_looked,
            args=(name, request.ref, request.version, context.signed_in().actor.tz, keys),
        )


def _line(name: str, line: LineView, problems: dict[str, str]) -> None:
    key = f"{name}-{line.key}"
    with st.container(border=True):
        show(directory_view.wanted(line))
        st.segmented_control("The listing is", [RIGHT, WRONG], key=key)
        st.text_input("If not right, it says", key=f"{key}-value")
        notices.by_field(problems, f"seen.{line.key}")


def _looked(name: str, ref: str, version: int, tz: ZoneInfo, keys: tuple[int, ...]) -> None:
    verdicts = {key: st.session_state[f"{name}-{key}"] for key in keys}
    seen = tuple(
        LineSeen(
            key, says == RIGHT, "" if says == RIGHT else st.session_state[f"{name}-{key}-value"]
        )
        for key, says in verdicts.items()
        if says
    )
    command = RecordListingCheck(ref, version, requester.chosen(f"{name}-at", tz), seen)
    context.submit(name, record_listing_check, command)


def _come_back(request: RequestDetail, found: DirectoryDetail) -> None:
    name = f"came-back-{request.ref}-{len(found.submissions)}"
    problems = context.problems(name)
    with (
        st.expander("Evernorth gave it back"),
        st.form(name, enter_to_submit=False, border=False),
    ):
        requester.instant(f"{name}-at", "Came back at", problems, "returned_at")
        st.text_input("Why? The next attempt needs it.", key=f"{name}-reason")
        notices.by_field(problems, "reason")
        st.form_submit_button(
            "Note the return",
            on_click=_came_back,
            args=(name, request.ref, request.version, context.signed_in().actor.tz),
        )
    for field in problems:
        notices.by_field(problems, field)


def _came_back(name: str, ref: str, version: int, tz: ZoneInfo) -> None:
    at = requester.chosen(f"{name}-at", tz)
    command = ReturnListing(ref, version, at, st.session_state[f"{name}-reason"])
    context.submit(name, return_listing, command)
