"""Local accounts: checks an e-mail with its password.

Every try is counted before the password is checked, so that parallel tries count too. Known,
unknown, switched-off and locked accounts each cost one argon2 check and get the same answer.
"""

import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Engine, update
from sqlmodel import col, select

from core.administration.staff import LONGEST_PASSWORD, PASSWORDS
from core.db import writing
from core.models.people import Staff

FREE_TRIES = 5
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)


@cache
def _nobodys_hash() -> str:
    """The hash of a password that nobody knows."""
    return PASSWORDS.hash(secrets.token_urlsafe(32))


def check_password(engine: Engine, email: str, password: str, now: datetime) -> int | None:
    """The staff id of this e-mail and password, or None; takes the time of one hash either way.

    `start_sign_in` resets the counted tries after a success.
    """
    nobody = None, _nobodys_hash()  # asked for in any case: the first of these takes time
    staff_id, password_hash = _count_try(engine, email.strip().lower(), now) or nobody
    return staff_id if _matches(password_hash, password) else None


def delay(failed: int) -> timedelta:
    """How long an account is locked after that many failures in a row: not before the fifth, then
    30 seconds, then twice as long each time, at most 15 minutes."""
    if failed < FREE_TRIES:
        return timedelta(0)
    doublings = min(failed - FREE_TRIES, 10)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def _count_try(engine: Engine, email: str, now: datetime) -> tuple[int, str] | None:
    """Count a try and return the staff id and its password's hash; None if this account cannot sign
    in now."""
    if not email.isprintable():  # PostgreSQL refuses NUL, and no address has one
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
        return account.key, account.password_hash


def _matches(password_hash: str, password: str) -> bool:
    if len(password) > LONGEST_PASSWORD:
        password = ""  # matches no account, and saves hashing a megabyte
    try:
        return PASSWORDS.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
