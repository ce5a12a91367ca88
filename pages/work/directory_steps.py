"""The work on a directory update: submit it to Evernorth, check the listing, record a return."""

import streamlit as st

from core.queries.requests.listing import DirectoryDetail, ListingLineView
from core.queries.requests.page import RequestDetail
from core.requests.listing.check import LineSeen, RecordListingCheck, record_listing_check
from core.requests.listing.submit import (
    ReturnListing,
    SubmitListing,
    return_listing,
    submit_listing,
)
from core.rules.requests.listing import ListingStage, topic_label
from core.rules.requests.transitions import ENDED
from core.vocabulary.requests import RequestStatus
from pages import context
from pages.components import draft, notices
from pages.components.date_box import ask_instant, typed_instant
from pages.components.markup import show_html, show_text
from pages.work import directory_form, directory_view, request_steps

AT_EVERNORTH = (ListingStage.WAITING, ListingStage.EXPECTED, ListingStage.LATE)
RIGHT, WRONG = "Correct", "Not correct yet"


def directory_title(_request: RequestDetail, found: DirectoryDetail) -> str:
    """Whose listing is updated, and what of it."""
    topics = ", ".join(dict.fromkeys(topic_label(line.topic) for line in found.lines))
    whose = f"Update listing: {found.provider.name}" if found.provider else "Update a listing"
    return f"{whose}, {topics}" if topics else whose


def listing_note(found: DirectoryDetail) -> str:
    """The business day at Evernorth, while the listing is there."""
    if found.stand not in AT_EVERNORTH:
        return ""
    days = [day.number for day in found.ruler if day.number and day.day <= found.today]
    return f"Not yet, day {days[-1]}" if days else "Not yet"


def show_directory_work(request: RequestDetail, found: DirectoryDetail) -> None:
    """The lines beside the record and the one next step, then Evernorth's days."""

    def show_work() -> None:
        if request.status == RequestStatus.NEEDS_INFORMATION:
            directory_form.show_completion(request, found)
        elif found.stand in (ListingStage.TO_SUBMIT, ListingStage.RETURNED):
            _show_submission(request)
        else:
            _show_check(request, found)
            _show_return(request)

    with request_steps.next_step_panel(request):
        directory_view.show_lines(found)
        request_steps.show_next_step(request, found.reply, show_work)
    directory_view.show_evernorth(found, context.now(), has_ended=request.status in ENDED)


def _show_submission(request: RequestDetail) -> None:
    name = f"submit-{request.ref}"
    prefix, problems = (
        draft.begin(name, "evernorth-submission", request.ref),
        context.problems(name),
    )
    text = "Submit the change to Evernorth, then record when you did and the reference you got."
    show_text(text)
    ask_instant("Submitted", f"{prefix}-at", problems, "submitted_at")
    st.text_input("Evernorth's reference", key=f"{prefix}-reference", live=draft.LIVE)
    notices.show_field_problem(problems, "reference")
    draft.end(name)
    st.button(
        "Record submission",
        type="primary",
        icon=":material/send:",
        key=f"{prefix}-record",
        on_click=_submit,
        args=(name, prefix, request.ref, request.version),
    )


def _submit(name: str, prefix: str, ref: str, version: int) -> None:
    at = typed_instant(f"{prefix}-at")
    command = SubmitListing(ref, version, at, st.session_state[f"{prefix}-reference"])
    context.submit(name, submit_listing, command)


def _show_check(request: RequestDetail, found: DirectoryDetail) -> None:
    name = f"check-{request.ref}"
    prefix, problems = draft.begin(name, "listing-check", request.ref), context.problems(name)
    text = "Open the public listing, then record what it shows for each field."
    show_text(text)
    lines = [line for line in found.lines if line.seen_right_on is None] or list(found.lines)
    ask_instant("Checked", f"{prefix}-at", problems, "looked_at")
    for line in lines:
        _show_checked_line(prefix, line, problems)
    notices.show_field_problem(problems, "seen")
    draft.end(name)
    st.button(
        "Save check",
        type="primary",
        icon=":material/visibility:",
        key=f"{prefix}-save",
        on_click=_save_check,
        args=(name, prefix, request.ref, request.version, tuple(line.key for line in lines)),
    )


def _show_checked_line(prefix: str, line: ListingLineView, problems: dict[str, str]) -> None:
    key = f"{prefix}-{line.key}"
    with st.container(border=True):
        show_html(directory_view.wanted_line(line))
        st.segmented_control("The listing is", [RIGHT, WRONG], key=key)
        st.text_input("Value shown, if not correct", key=f"{key}-value", live=draft.LIVE)
        notices.show_field_problem(problems, f"seen.{line.key}")


def _save_check(name: str, prefix: str, ref: str, version: int, keys: tuple[int, ...]) -> None:
    verdicts = {key: st.session_state[f"{prefix}-{key}"] for key in keys}
    seen = tuple(
        LineSeen(
            key, says == RIGHT, "" if says == RIGHT else st.session_state[f"{prefix}-{key}-value"]
        )
        for key, says in verdicts.items()
        if says
    )
    command = RecordListingCheck(ref, version, typed_instant(f"{prefix}-at"), seen)
    context.submit(name, record_listing_check, command)


def _show_return(request: RequestDetail) -> None:
    name = f"return-listing-{request.ref}"
    problems = context.problems(name)
    with st.expander("Evernorth returned it"):
        prefix = draft.begin(name, "evernorth-return", request.ref)
        ask_instant("Returned", f"{prefix}-at", problems, "returned_at")
        key, hint = f"{prefix}-reason", "The next submission needs it."
        st.text_input("Reason", help=hint, key=key, live=draft.LIVE)
        notices.show_field_problem(problems, "reason")
        draft.end(name)
        st.button(
            "Record return",
            key=f"{prefix}-record",
            on_click=_record_return,
            args=(name, prefix, request.ref, request.version),
        )
    for field in problems:
        notices.show_field_problem(problems, field)


def _record_return(name: str, prefix: str, ref: str, version: int) -> None:
    at = typed_instant(f"{prefix}-at")
    command = ReturnListing(ref, version, at, st.session_state[f"{prefix}-reason"])
    context.submit(name, return_listing, command)
