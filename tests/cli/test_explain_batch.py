"""A batch of `explain` never dies: each line has its own answer or its own error."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from typer.testing import CliRunner

from core import db
from core.cli import app
from core.cli.explain_answers import Ending
from tests.support.seeing import Seeing

KINDS = ("session", "billing", "deadline")
GOOD = {"kind": "confirmation", "from": "2026-03-10", "zone": "America/New_York"}
UNSETTLED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NAMES = "session at provider plan client on zip state kind from zone hours request when"
WORDS = st.sampled_from(NAMES.split())
EDGES = "0001-01-01 9999-12-31 0001-01-01T00:00+14:00 9999-12-31T23:59-12:00"
OTHERS = "confirmation note_signature told directory_late America/New_York ../x a\0b P-1 NY"
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.lists(st.integers(), max_size=2),
    st.sampled_from([*EDGES.split(), *OTHERS.split(), "\ud800"]),
)


@pytest.fixture
def batch(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("core.db.engine", lambda: engine)

    def run(kind: str, *lines: bytes) -> tuple[list[Any], int]:
        asked = ["explain", kind, "--batch", "-"]
        done = CliRunner().invoke(app, asked, input=b"\n".join(lines))
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return [json.loads(line) for line in done.stdout.split("\n") if line], done.exit_code

    return run


def written(**question: Any) -> bytes:
    return json.dumps(question).encode()


BAD = {
    "bytes that are no UTF-8": b'{"kind": "\xff\xfe"}',
    "a lone surrogate": written(**GOOD | {"zone": "\ud800"}),
    "an instant before the calendar": written(**GOOD | {"from": "0001-01-01T00:00+14:00"}),
    "an instant after the calendar": written(**GOOD | {"from": "9999-12-31T23:59-12:00"}),
    "deep nesting": b"[" * 100_000,
    "a deep object": b'{"kind":' * 100_000,
    "a number of many digits": b'{"hours": ' + b"9" * 5000 + b"}",
    "an endless number": b'{"kind": "note_signature", "hours": 1e999}',
    "NUL": b'{"kind": "a\x00b"}',
    "an escaped NUL": written(**GOOD | {"zone": "a\0b"}),
    "a name given twice": b'{"kind": "confirmation", "kind": "told"}',
    "a number for a text": written(**GOOD | {"zone": 0}),
    "false for a text": written(**GOOD | {"request": False}),
    "a list for a text": written(**GOOD | {"from": []}),
    "a text for a number": written(**GOOD | {"hours": "72"}),
    "an unknown name": written(**GOOD, when="2026-03-10"),
    "no JSON": b"kind=confirmation",
}


@pytest.mark.parametrize("line", BAD.values(), ids=BAD.keys())
def test_a_bad_line_gets_its_own_error_and_the_rest_go_on(batch: Any, line: bytes) -> None:
    answers, exit_code = batch("deadline", written(**GOOD), line, written(**GOOD))
    assert [one.get("error", {}).get("code") for one in answers] == [None, "wrong", None]
    assert exit_code == Ending.WRONG


def test_dates_at_the_edge_of_the_calendar_have_their_own_error(batch: Any) -> None:
    lines = [
        written(**GOOD | {"kind": kind, "from": day})
        for kind in ("confirmation", "car_date", "told", "directory_late", "first_action")
        for day in ("0001-01-01", "9999-12-31")
    ]
    answers, _ = batch("deadline", *lines, written(**GOOD))
    assert len(answers) == len(lines) + 1
    assert {one["error"]["code"] for one in answers[:-1]} <= {"wrong", "gap"}
    assert answers[-1]["kind"] == "confirmation"


@pytest.mark.parametrize(
    ("kind", "name", "advice"),
    [
        ("session", "sesion", "Did you mean session?"),
        ("session", "when", "Choose one of: session, at."),
        ("billing", "providers", "Did you mean provider?"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest_known(
    batch: Any, kind: str, name: str, advice: str
) -> None:
    [answer], _ = batch(kind, written(**{name: "S-1"}))
    assert answer["error"]["text"].startswith(f"{name}: ")
    assert advice in answer["error"]["text"]


def test_a_byte_order_mark_and_windows_line_ends_are_read(batch: Any) -> None:
    answers, exit_code = batch("deadline", b"\xef\xbb\xbf" + written(**GOOD) + b"\r")
    assert (len(answers), exit_code) == (1, Ending.ANSWERED)


def test_blank_lines_are_left_out(batch: Any) -> None:
    answers, _ = batch("deadline", b"", written(**GOOD), b" \t\r", b"")
    assert len(answers) == 1


@UNSETTLED
@given(kind=st.sampled_from(KINDS), lines=st.lists(st.binary(max_size=60), max_size=4))
def test_any_bytes_get_one_line_each(batch: Any, kind: str, lines: list[bytes]) -> None:
    asked = [line for line in b"\n".join(lines).split(b"\n") if line.strip()]
    answers, _ = batch(kind, *lines)
    assert [bool(one["error"]["text"]) for one in answers] == [True] * len(asked)


@UNSETTLED
@given(kind=st.sampled_from(KINDS), question=st.dictionaries(WORDS, VALUES, max_size=5))
def test_any_values_get_one_line(batch: Any, kind: str, question: dict[str, Any]) -> None:
    answers, _ = batch(kind, written(**question), b"{}")
    assert len(answers) == 2
    assert answers[1]["error"]["code"] == "wrong"


def test_stored_records_at_the_edge_of_the_calendar_have_their_answer(
    batch: Any, engine: Engine
) -> None:
    with db.writing(engine) as work:
        see = Seeing.of(work)
        session, provider, client = see.session.ref, see.provider.ref, see.client.ref
    instants = ("0001-01-01T00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59-12:00")
    answers, _ = batch("session", *(written(session=session, at=at) for at in instants))
    assert answers[-1]["error"]["code"] == "wrong"
    assert len(answers) == len(instants)
    days = ("0001-01-01", "9999-12-31")
    asked = (written(provider=provider, client=client, on=day) for day in days)
    answers, _ = batch("billing", *asked)
    assert len(answers) == len(days)
