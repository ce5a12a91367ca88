"""Deadlines in a list: status, time left, the instant on two clocks, and why."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from core.rules.time.deadline_status import DeadlineRow
from core.rules.time.deadlines import Deadline
from core.rules.time.formats import (
    amount_text,
    business_days_text,
    day_text,
    due_text,
    span_text,
    zone_text,
)
from core.vocabulary.deadlines import RUNNING, DeadlineKind, DeadlineStatus
from core.vocabulary.words import label
from pages import context
from pages.components.chips import DEADLINES, chip
from pages.components.markup import fill, join
from pages.components.rule_link import rule_link
from pages.components.screen_dates import screen_day, screen_instant

ON_A_DAY = {DeadlineKind.CLIENT_CHARGE: "On", DeadlineKind.CAR_DATE: "Must be"}
"""Deadlines that name one day and not a last one."""


def deadline_list(rows: Iterable[DeadlineRow], now: datetime) -> Markup:
    """Deadlines as a list, in the order given."""
    items = join(_item(row, now) for row in rows)
    return fill('<ul class="desk limits">{items}</ul>', items=items)


def _item(row: DeadlineRow, now: datetime) -> Markup:
    tone = DEADLINES[row.status]
    return fill(
        '<li class="{tone}"><div class="head"><span class="kind">{kind}</span>{chip}'
        '<span class="left">{time}</span></div><div>{at}</div>{why}</li>',
        tone=tone,
        kind=label(row.deadline.kind),
        chip=chip(row.words, tone),
        time=_time(row, now),
        at=_clocks(row.deadline),
        why=_why(row.deadline),
    )


def _time(row: DeadlineRow, now: datetime) -> str:
    if row.met_at is not None:
        return screen_instant(row.met_at)
    if row.status not in RUNNING or row.deadline.kind == DeadlineKind.CAR_DATE:
        return ""  # a CAR date is a day to enter; the chip tells about the report
    limit = row.deadline.too_late_from
    if row.deadline.kind == DeadlineKind.CONFIRMATION and row.status == DeadlineStatus.OVERDUE:
        return f"{span_text((now - limit).total_seconds())} ago"  # its chip says "Expired"
    if row.business_days_left is None:
        return due_text(limit, now)
    is_overdue = row.status == DeadlineStatus.OVERDUE
    return business_days_text(row.business_days_left, is_overdue=is_overdue)


def _clocks(one: Deadline) -> Markup:
    """The deadline on its own clock and, where that differs, on the viewer's."""
    own, at, viewer = one.tz, one.too_late_from, context.signed_in().actor.tz
    if one.last_on is not None and one.kind in ON_A_DAY:
        return fill("{words} {day}", words=ON_A_DAY[one.kind], day=screen_day(one.last_on))
    until = "Until" if one.kind == DeadlineKind.EDIT_WINDOW else "By"
    limit = f"{until} {screen_instant(at, own)}"
    if one.last_on is not None:
        limit = f"By the end of {screen_day(one.last_on)} ({zone_text(one.tz.key)})"
    differs = at.astimezone(viewer).utcoffset() != at.astimezone(own).utcoffset()
    yours = f" ({screen_instant(at)} for you)" if differs else ""
    return fill("{limit}<span class='quiet'>{yours}</span>", limit=limit, yours=yours)


def _why(one: Deadline) -> Markup:
    """The rule, the policy value with its date, and the days that were skipped."""
    days = join(
        fill("<li>{day}: {why}</li>", day=screen_day(each.day), why=each.why)
        for each in one.skipped
    )
    return fill(
        "<details><summary>Why?</summary>{text} Counted from {start}.<br>"
        "Rule {rule}: {value}, in force since {since}. {citation}.{skipped}</details>",
        text=one.why,
        start=_start(one.starts, one.tz),
        rule=rule_link(one.policy.rule),
        value=amount_text(one.policy.text, one.policy.unit),
        since=day_text(one.policy.effective_from),
        citation=one.policy.citation,
        skipped=fill("<br>Skipped days:<ul>{days}</ul>", days=days) if days else "",
    )


def _start(starts: datetime | date, tz: ZoneInfo) -> str:
    return screen_instant(starts, tz) if isinstance(starts, datetime) else screen_day(starts)
