"""The drafts of the person who asks: those about one subject, and the list of all."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlmodel import col

from core.access import EVERYONE, guard
from core.db.transaction import ReadContext
from core.models.personal import Draft
from core.settings import settings
from core.vocabulary.administration import ReadingAction


@dataclass(frozen=True)
class StoredDraft:
    """A draft as it is in the database, with the values of its fields."""

    draft_id: int
    form: str
    version: int
    started_at: datetime
    saved_at: datetime
    values: dict[str, object] = field(repr=False)


@dataclass(frozen=True)
class DraftRow:
    """A draft in a list: which form, the reference it is about ("" for none yet), when saved."""

    form: str
    subject: str
    started_at: datetime
    saved_at: datetime


@guard(EVERYONE)
def drafts_about(context: ReadContext, subject: str) -> dict[str, StoredDraft]:
    """The person's drafts about `subject` by form. Each is logged as read: its values may be those
    of a client."""
    if not subject.isprintable():  # of a link; PostgreSQL cannot look for it
        return {}
    rows = context.db.scalars(
        select(Draft).where(_is_mine(context), col(Draft.subject) == subject)
    ).all()
    for row in rows:
        context.log(ReadingAction.VIEW, "draft", row.key, reason=row.form)
    return {
        row.form: StoredDraft(
            row.key,
            row.form,
            row.version,
            row.created_at,
            row.updated_at,
            json.loads(row.body),
        )
        for row in rows
    }


@guard(EVERYONE)
def list_drafts(context: ReadContext) -> list[DraftRow]:
    """All drafts of the person, the one saved last first; none of their values."""
    rows = context.db.scalars(
        select(Draft).where(_is_mine(context)).order_by(col(Draft.updated_at).desc(), col(Draft.id))
    )
    return [DraftRow(one.form, one.subject, one.created_at, one.updated_at) for one in rows]


def _is_mine(context: ReadContext) -> ColumnElement[bool]:
    oldest = context.now - timedelta(days=settings().draft_days)
    return and_(col(Draft.staff_id) == context.actor.staff_id, col(Draft.updated_at) >= oldest)
