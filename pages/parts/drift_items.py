"""Drift on a lead's desk: what the platform says otherwise, and whose value stands."""

import streamlit as st

from core.actions.drift import ResolveDrift, Stands, resolve_drift
from core.queries.drift_items import DriftItem, DriftRow, drift_item, drift_items
from core.rules.corrections import field_label
from core.rules.time_text import when
from pages import shell
from pages.parts import trouble
from pages.parts.markup import fill, show

CHOSEN = "drift-chosen"


def draw() -> None:
    """The open items; nothing without any. Values are shown, and the look logged, for the one that
    is chosen."""
    rows = shell.read(drift_items)
    if not rows:
        return
    st.subheader("The platform says something else", divider="gray")
    for row in rows:
        is_chosen = st.session_state.get(CHOSEN) == row.drift_id
        with st.container(
            horizontal=True, vertical_alignment="center", border=True, key=f"drift-{row.drift_id}"
        ):
            show(_line(row))
            if not is_chosen:
                st.button(
                    "Decide", key=f"decide-{row.drift_id}", on_click=_choose, args=(row.drift_id,)
                )
        if is_chosen:
            _decide(shell.read(drift_item, row.drift_id))


def _choose(drift_id: int) -> None:
    st.session_state[CHOSEN] = drift_id


def _line(row: DriftRow) -> object:
    return fill(
        '<div class="desk row"><span><strong>{field}</strong> of {record} {ref}</span>'
        '<span class="quiet">seen in the extract of {at}</span></div>',
        field=field_label(row.field).capitalize(),
        record=row.record.replace("_", " "),
        ref=row.platform_id,
        at=when(row.seen_at, shell.signed_in().actor.tz),
    )


def _decide(item: DriftItem) -> None:
    name = f"drift-{item.drift_id}-{item.version}"
    show(_difference(item))
    with st.form(name, enter_to_submit=False, border=False):
        st.text_input("Why", key=f"{name}-reason")
        trouble.by_field(shell.problems(name), "reason")
        with st.container(horizontal=True):
            for stands, words in (
                (Stands.OURS, "Ours stands: send it again"),
                (Stands.THEIRS, "Theirs stands: take it over"),
            ):
                st.form_submit_button(words, on_click=_answer, args=(name, item, stands))


def _difference(item: DriftItem) -> object:
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
        ours_at=when(item.changed_at, shell.signed_in().actor.tz),
        theirs_at=when(item.seen_at, shell.signed_in().actor.tz),
        why=f"Corrected for {item.request_ref}." if item.request_ref else "",
    )


def _answer(name: str, item: DriftItem, stands: Stands) -> None:
    reason = st.session_state[f"{name}-reason"]
    command = ResolveDrift(item.drift_id, item.version, item.ours, stands, reason)
    shell.submit(name, resolve_drift, command)
