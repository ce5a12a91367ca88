"""Reads and writes diagnoses: one column in the extract, rows of their own in the database."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.models.care import SessionDiagnosis

COLUMN = "diagnoses"


def diagnoses_of(db: Session, session_ids: Sequence[int]) -> defaultdict[int, tuple[str, ...]]:
    """The codes of each session in order; an empty tuple if it has none."""
    rows = db.execute(
        select(col(SessionDiagnosis.session_id), col(SessionDiagnosis.code))
        .where(col(SessionDiagnosis.session_id).in_(session_ids))
        .order_by(col(SessionDiagnosis.session_id), col(SessionDiagnosis.ordinal))
    )
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for session_id, code in rows:
        found[session_id] += (code,)
    return found


def replace_diagnoses(
    db: Session, lists: Mapping[int, Sequence[str]], *, of_new: bool = False
) -> None:
    """Replace the codes of each session; `of_new` sessions have none yet."""
    if lists and not of_new:
        held = col(SessionDiagnosis.session_id).in_(list(lists))
        db.execute(delete(SessionDiagnosis).where(held))
    rows = [
        {"session_id": session_id, "ordinal": ordinal, "code": code}
        for session_id, codes in lists.items()
        for ordinal, code in enumerate(codes, 1)
    ]
    if rows:
        db.execute(insert(SessionDiagnosis), rows)
