"""Which pages there are, under which group and address, and the row of the table each needs."""

from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from core.access import Actor

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Spec:
    """One page. `needs` is a row of the access table, None for everybody."""

    label: str
    file: str
    address: str
    group: str
    icon: str
    needs: str | None
    is_hidden: bool = False

    def page(self) -> Page:
        """The page as Streamlit wants it."""
        return st.Page(
            HERE / self.file,
            title=self.label,
            icon=f":material/{self.icon}:",
            url_path=self.address,
            default=self.address == "",
            visibility="hidden" if self.is_hidden else "visible",
        )


SPECS = (
    Spec("Desk", "desk.py", "", "Work", "inbox", None),
    Spec(
        "Correct a client",
        "client_correction.py",
        "correct-client",
        "Work",
        "edit_note",
        "file_client_correction",
    ),
    Spec(
        "Update a directory listing",
        "directory_update.py",
        "update-directory",
        "Work",
        "contact_page",
        "file_directory_update",
    ),
    Spec(
        "Cancel a confirmed session",
        "session_cancellation.py",
        "cancel-session",
        "Work",
        "event_busy",
        "file_session_cancellation",
    ),
    Spec("Requests", "request_list.py", "requests", "Work", "list", "find_requests"),
    Spec("Request", "request.py", "request", "Work", "assignment", "request_page", True),
    Spec("Sessions", "sessions.py", "sessions", "Look up", "search", "find_sessions"),
    Spec("Session", "session.py", "session", "Look up", "event", "session_page", True),
    Spec(
        "Where can it be billed?",
        "billing_check.py",
        "billing-check",
        "Look up",
        "map",
        "plan_choices",
    ),
    Spec("Compliance", "compliance.py", "compliance", "Manage", "monitoring", "note_timeliness"),
    Spec("Findings", "findings.py", "findings", "Manage", "rule", "find_findings"),
    Spec("Policies", "policies.py", "policies", "Manage", "gavel", "policy_values"),
    Spec("Extracts", "extracts.py", "extracts", "Administer", "database", "import_records"),
    Spec("Messages", "messages.py", "messages", "Administer", "mail", "list_messages"),
)


def pages_for(actor: Actor) -> dict[str, list[Page]]:
    """The pages this person may open, by group. The address of another says for whom it is."""
    return {
        group: [spec.page() if may_open(actor, spec) else _closed(spec) for spec in specs]
        for group, specs in groupby(SPECS, lambda one: one.group)
    }


def may_open(actor: Actor, spec: Spec) -> bool:
    """Whether the page is for this person's role."""
    return spec.needs is None or actor.may(spec.needs)


def _closed(spec: Spec) -> Page:
    """In the place of a page for others: hidden, and nothing of it runs."""
    return replace(spec, file="not_for_you.py", is_hidden=True).page()
