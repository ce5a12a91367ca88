"""Local accounts: is this the password of that e-mail?

Every try is counted before the password is looked at, so that a hundred tries at once are a
hundred tries. Known, unknown, switched off and waiting accounts cost one argon2 check each and
get the same answer.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Engine, update
from sqlmodel import col, select

from core.administration.staff import LONGEST_PASSWORD, PASSWORDS
from core.db import writing
from core.models.people import Staff

FREE_TRIES = 5
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)

_NOBODYS = PASSWORDS.hash(secrets.token_urlsafe(32))


@dataclass(frozen=True)
class _Try:
    staff_id: int
    password_hash: str


def check_password(engine: Engine, email: str, password: str, now: datetime) -> int | None:
    """The staff id that e-mail and password stand for, or None; takes one hash's time either way.

    A success leaves the counted tries to `start_sign_in`, which forgets them.
    """
    allowed = _count_try(engine, email.strip().lower(), now)
    matches = _matches(allowed.password_hash if allowed else _NOBODYS, password)
    return allowed.staff_id if allowed and matches else None


def delay(failed: int) -> timedelta:
    """How long an account waits after that many failures in a row: nothing up to the fourth,
    30 seconds after the fifth, then twice as long each time, at most 15 minutes."""
    if failed < FREE_TRIES:
        return timedelta(0)
    doublings = min(failed - FREE_TRIES, 10)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def _count_try(engine: Engine, email: str, now: datetime) -> _Try | None:
    """Count a try and give out what to compare with; None when there is no try to be had."""
    if not email.isprintable():  # PostgreSQL takes no NUL, and nobody's address has one
        return None
    with writing(engine) as db:
        account = db.scalar(select(Staff).where(col(Staff.email) == email).with_for_update())
        if account is None or account.password_hash is None or not account.is_active:
            return None
        if account.locked_until is not None and now < account.locked_until:
            return None
        failed = account.failed_sign_ins + 1
        wait = delay(failed)
        until = now + wait if wait else None
        counted = update(Staff).where(col(Staff.id) == account.key)  # a try is no edit of a person
        db.execute(counted.values(failed_sign_ins=failed, locked_until=until))
        return _Try(account.key, account.password_hash)


def _matches(password_hash: str, password: str) -> bool:
    if len(password) > LONGEST_PASSWORD:
        password = ""  # nobody's, and a megabyte of it is not worth hashing
    try:
        return PASSWORDS.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
