"""Which pages there are, under which group and address, and what each lets its reader call."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from core.access import Actor
from core.metrics.results import metric_result
from core.queries.business_days import business_days_of
from core.queries.data_issues import find_data_issues
from core.queries.imports import import_records
from core.queries.outbox import list_outbox
from core.queries.people.compare import compare_clients
from core.queries.policy_values import policy_values
from core.queries.requests.page import request_page
from core.queries.requests.search import find_requests
from core.queries.sessions.billing_check import plan_choices
from core.queries.sessions.crises import crisis_exceptions
from core.queries.sessions.page import session_page
from core.queries.sessions.scenarios import scenario_list
from core.queries.sessions.search import find_sessions
from core.requests.cancellation.file import file_session_cancellation
from core.requests.correction.file import file_client_correction
from core.requests.late_edit.file import file_late_edit
from core.requests.listing.file import file_directory_update

HERE = Path(__file__).parent


@dataclass(frozen=True)
class PageSpec:
    """One page. Its reader must be allowed to call `needs`; None lets everybody read it."""

    title: str
    file: str
    address: str
    group: str
    icon: str
    needs: Callable[..., object] | None
    is_hidden: bool = False

    def page(self) -> Page:
        """The page as Streamlit wants it: a copy, since it marks the pages of a run as its own."""
        return copy(_page(self))


@cache  # Streamlit looks each file up
def _page(spec: PageSpec) -> Page:
    return st.Page(
        HERE / spec.file,
        title=spec.title,
        icon=f":material/{spec.icon}:",
        url_path=spec.address,
        default=spec.address == "",
        visibility="hidden" if spec.is_hidden else "visible",
    )


def _spec(
    group: str, *rows: tuple[str, str, str, str, Callable[..., object] | None]
) -> list[PageSpec]:
    """Pages of one group: title, file, address, icon, and what the reader must be allowed to call.
    A record page is reached by a link to one record and so is hidden in the menu."""
    return [
        PageSpec(title, file, address, group, icon, needs, address in RECORDS)
        for title, file, address, icon, needs in rows
    ]


RECORDS = frozenset({"request", "session", "compare"})
SPECS = (
    *_spec(
        "Work",
        ("Desk", "work/desk.py", "", "inbox", None),
        ("Requests", "work/requests.py", "requests", "list", find_requests),
        ("Request", "work/request.py", "request", "assignment", request_page),
        (
            "Client correction",
            "work/client_correction.py",
            "correct-client",
            "badge",
            file_client_correction,
        ),
        (
            "Directory update",
            "work/directory_update.py",
            "update-directory",
            "menu_book",
            file_directory_update,
        ),
        (
            "Session cancellation",
            "work/cancellation.py",
            "cancel-session",
            "event_busy",
            file_session_cancellation,
        ),
        ("Late edit", "work/late_edit.py", "edit-session", "edit_calendar", file_late_edit),
    ),
    *_spec(
        "Look up",
        ("Sessions", "lookup/sessions.py", "sessions", "search", find_sessions),
        ("Session", "lookup/session.py", "session", "event", session_page),
        ("Compare clients", "lookup/compare.py", "compare", "compare_arrows", compare_clients),
        (
            "Where can it be billed?",
            "lookup/billing_check.py",
            "billing-check",
            "map",
            plan_choices,
        ),
    ),
    *_spec(
        "Manage",
        ("Compliance", "manage/compliance.py", "compliance", "monitoring", metric_result),
        (
            "Crisis exceptions",
            "manage/crisis.py",
            "crisis",
            "emergency_home",
            crisis_exceptions,
        ),
        ("Data issues", "manage/data_issues.py", "data-issues", "rule", find_data_issues),
        ("Policies", "manage/policies.py", "policies", "gavel", policy_values),
        (
            "Business days",
            "manage/business_days.py",
            "business-days",
            "calendar_month",
            business_days_of,
        ),
    ),
    *_spec(
        "Administer",
        ("Imports", "admin/imports.py", "imports", "database", import_records),
        ("Outbox", "admin/outbox.py", "outbox", "mail", list_outbox),
        ("Scenarios", "admin/scenarios.py", "scenarios", "school", scenario_list),
    ),
)


DEMO_ONLY = "scenarios"
MOVED = {"findings": "data-issues", "extracts": "imports", "messages": "outbox"}
"""Addresses that links of earlier days still have, and where their pages are now."""


def specs_for(*, is_demo: bool) -> list[PageSpec]:
    """Every page; outside a demo the one for demos, which refuses there, is not in the menu."""
    closed = None if is_demo else DEMO_ONLY
    return [replace(one, is_hidden=one.is_hidden or one.address == closed) for one in SPECS]


def pages_for(actor: Actor, *, is_demo: bool) -> dict[str, list[Page]]:
    """The pages this person may open, by group. A page of another role says so at its address."""
    groups = {
        group: [spec.page() if may_open(actor, spec) else _closed(spec) for spec in specs]
        for group, specs in groupby(specs_for(is_demo=is_demo), lambda one: one.group)
    }
    by_address = {spec.address: spec for spec in SPECS}
    moved = [_closed(replace(by_address[to], address=old)) for old, to in MOVED.items()]
    return groups | {"": moved}


def moved_to(page: Page, groups: dict[str, list[Page]]) -> Page | None:
    """The page that an earlier address leads to now; None for an address of today."""
    by_address = {one.url_path: one for pages in groups.values() for one in pages}
    address = MOVED.get(page.url_path)
    return by_address[address] if address else None


def may_open(actor: Actor, spec: PageSpec) -> bool:
    """Whether the page is for this person's role."""
    return spec.needs is None or actor.may(spec.needs)


def _closed(spec: PageSpec) -> Page:
    """Stands in for a page of other roles: hidden, and nothing of that page runs."""
    return replace(spec, file="no_access.py", is_hidden=True).page()


def browser_title(title: str) -> str:
    """What the browser's tab and its history show: the page or the record's reference first."""
    return f"{title} · Session Desk"
