"""The table of crisis exceptions, on their page and on the desk of those who decide."""

from collections.abc import Iterable

from markupsafe import Markup

from core.queries.sessions.crises import CrisisRow
from core.queries.sessions.page import session_page
from core.requests.crisis import decide_crisis
from core.rules.eligibility.session_facts import CrisisDecline
from core.rules.time.formats import due_text
from pages import context
from pages.components.chips import chip
from pages.components.markup import fill, record_link, show_html, table
from pages.components.screen_dates import screen_instant, screen_limit

HEADS = ("Session", "Provider", "State", "Missing", "Decision")


def show_crisis_table(rows: Iterable[CrisisRow]) -> None:
    """The rows in their order, each with a link to the decision on the page of its session."""
    heads = (*HEADS, "") if _may_decide() else HEADS
    show_html(table("", heads, map(_cells, rows)))


def _may_decide() -> bool:
    return context.signed_in().actor.may(decide_crisis)


def _cells(row: CrisisRow) -> list[object]:
    can_open = context.signed_in().actor.may(session_page)
    decide = [_decide(row)] if _may_decide() else []
    return [
        record_link("/session?ref=", row.ref) if can_open else row.ref,
        f"{row.provider} · {row.provider_ref}",
        ", ".join(row.states),
        " ".join(row.missing) or ("Nothing" if row.declined else "Nothing. Ready to decide."),
        _declined(row.declined) if row.declined else _due(row),
        *decide,
    ]


def _declined(no: CrisisDecline) -> Markup:
    words = "{chip} by {by}, {at}: {reason}. A manager may still approve it."
    at, because = screen_instant(no.at), no.because.rstrip(".")
    return fill(words, chip=chip("Declined"), by=no.by, at=at, reason=because)


def _due(row: CrisisRow) -> Markup:
    now = context.now()
    tone, due = ("bad", "due by") if row.due_at <= now else ("soon", "by")
    text = "Overdue" if row.due_at == now else due_text(row.due_at, now)
    return fill(f"{{chip}} · {due} {{at}}", chip=chip(text, tone), at=screen_limit(row.due_at))


def _decide(row: CrisisRow) -> object:
    return fill('<a href="/session?ref={ref}">Decide</a>', ref=row.ref)
