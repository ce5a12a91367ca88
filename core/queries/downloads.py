"""CSV downloads: found only by their owner, by the token, and only for a while."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from core.access import MANAGING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.models.personal import Download
from core.rules.metric_filters import DrillDown, MetricFilter, from_text
from core.vocabulary.administration import ReadingAction


@dataclass(frozen=True)
class RequestedDownload:
    """The rows of a metric to fetch, counted as of `asked_at`."""

    metric: str
    wanted: MetricFilter
    drill_down: DrillDown
    asked_at: datetime
    expires_at: datetime


@guard(MANAGING)
def find_download(context: ReadContext, token: str) -> RequestedDownload | None:
    """What the actor asked for under `token`; None when unknown, someone else's or expired."""
    row = _mine(context, token)
    return _asked(row) if row else None


@guard(MANAGING)
def open_download(context: ReadContext, token: str) -> RequestedDownload:
    """The same for fetching: logged as an export, with the filters as the reason.

    Raises NotFound when unknown, someone else's or expired (from `expires_at` on).
    """
    row = _mine(context, token)
    if row is None:
        raise NotFound("This download has expired or is not yours. Request it again.")
    asked = _asked(row)
    context.log(ReadingAction.EXPORT, row.kind, row.key, reason=row.query[:400])
    return asked


def _mine(context: ReadContext, token: str) -> Download | None:
    hashed = hashlib.sha256(token.encode()).hexdigest()
    return context.db.scalar(
        select(Download).where(
            col(Download.token_hash) == hashed,
            col(Download.staff_id) == context.actor.staff_id,
            col(Download.expires_at) > context.now,
        )
    )


def _asked(row: Download) -> RequestedDownload:
    wanted, drill_down = from_text(row.query)
    return RequestedDownload(row.kind, wanted, drill_down, row.asked_at, row.expires_at)
