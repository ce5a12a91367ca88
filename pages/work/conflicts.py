"""Drift on a lead's desk: what the platform says otherwise, and whose value stands."""

import streamlit as st

from core.outbound.conflicts import ResolveConflict, Stands, resolve_conflict
from core.queries.requests.conflicts import (
    ConflictItem,
    ConflictRow,
    conflict_detail,
    list_conflicts,
)
from core.rules.requests.corrections import field_label
from core.rules.time.formats import instant_text
from pages import context
from pages.components import notices
from pages.components.markup import fill, show

CHOSEN = "drift-chosen"


def draw() -> None:
    """The open items; nothing without any. Values are shown, and the look logged, for the one that
    is chosen."""
    rows = context.read(list_conflicts)
    if not rows:
        return
    st.subheader("The platform says something else", divider="gray")
    for row in rows:
        is_chosen = st.session_state.get(CHOSEN) == row.conflict_id
        with st.container(
            horizontal=True,
            vertical_alignment="center",
            border=True,
            key=f"drift-{row.conflict_id}",
        ):
            show(_line(row))
            if not is_chosen:
                st.button(
                    "Decide",
                    key=f"decide-{row.conflict_id}",
                    on_click=_choose,
                    args=(row.conflict_id,),
                )
        if is_chosen:
            _decide(context.read(conflict_detail, row.conflict_id))


def _choose(conflict_id: int) -> None:
    st.session_state[CHOSEN] = conflict_id


def _line(row: ConflictRow) -> object:
    return fill(
        '<div class="desk row"><span><strong>{field}</strong> of {record} {ref}</span>'
        '<span class="quiet">seen in the extract of {at}</span></div>',
        field=field_label(row.field).capitalize(),
        record=row.record.replace("_", " "),
        ref=row.platform_id,
        at=instant_text(row.seen_at, context.signed_in().actor.tz),
    )


def _decide(item: ConflictItem) -> None:
    name = f"drift-{item.conflict_id}-{item.version}"
    show(_difference(item))
    with st.form(name, enter_to_submit=False, border=False):
        st.text_input("Why", key=f"{name}-reason")
        notices.by_field(context.problems(name), "reason")
        with st.container(horizontal=True):
            for stands, words in (
                (Stands.OURS, "Ours stands: send it again"),
                (Stands.THEIRS, "Theirs stands: take it over"),
            ):
                st.form_submit_button(words, on_click=_answer, args=(name, item, stands))


def _difference(item: ConflictItem) -> object:
    return fill(
        '<div class="desk card"><h2>{field}</h2><div class="diff">'
        '<span class="label">Ours, since {ours_at}</span><span class="new">{ours}</span>'
        '<span class="arrow" aria-hidden="true"></span><span></span>'
        '<span class="label">Theirs, {theirs_at}</span><span class="new">{theirs}</span>'
        '<span class="arrow" aria-hidden="true"></span><span></span></div>'
        '<p class="quiet">{why}</p></div>',
        field=field_label(item.field).capitalize(),
        ours=item.ours or "–",
        theirs=item.theirs or "–",
        ours_at=instant_text(item.changed_at, context.signed_in().actor.tz),
        theirs_at=instant_text(item.seen_at, context.signed_in().actor.tz),
        why=f"Corrected for {item.request_ref}." if item.request_ref else "",
    )


def _answer(name: str, item: ConflictItem, stands: Stands) -> None:
    reason = st.session_state[f"{name}-reason"]
    command = ResolveConflict(item.conflict_id, item.version, item.ours, stands, reason)
    context.submit(name, resolve_conflict, command)
