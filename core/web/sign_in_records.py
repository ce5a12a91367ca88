"""Sign-in records: a sign-in is a row that can be ended at once; the cookie only refers to it.

The cookie holds 32 random bytes, the row their hash.
"""

import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from anyio import to_thread
from sqlalchemy import ColumnElement, Engine, not_, update
from sqlmodel import col
from starlette.requests import HTTPConnection

from core import clock
from core.access import Actor
from core.db import engine, looking
from core.db.transaction import WriteContext, transaction
from core.errors import SignedOut
from core.models.people import Staff
from core.models.personal import SignIn
from core.queries.people.sign_ins import COOKIE, SignedIn, find_sign_in, is_open, token_hash
from core.settings import settings
from core.vocabulary.people import Role


async def signed_in(asked: HTTPConnection) -> SignedIn | None:
    """The valid sign-in of the request's cookie."""
    token = asked.cookies.get(COOKIE)
    look = partial(look_up, engine(), token, clock.now())
    return await to_thread.run_sync(look) if token else None


def look_up(database: Engine, token: str | None, now: datetime) -> SignedIn | None:
    """The valid sign-in of `token`, read in a transaction of its own."""
    with looking(database) as db:
        return find_sign_in(db, token, now)


def start_sign_in(
    database: Engine, staff_id: int, now: datetime, replaces: str | None = None
) -> str:
    """Sign in a person whose identity was just proven; returns the cookie's token.

    Ends the sign-in of `replaces`, the token that the browser had, and resets failed tries.
    Raises SignedOut when the person was switched off a moment ago.
    """
    token = secrets.token_urlsafe(32)
    # the transaction reads name, role and zone itself
    with transaction(database, Actor("", Role.VIEWER, staff_id), now) as context:
        _end(context, not_(is_open(now)) & (col(SignIn.staff_id) == staff_id), "lapsed")
        _end(context, col(SignIn.token_hash) == token_hash(replaces or ""), "replaced")
        context.db.execute(
            update(Staff)
            .where(col(Staff.id) == staff_id)
            .values(failed_sign_ins=0, locked_until=None)
        )
        context.db.add(
            SignIn(
                token_hash=token_hash(token),
                staff_id=staff_id,
                started_at=now,
                last_active_at=now,
                expires_at=now + timedelta(hours=settings().sign_in_hours),
            )
        )
        context.record("staff.signed_in", "staff", staff_id)
    return token


def end_sign_in(database: Engine, token: str | None, now: datetime) -> None:
    """Sign out: the token is worth nothing from now on, whoever holds a copy."""
    who = look_up(database, token, now)
    if who is None:
        return
    # someone who was switched off in this moment has no sign-in left to end
    with suppress(SignedOut), transaction(database, who.actor, now) as context:
        _end(context, col(SignIn.id) == who.sign_in_id, "signed_out")
        context.record("staff.signed_out", "staff", context.staff_id)


def _end(context: WriteContext, which: ColumnElement[bool], reason: str) -> None:
    context.db.execute(
        update(SignIn)
        .where(which, col(SignIn.ended_at).is_(None))
        .values(ended_at=context.now, end_reason=reason)
    )
