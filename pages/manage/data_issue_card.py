"""One data issue: what is wrong with which record, by which rule, since when, and what to do."""

from functools import partial
from urllib.parse import quote

import streamlit as st
from markupsafe import Markup

from core.data_issues.run import (
    AcceptDataIssue,
    accept_data_issue,
    check_again,
)
from core.queries.data_issues import DataIssueRow
from core.vocabulary.data_issues import DataIssueCode, DataIssueStage
from core.vocabulary.words import label, sentence_case
from pages import context
from pages.components.chips import chip
from pages.components.command_form import FormButton, FormField, show_command_form
from pages.components.markup import fill, record_link, show_html
from pages.components.screen_dates import screen_instant

TONES = {DataIssueStage.OPEN: "bad", DataIssueStage.ACCEPTED: "plain", DataIssueStage.GONE: "good"}
CHOSEN = "data-issue-chosen"


def show_data_issue(row: DataIssueRow) -> None:
    """The data issue in a card; an open one can be checked again, or accepted as it is with a
    reason."""
    name = f"issue-{row.finding_id}-{row.version}"
    with st.container(border=True, key=name):
        show_html(_card(row))
        if row.stage != DataIssueStage.OPEN or not context.signed_in().actor.may(accept_data_issue):
            return
        if st.session_state.get(CHOSEN) == name:
            _form(name, row)
            return
        with st.container(horizontal=True):
            st.button(
                "Check again",
                key=f"check-{name}",
                icon=":material/refresh:",
                help="Checks the record as it is now, such as after a correction here.",
                on_click=context.carry_out,
                args=(partial(check_again, finding_id=row.finding_id),),
            )
            st.button("Accept as is…", key=f"accept-{name}", on_click=_choose, args=(name,))


def _choose(name: str | None) -> None:
    st.session_state[CHOSEN] = name


def _form(name: str, row: DataIssueRow) -> None:
    show_command_form(
        "accept-issue",
        row.finding_id,
        (FormField("reason", "Reason"),),
        FormButton(
            "Accept as is",
            accept_data_issue,
            partial(AcceptDataIssue, row.finding_id, row.version),
            "primary",
        ),
    )
    st.button("Back", key=f"back-{name}", on_click=_choose, args=(None,))


def _card(row: DataIssueRow) -> Markup:
    reason = row.reason
    return fill(
        '<div class="desk"><p><strong>{label}</strong> {chip} {record}</p><p>{sentence}</p>'
        "<p>{next_step}</p>{asked}{compare}{accepted}"
        '<p class="quiet">{rule}, {source}. {since}</p></div>',
        label=label(row.code),
        chip=chip(label(row.stage), TONES[row.stage]),
        record=_record(row),
        sentence=reason.text,
        next_step=reason.next_step,
        asked=_asked(row),
        compare=_compare(row),
        accepted=_accepted(row),
        rule=reason.rule,
        source=f"{reason.article}, '{reason.section}'" if reason.section else "Internal rule",
        since=_since(row),
    )


def _record(row: DataIssueRow) -> Markup | str:
    if row.is_session:
        return record_link("/session?ref=", row.ref)
    return f"{sentence_case(row.entity.replace('_', ' '))} {row.ref}"


def _asked(row: DataIssueRow) -> Markup | str:
    if row.request_ref is None:
        return ""
    opens = record_link("/request?ref=", row.request_ref)
    return fill("<p>Cancellation request: {opens}</p>", opens=opens)


def _compare(row: DataIssueRow) -> Markup | str:
    if row.code != DataIssueCode.POSSIBLE_DUPLICATE or row.stage == DataIssueStage.GONE:
        return ""
    words = '<p><a href="/compare?one={to}" target="_self">Compare the records</a></p>'
    return fill(words, to=quote(row.ref))


def _accepted(row: DataIssueRow) -> str | Markup:
    said = row.acceptance
    if said is None:
        return ""
    at = screen_instant(said.at)
    return fill("<p>Accepted by {by}, {at}: {reason}</p>", by=said.by, at=at, reason=said.reason)


def _since(row: DataIssueRow) -> str:
    resolved = f" Resolved {screen_instant(row.resolved_at)}." if row.resolved_at else ""
    return f"Found {screen_instant(row.found_at)}.{resolved}"
