"""A CSV goes to whoever asked for it, for a while, whole and safe; asked of a real server."""

import csv
import hashlib
import io
import secrets
from datetime import date, datetime, timedelta
from itertools import chain, count
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, select, update

from core import access, clock, db
from core.administration.downloads import KEPT, AskDownload, ask_download
from core.db.transaction import perform, reading, transaction
from core.errors import InvalidInput, NotFound, NotPermitted
from core.metrics import exports
from core.metrics.exports import export_rows
from core.metrics.registry import METRICS
from core.models.audit import ReadingEntry
from core.models.people import Staff
from core.models.personal import Download
from core.queries.downloads import find_download, open_download
from core.rules.metric_filters import DrillDown, MetricFilter, as_text, from_text
from core.vocabulary.care import PayerKind
from core.vocabulary.people import Role
from core.vocabulary.states import StateCode
from core.web import downloads
from tests.support import make
from tests.support.field_cases import inputs
from tests.web.conftest import Desk

WANTED = MetricFilter(date(2026, 1, 1), date(2026, 3, 31))
EVERY = DrillDown()
MARK = bytes.fromhex(inputs(45)).decode()
"""By which Excel knows that a file is UTF-8."""
CONFIRM = "sessions_to_confirm"
NOW = make.NOW
SECOND = timedelta(seconds=1)
_keys = count(1)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def asking(metric: str = CONFIRM, drill_down: DrillDown = EVERY) -> Any:
    token = secrets.token_urlsafe(32)
    return token, AskDownload(hashed(token), metric, WANTED, drill_down)


def ask(engine: Engine, actor: access.Actor, now: datetime = NOW, **given: Any) -> str:
    token, command = asking(**given)
    perform(engine, actor, now, ask_download, command, f"key-{next(_keys)}")
    return token


def someone(engine: Engine, role: Role = Role.MANAGER) -> access.Actor:
    with db.writing(engine) as session:
        return make.actor(session, role)


def waiting(engine: Engine, number: int, now: datetime = NOW, **provider: Any) -> None:
    """Sessions that wait for their confirmation."""
    with db.writing(engine) as session:
        who, client = make.provider(session, **provider), make.client(session)
        for days in range(number):
            start = now - timedelta(days=1 + days % 20)
            make.care_session(session, who, client, start=start)


# who, and for how long: on both databases


def test_what_was_asked_for_is_found_by_its_owner(engine: Engine) -> None:
    manager, rows = someone(engine), DrillDown("0-2", "mos")
    token = ask(engine, manager, drill_down=rows)
    with reading(engine, manager, NOW) as context:
        found = open_download(context, token)
        assert find_download(context, token) == found
    assert (found.metric, found.wanted, found.drill_down) == (CONFIRM, WANTED, rows)


def test_another_managers_download_is_not_there(engine: Engine) -> None:
    token = ask(engine, someone(engine))
    with reading(engine, someone(engine), NOW) as context:
        assert find_download(context, token) is None
        with pytest.raises(NotFound):
            open_download(context, token)


def test_a_download_is_there_up_to_its_end_and_not_at_it(engine: Engine) -> None:
    manager = someone(engine)
    token = ask(engine, manager)
    with reading(engine, manager, NOW + KEPT - SECOND) as context:
        assert open_download(context, token)
    with reading(engine, manager, NOW + KEPT) as context, pytest.raises(NotFound):
        open_download(context, token)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.ADMIN])
def test_a_role_that_was_taken_away_fetches_nothing(engine: Engine, role: Role) -> None:
    manager = someone(engine)
    token = ask(engine, manager)
    with db.writing(engine) as session:
        session.execute(
            update(Staff)
            .where(Staff.id == manager.staff_id)
            .values(role=role, version=Staff.version + 1)
        )
    with reading(engine, manager, NOW) as context, pytest.raises(NotPermitted):
        open_download(context, token)


def test_an_export_is_logged_before_it_is_sent(engine: Engine) -> None:
    manager = someone(engine)
    token = ask(engine, manager)
    with reading(engine, manager, NOW) as context:
        open_download(context, token)
    with db.looking(engine) as session:
        (entry,) = session.scalars(select(ReadingEntry))
    assert (entry.action, entry.entity, entry.staff_id) == (
        "export",
        "sessions_to_confirm",
        manager.staff_id,
    )
    assert from_text(entry.reason or "") == (WANTED, DrillDown())


def test_the_token_is_stored_nowhere(engine: Engine) -> None:
    token = ask(engine, someone(engine))
    with db.looking(engine) as session:
        (row,) = session.scalars(select(Download))
    assert row.token_hash == hashed(token)


def test_what_ran_out_is_gone_when_more_is_asked_for(engine: Engine) -> None:
    manager, other = someone(engine), someone(engine)
    for actor in (manager, other):
        ask(engine, actor)
    ask(engine, manager, NOW + KEPT)
    with db.looking(engine) as session:
        assert session.query(Download).count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"token_hash": "short"},
        {"wanted": MetricFilter(date(2026, 2, 2), date(2026, 2, 1))},
        {"drill_down": DrillDown("\0")},
        {"metric": "no\ncode"},
        {"metric": "x" * 41},
    ],
)
def test_what_makes_no_sense_is_not_asked_for(engine: Engine, wrong: dict[str, Any]) -> None:
    given = {
        "token_hash": "0" * 64,
        "metric": "notes_on_time",
        "wanted": WANTED,
        "drill_down": DrillDown(),
        **wrong,
    }
    with transaction(engine, someone(engine), NOW) as change, pytest.raises(InvalidInput):
        ask_download(change, AskDownload(**given))


def test_the_question_survives_being_stored() -> None:
    wanted = MetricFilter(*(date(2026, 1, 1),) * 2, StateCode.NY, PayerKind.MOS, "P-1")
    assert from_text(as_text(wanted, DrillDown("a", "b"))) == (wanted, DrillDown("a", "b"))


def test_a_csv_is_sent_in_pieces_while_it_is_read(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "BATCH", 5)
    monkeypatch.setattr(downloads, "engine", lambda: engine)
    waiting(engine, 40)
    manager = someone(engine)
    token = ask(engine, manager)
    with reading(engine, manager, NOW) as context:
        asked = open_download(context, token)
        batches = export_rows(context, asked.metric, asked.wanted, asked.drill_down)
        expected = list(chain.from_iterable(batches))
    pieces = list(downloads._csv(manager, asked))
    assert max(map(len, pieces)) < 1000
    text = "".join(pieces)
    assert text.startswith(MARK)
    read = list(csv.reader(io.StringIO(text.removeprefix(MARK))))
    assert read == [[str(cell) for cell in row] for row in expected]
    assert len(read) == 41


# over HTTP


def manager(desk: Desk) -> tuple[httpx.Client, access.Actor]:
    return desk.signed_in_as(Role.MANAGER)


def test_the_owner_gets_all_rows_as_a_file_with_no_cell_that_runs(desk: Desk) -> None:
    browser, actor = manager(desk)
    now = clock.now()
    waiting(desk.engine, 120, now, first_name='=HYPERLINK("x")', last_name="Né, Jr")
    token = ask(desk.engine, actor, now)
    answer = browser.get(f"/download/{token}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    named = f'attachment; filename="session-desk-sessions_to_confirm-{now:%Y-%m-%d}.csv"'
    assert answer.headers["content-disposition"] == named
    assert answer.headers["cache-control"] == "no-store"
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    with reading(desk.engine, actor, now) as context:
        heads, *lines = chain.from_iterable(export_rows(context, CONFIRM, WANTED, DrillDown()))
    assert [list(row.values()) for row in rows] == [[str(cell) for cell in x] for x in lines]
    assert text.splitlines()[0] == ",".join(map(str, heads))
    assert len(rows) == 120
    assert {row["Provider"] for row in rows} == {'\'=HYPERLINK("x") Né, Jr'}
    assert answer.content.startswith(MARK.encode())


@pytest.mark.parametrize("metric", METRICS)
def test_the_file_of_every_metric_is_read_as_utf_8_by_excel(desk: Desk, metric: str) -> None:
    browser, actor = manager(desk)
    token = ask(desk.engine, actor, clock.now(), metric=metric)
    assert browser.get(f"/download/{token}").content.startswith(MARK.encode())


def test_another_person_gets_a_404(desk: Desk) -> None:
    _, owner = manager(desk)
    other, _ = manager(desk)
    token = ask(desk.engine, owner, clock.now())
    assert other.get(f"/download/{token}").status_code == 404


def test_a_download_that_ran_out_is_a_404(desk: Desk) -> None:
    browser, owner = manager(desk)
    token = ask(desk.engine, owner, clock.now() - KEPT)
    assert browser.get(f"/download/{token}").status_code == 404


def test_a_download_of_no_metric_is_a_404(desk: Desk) -> None:
    browser, owner = manager(desk)
    token = ask(desk.engine, owner, clock.now(), metric="no_such_metric")
    assert browser.get(f"/download/{token}").status_code == 404


@pytest.mark.parametrize("token", ["x", "x%20y", "a" * 5000])
def test_an_unknown_token_is_a_404(desk: Desk, token: str) -> None:
    browser, _ = manager(desk)
    assert browser.get(f"/download/{token}").status_code == 404


def test_a_role_taken_away_is_a_403(desk: Desk) -> None:
    browser, owner = manager(desk)
    token = ask(desk.engine, owner, clock.now())
    with db.writing(desk.engine) as session:
        change = (
            update(Staff)
            .where(Staff.id == owner.staff_id)
            .values(role=Role.AGENT, version=Staff.version + 1)
        )
        session.execute(change)
    assert browser.get(f"/download/{token}").status_code == 403


def test_the_anonymous_are_sent_to_sign_in(desk: Desk) -> None:
    _, owner = manager(desk)
    token = ask(desk.engine, owner, clock.now())
    answer = desk.browser().get(f"/download/{token}")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/signin")
