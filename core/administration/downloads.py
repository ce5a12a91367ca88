"""Ask for rows of a metric as a CSV; the server hands it only to whoever asked, for a while."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import col

from core.access import MANAGING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import InvalidInput
from core.models.personal import Download
from core.rules.metric_filters import (
    DrillDown,
    MetricFilter,
    as_text,
    check_drill_down,
    check_filter,
)

KEPT = timedelta(minutes=15)
HASH_LENGTH = 64
LONGEST_CODE = 40


@dataclass(frozen=True)
class AskDownload:
    """Which rows, and the hash of the asker's token; the token itself is not stored."""

    token_hash: str
    metric: str
    wanted: MetricFilter
    drill_down: DrillDown


@guard(MANAGING)
def ask_download(context: WriteContext, command: AskDownload) -> Receipt:
    """Let the actor fetch these rows for `KEPT`, and delete their expired downloads.

    Raises InvalidInput by field.
    """
    check_filter(command.wanted)
    check_drill_down(command.drill_down)
    if not command.metric.isidentifier() or len(command.metric) > LONGEST_CODE:
        raise InvalidInput({"metric": "Choose a metric."})
    if len(command.token_hash) != HASH_LENGTH:
        raise InvalidInput({"token": "Reload the page, then try again."})
    mine = col(Download.staff_id) == context.staff_id
    context.db.execute(delete(Download).where(mine, col(Download.expires_at) <= context.now))
    made = Download(
        token_hash=command.token_hash,
        staff_id=context.staff_id,
        kind=command.metric,
        query=as_text(command.wanted, command.drill_down),
        asked_at=context.now,
        expires_at=context.now + KEPT,
    )
    context.db.add(made)
    context.db.flush()
    context.record("download.asked", "download", made.key, after={"metric": command.metric})
    return Receipt(command.metric, "The CSV is ready. Download it below.")
