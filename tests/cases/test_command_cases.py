"""What the command line once answered wrongly, or had no command for."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from core import db
from core.rules.time.platform_clock import platform_day
from tests.cases.conftest import Command
from tests.rules.test_vectors import BOOK
from tests.support import correction, make
from tests.support.field_cases import inputs
from tests.support.make import NOW
from tests.support.seeing import Seeing


@pytest.mark.parametrize("ref", [*inputs(13), "Ab-7/x", "3F2504E0-4F89-11D3-9A0C-0305E82C3301"])
def test_a_session_is_explained_by_its_reference_in_any_case(
    engine: Engine, command: Command, ref: str
) -> None:
    with db.writing(engine) as work:
        make.care_session(work, make.provider(work), make.client(work), NOW, ref=ref)
    for written in (ref, ref.upper(), ref.lower(), f" {ref.swapcase()} "):
        done = command("explain", "session", written, "--json")
        assert json.loads(done.stdout)["reference"] == ref


NEXT = inputs(14)
CHECKED = [
    (NEXT["date_of_service"], NEXT["diagnosis"], "diagnosis_unchecked"),
    ("2026-10-01", "F43.82", "diagnosis_unchecked"),
    ("2026-12-31", "F41.1", "diagnosis_unchecked"),
    ("2026-09-30", "F43.82", "diagnosis_not_billable"),
    ("2026-09-30", "F41.1", None),
]


@pytest.mark.parametrize(("day", "code", "told"), CHECKED)
def test_a_diagnosis_is_checked_up_to_the_last_day_of_the_list(
    engine: Engine, command: Command, day: str, code: str, told: str | None
) -> None:
    start = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=15)
    with db.writing(engine) as work:
        see = Seeing.of(
            work,
            scheduled_start_at=start,
            scheduled_end_at=start + timedelta(minutes=45),
            actual_start_at=None,
            actual_end_at=None,
            date_of_service=start.date(),
        )
        see.diagnosis.code, ref = code, see.session.ref
    at = (start + timedelta(hours=3)).isoformat()
    confirm = json.loads(command("explain", "session", ref, "--at", at, "--json").stdout)["confirm"]
    found = {one["code"]: one["text"] for one in (*confirm["reasons"], *confirm["remarks"])}
    assert [one for one in found if one.startswith("diagnosis_")] == ([told] if told else [])
    if told == "diagnosis_unchecked":
        assert found[told] == f"Diagnosis {code} is not checked: the list ends Sep 30, 2026."


@pytest.mark.parametrize(
    ("word", "day", "received", "before", "after"),
    [
        ("close", inputs(36), date(2026, 12, 23), inputs(36), "2026-12-28"),
        ("close", "2026-11-27", date(2026, 11, 25), "2026-11-27", "2026-11-30"),
        ("open", "2026-10-12", date(2026, 10, 9), "2026-10-13", "2026-10-12"),
    ],
)
def test_open_requests_follow_a_day_that_is_closed_or_opened(
    engine: Engine,
    command: Command,
    word: str,
    day: str,
    received: date,
    before: str,
    after: str,
) -> None:
    desk = correction.desk(engine)
    desk.now = datetime.combine(received, datetime.min.time(), UTC).replace(hour=15)
    ref = desk.filed(received_at=desk.now)

    def due() -> str:
        at = desk.request(ref).first_action_due_at
        assert at is not None
        return platform_day(at - timedelta(seconds=1), BOOK).isoformat()

    assert due() == before
    done = command("business-days", word, day, "--reason", "Office party")
    assert (done.exit_code, "1 open request has new deadlines." in done.stdout) == (0, True)
    assert due() == after
