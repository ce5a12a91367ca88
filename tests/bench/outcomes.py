"""What only the product's own metrics count: cancellations, directory updates, and past pay.

Separate from the records that every target has, so that a database filled before can take it too.
"""

from datetime import timedelta
from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import bindparam, insert, literal, select, update
from sqlmodel import col

from core.db.transaction import WriteContext
from core.facts.due_instants import settling_columns
from core.facts.policies import business_calendar, policy_book
from core.metrics.population import month_of
from core.models.all_tables import metadata
from core.models.care import CareSession, Payout
from core.models.people import Staff
from core.models.requests import (
    CancellationCase,
    ChecklistItem,
    DirectoryLine,
    DirectorySubmission,
    ListingCheck,
    SupportRequest,
)
from core.rules.time.deadlines import directory
from core.rules.time.platform_clock import platform_day
from core.vocabulary.care import PayerKind, PayoutStatus, SessionStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import (
    CancellationPart,
    EvernorthStatus,
    RequestKind,
    RequestStatus,
    SettleStatus,
)
from tests.bench.data import AT, SEED, Rows
from tests.bench.items import NOW

EDITED = {"created_at": NOW, "updated_at": NOW, "version": 1}
CONFIRMED_ONCE_IN = 9
"""Of so many sessions that were canceled, one had been confirmed before."""
NEVER_SEEN_ONCE_IN, FIRST_WRONG_ONCE_IN = 30, 4
"""Of so many submissions, one is never listed; of so many that are, one was listed wrong first."""


def cancellations(rows: Rows) -> pd.DataFrame:
    """Requests to cancel sessions, all settled by now; their numbers follow the other requests'."""
    rng = np.random.default_rng(SEED + 2)
    sessions = rows["session"]
    some = sessions[sessions["status"] == "canceled"].iloc[::CONFIRMED_ONCE_IN]
    ready = some["ends_at"].to_numpy() + rng.integers(1, 72, len(some)) * 3600
    settled = ready + (rng.exponential(6.0, len(some)) * 86400).astype(int)
    found = pd.DataFrame(
        {
            "kind": RequestKind.SESSION_CANCELLATION.value,
            "status": RequestStatus.CLOSED.value,
            "client_id": some["client_id"].to_numpy(),
            "provider_id": some["provider_id"].to_numpy(),
            "session_id": some["id"].to_numpy(),
            "assignee": "agent",
            "created_at": ready,
            "resolved_at": settled,
            "version": 1,
        }
    )
    found = found[found["resolved_at"] <= AT]
    return found.assign(id=np.arange(1, len(found) + 1) + rows["request"]["id"].max())


def add_outcomes(context: WriteContext) -> None:
    """How the cancellations were settled, submissions with their checks, and payouts."""
    _settle(context)
    _submit(context)
    _pay(context)


def _settle(context: WriteContext) -> None:
    """Each part with its step, all when the request was closed."""
    columns: Any = [
        col(getattr(SupportRequest, name)) for name in ("id", "session_id", "ready_at", "closed_at")
    ]
    of_kind = col(SupportRequest.kind) == RequestKind.SESSION_CANCELLATION
    book, calendar = policy_book(context), business_calendar(context)
    settled = {f"{part.value}_settled": SettleStatus.DONE for part in CancellationPart}
    cases, steps = [], []
    found = context.db.execute(select(*columns).where(of_kind)).all()
    for request_id, session_id, ready_at, closed_at in found:
        of_request = {**EDITED, "request_id": request_id}
        cases.append(
            of_request
            | {"session_id": session_id, "is_open": False, "reason": "The client was not there."}
            | {"settled_at": closed_at, **settled, **settling_columns(ready_at, book, calendar)}
        )
        done = {**of_request, "done_at": closed_at}
        steps += [{**done, "code": part.value} for part in CancellationPart]
    _insert(context, CancellationCase, cases)
    _insert(context, ChecklistItem, steps)


def _submit(context: WriteContext) -> None:
    """Closed directory updates, submitted on the next day, and looked for up to 12 days later."""
    rng = np.random.default_rng(SEED + 3)
    book, calendar = policy_book(context), business_calendar(context)
    deadlines = cache(partial(directory, book=book, calendar=calendar))
    by_id = context.db.scalars(select(col(Staff.id)).where(col(Staff.role) == Role.AGENT)).first()
    submissions, checks, listed = [], [], []
    for number, (line_id, request_id, received_at) in enumerate(_closed_lines(context)):
        submitted_on = platform_day(received_at + timedelta(days=1), book)
        seen_on = submitted_on + timedelta(days=int(rng.integers(2, 13)))
        if seen_on > NOW.date():
            continue
        expected, late = deadlines(submitted_on)
        submissions.append(
            {**EDITED, "request_id": request_id, "attempt": 1, "full_name": "", "npi": ""}
            | {"submission_reference": f"EV-{request_id}", "submitted_on": submitted_on}
            | {"expected_on": expected.last_day, "late_after_on": late.last_day}
        )
        if number % NEVER_SEEN_ONCE_IN == 0:
            continue
        check = {"line_id": line_id, "seen_value": "212-555-0100", "by_id": by_id}
        if number % FIRST_WRONG_ONCE_IN == 0:
            checks.append({**check, "looked_on": submitted_on, "is_right": False})
        checks.append({**check, "looked_on": seen_on, "is_right": True})
        listed.append({"line": line_id, "reflected_on": seen_on})
    _insert(context, DirectorySubmission, submissions)
    _insert(context, ListingCheck, checks)
    if listed:
        context.db.execute(_LISTED, listed)


_LINES = metadata.tables["directory_line"]
_LISTED = (
    update(_LINES)
    .where(_LINES.c.id == bindparam("line"))
    .values(version=2, evernorth_status=EvernorthStatus.REFLECTED)
)


def _closed_lines(context: WriteContext) -> Any:
    """Each with the id of its request and the instant that it was received."""
    columns: Any = (col(DirectoryLine.id), col(SupportRequest.id), col(SupportRequest.received_at))
    of_request = col(SupportRequest.id) == col(DirectoryLine.request_id)
    is_closed = col(SupportRequest.status) == RequestStatus.CLOSED
    found = select(*columns).join(SupportRequest, of_request).where(is_closed)
    return context.db.execute(found.order_by(col(SupportRequest.id))).all()


def _pay(context: WriteContext) -> None:
    """Every confirmed session but those of Military OneSource, from $90 to $120 by provider."""
    session_id, ref = col(CareSession.id), col(CareSession.ref)
    values = {
        **EDITED,
        "ref": "O" + ref,
        "session_id": session_id,
        "amount_cents": 9000 + col(CareSession.provider_id) % 7 * 500,
        "period": month_of(context.db, col(CareSession.date_of_service)),
        "status": PayoutStatus.PAID,
    }
    columns = metadata.tables["payout"].c
    sources = [
        one.label(name) if hasattr(one, "label") else literal(one, columns[name].type)
        for name, one in values.items()
    ]
    paid = select(*sources).where(
        col(CareSession.status) == SessionStatus.CONFIRMED,
        col(CareSession.payer_kind) != PayerKind.MOS,
    )
    context.db.execute(insert(Payout).from_select(list(values), paid))


def _insert(context: WriteContext, kind: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        context.db.execute(insert(kind), rows)
