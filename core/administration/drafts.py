"""Keeps what a person has typed and not yet sent. A draft belongs to that person alone.

A draft is no record of the business: saving one leaves no audit entry.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, exists, select
from sqlmodel import col

from core import db
from core.access import EVERYONE, guard
from core.db.transaction import WriteContext
from core.errors import Conflict, InvalidInput
from core.models.personal import Draft
from core.settings import settings

LONGEST_SUBJECT = 40
LONGEST = 100_000
"""Characters of a body; the longest form on file has less than a tenth."""


@dataclass(frozen=True)
class SaveDraft:
    """The values of a form by field. `draft_id` and `version` are those of the draft as it was
    last seen, None and 0 for a new one; a draft moves along when its subject changes."""

    form: str
    subject: str
    values: dict[str, object] = field(repr=False)
    draft_id: int | None = None
    version: int = 0


@dataclass(frozen=True)
class SavedDraft:
    """The draft as it is now."""

    draft_id: int
    version: int
    saved_at: datetime


@guard(EVERYONE)
def save_draft(context: WriteContext, command: SaveDraft) -> SavedDraft:
    """Save over the draft that was seen. Raises Conflict where another window saved, sent or
    discarded it since, and where the person has another draft of this form about the subject."""
    body = json.dumps(command.values, ensure_ascii=False)
    if len(body) > LONGEST or len(command.subject) > LONGEST_SUBJECT:
        raise InvalidInput({"draft": "This is too long to keep. Shorten it."})
    context.queue(f"draft:{context.staff_id}:{command.form}")
    row = _row_to_write(context, command)
    if row is None:
        row = Draft(
            created_at=context.now,
            updated_at=context.now,
            staff_id=context.staff_id,
            form=command.form,
            subject=command.subject,
            body=body,
        )
        context.db.add(row)
    else:
        row.subject, row.body = command.subject, body
    context.db.flush()
    return SavedDraft(row.key, row.version, row.updated_at)


def _row_to_write(context: WriteContext, command: SaveDraft) -> Draft | None:
    """The row that was seen; None where there was none, and is none."""
    mine = select(Draft).where(
        col(Draft.staff_id) == context.staff_id, col(Draft.form) == command.form
    )
    there = context.db.scalars(mine.where(col(Draft.subject) == command.subject)).one_or_none()
    if there is None and command.draft_id is not None:
        there = context.db.scalars(mine.where(col(Draft.id) == command.draft_id)).one_or_none()
    seen = (command.draft_id, command.version)
    if (there.id, there.version) != seen if there else command.draft_id is not None:
        raise Conflict("You changed this form in another window.")
    return there


@guard(EVERYONE)
def discard_draft(context: WriteContext, draft_id: int) -> None:
    """Delete one of the person's own drafts; one that is gone already is no problem."""
    context.db.execute(
        delete(Draft).where(col(Draft.id) == draft_id, col(Draft.staff_id) == context.staff_id)
    )


def remove_old_drafts(engine: Engine, now: datetime) -> None:
    """Delete the drafts that nobody has saved for as many days as the settings say. Takes no lock
    while there are none."""
    with db.looking(engine) as work:
        are_there = work.scalar(select(exists().where(_is_old(now))))
    if are_there:
        with db.writing(engine) as work:
            work.execute(delete(Draft).where(_is_old(now)))


def _is_old(now: datetime) -> ColumnElement[bool]:
    return col(Draft.updated_at) < now - timedelta(days=settings().draft_days)
