"""Data issues, for leads: records that contradict themselves or a rule, and who does what."""

import streamlit as st

from core.queries.data_issues import DataIssuePage, find_data_issues
from core.vocabulary.data_issues import DataIssueCode, DataIssueStage
from core.vocabulary.words import label, phrase
from pages import context
from pages.components.markup import fill, show_html, show_text
from pages.components.url_choice import first_page, show_stale_page, turn_page, url_choice
from pages.manage.data_issue_card import show_data_issue

LONGEST_ID = 9
EMPTY = {
    DataIssueStage.OPEN: "No data issues. Records are checked after every import.",
    DataIssueStage.ACCEPTED: "No accepted data issues. Leads can accept an open one as it is.",
    DataIssueStage.GONE: "No resolved data issues. An issue resolves when an import corrects its "
    "record.",
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


def show_counts(found: DataIssuePage, stage: DataIssueStage) -> None:
    """How many in all, and of each kind."""
    many = "data issue" if found.total == 1 else "data issues"
    kinds = " · ".join(f"{label(code)} {n:,}" for code, n in found.counts.items())
    show_html(
        fill(
            '<div class="desk" role="status"><p><strong>{total:,}</strong> {status} {many}</p>'
            '<p class="quiet">{kinds}</p></div>',
            total=found.total,
            many=many,
            status=phrase(stage),
            kinds=kinds,
        )
    )


st.title("Data issues")
show_text(
    "Data issues are records that contradict themselves or a rule. Correct the record on the "
    "platform. The next import resolves the issue.",
    is_quiet=True,
)
stage, code = ask_filters()
after = start_after()
found = context.query(find_data_issues, stage, code, after)
if after and not found.rows:
    show_stale_page()
    after, found = 0, context.query(find_data_issues, stage, code, 0)
if found.rows:
    show_counts(found, stage)
else:
    text = EMPTY[stage] if not code else "No data issues of this kind. Choose another kind."
    show_text(text, is_status=True)
for row in found.rows:
    show_data_issue(row)
if after or found.next_after:
    with st.container(horizontal=True):
        if st.button("First page", disabled=not after):
            first_page()
            st.rerun()
        if st.button("Next", disabled=found.next_after is None):
            turn_page("after", str(found.next_after))
