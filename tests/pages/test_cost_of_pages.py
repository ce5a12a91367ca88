"""What a run of each main page costs with full lists: statements, messages, and what is sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import create_reference_msg
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from core import db
from core.models.care import CareSession
from core.vocabulary.people import Role
from tests.support import make, metric_records
from tests.support.app import opener
from tests.support.record import Record
from tests.support.statements import counted

FULL = 60
"""More than a list shows."""


@dataclass
class Sent:
    """The messages of one run, and the kilobytes that a browser does not have of the run before."""

    known: set[str] = field(default_factory=set)
    messages: int = 0
    size: int = 0

    def take(self, message: ForwardMsg) -> None:
        is_kept = message.metadata.cacheable and message.hash
        self.messages += 1
        is_known = is_kept and message.hash in self.known
        self.size += (create_reference_msg(message) if is_known else message).ByteSize()
        if is_kept:
            self.known.add(message.hash)

    def begin(self) -> None:
        self.messages = self.size = 0


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sent]:
    found, enqueue = Sent(), ScriptRunner._enqueue_forward_msg

    def note(runner: ScriptRunner, message: ForwardMsg) -> None:
        found.take(message)
        enqueue(runner, message)

    monkeypatch.setattr(ScriptRunner, "_enqueue_forward_msg", note)
    return found


@pytest.fixture
def full(record: Record, engine: Engine) -> Record:
    """As many requests of mine, of nobody and sessions as lists can show."""
    agent = record.desk.people[Role.AGENT].staff_id
    with db.writing(engine) as work:
        of = work.scalars(select(CareSession).where(col(CareSession.ref) == record.session)).one()
        about = {"provider_id": of.provider_id, "client_id": of.client_id, "session_id": of.key}
        for assignee in (None, agent):
            for number in range(FULL):
                due_at = make.NOW + timedelta(hours=number)
                metric_records.request(
                    work, filed_by_id=agent, assignee_id=assignee, due_at=due_at, **about
                )
        provider, client = make.provider(work), make.client(work)
        for number in range(FULL):
            start = of.scheduled_start_at - timedelta(days=number)
            make.care_session(work, provider, client, start)
    return record


PAGES = {
    "desk": (Role.AGENT, "work/desk.py", 7, 135, 22),
    "requests": (Role.AGENT, "work/requests.py", 6, 52, 12),
    "request": (Role.AGENT, "work/request.py", 16, 50, 11),
    "sessions": (Role.AGENT, "lookup/sessions.py", 9, 42, 10),
    "session": (Role.AGENT, "lookup/session.py", 4, 28, 8),
    "compliance": (Role.MANAGER, "manage/compliance.py", 8, 45, 11),
}
"""Who opens it, and at most so many statements, messages and kilobytes."""


@pytest.mark.parametrize("page", PAGES)
def test_a_run_of_a_page_asks_and_sends_little(
    full: Record, engine: Engine, sent: Sent, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    role, file, statements, messages, kilobytes = PAGES[page]
    params = {
        "request": {"ref": full.taken},
        "session": {"ref": full.session},
        "compliance": {"from": "2026-01-01", "to": "2026-06-30"},
    }
    at = opener(monkeypatch, engine, full.desk.people[role])(file, **params.get(page, {}))
    sent.begin()
    with counted(engine) as asked:
        at.run()
    assert [problem.message for problem in at.exception] == []
    texts = [text for text, _ in asked if text.startswith(("SELECT", "WITH"))]
    assert len(texts) <= statements, "\n\n".join(texts)
    assert sent.messages <= messages
    assert sent.size <= kilobytes * 1024
