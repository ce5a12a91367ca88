"""A desk with some of every record that a query can meet, and the statements that queries send on
it."""

import json
import random
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core import db
from core.access import ROLES
from core.db.transaction import ReadContext
from core.models.coverage import Payer
from core.models.exchange import ImportBatch, OutboundChange, OutboundConflict
from core.models.installation import DeskFact
from core.models.personal import Download
from core.queries.requests import paging as request_pages
from core.queries.sessions import paging as session_pages
from core.rules.metric_filters import DrillDown, MetricFilter, as_text
from core.vocabulary.coverage import PayerClass
from core.vocabulary.data_issues import DataIssueCode
from core.vocabulary.exchange import OutboundConflictStatus
from core.vocabulary.people import Role
from tests.plans.samples import FROM, TO, TOKEN, samples
from tests.plans.sending import Statement, sending
from tests.support import make, metric_records
from tests.support.late_editing import late_editing
from tests.support.make import NOW
from tests.support.record import Record, whole_record
from tests.test_access import GUARDED

LATER = NOW + timedelta(hours=1)
FIRST = (Role.LEAD, Role.AGENT, Role.MANAGER, Role.ADMIN)
QUERIES: dict[str, Callable[..., Any]] = {
    name: query
    for name, query in GUARDED.items()
    if query.__module__.startswith(("core.queries", "core.metrics"))
}


@dataclass(frozen=True)
class Asked:
    """The first question that a statement answers, and its parameters then."""

    question: str
    given: Any


def sent_by_queries(engine: Engine) -> dict[Statement, Asked]:
    """The statements of all samples, on a database that holds nothing yet. A page ends after one
    row, so that each has a next one."""
    record = whole_record(engine)
    with db.writing(engine) as work:
        refs = _further_records(work, record)
    refs["late_edit"] = late_editing(engine, desk=record.desk).begun()
    found: dict[Statement, Asked] = {}
    with db.looking(engine) as look, pytest.MonkeyPatch.context() as patch:
        patch.setattr(session_pages, "LIMIT", 1)
        patch.setattr(request_pages, "LIMIT", 1)
        patch.setattr(session_pages.SessionSlice, "is_everything", False)
        for name, questions in samples(refs).items():
            actor = record.desk.people[next(role for role in FIRST if role in ROLES[name])]
            for given in questions:
                with sending(engine) as sent:
                    _ask(QUERIES[name], ReadContext(look, actor, NOW), given)
                for statement, values in sent.items():
                    found.setdefault(statement, Asked(f"{name}{given}", values))
    return found


def _ask(query: Callable[..., Any], context: ReadContext, given: tuple[Any, ...]) -> None:
    answer = query(context, *given)
    if isinstance(answer, Generator):
        list(answer)


def _further_records(work: Session, record: Record) -> dict[str, str]:
    """What `record` lacks; the references of both, by what they are of."""
    metric_records.population(work, random.Random(1))
    provider, client = make.provider(work), make.client(work)
    session = make.care_session(work, provider, client)
    make.data_issue(work, session, DataIssueCode.CONFIRMED_NOT_HELD)
    make.data_issue(work, session, DataIssueCode.MOS_CHARGE, is_accepted=True)
    make.data_issue(work, session, DataIssueCode.MOS_CLAIM, is_gone=True)
    mos = make.add(work, Payer(ref="Y-MOS", name="MOS", payer_class=PayerClass.MOS, **TIMES))
    work.add(DeskFact(name="mode", value="demo"))
    _conflict(work)
    _download(work, record)
    return {
        **{name: value for name, value in vars(record).items() if isinstance(value, str)},
        "client": record.client,
        "other_client": client.ref,
        "case": make.mos_case(work, client, provider).ecms_case_id,
        "mos": mos.ref,
        "payer": work.query(Payer).filter(Payer.ref != mos.ref).first().ref,
        "plan": make.plan(work).ref,
    }


TIMES = {"created_at": NOW, "updated_at": NOW}


def _conflict(work: Session) -> None:
    batch = work.query(ImportBatch).one()
    batch.files = json.dumps([{"file": "clients.csv", "lines": 2}])
    change = work.query(OutboundChange).first()
    conflict = OutboundConflict(
        outbound_change_id=change.id,
        seen_value="Jon",
        batch_id=batch.key,
        status=OutboundConflictStatus.OPEN,
        **TIMES,
    )
    work.add(conflict)


def _download(work: Session, record: Record) -> None:
    asked = Download(
        token_hash=sha256(TOKEN.encode()).hexdigest(),
        staff_id=record.desk.people[Role.LEAD].staff_id,
        kind="notes_on_time",
        query=as_text(MetricFilter(FROM, TO), DrillDown()),
        asked_at=NOW,
        expires_at=LATER,
    )
    work.add(asked)
