"""The sessions behind a mark of the notes chart."""

from collections.abc import Callable
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.metrics.notes import NoteCase, NoteCases
from core.rules.time.formats import instant_text
from pages.components import session_table
from pages.components.markup import fill, show_html

HEADS = ("Outcome", "Was due", "Signed", "Provider", "Client")


def draw(cases: NoteCases, words: Callable[[StrEnum], str]) -> None:
    """The rows by the time the note was due; a reference opens the session."""
    rows = [(case.session_ref, _cells(case, words)) for case in cases.rows]
    session_table.show_linked_table(HEADS, rows)
    if cases.has_more:
        text = f"The first {len(cases.rows)}; the CSV has all of them."
        show_html(fill('<p class="desk quiet">{text}</p>', text=text))


def _cells(case: NoteCase, words: Callable[[StrEnum], str]) -> list[str]:
    tz = ZoneInfo(case.zone)
    return [
        words(case.outcome),
        instant_text(case.due_at, tz),
        instant_text(case.signed_at, tz) if case.signed_at else "–",
        case.provider,
        f"{case.client} {case.client_ref}",
    ]
