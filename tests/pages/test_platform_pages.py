"""Drift on a lead's desk, what goes back on Extracts, and the admin's messages."""

import json
import random
from datetime import UTC, datetime
from html import unescape

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from core import access, db
from core.db import outbox
from core.exchange.importer import import_extracts
from core.models.exchange import ImportBatch, ImportReject, OutboundChange, OutboundConflict
from core.models.outbox import OutboxMessage
from core.models.requests import SupportRequest
from core.requests.replies import SendReply, send_reply
from core.rules.import_counts import line_account, waiting_text
from core.rules.requests.corrections import Line
from core.settings import settings
from core.vocabulary.administration import MessageStatus
from core.vocabulary.exchange import ImportStatus, OutboundConflictStatus, OutboundStatus
from core.vocabulary.people import Role
from pages import context
from tests.support import correction
from tests.support.app import labelled, opener, shown
from tests.support.correction import Desk
from tests.support.make import NOW
from tests.support.messy import messy
from tests.support.sound import sound

OURS, THEIRS = "Ourspelling", "Theirspelling"


@pytest.fixture
def desk(engine: Engine) -> Desk:
    made = correction.desk(engine)
    made.apply(made.taken(Line("last_name", "", OURS)))
    return made


@pytest.fixture
def contradicted(desk: Desk) -> Desk:
    with db.writing(desk.engine) as work:
        batch = ImportBatch(
            started_at=NOW, operator="tests", source="tests", status=ImportStatus.FINISHED
        )
        work.add(batch)
        work.flush()
        change = work.get_one(OutboundChange, 1)
        change.status = OutboundStatus.CONTRADICTED
        work.add(
            OutboundConflict(
                created_at=NOW,
                updated_at=NOW,
                outbound_change_id=change.key,
                seen_value=THEIRS,
                batch_id=batch.key,
                status=OutboundConflictStatus.OPEN,
            )
        )
    return desk


@pytest.fixture
def with_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {"smtp_url": SecretStr("smtp://127.0.0.1:9"), "mail_from": "support@desk.example"}
    found = settings().model_copy(update=changed)
    monkeypatch.setattr(outbox, "settings", lambda: found)


def test_a_lead_opens_a_difference_and_lets_theirs_stand(contradicted, monkeypatch):
    open_page = opener(monkeypatch, contradicted.engine, contradicted.people[Role.LEAD])
    at = open_page("work/desk.py")
    assert "Conflicts with the platform" in shown(at)
    assert THEIRS not in shown(at)
    at.button(key="resolve-1").click().run()
    assert OURS in shown(at)
    assert THEIRS in shown(at)


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER, Role.VIEWER, Role.ADMIN])
def test_nobody_else_is_asked(contradicted, monkeypatch, role):
    at = opener(monkeypatch, contradicted.engine, contradicted.people[role])("work/desk.py")
    assert "Conflicts with the platform" not in shown(at)


def test_extracts_say_what_goes_back_without_a_value(desk, monkeypatch):
    at = opener(monkeypatch, desk.engine, desk.people[Role.ADMIN])("admin/imports.py")
    assert [problem.message for problem in at.exception] == []
    assert desk.client_ref in shown(at)
    assert "session-desk export-changes" in shown(at)
    assert OURS not in shown(at)


def test_imports_fold_what_waits_under_its_cause(desk, monkeypatch):
    files = [
        {"file": "payers.csv", "status": "refused"},
        {"file": "sessions.csv", "lines": 70, "read": 69, "new": 6, "rejected": 63},
    ]
    with db.writing(desk.engine) as work:
        batch = ImportBatch(
            started_at=NOW, operator="t", source="t", status=ImportStatus.FINISHED,
            rows_read=69, rows_rejected=63, files=json.dumps(files),
        )  # fmt: skip
        work.add(batch)
        work.flush()
        given = [
            ("providers.csv", 9, "P-8", "One digit is wrong.", None, '{"sessions.csv": 63}'),
            ("sessions.csv", 2, "S-1", "This waits for P-8.", 1, "{}"),
            ("payers.csv", None, None, "The file is empty.", None, "{}"),
        ]
        for at, (file, line, ref, reason, cause, waiting) in enumerate(given, 1):
            work.add(
                ImportReject(
                    batch_id=batch.key,
                    number=at,
                    file=file,
                    line=line,
                    ref=ref,
                    reason=reason,
                    cause=cause,
                    waiting=waiting,
                )
            )
    said = shown(opener(monkeypatch, desk.engine, desk.people[Role.ADMIN])("admin/imports.py"))
    assert "63 sessions" in said
    assert ": 69 rows, 1 file not read, 63 rows rejected" in said
    assert '<td data-head="Result">Not read</td>' in said
    assert '<td data-head="Lines" class="number">70</td>' in said
    assert '<td data-head="Record" class="whole">P-8</td>' in said
    assert "<caption>Why rows were rejected</caption>" in said
    assert "This waits for P-8." not in said
    assert said.index("The file is empty.") < said.index("One digit is wrong.")
    assert "70 lines: 1 header, 6 stored, 63 rejected" in said
    assert f"session-desk import FOLDER --rejected {batch.key}" in said


def test_imports_say_why_rows_of_a_messy_extract_wait(desk, monkeypatch, tmp_path):
    operator, rejects = access.operator("tests"), tmp_path / "rejects"
    faults = messy(tmp_path / "extracts", random.Random(3))
    done = import_extracts(desk.engine, operator, NOW, tmp_path / "extracts", rejects_dir=rejects)
    open_page = opener(monkeypatch, desk.engine, desk.people[Role.ADMIN])
    said = unescape(shown(open_page("admin/imports.py")))
    assert line_account(done.files) in said
    assert len(done.causes) == len(faults) == 24
    assert "Why rows were rejected, first 20 reasons" in said
    for cause in done.causes[:20]:
        assert cause.fault.reason in said
        assert waiting_text(cause.waiting) in said
    assert not any(cause.place in said for cause in done.causes[20:])
    sound(tmp_path / "extracts")
    again = import_extracts(
        desk.engine, operator, NOW, tmp_path / "extracts", rejects_dir=rejects, rejected_by=1
    )
    assert again.is_whole
    assert line_account(again.files) in shown(open_page("admin/imports.py"))


def test_imports_lists_what_decides_and_until_when(desk, monkeypatch):
    open_page = opener(monkeypatch, desk.engine, desk.people[Role.ADMIN])
    monkeypatch.setattr(context, "now", lambda: datetime(2026, 9, 1, 15, tzinfo=UTC))
    said = shown(open_page("admin/imports.py"))
    assert "The ICD-10-CM list ends in 29 days, Sep 30, 2026." in said
    assert "Oct 1, 2025 – Sep 30, 2026" in said
    assert "As of Nov 22, 2026" in said
    assert "Lists that checks of sessions use" in said


def test_imports_is_silent_while_the_diagnoses_last(desk, monkeypatch):
    open_page = opener(monkeypatch, desk.engine, desk.people[Role.ADMIN])
    monkeypatch.setattr(context, "now", lambda: datetime(2026, 8, 31, 15, tzinfo=UTC))
    said = shown(open_page("admin/imports.py"))
    assert "The ICD-10-CM list" not in said
    assert "session-desk reference load FILE" in said


def test_an_admin_sees_failed_messages_and_may_try_again(desk, monkeypatch, with_mail):
    send(desk)
    with db.writing(desk.engine) as work:
        row = work.get_one(OutboxMessage, 1)
        row.status, row.last_error = MessageStatus.FAILED, "SMTPDataError 550"
    at = opener(monkeypatch, desk.engine, desk.people[Role.ADMIN])("admin/outbox.py")
    assert "SMTPDataError 550" in shown(at)
    assert "dana@" not in shown(at)
    assert [button.label for button in at.button] == ["Send again"]


def send(desk: Desk) -> str:
    (ref,) = [row.ref for row in desk.rows(SupportRequest)]
    command = SendReply(ref, desk.request(ref).version, False, "It is done.", by_email=True)
    desk.do(send_reply, command)
    return ref


def test_with_a_mail_server_the_agent_chooses_how_to_tell(desk, monkeypatch, with_mail):
    (ref,) = [row.ref for row in desk.rows(SupportRequest)]
    at = opener(monkeypatch, desk.engine, desk.people[Role.AGENT])("work/request.py", ref=ref)
    assert labelled(at.radio, "Reply").value == "Send by e-mail"


def test_without_one_the_agent_ticks_it_off(desk, monkeypatch):
    (ref,) = [row.ref for row in desk.rows(SupportRequest)]
    at = opener(monkeypatch, desk.engine, desk.people[Role.AGENT])("work/request.py", ref=ref)
    assert not labelled(at.checkbox, "I sent").value


def test_a_closed_request_says_where_its_email_stands(desk, monkeypatch, with_mail):
    ref = send(desk)
    at = opener(monkeypatch, desk.engine, desk.people[Role.AGENT])("work/request.py", ref=ref)
    assert "The e-mail is queued in the outbox." in shown(at)
