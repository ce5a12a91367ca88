"""How a directory update stands: the lines, the ruler of Evernorth's business days, the looks."""

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from core.queries.requests.listing import DirectoryDetail, LineView, SubmissionView
from core.rules.requests.listing import RulerDay, Stand
from core.rules.time.formats import day_text
from core.vocabulary.requests import EvernorthStatus
from core.vocabulary.words import label
from pages.components import deadlines
from pages.components.chips import chip
from pages.components.markup import fill, join, show, table

STANDS = {
    Stand.TO_SUBMIT: ("Not submitted yet", "info"),
    Stand.WAITING: ("Evernorth has it; too early to look", "plain"),
    Stand.EXPECTED: ("Expected now: look at the listing", "soon"),
    Stand.LATE: ("Late at Evernorth: ask them", "bad"),
    Stand.RETURNED: ("Evernorth gave it back", "soon"),
    Stand.SEEN: ("Every field seen right", "good"),
}
LINES = {
    EvernorthStatus.TO_SUBMIT: "plain",
    EvernorthStatus.RETURNED: "soon",
    EvernorthStatus.REFLECTED: "good",
}


def draw(found: DirectoryDetail, now: datetime, viewer: ZoneInfo) -> None:
    """The whole of it, as cards."""
    _lines(found)
    if found.clocks:
        _evernorth(found, now, viewer)
    if any(line.looks for line in found.lines):
        _looks(found)


def wanted(line: LineView) -> Markup:
    """One line: its topic, what was listed, what is right."""
    return fill('<div class="desk diff">{row}</div>', row=_row(line))


def _lines(found: DirectoryDetail) -> None:
    missing = join(fill("<li>{text}</li>", text=text) for text in found.missing)
    provider = found.provider
    whose = f"{provider.name} · {provider.ref} · NPI {provider.npi}" if provider else ""
    show(
        fill(
            '<div class="desk card"><h2>To change in the listing</h2><p class="quiet">{whose}</p>'
            '<div class="diff">{rows}</div>{missing}</div>',
            whose=whose,
            rows=join(_row(line) for line in found.lines),
            missing=fill("<p>Still missing:</p><ul>{items}</ul>", items=missing) if missing else "",
        )
    )


def _row(line: LineView) -> Markup:
    return fill(
        '<span class="label">{topic}</span><span>{listed}</span>'
        '<span class="arrow" aria-hidden="true">→</span><span class="new">{correct} {mark}</span>',
        topic=label(line.topic),
        listed=line.listed_value or "–",
        correct=line.correct_value or "still missing",
        mark=chip(_status(line.evernorth_status), LINES.get(line.evernorth_status, "info")),
    )


def _status(status: EvernorthStatus) -> str:
    return "seen right" if status == EvernorthStatus.REFLECTED else label(status)


def _evernorth(found: DirectoryDetail, now: datetime, viewer: ZoneInfo) -> None:
    words, tone = STANDS[found.stand]
    show(
        fill(
            '<div class="desk card"><h2>At Evernorth {chip}</h2>{ruler}{clocks}{handed}</div>',
            chip=chip(words, tone),
            ruler=_ruler(found) if found.ruler else "",
            clocks=deadlines.limits(found.clocks, now, viewer),
            handed=_handed(found.submissions) if found.submissions else "",
        )
    )


def _ruler(found: DirectoryDetail) -> Markup:
    """Business days 1 to 7; what is skipped stands between them without a number."""
    last = found.submissions[-1]
    days = join(_day(day, found) for day in found.ruler)
    return fill(
        '<ol class="ruler" aria-label="Business days since the submission">{days}</ol>'
        '<p class="quiet">Submitted {on}. Expected from {expected}, late after {late}.</p>',
        days=days,
        on=day_text(last.submitted_on),
        expected=day_text(last.expected_on),
        late=day_text(last.late_after_on),
    )


def _day(day: RulerDay, found: DirectoryDetail) -> Markup:
    last, is_today = found.submissions[-1], day.day == found.today
    kinds = ["skipped" if day.number is None else "counted"]
    kinds += ["expected"] if day.number is not None and day.day >= last.expected_on else []
    kinds += ["past"] if day.day < found.today else []
    return fill(
        '<li class="{kinds}" title="{title}"{now}><strong>{number}</strong>'
        "<span>{short}</span>{today}</li>",
        kinds=" ".join(kinds),
        title=f"{day_text(day.day)}: {day.why_not}" if day.why_not else day_text(day.day),
        now=Markup(' aria-current="date"') if is_today else "",
        number=day.number or "–",
        short=f"{day.day:%a} {day.day.day}",
        today=Markup("<em>today</em>") if is_today else "",
    )


def _handed(submissions: tuple[SubmissionView, ...]) -> Markup:
    rows = [
        (
            one.attempt,
            day_text(one.submitted_on),
            one.reference,
            day_text(one.late_after_on),
            day_text(one.returned_on) if one.returned_on else "",
        )
        for one in submissions
    ]
    heads = ("Attempt", "Submitted", "Reference", "Late after", "Came back")
    return table("Hand-overs", heads, rows)


def _looks(found: DirectoryDetail) -> None:
    rows = [
        (
            day_text(look.looked_on),
            label(line.topic),
            look.seen_value,
            "right" if look.is_right else "not right",
            look.by,
        )
        for line in found.lines
        for look in line.looks
    ]
    heads = ("Day", "Field", "It said", "Verdict", "By")
    body = table("Looks at the listing", heads, rows)
    show(fill('<div class="desk card">{body}</div>', body=body))
