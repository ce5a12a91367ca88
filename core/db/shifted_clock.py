"""Keeps a shifted clock away from real records: their deadlines would be wrong and unnoticed."""

import logging
import os

from sqlalchemy import Engine, exists, inspect, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.errors import DeskError
from core.models.installation import DeskFact
from core.models.people import Client, Staff
from core.settings import settings

log = logging.getLogger("session_desk")


class ClockShiftRefused(DeskError):
    """The clock is shifted, and the database is no demo."""


def refuse_shifted_clock(engine: Engine) -> None:
    """Raise ClockShiftRefused if the clock is shifted and the database holds real records."""
    shift = settings().clock_shift
    if not shift:
        return
    if "PYTEST_VERSION" not in os.environ and _holds_real_records(engine):
        raise ClockShiftRefused(
            "SESSION_DESK_CLOCK_SHIFT moves the clock, and this database is not a demo. "
            "Deadlines would be wrong. Unset SESSION_DESK_CLOCK_SHIFT, or use a demo database."
        )
    log.warning("The clock is shifted by %s (SESSION_DESK_CLOCK_SHIFT).", shift)


def _holds_real_records(engine: Engine) -> bool:
    if not inspect(engine).has_table(DeskFact.__tablename__):
        return False
    with Session(engine) as db:
        mode = db.scalar(select(col(DeskFact.value)).where(col(DeskFact.name) == "mode"))
        in_use = exists().select_from(Staff), exists().select_from(Client)
        return mode != "demo" and any(db.scalar(select(one)) for one in in_use)
