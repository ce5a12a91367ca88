"""Downloads that were asked for: found only by their owner, by the token, and only for a while."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from core.access import guard
from core.errors import NotFound, NotPermitted
from core.models.ledger import Download
from core.rules.figures import ROW_OF, FigureFilter, Pick, from_text
from core.transaction import Reading
from core.vocabulary.figures import FigureKind
from core.vocabulary.ledgers import ReadingAction


@dataclass(frozen=True)
class Asked:
    """What is to be fetched: the rows behind a mark as they count at `asked_at`."""

    kind: FigureKind
    wanted: FigureFilter
    pick: Pick
    asked_at: datetime
    expires_at: datetime


@guard
def find_download(reading: Reading, token: str) -> Asked | None:
    """What the actor asked for under `token`; None where it is unknown, another's or run out."""
    row = _mine(reading, token)
    return _asked(row) if row else None


@guard
def open_download(reading: Reading, token: str) -> Asked:
    """The same, to be fetched now: logged as an export, with what was asked as the reason.

    Raises NotFound for what is unknown, another's or has run out (from `expires_at` on), and
    NotPermitted for a role that may no longer see the figure.
    """
    row = _mine(reading, token)
    if row is None:
        raise NotFound("This download is not there any more. Ask for it again on its page.")
    asked = _asked(row)
    if not reading.actor.may(ROW_OF[asked.kind]):
        raise NotPermitted(f"Your role ({reading.actor.role}) does not cover this figure.")
    reading.log(ReadingAction.EXPORT, row.kind, row.key, reason=row.query[:400])
    return asked


def _mine(reading: Reading, token: str) -> Download | None:
    hashed = hashlib.sha256(token.encode()).hexdigest()
    return reading.db.scalar(
        select(Download).where(
            col(Download.token_hash) == hashed,
            col(Download.staff_id) == reading.actor.staff_id,
            col(Download.expires_at) > reading.now,
        )
    )


def _asked(row: Download) -> Asked:
    wanted, pick = from_text(row.query)
    return Asked(FigureKind(row.kind), wanted, pick, row.asked_at, row.expires_at)
