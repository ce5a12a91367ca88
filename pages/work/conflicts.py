"""Conflicts with the platform on a lead's desk: its value, ours, and which one to keep."""

from functools import partial

import streamlit as st

from core.outbound.conflicts import ResolveConflict, Stands, resolve_conflict
from core.queries.requests.conflicts import (
    ConflictItem,
    ConflictRow,
    conflict_detail,
    list_conflicts,
)
from core.rules.requests.corrections import field_label, value_text
from core.vocabulary.words import sentence_case
from pages import context
from pages.components.command_form import FormButton, FormField, show_command_form
from pages.components.markup import MISSING_MARK, Markup, fill, show_html
from pages.components.screen_dates import screen_instant

CHOSEN = "conflict-chosen"


def show_conflicts() -> None:
    """The open conflicts; nothing without any. Only the chosen one shows its values, since that
    look is logged."""
    rows = context.query(list_conflicts)
    if not rows:
        return
    st.subheader("Conflicts with the platform", divider="gray")
    for row in rows:
        is_chosen = st.session_state.get(CHOSEN) == row.conflict_id
        with st.container(
            horizontal=True,
            vertical_alignment="center",
            border=True,
            key=f"conflict-{row.conflict_id}",
        ):
            show_html(_line(row))
            if not is_chosen:
                st.button(
                    "Resolve",
                    key=f"resolve-{row.conflict_id}",
                    on_click=_choose,
                    args=(row.conflict_id,),
                )
        if is_chosen:
            _show_resolution(context.query(conflict_detail, row.conflict_id))


def _choose(conflict_id: int) -> None:
    st.session_state[CHOSEN] = conflict_id


def _line(row: ConflictRow) -> Markup:
    return fill(
        '<div class="desk row"><span><strong>{field}</strong> of {record} {ref}</span>'
        '<span class="quiet">Import of {at}</span></div>',
        field=sentence_case(field_label(row.field)),
        record=row.record.replace("_", " "),
        ref=row.platform_id,
        at=screen_instant(row.seen_at),
    )


def _show_resolution(item: ConflictItem) -> None:
    command = partial(ResolveConflict, item.conflict_id, item.version, item.ours)
    show_html(_difference(item))
    show_command_form(
        "resolve-conflict",
        item.conflict_id,
        (FormField("reason", "Reason"),),
        FormButton("Keep our value and resend", resolve_conflict, partial(command, Stands.OURS)),
        FormButton(
            "Accept the platform's value", resolve_conflict, partial(command, Stands.THEIRS)
        ),
    )


def _difference(item: ConflictItem) -> Markup:
    return fill(
        '<div class="desk card"><h2>{field}</h2><div class="diff">'
        '<span class="label">Our value, since {ours_at}</span><span class="new">{ours}</span>'
        '<span class="arrow" aria-hidden="true"></span><span></span>'
        '<span class="label">Platform value, {theirs_at}</span><span class="new">{theirs}</span>'
        '<span class="arrow" aria-hidden="true"></span><span></span></div>'
        '<p class="quiet">{why}</p></div>',
        field=sentence_case(field_label(item.field)),
        ours=value_text(item.field, item.ours) or MISSING_MARK,
        theirs=value_text(item.field, item.theirs) or MISSING_MARK,
        ours_at=screen_instant(item.changed_at),
        theirs_at=screen_instant(item.seen_at),
        why=f"Corrected by request {item.request_ref}." if item.request_ref else "",
    )
