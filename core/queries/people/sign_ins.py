"""Who is signed in, looked up by the token of a cookie: on every request and every page run."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from core.access import Actor
from core.db import writing
from core.errors import NotStored
from core.models.installation import DeskFact
from core.models.people import Staff
from core.models.personal import SignIn
from core.settings import settings

COOKIE = "session_desk"
KEPT_ALIVE_EVERY = timedelta(minutes=1)
"""How old `last_active_at` may get while someone works, so that there is one write a minute."""


@dataclass(frozen=True)
class SignedIn:
    """A valid sign-in and its person, with their current role and zone."""

    sign_in_id: int
    actor: Actor
    is_fictional: bool
    is_demo: bool
    started_at: datetime
    last_active_at: datetime
    expires_at: datetime


def find_sign_in(db: Session, token: str | None, now: datetime) -> SignedIn | None:
    """The sign-in of this token; None when it is unknown, ended, idle for longer than the limit,
    expired, or of an inactive person. The limit itself is still valid."""
    if not token:
        return None
    found: Any = db.execute(
        select(
            col(SignIn.id),
            col(SignIn.started_at),
            col(SignIn.last_active_at),
            col(SignIn.expires_at),
            col(Staff.id).label("staff_id"),
            col(Staff.name),
            col(Staff.role),
            col(Staff.zone),
            col(Staff.is_fictional),
        )
        .join(Staff, col(Staff.id) == col(SignIn.staff_id))
        .where(col(SignIn.token_hash) == token_hash(token), col(Staff.is_active), is_open(now))
    ).one_or_none()
    if found is None:
        return None
    return SignedIn(
        sign_in_id=found.id,
        actor=Actor(found.name, found.role, found.staff_id, found.zone),
        is_fictional=found.is_fictional,
        is_demo=is_demo(db),
        started_at=found.started_at,
        last_active_at=found.last_active_at,
        expires_at=found.expires_at,
    )


def ends_at(signed_in: SignedIn) -> datetime:
    """When this sign-in ends if the person does nothing more."""
    idle = timedelta(minutes=settings().idle_minutes)
    return min(signed_in.expires_at, signed_in.last_active_at + idle)


def warning_time() -> timedelta:
    """How long before its end a person is told that a sign-in is about to end."""
    return min(timedelta(minutes=2), timedelta(minutes=settings().idle_minutes) / 2)


def keep_alive(
    engine: Engine, signed_in: SignedIn, now: datetime, every: timedelta = KEPT_ALIVE_EVERY
) -> None:
    """Record that the person did something. An ended sign-in stays ended, and a busy database is
    told again with the next thing that the person does."""
    if now - signed_in.last_active_at < every:
        return
    with suppress(NotStored), writing(engine) as db:
        db.execute(
            update(SignIn)
            .where(col(SignIn.id) == signed_in.sign_in_id, is_open(now))
            .values(last_active_at=now)
        )


def is_demo(db: Session) -> bool:
    """Whether this database holds the fictional records of the demo."""
    mode = db.scalar(select(col(DeskFact.value)).where(col(DeskFact.name) == "mode"))
    return mode == "demo"


def token_hash(token: str) -> str:
    """What is stored of a token, so that a stolen copy of the database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_open(now: datetime) -> ColumnElement[bool]:
    """The condition that a sign-in counts at `now`; derived from its times, never stored."""
    return and_(
        col(SignIn.ended_at).is_(None),
        col(SignIn.expires_at) > now,
        col(SignIn.last_active_at) >= now - timedelta(minutes=settings().idle_minutes),
    )
