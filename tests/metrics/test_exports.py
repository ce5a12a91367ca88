"""A metric's rows as a CSV: all of them, a batch at a time, safe and readable in a spreadsheet."""

import random
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core import access, db
from core.db.transaction import ReadContext
from core.errors import InvalidInput
from core.metrics import exports, results
from core.metrics.contract import Money, Value
from core.metrics.exports import export_rows
from core.metrics.registry import METRICS
from core.metrics.results import metric_rows
from core.rules.cells import guarded
from core.rules.metric_filters import DrillDown
from core.vocabulary.care import PayerKind, SessionStatus
from core.vocabulary.people import Role
from core.vocabulary.words import label
from tests.metrics.asking import ALL, CODES, FEW, NOW, count, csv, open_session, reader, result
from tests.support import make, metric_records

CONFIRM, EXPIRED = "sessions_to_confirm", "expired_sessions"


def test_reading_only_the_first_rows_leaves_no_cursor_open(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "BATCH", 2)
    with db.writing(engine) as session:
        for _ in range(3):
            open_session(session, NOW - timedelta(days=3))
    with db.looking(engine) as session:
        found = export_rows(reader(session), CONFIRM, ALL, DrillDown())
        assert next(found)
        assert len(list(next(found))) == 2
        found.close()
        assert count(session, CONFIRM) == 3


def test_a_csv_has_all_rows_and_names_no_client(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    metric_records.population(session, random.Random(7))
    names = session.query(make.Client.last_name, make.Client.first_name).all()
    every = {code: csv(session, code) for code in CODES}
    monkeypatch.setattr(results, "LIMIT", 2)
    for code, metric in METRICS.items():
        page = metric_rows(reader(session), code, ALL, DrillDown())
        assert len(every[code]) > len(page.rows) == 2, code
        assert page.has_more, code
        firsts = [next(iter(row.values())) for row in every[code][:2]]
        assert [row[0] for row in page.rows] == firsts, code
        heads = [head.removesuffix(" (America/New_York)") for head in every[code][0]]
        assert heads == [column.name for column in metric.columns], code
        text = repr(every[code])
        assert not [name for row in names for name in row if name in text], code


def test_a_data_point_is_of_plain_values_and_its_csv_has_its_rows(session: Session) -> None:
    """The values go into a chart as they are."""
    metric_records.population(session, random.Random(7), FEW)
    for code in CODES:
        found = result(session, code)
        for one in found.points:
            assert [type(value) for value in astuple(one)] == [str, str, str, int, int, int]
            lines = csv(session, code, drill_down=DrillDown(one.group, one.series))
            assert len(lines) == found.at(one.group, one.series).count(), code


def test_a_data_point_that_is_not_there_has_no_rows(session: Session) -> None:
    metric_records.population(session, random.Random(7), FEW)
    for drill_down in (DrillDown("no such group"), DrillDown("", "no such series")):
        assert [csv(session, code, drill_down=drill_down) for code in CODES] == [[]] * len(CODES)


def test_a_spreadsheet_reads_numbers_days_and_instants_of_a_csv(session: Session) -> None:
    of = open_session(
        session,
        NOW - timedelta(days=45),
        payer_kind=PayerKind.MOS,
        status=SessionStatus.CONFIRMED,
        confirmed_at=NOW,
    )
    expired = open_session(session, NOW - timedelta(days=44), payer_kind=PayerKind.MOS)
    confirmed, lost = csv(session, EXPIRED)
    assert (confirmed["Session"], lost["Session"]) == (of.ref, expired.ref)
    assert of.confirm_last_on is not None
    assert confirmed["Last day to confirm"] == of.confirm_last_on.isoformat()
    assert confirmed["Confirmed (America/New_York)"] == "2026-03-16 11:00:00"
    assert (confirmed["Pay lost"], lost["Pay lost"]) == ("", "100.00")
    assert lost["Payer"] == "Military OneSource"
    waiting = open_session(session, NOW - timedelta(days=3))
    (line,) = csv(session, CONFIRM)
    assert (line["Session"], line["Days left"]) == (waiting.ref, 27)


def test_only_columns_of_instants_have_instants(session: Session) -> None:
    """The heading of these names the zone, without which a time says nothing."""
    metric_records.population(session, random.Random(7), FEW)
    for code, metric in METRICS.items():
        for row in metric_rows(reader(session), code, ALL, DrillDown()).rows:
            for column, value in zip(metric.columns, row, strict=True):
                assert isinstance(value, datetime) <= column.is_instant, (code, column.name)


ZONES = ["America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Monrovia", "UTC"]
ODD_INSTANTS = [
    datetime(2026, 3, 8, 6, 59, 59, 999_999, tzinfo=UTC),  # New York's clocks go forward
    datetime(2026, 11, 1, 6, 0, 1, tzinfo=UTC),  # and back
    datetime(2026, 4, 4, 15, 10, tzinfo=UTC),  # Lord Howe's go back by half an hour
    datetime(1971, 5, 6, 7, 8, 9, tzinfo=UTC),  # Monrovia is 44 minutes and 30 seconds behind
    datetime(1880, 1, 1, 0, 0, 0, tzinfo=UTC),
    datetime(2400, 12, 30, 23, 59, 59, tzinfo=UTC),
]
ODD_NAMES = ["", " ", "=1", "'", "\ufeff-1", "Ørsted", "²", "·", "Ann\nDoe", "+1"]


def plain_cell(value: Value, tz: ZoneInfo) -> str | int:
    """A cell converted by itself, whatever the column."""
    if isinstance(value, datetime):
        return f"{value.astimezone(tz):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, Money):
        return f"{value.cents / 100:.2f}"
    if isinstance(value, StrEnum):
        return label(value)
    return value if isinstance(value, int) else guarded(str("" if value is None else value))


@pytest.mark.parametrize("zone", ZONES)
def test_a_cell_is_what_it_would_be_converted_alone(
    session: Session, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    metric_records.population(session, random.Random(7), FEW)
    for place, name in enumerate(ODD_NAMES):
        at = ODD_INSTANTS[place % len(ODD_INSTANTS)]
        of = open_session(
            session,
            NOW - timedelta(days=40, hours=place),
            provider=make.provider(session, first_name=name, last_name=name),
            status=SessionStatus.CONFIRMED,
            confirmed_at=at,
        )
        make.note(session, of, signed_at=at)
    monkeypatch.setattr(results, "LIMIT", 1000)
    context = ReadContext(session, access.Actor("Someone", Role.MANAGER, zone=zone), NOW)
    for code in CODES:
        values = metric_rows(context, code, ALL, DrillDown()).rows
        plain = [tuple(plain_cell(one, ZoneInfo(zone)) for one in row) for row in values]
        _, *lines = chain.from_iterable(export_rows(context, code, ALL, DrillDown()))
        assert lines == plain, code


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1"])
def test_no_cell_of_a_csv_is_a_formula(session: Session, name: str) -> None:
    provider = make.provider(session, first_name=name, last_name="Doe")
    open_session(session, NOW - timedelta(days=3), provider=provider)
    (line,) = csv(session, CONFIRM)
    assert line["Provider"] == f"'{name} Doe"


def test_rows_are_read_a_batch_at_a_time(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.writing(engine) as session:
        for _ in range(7):
            open_session(session, NOW - timedelta(days=3))
    monkeypatch.setattr(exports, "BATCH", 2)
    with db.looking(engine) as session:
        found = export_rows(reader(session), CONFIRM, ALL, DrillDown())
        assert [len(list(rows)) for rows in found] == [1, 2, 2, 2, 1]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("wrong", [DrillDown("\0"), DrillDown("x" * 50), DrillDown("", "\0")])
def test_a_data_point_that_cannot_be_is_refused(
    session: Session, code: str, wrong: DrillDown
) -> None:
    with pytest.raises(InvalidInput):
        csv(session, code, drill_down=wrong)
