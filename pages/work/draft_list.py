"""The drafts of the person at the desk, each a link to its form."""

import streamlit as st

from core.queries.drafts import DraftRow, list_drafts
from core.vocabulary.words import sentence_case
from pages import context
from pages.components.screen_dates import screen_instant

FILING = {
    "file-correction": ("Client correction", "work/client_correction.py", "client"),
    "file-directory": ("Directory update", "work/directory_update.py", "provider"),
    "file-cancellation": ("Session cancellation", "work/cancellation.py", "session"),
    "file-late-edit": ("Late edit", "work/late_edit.py", "session"),
    "settle-pair": ("Possible duplicate", "lookup/compare.py", "one other"),
    "crisis": ("Crisis exception", "lookup/session.py", "ref"),
    "business-day": ("Business day", "manage/business_days.py", ""),
    "accept-issue": ("Data issue", "manage/data_issues.py", ""),
    "resolve-conflict": ("Conflict with the platform", "work/desk.py", ""),
}
"""Forms that are not on a request's page: words, page, and what in its URL names the record."""


def show_drafts() -> None:
    """The forms that were begun and not sent, the one saved last first; nothing without any."""
    drafts = context.query(list_drafts)
    if drafts:
        st.subheader("Drafts", divider="gray")
    for one in drafts:
        _show_link(one)


def _show_link(one: DraftRow) -> None:
    usual = (sentence_case(one.form.replace("-", " ").replace("_", " ")), "work/request.py", "ref")
    words, page, param = FILING.get(one.form, usual)
    about = f" {one.subject}" if param and one.subject else ""
    st.page_link(
        page,
        label=f"{words}{about} · saved {screen_instant(one.saved_at)}",
        icon=":material/edit_note:",
        query_params=dict(zip(param.split(), one.subject.split(), strict=True)) if about else None,
    )
