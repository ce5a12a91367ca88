"""All of the demo's requests: the script cast with the imported records, and played."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, select

from core.access import Actor
from core.demo.replay.cancellations import Cancellation
from core.demo.replay.cast import Cast, make_cast
from core.demo.replay.corrections import Correction
from core.demo.replay.extract import exchange
from core.demo.replay.hours import Hours
from core.demo.replay.life import Craft, live
from core.demo.replay.listings import Listing
from core.demo.replay.script import FIRST_DAY, Part, script
from core.demo.replay.stage import play, set_stage
from core.models.requests import SupportRequest
from core.vocabulary.requests import RequestKind


def begins_at(until: datetime) -> datetime:
    """The first morning of the desk's work, before any request."""
    return Hours(until).at(FIRST_DAY + 1, 9)


def replay(engine: Engine, operator: Actor, until: datetime, scale: float, folder: Path) -> int:
    """File and work through the demo's requests, up to `until`; returns how many were filed.

    The fictional staff and the records must be there; `folder` is that of the extracts.
    """
    stage = set_stage(engine, operator, until, begins_at(until))
    cast = stage.look(lambda db: make_cast(db, until))
    stories = [
        live(stage, part, craft)
        for part in script(scale)
        for craft in _crafts(part, cast, stage.hours)
    ]
    play(stage, [*stories, exchange(stage, folder)])
    counted = select(func.count()).select_from(SupportRequest)
    return stage.look(lambda db: db.scalar(counted) or 0)


def _crafts(part: Part, cast: Cast, hours: Hours) -> Iterator[Craft]:
    """What the part is about; nothing where no record is left for it."""
    if part.kind == RequestKind.CLIENT_CORRECTION:
        if subject := cast.subject():
            yield Correction(part, subject)
    elif part.kind == RequestKind.DIRECTORY_UPDATE:
        if provider := cast.provider(part.what):
            yield Listing(part, provider)
    elif booked := cast.session(part.what, hours.at(part.days_ago, part.hour)):
        yield Cancellation(part, booked)
