"""Refuses clients that would be merged into each other in a circle."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session, aliased
from sqlmodel import col, select

from core.exchange.extract_reader import ExtractLine
from core.exchange.reject_reasons import RejectReason
from core.models.people import Client

COLUMN = "merged_into_id"


def merge_circles(db: Session, lines: Iterable[ExtractLine]) -> dict[str, RejectReason]:
    """Why these lines of clients.csv close a circle, by ref; others are left out. What the lines
    say goes before what is stored."""
    rows = {line.row.ref: line for line in lines}
    wanted = {ref: getattr(line.row, COLUMN) for ref, line in rows.items()}
    stored: dict[str, str | None] = {}
    circles = ((ref, _circle(db, ref, wanted, stored)) for ref, into in wanted.items() if into)
    return {
        ref: RejectReason(rows[ref].number, COLUMN, _text(circle))
        for ref, circle in circles
        if circle
    }


def _circle(
    db: Session, ref: str, wanted: Mapping[str, str | None], stored: dict[str, str | None]
) -> list[str]:
    """The refs from `ref` back to it; empty where the chain ends."""
    path, at = [ref], wanted[ref]
    while at is not None and at not in path:
        path.append(at)
        if at not in wanted and at not in stored:
            stored[at] = _stored(db, at)
        at = wanted[at] if at in wanted else stored[at]
    return [*path, ref] if at == ref else []


def _stored(db: Session, ref: str) -> str | None:
    into = aliased(Client)
    joined = select(col(into.ref)).join(Client, col(Client.merged_into_id) == col(into.id))
    return db.scalar(joined.where(col(Client.ref) == ref))


def _text(circle: list[str]) -> str:
    named = circle if len(circle) <= 6 else [*circle[:5], "…", circle[-1]]
    return f"These records are merged in a circle: {' → '.join(named)}. Correct one of them."
