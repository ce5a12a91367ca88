"""Where a directory update is: the lines, Evernorth's business days, submissions and checks."""

from datetime import datetime

from markupsafe import Markup

from core.queries.requests.listing import DirectoryDetail, ListingLineView, SubmissionView
from core.rules.requests.listing import ListingStage, RulerDay
from core.rules.time.formats import MISSING
from core.vocabulary.requests import EvernorthStatus
from core.vocabulary.words import label
from pages.components import deadlines
from pages.components.chips import chip
from pages.components.markup import MISSING_MARK, fill, join, show_card, show_html, table
from pages.components.screen_dates import screen_day
from pages.work.filing import missing_list

STANDS = {
    ListingStage.TO_SUBMIT: ("Not submitted", "info"),
    ListingStage.WAITING: ("Submitted; too early to check", "plain"),
    ListingStage.EXPECTED: ("Expected now: check the listing", "soon"),
    ListingStage.LATE: ("Overdue: ask Evernorth", "bad"),
    ListingStage.RETURNED: ("Returned by Evernorth", "soon"),
    ListingStage.SEEN: ("Every field correct", "good"),
}
LINES = {
    EvernorthStatus.TO_SUBMIT: "plain",
    EvernorthStatus.RETURNED: "soon",
    EvernorthStatus.REFLECTED: "good",
}


def show_evernorth(found: DirectoryDetail, now: datetime, *, has_ended: bool) -> None:
    """The days at Evernorth and the checks; of a request that ended nothing is due there."""
    if found.deadlines and (found.submissions or not has_ended):
        _show_days(found, now)
    if any(line.checks for line in found.lines):
        _show_checks(found)


def wanted_line(line: ListingLineView) -> Markup:
    """One line: its topic, the value listed, the correct value."""
    return fill('<div class="desk diff">{row}</div>', row=_row(line))


def show_lines(found: DirectoryDetail) -> None:
    """The items of the listing, each with its value now and the correct one."""
    provider = found.provider
    whose = f"{provider.name} · {provider.ref} · NPI {provider.npi}" if provider else ""
    body = fill(
        '<p class="quiet">{whose}</p><div class="diff">{rows}</div>{missing}',
        whose=whose,
        rows=join(_row(line) for line in found.lines),
        missing=missing_list(found.missing),
    )
    show_card("Requested changes", body)


def _row(line: ListingLineView) -> Markup:
    return fill(
        '<span class="label">{topic}</span><span>{listed}</span>'
        '<span class="arrow" aria-hidden="true">→</span><span class="new">{correct} {mark}</span>',
        topic=label(line.topic),
        listed=line.listed_value or MISSING_MARK,
        correct=line.correct_value or "Missing",
        mark=chip(label(line.evernorth_status), LINES.get(line.evernorth_status, "info")),
    )


def _show_days(found: DirectoryDetail, now: datetime) -> None:
    words, tone = STANDS[found.stand]
    show_html(
        fill(
            '<div class="desk card"><h2>Evernorth status {chip}</h2>'
            "{ruler}{clocks}{submissions}</div>",
            chip=chip(words, tone),
            ruler=_ruler(found) if found.ruler else "",
            clocks=deadlines.deadline_list(found.deadlines, now),
            submissions=_submissions(found.submissions) if found.submissions else "",
        )
    )


def _ruler(found: DirectoryDetail) -> Markup:
    """Business days 1 to 7; skipped days stand between them without a number."""
    last = found.submissions[-1]
    return fill(
        '<ol class="ruler" aria-label="Business days since the submission">{days}</ol>'
        '<p class="quiet">Submitted {on}. Expected from {expected}, overdue after {late}.</p>',
        days=join(_day(day, found) for day in found.ruler),
        on=screen_day(last.submitted_on),
        expected=screen_day(last.expected_on),
        late=screen_day(last.late_after_on),
    )


def _day(day: RulerDay, found: DirectoryDetail) -> Markup:
    last, is_today = found.submissions[-1], day.day == found.today
    kinds = ["skipped" if day.number is None else "counted"]
    kinds += ["expected"] if day.number is not None and day.day >= last.expected_on else []
    kinds += ["past"] if day.day < found.today else []
    day_words = screen_day(day.day)
    return fill(
        '<li class="{kinds}" title="{title}"{now}><strong>{number}</strong>'
        "<span>{short}</span>{today}</li>",
        kinds=" ".join(kinds),
        title=f"{day_words}: {day.why_not}" if day.why_not else day_words,
        now=Markup(' aria-current="date"') if is_today else "",
        number=day.number or MISSING,
        short=f"{day.day:%a} {day.day.day}",
        today=Markup("<em>today</em>") if is_today else "",
    )


def _submissions(submissions: tuple[SubmissionView, ...]) -> Markup:
    rows = [
        (
            one.attempt,
            screen_day(one.submitted_on),
            one.reference,
            screen_day(one.late_after_on),
            screen_day(one.returned_on) if one.returned_on else None,
        )
        for one in submissions
    ]
    heads = ("Attempt", "Submitted", "Evernorth's reference", "Overdue after", "Returned")
    return table("Submissions", heads, rows)


def _show_checks(found: DirectoryDetail) -> None:
    rows = [
        (
            screen_day(look.looked_on),
            label(line.topic),
            look.seen_value,
            "Correct" if look.is_right else "Not correct",
            look.by,
        )
        for line in found.lines
        for look in line.checks
    ]
    heads = ("Checked", "Field", "Value shown", "Result", "By")
    body = table("Listing checks", heads, rows)
    show_html(fill('<div class="desk card">{body}</div>', body=body))
