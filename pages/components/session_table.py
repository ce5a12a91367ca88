"""Sessions in a table, each opened by a plain link.

A link of the browser's own leaves one entry in its history, so that Back returns to the list with
its filters; Streamlit's way to another page leaves two, of which the first is the wrong one.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import quote
from zoneinfo import ZoneInfo

from markupsafe import Markup

from core.queries.sessions.rows import SessionRow
from core.rules.time.deadline_row import DeadlineRow
from core.rules.time.formats import instant_text
from core.vocabulary.words import label
from pages.components.chips import DEADLINES, chip, stage_chip
from pages.components.markup import fill, join, show

HEADS = ("Starts", "Status", "Provider", "Client", "Payer", "Note", "Confirmed")


def draw(rows: Sequence[SessionRow]) -> None:
    """The rows, newest first; times are on each session's own clock."""
    linked(HEADS, [(row.ref, _cells(row)) for row in rows])


def linked(
    heads: Iterable[str],
    rows: Iterable[tuple[str, Iterable[object]]],
    first: str = "Session",
    address: str = "/session",
    name: str = "ref",
) -> None:
    """Rows of a reference, which opens its record at `address` under `name`, and cells under
    `heads`."""
    head = join(fill('<th scope="col">{text}</th>', text=text) for text in (first, *heads))
    body = join(_row(ref, cells, heads, f"{address}?{name}=") for ref, cells in rows)
    show(
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
        fill('<td data-head="{head}">{cell}</td>', head=head, cell=cell)
        for head, cell in zip(heads, cells, strict=True)
    )
    return fill("<tr><td>{opens}</td>{body}</tr>", opens=opens, body=body)


def _cells(row: SessionRow) -> list[object]:
    return [
        instant_text(row.starts_at, ZoneInfo(row.zone)),
        stage_chip(row.stage),
        row.provider,
        f"{row.client} {row.client_ref}",
        f"{row.payer or label(row.payer_kind)}, {label(row.modality)}",
        _limit(row.note_due),
        _limit(row.confirm_by),
    ]


def _limit(limit: DeadlineRow | None) -> object:
    return chip(limit.words, DEADLINES[limit.standing]) if limit else "–"
