"""Records that contradict themselves, for leads: what is wrong, who does what, and which of them
stay as they are. What is shown stands in the address."""

from typing import Any

import streamlit as st

from core.queries.data_issues import DataIssuePage, find_data_issues
from core.vocabulary.data_issues import DataIssueCode, DataIssueStage
from core.vocabulary.words import label
from pages import context
from pages.components.markup import fill, show
from pages.manage import data_issue_items

LONGEST_ID = 9
STAGES = {
    DataIssueStage.OPEN: "open",
    DataIssueStage.ACCEPTED: "accepted as they are",
    DataIssueStage.GONE: "gone from the record",
}
EMPTY = {
    DataIssueStage.OPEN: "Nothing is open: no record contradicts itself as far as was looked. "
    "Every import looks again at its end.",
    DataIssueStage.ACCEPTED: "No finding was accepted as it is.",
    DataIssueStage.GONE: "No finding has gone from its record yet.",
}


def start_over() -> None:
    """Another question begins at its first page."""
    st.query_params.pop("after", None)


def ask() -> tuple[DataIssueStage, DataIssueCode | None]:
    """Which findings: where they stand, and what they are."""
    left, right = st.columns(2)
    how: dict[str, Any] = {"bind": "query-params", "on_change": start_over}
    with left:
        stage = st.selectbox(
            "Status", list(DataIssueStage), format_func=STAGES.__getitem__, key="status", **how
        )
    with right:
        code = st.selectbox(
            "What it is",
            list(DataIssueCode),
            index=None,
            format_func=label,
            placeholder="Any",
            key="kind",
            **how,
        )
    return DataIssueStage(stage), DataIssueCode(code) if code else None


def place() -> int:
    """The finding after which the page begins; 0 for the first page, and for nonsense."""
    typed = st.query_params.get("after", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_ID else 0


def draw_counts(found: DataIssuePage, stage: DataIssueStage) -> None:
    """How many in all, and of each kind."""
    many = "finding is" if found.total == 1 else "findings are"
    kinds = ", ".join(f"{label(code)} ({n:,})" for code, n in found.counts.items())
    show(
        fill(
            '<div class="desk" role="status"><p><strong>{total:,}</strong> {many} {stage}.</p>'
            '<p class="quiet">Of each kind: {kinds}</p></div>',
            total=found.total,
            many=many,
            stage=STAGES[stage] if found.total != 1 else STAGES[stage].replace("they are", "it is"),
            kinds=kinds or "none",
        )
    )


def turn(found: DataIssuePage, after: int) -> None:
    """On to the next page, and back to the first."""
    with st.container(horizontal=True):
        if st.button("From the first", disabled=not after):
            start_over()
            st.rerun()
        if st.button("Next", disabled=found.next_after is None):
            st.query_params["after"] = str(found.next_after)
            st.rerun()


st.title("Findings")
show(
    fill(
        '<p class="desk quiet">Records that contradict themselves or a rule. A record is corrected '
        "where it is kept; the finding goes by itself once an extract shows it mended.</p>"
    )
)
with st.container(border=True, key="filters"):  # a phone shows two fields in a row
    stage, code = ask()
after = place()
found = context.read(find_data_issues, stage, code, after)
draw_counts(found, stage)
for row in found.rows:
    data_issue_items.draw(row)
if not found.rows:
    text = EMPTY[stage] if not found.total and not code else "None of this kind. Ask for another."
    show(fill('<p class="desk">{text}</p>', text=text))
if after or found.next_after:
    turn(found, after)
