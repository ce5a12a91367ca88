"""Downloads that were asked for: found only by their owner, by the token, and only for a while."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from core.access import MANAGING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.models.personal import Download
from core.rules.metric_filters import MetricFilter, Pick, from_text
from core.vocabulary.administration import ReadingAction
from core.vocabulary.metrics import MetricKind


@dataclass(frozen=True)
class RequestedDownload:
    """What is to be fetched: the rows behind a mark as they count at `asked_at`."""

    kind: MetricKind
    wanted: MetricFilter
    pick: Pick
    asked_at: datetime
    expires_at: datetime


@guard(MANAGING)
def find_download(context: ReadContext, token: str) -> RequestedDownload | None:
    """What the actor asked for under `token`; None where it is unknown, another's or run out."""
    row = _mine(context, token)
    return _asked(row) if row else None


@guard(MANAGING)
def open_download(context: ReadContext, token: str) -> RequestedDownload:
    """The same, to be fetched now: logged as an export, with what was asked as the reason.

    Raises NotFound for what is unknown, another's or has run out (from `expires_at` on).
    """
    row = _mine(context, token)
    if row is None:
        raise NotFound("This download is not there any more. Ask for it again on its page.")
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
    wanted, pick = from_text(row.query)
    return RequestedDownload(MetricKind(row.kind), wanted, pick, row.asked_at, row.expires_at)
