"""A field that was changed here waits until the platform has it too."""

from sqlmodel import col, select

from core.db.transaction import WriteContext
from core.errors import Conflict
from core.models.base import EditedRow
from core.models.exchange import OutboundChange
from core.models.requests import SupportRequest
from core.vocabulary.exchange import OutboundStatus


def queue_outbound_change(
    context: WriteContext, request: SupportRequest, row: EditedRow, field: str, old: str, new: str
) -> None:
    """Note the change of a column for the next change file. Raises Conflict where the same field
    was changed in this very instant: which of the two is the later one, nobody could say."""
    entity = str(row.__tablename__)
    _must_be_first(context, entity, row.key, field)
    context.db.add(
        OutboundChange(
            created_at=context.now,
            updated_at=context.now,
            entity=entity,
            entity_id=row.key,
            field=field,
            old=old,
            new=new,
            changed_at=context.now,
            request_id=request.key,
            status=OutboundStatus.WAITING,
        )
    )


def _must_be_first(context: WriteContext, entity: str, key: int, field: str) -> None:
    found = context.db.scalar(
        select(col(OutboundChange.id))
        .where(col(OutboundChange.entity) == entity, col(OutboundChange.entity_id) == key)
        .where(col(OutboundChange.field) == field, col(OutboundChange.changed_at) == context.now)
    )
    if found is not None:
        raise Conflict("Someone changed this field at the same moment. Load the page again.")
