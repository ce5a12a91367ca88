"""The product's own database: migrated, filled by `session-desk import`, with requests beside."""

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from core import access, clock, db
from core.db.transaction import transaction
from core.demo.status import add_fictional_staff, mark_demo, mark_whole
from core.facts.due_instants import write_request_deadlines
from core.facts.policies import business_calendar, policy_book
from core.models.care import CareSession
from core.models.people import Client, Provider, Staff
from core.models.requests import CorrectionLine, DirectoryLine, Snooze, SupportRequest
from core.settings import ROOT, settings
from core.vocabulary.people import Role
from core.vocabulary.requests import (
    Channel,
    DirectoryTopic,
    ErrorType,
    EvernorthStatus,
    Priority,
    RequesterType,
    RequestKind,
    RequestStatus,
)
from tests.bench.data import Rows
from tests.bench.items import NOW
from tests.bench.outcomes import add_outcomes, cancellations
from tests.support.server import SESSION_DESK

BATCH = 5000
COUNTED_AT = NOW - timedelta(hours=1)
"""Counts that were kept later than a question's instant do not answer it."""
NEXT_NUMBER = (
    "SELECT setval(pg_get_serial_sequence('support_request', 'id'), max(id)) FROM support_request"
)
OPERATOR = access.operator("bench")


def environment(url: str, at: datetime = NOW) -> dict[str, str]:
    """For processes of the product: its database, and its clock moved to the instant `at`."""
    of_machine = clock.now() - settings().clock_shift
    seconds = int((at - of_machine).total_seconds())
    shift = f"{'-' if seconds < 0 else ''}PT{abs(seconds)}S"
    return os.environ | {"DATABASE_URL": url, "SESSION_DESK_CLOCK_SHIFT": shift}


def fill_desk(rows: Rows, extracts: Path, url: str) -> None:
    """Fill the empty database at `url`; raises CalledProcessError when a row is rejected."""
    command(url, "migrate")
    engine = db.make_engine(url)
    begin_demo(engine)
    command(url, "import", str(extracts))
    file_requests(engine, pd.concat([rows["request"], cancellations(rows)]))
    with transaction(engine, OPERATOR, NOW) as context:
        add_outcomes(context)
    command(url, "metrics", "recount", at=COUNTED_AT)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def begin_demo(engine: Engine) -> None:
    """Add fictional staff and mark the database a demo, which alone may have another clock."""
    with transaction(engine, OPERATOR, NOW) as context:
        mark_demo(context, NOW.date())
        add_fictional_staff(context)


def command(url: str, *words: str, at: datetime = NOW) -> None:
    """Run `session-desk` with these words at the instant `at`."""
    subprocess.run(
        [*SESSION_DESK, *words],
        env=environment(url, at),
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def person(engine: Engine, role: Role) -> access.Actor:
    """A member of the staff with this role."""
    with db.looking(engine) as look:
        found = look.scalars(select(Staff).where(col(Staff.role) == role).limit(1)).one()
    return access.Actor(found.name, found.role, found.key, found.zone)


def file_requests(engine: Engine, requests: pd.DataFrame) -> None:
    """Write the requests with their lines and deadlines, as if staff had filed them."""
    agent = person(engine, Role.AGENT)
    with transaction(engine, OPERATOR, NOW) as context:
        known = _Known(context.db, agent.staff_id)
        book, calendar = policy_book(context), business_calendar(context)
        for start in range(0, len(requests), BATCH):
            some = requests[start : start + BATCH].itertuples(index=False)
            filed = [known.request(one) for one in some]
            for one in filed:
                write_request_deadlines(one, book, calendar)
            context.db.execute(insert(SupportRequest), [one.model_dump() for one in filed])
            for kind, lines in _lines(filed).items():
                context.db.execute(insert(kind), lines)
        if engine.dialect.name == "postgresql":  # else the next request takes a number in use
            context.db.execute(text(NEXT_NUMBER))
        mark_whole(context, len(requests))


class _Known:
    """The ids by which the product knows what a request is about."""

    def __init__(self, session: Session, agent_id: int | None) -> None:
        self.agent_id = agent_id
        self.ids = {
            kind: {
                int(ref.partition("-")[2]): key
                for key, ref in session.execute(select(col(kind.id), col(kind.ref)))
            }
            for kind in (Client, Provider, CareSession)
        }

    def request(self, one: Any) -> SupportRequest:
        created = one.created_at.to_pydatetime().replace(tzinfo=UTC)
        closed = None if pd.isna(one.resolved_at) else one.resolved_at.replace(tzinfo=UTC)
        is_taken = not pd.isna(one.assignee)
        return SupportRequest(
            id=one.id,
            created_at=created,
            updated_at=created,
            ref=f"R-{one.id:08d}",
            kind=RequestKind(one.kind),
            status=RequestStatus(one.status),
            priority=Priority.NORMAL,
            requester_type=RequesterType.PROVIDER,
            requester_name="A provider",
            channel=Channel.EMAIL,
            client_id=self.ids[Client][one.client_id],
            provider_id=self.ids[Provider][one.provider_id],
            session_id=self.ids[CareSession][one.session_id],
            filed_by_id=self.agent_id,
            assignee_id=self.agent_id if is_taken else None,
            received_at=created,
            ready_at=created,
            first_action_at=created if is_taken else None,
            closed_at=closed,
        )


def _lines(filed: list[SupportRequest]) -> dict[Any, list[dict[str, Any]]]:
    """What requests of these kinds and statuses have beside themselves."""
    found: dict[Any, list[dict[str, Any]]] = {CorrectionLine: [], DirectoryLine: [], Snooze: []}
    for one in filed:
        own = {"request_id": one.id, "created_at": one.created_at, "updated_at": one.created_at}
        own["version"] = 1
        if one.kind == RequestKind.CLIENT_CORRECTION:
            line = {"error_type": ErrorType.PHONE, "field": "phone", "correct_value": "2125550100"}
            found[CorrectionLine].append(own | line)
        if one.kind == RequestKind.DIRECTORY_UPDATE:
            line = {"topic": DirectoryTopic.PHONE, "correct_value": "212-555-0100"}
            line["evernorth_status"] = EvernorthStatus.TO_SUBMIT
            found[DirectoryLine].append(own | line)
        if one.status == RequestStatus.SNOOZED:
            days = {"from_on": one.created_at.date(), "wake_on": NOW.date()}
            found[Snooze].append(own | {"reason": "The requester asked for time."} | days)
    return {kind: rows for kind, rows in found.items() if rows}
