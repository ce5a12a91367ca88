"""Ask for the rows behind a figure as a CSV; the server hands it to whoever asked, for a while."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import col

from core.access import MANAGING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import InvalidInput
from core.models.personal import Download
from core.rules.metric_filters import MetricFilter, Pick, as_text, check, check_pick
from core.vocabulary.metrics import MetricKind

KEPT = timedelta(minutes=15)
HASH_LENGTH = 64


@dataclass(frozen=True)
class AskDownload:
    """Which rows, and the hash of the token that the asker keeps: the token itself is stored
    nowhere."""

    token_hash: str
    kind: MetricKind
    wanted: MetricFilter
    pick: Pick


@guard(MANAGING)
def ask_download(context: WriteContext, command: AskDownload) -> Receipt:
    """Let the actor fetch these rows for `KEPT`; what they asked for before and ran out is gone.

    Raises InvalidInput by field.
    """
    check(command.wanted)
    check_pick(command.pick)
    if len(command.token_hash) != HASH_LENGTH:
        raise InvalidInput({"token": "Load the page again, then ask once more."})
    mine = col(Download.staff_id) == context.staff_id
    context.db.execute(delete(Download).where(mine, col(Download.expires_at) <= context.now))
    made = Download(
        token_hash=command.token_hash,
        staff_id=context.staff_id,
        kind=command.kind.value,
        query=as_text(command.wanted, command.pick),
        asked_at=context.now,
        expires_at=context.now + KEPT,
    )
    context.db.add(made)
    context.db.flush()
    context.record("download.asked", "download", made.key, after={"kind": command.kind})
    return Receipt(command.kind.value, "The CSV is ready to be fetched.")
