"""A client's masked fields, each shown on request for as long as the page is open, and logged."""

from collections.abc import Iterable

import streamlit as st

from core.access import SHORTEST_REASON
from core.administration.reveals import RevealClientField, reveal_client_field
from core.errors import DeskError
from core.queries.sessions.page import SessionDetail
from core.rules.requests.corrections import value_text
from core.rules.sessions.masking import MaskedField
from pages import context
from pages.components import notices
from pages.components.markup import pairs, show_card, show_text

LABELS = {
    "name": "Name",
    "date_of_birth": "Birth date",
    "email": "E-mail",
    "phone": "Phone",
    "address": "Address",
    "member_id": "Member ID",
}


def show_client_card(session: SessionDetail) -> None:
    """The client's card, and what can be shown of it."""
    client, coverage = session.client, session.coverage
    shown: dict[str, str] = st.session_state.setdefault(f"revealed-{session.ref}", {})
    fields = [*client.fields, *([coverage.member_id] if coverage else [])]
    rows: list[tuple[str, object]] = [("Reference", client.ref)]
    rows += [(LABELS[one.field], shown.get(one.field, one.shown)) for one in fields]
    if coverage:
        rows.append(("Plan", f"{coverage.plan} ({coverage.payer})"))
    if client.merged:
        rows.append(("Merged", client.merged))
    show_card("Client", pairs(rows))
    coverage_ref = coverage.coverage_ref if coverage else ""
    offer_reveal(session.ref, client.ref, fields, shown, coverage_ref, client.needs_reason)


def offer_reveal(
    name: str,
    client_ref: str,
    fields: Iterable[MaskedField],
    shown: dict[str, str],
    coverage_ref: str = "",
    needs_reason: bool = False,
) -> None:
    """Adds to `shown` what this person reveals of a client, one field at a time; `name` keeps two
    clients on a page apart."""
    hidden = [one.field for one in fields if one.can_reveal and one.field not in shown]
    if not hidden:
        return
    with st.popover("Show a hidden field", icon=":material/visibility:", key=f"reveal-box-{name}"):
        field = st.radio("Field", hidden, format_func=LABELS.__getitem__, key=f"reveal-{name}")
        reason = ""
        if needs_reason:
            words = f"Reason ({SHORTEST_REASON} characters or more)"
            reason = st.text_input(words, key=f"reveal-why-{name}")
        show_text("Every look is in the reading log.", is_quiet=True)
        if st.button(f"Show {LABELS[field].lower()}", key=f"reveal-go-{name}"):
            _reveal(RevealClientField(client_ref, field, reason, coverage_ref), shown)


def _reveal(command: RevealClientField, shown: dict[str, str]) -> None:
    try:
        value = context.query(reveal_client_field, command).value
        shown[command.field] = value_text(command.field, value)
    except DeskError as problem:
        notices.show_problem(str(problem))
    else:
        st.rerun()
