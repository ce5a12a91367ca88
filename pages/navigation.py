"""Which pages there are, under which group and address, and what each lets its reader call."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from core.access import Actor
from core.metrics.notes import note_timeliness
from core.queries.data_issues import find_data_issues
from core.queries.imports import import_records
from core.queries.outbox import list_messages
from core.queries.policy_values import policy_values
from core.queries.requests.page import request_page
from core.queries.requests.search import find_requests
from core.queries.sessions.billing_check import plan_choices
from core.queries.sessions.page import session_page
from core.queries.sessions.search import find_sessions
from core.requests.cancellation.file import file_session_cancellation
from core.requests.correction.file import file_client_correction
from core.requests.listing.file import file_directory_update

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Spec:
    """One page. `needs` is what its reader must be allowed to call, None for everybody."""

    label: str
    file: str
    address: str
    group: str
    icon: str
    needs: Callable[..., object] | None
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
    Spec("Desk", "work/desk.py", "", "Work", "inbox", None),
    Spec(
        "Correct a client",
        "work/client_correction.py",
        "correct-client",
        "Work",
        "edit_note",
        file_client_correction,
    ),
    Spec(
        "Update a directory listing",
        "work/directory_update.py",
        "update-directory",
        "Work",
        "contact_page",
        file_directory_update,
    ),
    Spec(
        "Cancel a confirmed session",
        "work/cancellation.py",
        "cancel-session",
        "Work",
        "event_busy",
        file_session_cancellation,
    ),
    Spec("Requests", "work/requests.py", "requests", "Work", "list", find_requests),
    Spec("Request", "work/request.py", "request", "Work", "assignment", request_page, True),
    Spec("Sessions", "lookup/sessions.py", "sessions", "Look up", "search", find_sessions),
    Spec("Session", "lookup/session.py", "session", "Look up", "event", session_page, True),
    Spec(
        "Where can it be billed?",
        "lookup/billing_check.py",
        "billing-check",
        "Look up",
        "map",
        plan_choices,
    ),
    Spec(
        "Compliance",
        "manage/compliance.py",
        "compliance",
        "Manage",
        "monitoring",
        note_timeliness,
    ),
    Spec("Findings", "manage/data_issues.py", "data-issues", "Manage", "rule", find_data_issues),
    Spec("Policies", "manage/policies.py", "policies", "Manage", "gavel", policy_values),
    Spec("Extracts", "admin/imports.py", "imports", "Administer", "database", import_records),
    Spec("Messages", "admin/outbox.py", "outbox", "Administer", "mail", list_messages),
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
    return replace(spec, file="no_access.py", is_hidden=True).page()
