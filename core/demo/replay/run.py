"""All of the demo's requests: planned, given records of the import, and worked on."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, select

from core.access import Actor
from core.demo.replay.cancellations import CancellationSteps
from core.demo.replay.corrections import CorrectionSteps
from core.demo.replay.desk import DemoDesk, run_in_order
from core.demo.replay.listings import ListingSteps
from core.demo.replay.plan import PlannedRequest, planned_requests
from core.demo.replay.platform_extract import exchange_with_platform
from core.demo.replay.records import RecordPool
from core.demo.replay.steps import RequestSteps
from core.models.requests import SupportRequest
from core.vocabulary.requests import RequestKind


def replay_requests(
    engine: Engine, operator: Actor, until: datetime, scale: float, folder: Path
) -> int:
    """File and work on the demo's requests, up to `until`; returns how many there are. The
    fictional staff, the records, and their extracts in `folder` must be there."""
    desk = DemoDesk(engine, operator, until)
    pool = desk.load(lambda db: RecordPool(db, until))
    found = [one for planned in planned_requests(scale) for one in _about(planned, pool, desk)]
    run_in_order(desk, [*(one.steps() for one in found), exchange_with_platform(desk, folder)])
    counted = select(func.count()).select_from(SupportRequest)
    return desk.load(lambda db: db.scalar(counted) or 0)


def _about(planned: PlannedRequest, pool: RecordPool, desk: DemoDesk) -> Iterator[RequestSteps]:
    """The request with its record; nothing where no record is left for it."""
    if planned.kind == RequestKind.CLIENT_CORRECTION:
        if client := pool.next_client():
            yield CorrectionSteps(desk, planned, client)
    elif planned.kind == RequestKind.DIRECTORY_UPDATE:
        if provider := pool.next_provider(planned.what):
            yield ListingSteps(desk, planned, provider)
    elif session := pool.next_session(planned.what, desk.at(planned.days_ago, planned.hour)):
        yield CancellationSteps(desk, planned, session)
