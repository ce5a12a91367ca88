"""The list of the desk: one row per request, under the heads of their due days."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

import streamlit as st
from markupsafe import Markup

from core.queries.requests.desk_rows import DeskRow
from core.rules.time.formats import business_days_text, count_text, day_text, span_text
from core.vocabulary.requests import DueGroup, RequestKind, RequestStage
from core.vocabulary.words import label
from pages.components.chips import urgent_chip
from pages.components.markup import fill, or_missing, record_link, show_html
from pages.components.screen_dates import screen_today
from pages.work.request_rows import ADDRESS, UNASSIGNED

ICONS = {
    RequestKind.CLIENT_CORRECTION: ("badge", "Correction"),
    RequestKind.DIRECTORY_UPDATE: ("menu_book", "Directory"),
    RequestKind.SESSION_CANCELLATION: ("event_busy", "Cancellation"),
    RequestKind.SESSION_EDIT: ("edit_calendar", "Late edit"),
    RequestKind.MOS_BOOKING: ("military_tech", "MOS booking"),
    RequestKind.MOS_CONFIRMATION: ("military_tech", "MOS confirming"),
    RequestKind.BOOKING_HELP: ("support_agent", "Booking"),
    RequestKind.OTHER: ("support_agent", "Other"),
}
STAGES = {
    RequestStage.NEEDS_INFORMATION: "help",
    RequestStage.READY: "radio_button_unchecked",
    RequestStage.IN_PROGRESS: "pending",
    RequestStage.SNOOZED: "snooze",
    RequestStage.WOKEN: "alarm",
    RequestStage.REPLY_PENDING: "send",
}
HEADS = ("Due", "Request", "Kind", "About", "Status", "Age", "Next step", "Assignee")
SYMBOL = '<span class="symbol" aria-hidden="true">{name}</span>'


def show_desk_list(
    rows: Sequence[DeskRow],
    heads: Mapping[DueGroup, int],
    now: datetime,
    show_take: Callable[[DeskRow], None] | None,
    key: str = "desk-list",
) -> None:
    """The rows in their order, each one element; `show_take` puts its button at the end of a row
    that is unassigned. Without `heads` there are no heads."""
    today = screen_today()
    names = Markup("").join(fill("<span>{name}</span>", name=name) for name in HEADS)
    with st.container(key=key):
        cells = '<div class="desk-row whole names" aria-hidden="true">{names}</div>'
        show_html(fill(cells, names=names))
        for group, found in groupby(rows, lambda row: row.group):
            if heads:
                _show_head(group, heads[group])
            for row in found:
                can_take = show_take is not None and row.request.assignee is None
                show_html(_row(row, now, today, can_take=can_take))
                if can_take and show_take is not None:
                    show_take(row)


def _show_head(group: DueGroup, count: int) -> None:
    words = (
        '<div class="desk-row whole head {group}" role="heading" aria-level="2">'
        "<span>{name} <strong>{count}</strong></span></div>"
    )
    show_html(fill(words, group=group.value, name=label(group), count=f"{count:,}"))


def _row(row: DeskRow, now: datetime, today: date, *, can_take: bool) -> Markup:
    request = row.request
    icon, kind = ICONS[request.kind]
    assignee = "" if can_take else "You" if row.is_mine else request.assignee or UNASSIGNED
    return fill(
        '<div class="desk-row {place}" role="group" aria-label="{ref}">{due}{link}'
        '<span class="kind">{icon} {kind}</span>'
        '<span class="about"><strong>{whose}</strong>{about}</span>'
        '<span class="status">{urgent}{symbol} {status}</span><span class="age">{age}</span>'
        '<span class="step{ours}">{step}</span><span class="who-has">{assignee}</span></div>',
        place="takes" if can_take else "whole",
        ref=request.ref,
        due=_due(row, now, today),
        link=record_link(ADDRESS, request.ref),
        icon=fill(SYMBOL, name=icon),
        kind=kind,
        whose=or_missing(row.whose),
        about=f" · {row.about}" if row.about else "",
        urgent=urgent_chip(request.is_urgent),
        symbol=fill(SYMBOL, name=STAGES.get(request.stage, "circle")),
        status=row.status,
        age=_age(now - request.received_at),
        ours=" ours" if row.step.is_ours else "",
        step=row.step.text,
        assignee=assignee,
    )


def _due(row: DeskRow, now: datetime, today: date) -> Markup:
    """The chip of the row's head: days overdue, today, or the day."""
    request, group = row.request, row.group
    if group == DueGroup.PAUSED or request.due_at is None or request.due_on is None:
        return _chip("plain", "pause", "", "Paused")
    if group == DueGroup.OVERDUE:
        whole = business_days_text(request.days_left or 0, is_overdue=True)
        shown = count_text(abs(request.days_left or 0), "business day")
        return (
            _chip("late", "error", "Overdue by ", shown)
            if request.days_left
            else _chip("late", "error", "", whole)
        )
    if group == DueGroup.TODAY:
        left = request.due_at - now
        return _chip("today", "schedule", "Due ", "Today" if left > timedelta() else "Overdue")
    return _chip("plain", "event", "Due ", day_text(request.due_on, today))


def _chip(tone: str, icon: str, unseen: str, text: str) -> Markup:
    return fill(
        '<span class="due {tone}">{icon}<span class="unseen">{unseen}</span>{text}</span>',
        tone=tone,
        icon=fill(SYMBOL, name=icon),
        unseen=unseen,
        text=text,
    )


def _age(age: timedelta) -> str:
    """Days, else hours, else minutes: "3 d", "5 h"."""
    if age >= timedelta(days=1):
        return f"{age.days} d"
    return (
        f"{age // timedelta(hours=1)} h"
        if age >= timedelta(hours=1)
        else span_text(age.total_seconds())
    )
