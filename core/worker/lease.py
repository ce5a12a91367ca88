"""The lease: however many workers run, one at a time does the background work."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from core.db import writing
from core.models.installation import Lease

NAME = "worker"
LASTS = timedelta(seconds=60)
"""After this a killed worker is replaced. Clocks of hosts must differ by much less."""


def take(engine: Engine, holder: str, now: datetime) -> bool:
    """Take or renew the lease until `now` + LASTS; False while another worker holds it."""
    insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    mine = {"holder": holder, "expires_at": now + LASTS}
    free = (col(Lease.holder) == holder) | (col(Lease.expires_at) <= now)
    taken = (
        insert(Lease)
        .values(name=NAME, **mine)
        .on_conflict_do_update(index_elements=["name"], set_=mine, where=free)
        .returning(col(Lease.holder))
    )
    with writing(engine) as db:
        return db.scalar(taken) is not None


def give_back(engine: Engine, holder: str) -> None:
    """End the lease early, so that the next worker need not wait; does nothing without it."""
    with writing(engine) as db:
        db.execute(delete(Lease).where(col(Lease.name) == NAME, col(Lease.holder) == holder))
