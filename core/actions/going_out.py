"""A field that was changed here waits until the platform has it too."""

from sqlmodel import col, select

from core.errors import Conflict
from core.models.base import EditedRow
from core.models.ledger import PlatformChange
from core.models.requests import SupportRequest
from core.transaction import Change
from core.vocabulary.ledgers import ChangeStatus


def wait_for_platform(
    change: Change, request: SupportRequest, row: EditedRow, field: str, old: str, new: str
) -> None:
    """Note the change of a column for the next change file. Raises Conflict where the same field
    was changed in this very instant: which of the two is the later one, nobody could say."""
    entity = str(row.__tablename__)
    _must_be_first(change, entity, row.key, field)
    change.db.add(
        PlatformChange(
            created_at=change.now,
            updated_at=change.now,
            entity=entity,
            entity_id=row.key,
            field=field,
            old=old,
            new=new,
            changed_at=change.now,
            request_id=request.key,
            status=ChangeStatus.WAITING,
        )
    )


def _must_be_first(change: Change, entity: str, key: int, field: str) -> None:
    found = change.db.scalar(
        select(col(PlatformChange.id))
        .where(col(PlatformChange.entity) == entity, col(PlatformChange.entity_id) == key)
        .where(col(PlatformChange.field) == field, col(PlatformChange.changed_at) == change.now)
    )
    if found is not None:
        raise Conflict("Someone changed this field at the same moment. Load the page again.")
