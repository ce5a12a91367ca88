"""A figure's rows as a CSV: all of them, a batch at a time, safe in a spreadsheet."""

import random
from dataclasses import astuple, fields
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core import db
from core.errors import InvalidInput
from core.metrics import contract as shared
from core.metrics.confirmations import open_confirmations
from core.metrics.exports import EXPORTS, export_rows
from core.rules.metric_filters import Pick
from core.vocabulary.care import PayerKind
from core.vocabulary.metrics import MetricKind
from tests.metrics.asking import (
    ALL,
    FEW,
    FIGURES,
    KINDS,
    NOW,
    ROWS,
    K,
    look,
    open_session,
)
from tests.support import figures, make


def test_reading_only_the_first_rows_leaves_no_cursor_open(engine: Engine) -> None:
    with db.writing(engine) as session:
        for _ in range(3):
            open_session(session, NOW - timedelta(days=3))
    with db.looking(engine) as session:
        found = export_rows(look(session), K.CONFIRMATIONS, ALL, Pick())
        assert next(found)
        assert next(found)
        found.close()
        assert open_confirmations(look(session), ALL).total == 3


def test_a_csv_has_all_rows_and_names_no_client_and_the_page_has_the_first_of_them(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures.population(session, random.Random(7))
    names = session.query(make.Client.last_name, make.Client.first_name).all()
    monkeypatch.setattr(shared, "LIMIT", 2)
    for kind in MetricKind:
        heads, *lines = export_rows(look(session), kind, ALL, Pick())
        every = list(EXPORTS[kind].every(look(session), ALL, Pick()))
        assert heads == [one.name for one in fields(EXPORTS[kind].row)], kind
        assert len(lines) == len(every) > 2, kind
        text = repr([heads, *lines])
        assert not [name for row in names for name in row if name in text], kind
        if kind in ROWS:
            page = ROWS[kind](look(session), ALL, Pick())
            assert (page.rows, page.has_more) == (tuple(every[:2]), True), kind


def test_a_mark_is_of_plain_values_and_its_csv_has_its_rows(session: Session) -> None:
    """The values go into a chart as they are."""
    figures.population(session, random.Random(7), FEW)
    for kind in KINDS:
        for mark in FIGURES[kind](look(session), ALL).marks:
            assert [type(value) for value in astuple(mark)] == [str, str, int, int, int]
            _, *lines = export_rows(look(session), kind, ALL, Pick(mark.bucket, mark.part))
            assert len(lines) == mark.count, kind


def test_behind_a_mark_that_is_not_there_are_no_rows(session: Session) -> None:
    figures.population(session, random.Random(7), FEW)
    for pick in (Pick("no such bucket"), Pick("", "no such part")):
        assert [ROWS[kind](look(session), ALL, pick).rows for kind in KINDS] == [()] * len(KINDS)


def test_numbers_in_a_csv_stay_numbers_and_days_are_iso(session: Session) -> None:
    of = open_session(session, NOW - timedelta(days=45), payer_kind=PayerKind.MOS)
    heads, line = export_rows(look(session), K.EXPIRED, ALL, Pick())
    cells = dict(zip(heads, line, strict=True))
    assert cells["expected_cents"] == 10000
    assert cells["last_on"] == of.confirm_last_on.isoformat()


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1"])
def test_no_cell_of_a_csv_is_a_formula(session: Session, name: str) -> None:
    provider = make.provider(session, first_name=name, last_name="Doe")
    open_session(session, NOW - timedelta(days=3), provider=provider)
    heads, line = export_rows(look(session), K.CONFIRMATIONS, ALL, Pick())
    assert dict(zip(heads, line, strict=True))["provider"] == f"'{name} Doe"


def test_rows_are_read_a_batch_at_a_time(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.writing(engine) as session:
        for _ in range(7):
            open_session(session, NOW - timedelta(days=3))
    monkeypatch.setattr(shared, "BATCH", 2)
    with db.looking(engine) as session:
        found = export_rows(look(session), K.CONFIRMATIONS, ALL, Pick())
        assert len([next(found) for _ in range(4)]) == 4
        assert len(list(found)) == 4


@pytest.mark.parametrize("kind", list(MetricKind))
@pytest.mark.parametrize("pick", [Pick("\0"), Pick("x" * 50), Pick("", "\0")])
def test_a_mark_that_cannot_be_is_refused(session: Session, kind: MetricKind, pick: Pick) -> None:
    with pytest.raises(InvalidInput):
        list(export_rows(look(session), kind, ALL, pick))
