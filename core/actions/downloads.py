"""Ask for the rows behind a figure as a CSV; the server hands it to whoever asked, for a while."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import col

from core.access import guard
from core.errors import InvalidInput, NotPermitted
from core.models.ledger import Download
from core.rules.figures import ROW_OF, FigureFilter, Pick, as_text, check, check_pick
from core.transaction import Change, Receipt
from core.vocabulary.figures import FigureKind

KEPT = timedelta(minutes=15)
HASH_LENGTH = 64


@dataclass(frozen=True)
class AskDownload:
    """Which rows, and the hash of the token that the asker keeps: the token itself is stored
    nowhere."""

    token_hash: str
    kind: FigureKind
    wanted: FigureFilter
    pick: Pick


@guard
def ask_download(change: Change, command: AskDownload) -> Receipt:
    """Let the actor fetch these rows for `KEPT`; what they asked for before and ran out is gone.

    Raises InvalidInput by field, NotPermitted for a figure that the role may not see.
    """
    check(command.wanted)
    check_pick(command.pick)
    if len(command.token_hash) != HASH_LENGTH:
        raise InvalidInput({"token": "Load the page again, then ask once more."})
    if not change.actor.may(ROW_OF[command.kind]):
        raise NotPermitted(f"Your role ({change.actor.role}) does not cover this figure.")
    mine = col(Download.staff_id) == change.staff_id
    change.db.execute(delete(Download).where(mine, col(Download.expires_at) <= change.now))
    made = Download(
        token_hash=command.token_hash,
        staff_id=change.staff_id,
        kind=command.kind.value,
        query=as_text(command.wanted, command.pick),
        asked_at=change.now,
        expires_at=change.now + KEPT,
    )
    change.db.add(made)
    change.db.flush()
    change.record("download.asked", "download", made.key, after={"kind": command.kind})
    return Receipt(command.kind.value, "The CSV is ready to be fetched.")
