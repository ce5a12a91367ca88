"""kill -9 in the middle of corrections: nothing acknowledged is lost, nothing is half done."""

import random
import time
from collections import Counter
from contextlib import suppress

from sqlalchemy import Engine, text
from sqlmodel import col, select

from core import db
from core.models.audit import AuditEntry
from core.models.exchange import OutboundChange
from core.models.installation import StoredReceipt
from core.models.people import Client
from core.models.requests import CorrectionLine, SupportRequest
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestStatus
from tests.proof.correcting import correct
from tests.proof.forking import forked, killed, pipe
from tests.support import correction
from tests.support.correction import Desk

KILLS, KILLS_IN_FULL = 4, 20
REACHED = {
    "filed": set(RequestStatus),
    "taken": {RequestStatus.IN_PROGRESS, RequestStatus.REPLY_PENDING, RequestStatus.CLOSED},
    "applied": {RequestStatus.REPLY_PENDING, RequestStatus.CLOSED},
    "closed": {RequestStatus.CLOSED},
}


def acknowledged_until_killed(desk: Desk, url: str, seconds: float) -> list[list[str]]:
    """Let a process work, kill it, and give back what it had said to the end."""
    heard, said = pipe(duplex=False)
    with heard:
        staff_id = desk.people[Role.AGENT].staff_id
        process = forked(correct, said, url, staff_id, desk.client_ref)
        said.close()
        whole = [heard.recv()]  # the work has begun
        time.sleep(seconds)
        killed(process)
        with suppress(EOFError, OSError):  # nothing more, or half a message
            while True:
                whole.append(heard.recv())
    return whole


def nothing_is_half_done(desk: Desk) -> None:
    """Each request, its lines, its record and its audit entries tell one story."""
    entries = desk.rows(AuditEntry)
    assert [entry.number for entry in sorted(entries, key=lambda one: one.number)] == list(
        range(1, len(entries) + 1)
    )
    told = Counter((entry.action, entry.entity_id) for entry in entries)
    lines = desk.rows(CorrectionLine)
    changes = Counter(change.request_id for change in desk.rows(OutboundChange))
    for request in desk.rows(SupportRequest):
        own = [line for line in lines if line.request_id == request.id]
        is_applied = request.status in REACHED["applied"]
        assert [line.applied_at is not None for line in own] == [is_applied, is_applied]
        assert changes[request.id] == (2 if is_applied else 0)
        assert told["request.filed", request.id] == 1
        assert told["request.done", request.id] == int(is_applied)
        assert told["request.closed", request.id] == int(request.status == RequestStatus.CLOSED)
    client = desk.client()
    applied = [line for line in lines if line.applied_at and line.field == "phone"]
    newest = max(applied, key=lambda line: line.applied_at)
    assert client.phone == newest.correct_value
    assert client.preferred_name == f"N{newest.correct_value}"
    assert all(receipt.result for receipt in desk.rows(StoredReceipt))


def nothing_acknowledged_is_lost(desk: Desk, said: list[list[str]]) -> None:
    """Whatever the process was told is done stands in the database."""
    with db.looking(desk.engine) as work:
        columns = (col(SupportRequest.ref), col(SupportRequest.status))
        stands = dict(work.execute(select(*columns)).all())
        values = set(work.scalars(select(col(CorrectionLine.correct_value))))
    for what, ref, *value in said:
        assert stands[ref] in REACHED[what]
        assert set(value) <= values


def test_kills_in_the_middle_of_corrections_lose_nothing(
    engine: Engine, database_url: str, in_full: bool
):
    kills = KILLS_IN_FULL if in_full else KILLS
    desk, chance, said = correction.desk(engine), random.Random(20), list[list[str]]()
    for _ in range(kills):
        said += acknowledged_until_killed(desk, database_url, chance.uniform(0, 0.25))
        if engine.dialect.name == "sqlite":
            with db.looking(engine) as work:
                assert work.scalar(text("PRAGMA integrity_check")) == "ok"
        if desk.rows(Client) and any(what == "applied" for what, *_ in said):
            nothing_is_half_done(desk)
        nothing_acknowledged_is_lost(desk, said)
    print(f"{kills} kills, {len(said)} acknowledged: 0 lost, 0 half done")  # noqa: T201
    assert len(said) > kills
