"""The figures of the compliance page: each equals a recount of the raw rows, whatever the filters,
and so do its rows. Who may see them, and which questions make no sense."""

import random
from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.errors import InvalidInput, NotPermitted
from core.metrics import contract as shared
from core.metrics.expired import expired_session_rows, expired_sessions
from core.metrics.exports import EXPORTS, export_rows
from core.rules.metric_filters import MetricFilter, Pick
from core.rules.rates import share
from core.vocabulary.care import PayerKind
from core.vocabulary.metrics import MetricKind
from core.vocabulary.people import Role
from tests.metrics.asking import (
    ALL,
    DAYS,
    FIGURES,
    KINDS,
    ROWS,
    K,
    counts,
    look,
)
from tests.metrics.conftest import SEEDS
from tests.support import figures


def ref(row: Any) -> str:
    found: str = getattr(row, "request_ref", None) or row.session_ref
    return found


def every_part_is_met(session: Session) -> None:
    """Otherwise a recount would be compared with nothing."""
    parts = {kind: {case[1] for case in figures.RECOUNTS[kind](session, ALL)} for kind in KINDS}
    assert parts[K.CONFIRMATIONS] == {kind.value for kind in PayerKind}
    assert parts[K.EXPIRED] == {"in_time", "late", "expired", "unknown"}
    assert parts[K.DIRECTORY] == {"in_time", "late", "not_seen"}
    assert parts[K.REQUESTS] == {"0-1", "2-3", "4-7", "8-14", "15 or more"}
    assert parts[K.CANCELLATIONS] == {"in_time", "late", "open"}


def test_every_figure_and_its_rows_are_what_a_recount_of_every_row_gives(
    session: Session, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "LIMIT", 1000)
    provider = figures.population(session, random.Random(seed))
    if seed == SEEDS[0]:
        every_part_is_met(session)
    for wanted in (
        ALL,
        MetricFilter(date(2026, 2, 20), date(2026, 3, 5)),
        MetricFilter(*DAYS, state_code=figures.STATES[0]),
        MetricFilter(*DAYS, payer_kind=PayerKind.INSURANCE),
        MetricFilter(*DAYS, provider_ref=provider),
        MetricFilter(*DAYS, figures.STATES[1], PayerKind.MOS, provider),
    ):
        for kind in KINDS:
            expected = list(figures.RECOUNTS[kind](session, wanted))
            found = FIGURES[kind](look(session), wanted)
            assert counts(found) == Counter(case[:2] for case in expected), kind
            behind = [
                (mark.bucket, mark.part, ref(row))
                for mark in found.marks
                for row in ROWS[kind](look(session), wanted, Pick(mark.bucket, mark.part)).rows
            ]
            assert sorted(behind) == sorted(expected), kind
            everything = ROWS[kind](look(session), wanted, Pick()).rows
            assert sorted(map(ref, everything)) == sorted(case[2] for case in expected), kind


def test_expired_sessions_cost_what_a_recount_of_the_raw_rows_gives(
    session: Session, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "LIMIT", 1000)
    figures.population(session, random.Random(seed))
    lost = [case for case in figures.expired(session, ALL) if case[1] == "expired"]
    expected = {of: figures.expected_pay(session, of) for _, _, of in lost}
    found = expired_sessions(look(session), ALL)
    rows = expired_session_rows(look(session), ALL, Pick(part="expired")).rows
    assert {row.session_ref: row.expected_cents for row in rows} == expected
    assert found.cents == sum(pay or 0 for pay in expected.values())
    assert found.unpriced == sum(pay is None for pay in expected.values())


# refusals


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "wanted",
    [
        MetricFilter(date(2026, 3, 2), date(2026, 3, 1)),
        MetricFilter(date(2020, 1, 1), date(2026, 3, 1)),
        MetricFilter(*DAYS, provider_ref="P-\0"),
    ],
)
def test_filters_that_make_no_sense_are_refused(
    session: Session, kind: MetricKind, wanted: MetricFilter
) -> None:
    with pytest.raises(InvalidInput):
        FIGURES[kind](look(session), wanted)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.ADMIN])
def test_the_figures_are_for_leads_and_managers(session: Session, role: Role) -> None:
    for kind in KINDS:
        with pytest.raises(NotPermitted):
            FIGURES[kind](look(session, role=role), ALL)
        with pytest.raises(NotPermitted):
            ROWS[kind](look(session, role=role), ALL, Pick())
        with pytest.raises(NotPermitted):
            export_rows(look(session, role=role), kind, ALL, Pick())


def test_every_metric_has_an_export() -> None:
    assert EXPORTS.keys() == set(MetricKind)


@pytest.mark.parametrize(("number", "rate"), [(9, None), (10, 0.5)])
def test_a_rate_is_given_of_ten_cases_or_more(number: int, rate: float | None) -> None:
    assert share(5, number) == rate
