"""A deadline, drawn: how it stands, the time left, the instant on two clocks, and why."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from core.rules.time.deadline_row import DeadlineRow
from core.rules.time.formats import amount_text, day_text, due_text, instant_text
from core.vocabulary.deadlines import DeadlineKind, DeadlineStatus
from core.vocabulary.words import label
from pages.components.chips import DEADLINES, chip
from pages.components.markup import fill, join
from pages.components.rule_link import rule_link

LABELS = {
    DeadlineKind.NOTE_SIGNATURE: "Note signed",
    DeadlineKind.CONFIRMATION: "Session confirmed",
    DeadlineKind.EDIT_WINDOW: "Provider may still edit",
    DeadlineKind.CLIENT_CHARGE: "Client is charged",
    DeadlineKind.CAR_DATE: "CAR date to enter",
    DeadlineKind.FIRST_ACTION: "First action",
    DeadlineKind.TOLD: "Requester told",
    DeadlineKind.DIRECTORY_SUBMITTED: "Handed to Evernorth",
    DeadlineKind.DIRECTORY_LATE: "Changed by Evernorth",
}
ON_A_DAY = {DeadlineKind.CLIENT_CHARGE: "on", DeadlineKind.CAR_DATE: "enter"}
"""Deadlines that name one day and not a last one."""
RUNNING = frozenset({DeadlineStatus.OPEN, DeadlineStatus.DUE_SOON, DeadlineStatus.OVERDUE})


def limits(rows: Iterable[DeadlineRow], now: datetime, viewer: ZoneInfo) -> Markup:
    """Deadlines as a list, in the order given."""
    items = join(_limit(row, now, viewer) for row in rows)
    return fill('<ul class="desk limits">{items}</ul>', items=items)


def _limit(row: DeadlineRow, now: datetime, viewer: ZoneInfo) -> Markup:
    tone = DEADLINES[row.standing]
    return fill(
        '<li class="{tone}"><div class="head"><span class="kind">{kind}</span>{chip}'
        '<span class="left">{time}</span></div><div>{at}</div>{why}</li>',
        tone=tone,
        kind=LABELS.get(row.kind, label(row.kind).capitalize()),
        chip=chip(row.words, tone),
        time=_time(row, now, viewer),
        at=_clocks(row, viewer),
        why=_why(row),
    )


def _time(row: DeadlineRow, now: datetime, viewer: ZoneInfo) -> str:
    if row.met_at is not None:
        return instant_text(row.met_at, viewer)
    return due_text(row.limit_at, now) if row.standing in RUNNING else ""


def _clocks(row: DeadlineRow, viewer: ZoneInfo) -> Markup:
    """The limit on its own clock and, where that differs, on the viewer's."""
    own, at = ZoneInfo(row.zone), row.limit_at
    limit = f"by {instant_text(at, own)}"
    if row.last_on is not None and row.kind in ON_A_DAY:
        return fill("{words} {day}", words=ON_A_DAY[row.kind], day=day_text(row.last_on))
    if row.last_on is not None:
        limit = f"to the end of {day_text(row.last_on)} in {row.zone.replace('_', ' ')}"
    differs = at.astimezone(viewer).utcoffset() != at.astimezone(own).utcoffset()
    yours = f" · for you {instant_text(at, viewer)}" if differs else ""
    return fill("{limit}<span class='quiet'>{yours}</span>", limit=limit, yours=yours)


def _why(row: DeadlineRow) -> Markup:
    """The rule, the policy value with its date, and the days that were skipped."""
    days = join(
        fill("<li>{day}: {why}</li>", day=day_text(day), why=why) for day, why in row.skipped
    )
    return fill(
        "<details><summary>Why?</summary>{text} Counted from {start}.<br>"
        "Rule {rule}: {value}, in force since {since}. {citation}.{skipped}</details>",
        text=row.why,
        start=_start(row.starts, ZoneInfo(row.zone)),
        rule=rule_link(row.rule),
        value=amount_text(row.policy.text, row.policy.unit),
        since=day_text(row.policy.effective_from),
        citation=row.policy.citation,
        skipped=fill("<br>Days skipped:<ul>{days}</ul>", days=days) if days else "",
    )


def _start(starts: datetime | date, tz: ZoneInfo) -> str:
    return instant_text(starts, tz) if isinstance(starts, datetime) else day_text(starts)
