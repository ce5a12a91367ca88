"""Tables whose rows open by a plain link, and the table of sessions.

A plain link leaves one entry in the browser's history, so that Back returns to the list with its
filters; Streamlit's way to another page leaves two, of which the first is the wrong one.
"""

from collections.abc import Iterable, Sequence

from core.queries.sessions.rows import ListedDeadline, ListedSession
from core.vocabulary.words import label
from pages.components.chips import DEADLINES, chip, stage_chip
from pages.components.markup import fill, record_link, show_html, table
from pages.components.screen_dates import screen_instant

HEADS = ("Starts", "Status", "Provider", "Client", "Payer", "Session note", "Confirmation")


def show_session_table(rows: Sequence[ListedSession]) -> None:
    """The rows in their order; times are on the viewer's clock."""
    show_linked_table(HEADS, [(row.ref, _cells(row)) for row in rows])


def show_linked_table(
    heads: Iterable[str],
    rows: Iterable[tuple[str, Iterable[object]]],
    first: str = "Session",
    address: str = "/session?ref=",
) -> None:
    """Rows of a reference, which opens its record at `address`, and cells under `heads`; None and
    "" show as missing."""
    linked = ((record_link(address, ref), *cells) for ref, cells in rows)
    show_html(table("", (first, *heads), linked))


def _cells(row: ListedSession) -> list[object]:
    return [
        screen_instant(row.starts_at),
        stage_chip(row.stage),
        row.provider,
        fill('{name} <span class="whole">{ref}</span>', name=row.client, ref=row.client_ref),
        f"{row.payer or label(row.payer_kind)}, {label(row.modality)}",
        _deadline(row.note_due),
        _deadline(row.confirm_by),
    ]


def _deadline(row: ListedDeadline | None) -> object:
    return chip(row.words, DEADLINES[row.status]) if row else None
