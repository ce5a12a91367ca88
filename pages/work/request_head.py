"""The head of a request's page: its title, what is due, its menu, and the steps it takes."""

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup

from core.queries.requests.page import RequestDetail
from core.rules.requests.course import CourseFacts, CourseStep, StepState, course_of
from core.rules.requests.transitions import ENDED
from core.rules.time.deadline_status import DeadlineRow
from core.rules.time.formats import business_days_text
from core.vocabulary.deadlines import RUNNING, DeadlineStatus
from core.vocabulary.requests import RequestStatus
from pages import navigation
from pages.components.chips import DEADLINES, chip, request_chip
from pages.components.markup import fill, join, show_html
from pages.components.screen_dates import screen_limit, screen_short_instant
from pages.work.request_rows import UNASSIGNED

BACK_TO_DESK = ' · <a href="/" target="_self">Back to the desk</a>'
SKIP_LINK = '<a class="skip-link" href="#next-step">To the next step</a>'


def show_head(request: RequestDetail, title: str, deadlines: Iterable[DeadlineRow]) -> None:
    """What it is, its status, its assignee, and the deadline that comes first."""
    st.set_page_config(page_title=navigation.browser_title(request.ref))
    facts = [request.assignee or UNASSIGNED]
    if request.reopen_count:
        times = "once" if request.reopen_count == 1 else f"{request.reopen_count} times"
        facts.append(f"Reopened {times}")
    show_html(
        fill(
            '{skip}<h1 class="request-title">{title} <span class="quiet">{ref}</span></h1>'
            '<div class="desk">{status} {due} <span class="quiet">{facts}</span>{back}</div>',
            skip=fill(SKIP_LINK),
            title=title,
            ref=request.ref,
            status=request_chip(request.stage),
            due=_due(deadlines) if request.status not in ENDED else "",
            facts=" · ".join(facts),
            back=fill(BACK_TO_DESK) if request.status in ENDED else "",
        )
    )


def _due(deadlines: Iterable[DeadlineRow]) -> Markup:
    """The first deadline that runs or is paused, with its limit."""
    for row in deadlines:
        if row.status == DeadlineStatus.NOT_APPLICABLE:
            return chip(row.words, "plain")
        if row.status in RUNNING:
            left = business_days_text(
                row.business_days_left or 0, is_overdue=row.status == DeadlineStatus.OVERDUE
            )
            limit = screen_limit(row.deadline.too_late_from)
            words = '{chip} <span class="quiet">until {limit} ·</span>'
            return fill(words, chip=chip(left, DEADLINES[row.status]), limit=limit)
    return Markup()


def show_course(
    request: RequestDetail,
    deadlines: Iterable[DeadlineRow],
    skips: frozenset[str],
    note: str,
) -> None:
    """The steps in a line, the current one marked, in red when it is overdue; `note` is about the
    current step."""
    facts = CourseFacts(
        kind=request.kind,
        status=request.status,
        received_at=request.received_at,
        ready_at=request.ready_at,
        first_action_at=request.first_action_at,
        told_at=request.told_at,
        closed_at=request.closed_at,
        events=tuple((one.action, one.at) for one in request.timeline),
        skips=skips,
    )
    is_late = any(row.status == DeadlineStatus.OVERDUE for row in deadlines)
    is_late = is_late and request.status not in ENDED
    items = join(_step(step, note, is_late=is_late) for step in course_of(facts))
    show_html(fill('<ol class="desk course" aria-label="Steps">{items}</ol>', items=items))


def _step(step: CourseStep, note: str, *, is_late: bool) -> Markup:
    is_current = step.state == StepState.CURRENT
    words = note if is_current else ""
    if step.at is not None:
        words = screen_short_instant(step.at)
    return fill(
        '<li class="{state}{late}"{current}><strong>{name}</strong>'
        '<span class="quiet">{words}</span></li>',
        state=step.state,
        late=" late" if is_current and is_late else "",
        current=Markup(' aria-current="step"') if is_current else "",
        name=step.name,
        words=words,
    )


def current_note(request: RequestDetail) -> str:
    """What holds the current step, where that is for every kind the same."""
    if request.status == RequestStatus.NEEDS_INFORMATION:
        return "Information is missing"
    if request.status == RequestStatus.SNOOZED and request.wait and not request.wait.is_over:
        return "Snoozed"
    return "" if request.assignee or request.status in ENDED else UNASSIGNED
