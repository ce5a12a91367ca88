"""Data issues, for leads: records that contradict themselves or a rule, and who does what."""

from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from core.errors import StalePage
from core.queries.data_issues import DataIssueKind, DataIssuePage, find_data_issues
from core.rules.time.formats import count_text
from core.rules.time.instants import local_date
from core.vocabulary.data_issues import DataIssueCode, DataIssueStage
from core.vocabulary.words import label, phrase
from pages import context
from pages.components.markup import fill, show_html, show_text, table
from pages.components.screen_dates import screen_day
from pages.components.url_choice import first_page, show_stale_page, turn_page, url_choice
from pages.manage.data_issue_card import show_data_issue

LONGEST_ID = 9
HEADS = ("Kind", "Number", "Oldest", "Next step")
EMPTY = {
    DataIssueStage.OPEN: "No data issues. Records are checked after every import.",
    DataIssueStage.ACCEPTED: "No accepted data issues. Leads can accept an open one as it is.",
    DataIssueStage.GONE: "No resolved data issues. An issue resolves when a check finds its record "
    "corrected.",
}


def ask_filters() -> tuple[DataIssueStage, DataIssueCode | None]:
    """Which data issues: their status and kind; a phone shows two fields in a row."""
    with st.container(border=True, key="filters"):
        left, right = st.columns(2)
    statuses = {one.value: label(one) for one in DataIssueStage}
    with left:
        status = url_choice("Status", statuses, "status", DataIssueStage.OPEN.value)
    with right:
        code = url_choice("Kind", {one.value: label(one) for one in DataIssueCode}, "kind")
    return DataIssueStage(status), DataIssueCode(code) if code else None


def start_after() -> int:
    """The number of the data issue after which the page begins; 0 for the first page."""
    typed = st.query_params.get("after", "")
    if not typed or (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_ID):
        return int(typed or 0)
    show_stale_page()
    return 0


def find_page(stage: DataIssueStage, code: DataIssueCode | None, after: int) -> DataIssuePage:
    """The page that follows `after`; the first one where that leads nowhere."""
    try:
        found = context.query(find_data_issues, stage, code, after)
    except StalePage:
        found = None
    if found and (found.rows or not after):
        return found
    show_stale_page()
    first_page()
    return context.query(find_data_issues, stage, code, 0)


def show_kinds(kinds: tuple[DataIssueKind, ...], stage: DataIssueStage) -> None:
    """Each kind with its number; its name filters the list."""
    tz = context.signed_in().actor.tz
    rows = [
        (
            kind_link(one, stage),
            f"{one.count:,}",
            screen_day(local_date(one.oldest_at, tz)),
            one.next_step,
        )
        for one in kinds
    ]
    with st.container(key="kinds"):
        show_html(table("", HEADS, rows))


def kind_link(one: DataIssueKind, stage: DataIssueStage) -> Markup:
    """The kind as a link to its data issues."""
    chosen = urlencode({"kind": one.code.value, "status": stage.value})
    words = '<a href="/data-issues?{chosen}">{name}</a>'
    return fill(words, chosen=chosen, name=label(one.code))


def show_total(found: DataIssuePage, stage: DataIssueStage, code: DataIssueCode | None) -> None:
    """How many there are; of one kind, the way back to all."""
    words = "<strong>{total}</strong>"
    said = fill(words, total=count_text(found.total, f"{phrase(stage)} data issue"))
    if code:
        words = (
            '{said}: <strong>{kind}</strong>. <a href="/data-issues?status={status}">All kinds</a>'
        )
        said = fill(words, said=said, kind=label(code), status=stage.value)
    else:
        kinds = count_text(len(found.kinds), "kind")
        said = fill("{said} of {kinds}, the oldest first", said=said, kinds=kinds)
    show_html(fill('<p class="desk" role="status">{said}</p>', said=said))


st.title("Data issues")
show_text(
    "Data issues are records that contradict themselves or a rule. Correct the record on the "
    "platform. The next import resolves the issue. After a correction here, check it again.",
    is_quiet=True,
)
stage, code = ask_filters()
after = start_after()
found = find_page(stage, code, after)
if found.rows:
    show_total(found, stage, code)
else:
    text = EMPTY[stage] if not code else "No data issues of this kind. Choose another kind."
    show_text(text, is_status=True)
if found.kinds and not code:
    show_kinds(found.kinds, stage)
for row in found.rows:
    show_data_issue(row)
if after or found.next_after:
    with st.container(horizontal=True):
        if st.button("First page", disabled=not after):
            first_page()
            st.rerun()
        if st.button("Next", disabled=found.next_after is None):
            turn_page("after", str(found.next_after))
