"""What the data checks find in a demo, and what is requested by itself."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from core.access import operator
from core.db import looking, make_engine
from core.demo.generate import write_extracts
from core.demo.mistakes import MISTAKES
from core.demo.period import Period
from core.exchange.importer import import_extracts
from core.models.care import CareSession
from core.models.data_issues import DataIssue
from core.models.requests import SupportRequest
from core.vocabulary.data_issues import DataIssueCode
from core.vocabulary.people import DESK_NAME

OF_THE_BOOK = {
    DataIssueCode.CONFIRMED_NOT_HELD: 1,
    DataIssueCode.MOS_CHARGE: 1,
    DataIssueCode.POSSIBLE_DUPLICATE: 1,
}
"""What the scenario book has on purpose."""
OF_CHANCE = {
    DataIssueCode.CAR_OVERDUE,
    DataIssueCode.CAR_DATE_RECORDED,
    DataIssueCode.CASE_ID_MISSING,
    DataIssueCode.ZOOM_LINK_MISSING,
    DataIssueCode.CONFIRMED_UNBILLABLE,
    DataIssueCode.NOTE_SIGNED_EARLY,
}
"""What is drawn in shares: how many there are depends on the day and the size."""


def sessions_found(engine: Any, code: DataIssueCode) -> list[str]:
    with looking(engine) as db:
        return list(
            db.scalars(
                select(CareSession.ref)
                .join(DataIssue, col(DataIssue.entity_id) == col(CareSession.id))
                .where(DataIssue.code == code)
            )
        )


def test_the_confirmed_no_show_of_the_book_is_found(taken_in) -> None:
    assert sessions_found(taken_in[0], DataIssueCode.CONFIRMED_NOT_HELD) == ["S-MOSCONF01"]


def test_the_charged_no_show_of_the_book_is_found(taken_in) -> None:
    assert sessions_found(taken_in[0], DataIssueCode.MOS_CHARGE) == ["S-NOSHOW03"]


def test_nothing_is_found_but_what_is_meant_to_be(taken_in) -> None:
    with looking(taken_in[0]) as db:
        found = Counter(db.scalars(select(col(DataIssue.code))))
    assert {code: n for code, n in found.items() if code not in OF_CHANCE} == {
        **MISTAKES,
        **OF_THE_BOOK,
    }


@pytest.mark.parametrize("day", [date(2026, 3, 16), date(2026, 11, 26), date(2027, 1, 1)])
def test_the_mistakes_are_the_same_in_a_demo_of_any_day(
    day: date, sqlite_template: Path, tmp_path: Path
) -> None:
    path = tmp_path / "desk.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    write_extracts(tmp_path / "extracts", Period(day), scale=0.05)
    engine = make_engine(f"sqlite:///{path}")
    rejects = tmp_path / "rejects"
    until = Period(day).until
    import_extracts(engine, operator("t"), until, tmp_path / "extracts", rejects_dir=rejects)
    with looking(engine) as db:
        found = Counter(db.scalars(select(col(DataIssue.code))))
    engine.dispose()
    assert {code: found[code] for code in MISTAKES} == MISTAKES
    assert set(found) <= {*MISTAKES, *OF_THE_BOOK, *OF_CHANCE}


def test_no_session_was_confirmed_without_a_credential(taken_in) -> None:
    with looking(taken_in[0]) as db:
        unbillable = col(DataIssue.code) == DataIssueCode.CONFIRMED_UNBILLABLE
        details = list(db.scalars(select(DataIssue.detail).where(unbillable)))
    assert not [detail for detail in details if "no credential" in detail]


def test_its_cancellation_is_asked_for_by_the_desk(taken_in) -> None:
    with looking(taken_in[0]) as db:
        asked = db.execute(
            select(SupportRequest.requester_name, CareSession.ref).join(
                CareSession, col(CareSession.id) == col(SupportRequest.session_id)
            )
        ).all()
    assert [tuple(row) for row in asked] == [(DESK_NAME, "S-MOSCONF01")]


def test_an_import_says_how_many_findings_are_open(taken_in) -> None:
    engine, summary = taken_in
    with looking(engine) as db:
        assert summary.open_data_issues == len(db.scalars(select(DataIssue)).all()) >= 2
