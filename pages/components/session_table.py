"""Tables whose rows open by a plain link, and the table of sessions.

A plain link leaves one entry in the browser's history, so that Back returns to the list with its
filters; Streamlit's way to another page leaves two, of which the first is the wrong one.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from markupsafe import Markup

from core.queries.sessions.rows import ListedSession
from core.rules.time.deadline_row import DeadlineRow
from core.vocabulary.words import label
from pages.components.chips import DEADLINES, chip, stage_chip
from pages.components.markup import fill, join, or_missing, show_html
from pages.components.screen_dates import screen_instant

HEADS = ("Starts", "Status", "Provider", "Client", "Payer", "Session note", "Confirmation")


def show_session_table(rows: Sequence[ListedSession]) -> None:
    """The rows in their order; times are on the viewer's clock."""
    show_linked_table(HEADS, [(row.ref, _cells(row)) for row in rows])


def show_linked_table(
    heads: Iterable[str],
    rows: Iterable[tuple[str, Iterable[object]]],
    first: str = "Session",
    address: str = "/session",
    name: str = "ref",
) -> None:
    """Rows of a reference, which opens its record at `address` under `name`, and cells under
    `heads`; None and "" show as missing."""
    head = join(fill('<th scope="col">{text}</th>', text=text) for text in (first, *heads))
    body = join(_row(ref, cells, heads, f"{address}?{name}=") for ref, cells in rows)
    show_html(
        fill(
            '<table class="desk plain linked"><thead><tr>{head}</tr></thead>'
            "<tbody>{body}</tbody></table>",
            head=head,
            body=body,
        )
    )


def _row(ref: str, cells: Iterable[object], heads: Iterable[str], address: str) -> Markup:
    query = quote(ref)
    opens = fill('<a href="{to}{query}">{ref}</a>', to=address, query=query, ref=ref)
    body = join(
        fill('<td data-head="{head}">{cell}</td>', head=head, cell=or_missing(cell))
        for head, cell in zip(heads, cells, strict=True)
    )
    return fill("<tr><td>{opens}</td>{body}</tr>", opens=opens, body=body)


def _cells(row: ListedSession) -> list[object]:
    return [
        screen_instant(row.starts_at),
        stage_chip(row.stage),
        row.provider,
        f"{row.client} {row.client_ref}",
        f"{row.payer or label(row.payer_kind)}, {label(row.modality)}",
        _deadline(row.note_due),
        _deadline(row.confirm_by),
    ]


def _deadline(row: DeadlineRow | None) -> object:
    return chip(row.words, DEADLINES[row.status]) if row else None
