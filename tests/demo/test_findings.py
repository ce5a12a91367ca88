"""What a demo's records contradict, and what the desk asks for by itself."""

from typing import Any

from sqlmodel import col, select

from core.db import looking
from core.models.care import CareSession
from core.models.data_issues import DataIssue
from core.models.requests import SupportRequest
from core.vocabulary.data_issues import DataIssueCode
from core.vocabulary.people import DESK_NAME


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
