"""Queue fields that were changed here until the platform has them too."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, insert, or_
from sqlmodel import col, select

from core.db.transaction import WriteContext
from core.errors import Conflict
from core.models.base import EditedRow
from core.models.exchange import OutboundChange
from core.models.requests import SupportRequest
from core.vocabulary.exchange import OutboundStatus


@dataclass(frozen=True)
class ChangedField:
    """A column of a record that is to change, with both values as an extract writes them."""

    row: EditedRow
    field: str
    old: str
    new: str

    @property
    def entity(self) -> str:
        """The table of the record."""
        return str(self.row.__tablename__)


def queue_outbound_changes(
    context: WriteContext, request: SupportRequest | None, changes: Sequence[ChangedField]
) -> None:
    """Add these changes, made for a request or for none, to the next change file. Raises Conflict
    where one of the fields was changed in this very instant: nobody could say which change is the
    later one."""
    if not changes:
        return
    _must_be_first(context, changes)
    rows = [
        {
            "created_at": context.now,
            "updated_at": context.now,
            "entity": one.entity,
            "entity_id": one.row.key,
            "field": one.field,
            "old": one.old,
            "new": one.new,
            "changed_at": context.now,
            "request_id": request and request.key,
            "status": OutboundStatus.WAITING,
        }
        for one in changes
    ]
    context.db.execute(insert(OutboundChange), rows)


def _must_be_first(context: WriteContext, changes: Sequence[ChangedField]) -> None:
    entity, key, field = map(
        col, (OutboundChange.entity, OutboundChange.entity_id, OutboundChange.field)
    )
    these = (and_(entity == one.entity, key == one.row.key, field == one.field) for one in changes)
    found = context.db.scalar(
        select(col(OutboundChange.id))
        .where(or_(*these), col(OutboundChange.changed_at) == context.now)
        .limit(1)
    )
    if found is not None:
        raise Conflict(
            "Someone changed this field at the same moment. Load the page again, then try again."
        )
