"""A client's fields as dots, each shown on request for as long as the page is open, and logged."""

import streamlit as st

from core.access import SHORTEST_REASON
from core.administration.reveals import RevealClientField, reveal_client_field
from core.queries.sessions.page import SessionDetail
from pages import context
from pages.components import notices
from pages.components.markup import fill, pairs, show

LABELS = {
    "name": "Name",
    "date_of_birth": "Birth date",
    "email": "E-mail",
    "phone": "Phone",
    "address": "Address",
    "member_id": "Member ID",
}


def draw(session: SessionDetail) -> None:
    """The client's card, and what can be shown of it."""
    client, coverage = session.client, session.coverage
    shown: dict[str, str] = st.session_state.setdefault(f"revealed-{session.ref}", {})
    fields = [*client.fields, *([coverage.member_id] if coverage else [])]
    rows: list[tuple[str, object]] = [("Reference", client.ref)]
    rows += [(LABELS[one.field], shown.get(one.field, one.shown)) for one in fields]
    if coverage:
        rows.append(("Plan", f"{coverage.plan} ({coverage.payer})"))
    show(fill('<div class="desk card"><h2>Client</h2>{rows}</div>', rows=pairs(rows)))
    hidden = [one.field for one in fields if one.can_reveal and one.field not in shown]
    if hidden:
        _offer(session, hidden, shown)


def _offer(session: SessionDetail, hidden: list[str], shown: dict[str, str]) -> None:
    with st.popover("Show a field", icon=":material/visibility:"):
        field = st.radio(
            "Which", hidden, format_func=LABELS.__getitem__, key=f"reveal-{session.ref}"
        )
        reason = ""
        if session.client.needs_reason:
            reason = st.text_input(
                f"Why? ({SHORTEST_REASON} letters or more)", key=f"reveal-why-{session.ref}"
            )
        show(fill('<p class="desk quiet">What you look at is logged.</p>'))
        if st.button("Show it", key=f"reveal-go-{session.ref}"):
            coverage = session.coverage.coverage_ref if session.coverage else ""
            command = RevealClientField(session.client.ref, field, reason, coverage)
            found, problem = context.reveal(reveal_client_field, command)
            if found is None:
                notices.plain(problem)
            else:
                shown[field] = found.value or "nothing on record"
                st.rerun()
