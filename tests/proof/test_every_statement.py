"""The database fails at every statement of an action in turn: each time nothing has happened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from core.rules.requests.corrections import Line
from core.vocabulary.requests import RequestStatus
from tests.support import correction
from tests.support.correction import Desk
from tests.support.dump import dump
from tests.support.filling import Filling

LINES = (
    Line("first_name", "Jonh", "John"),
    Line("email", "jon@mail.example", "john@mail.example"),
)
FEWEST, MOST = 5, 100
"""Statements an action of this size is believed to take: fewer, and nothing was tried."""


class DatabaseGone(Exception):
    """What the database says at the chosen statement."""


@contextmanager
def failing_at(engine: Engine, place: int) -> Iterator[None]:
    """Inside, the statement at `place` (from 1) fails; the commit counts as the last one."""
    count = 0

    def step(*_given: object) -> None:
        nonlocal count
        count += 1
        if count == place:
            raise DatabaseGone

    for moment in ("before_cursor_execute", "commit"):
        event.listen(engine, moment, step)
    try:
        yield
    finally:
        for moment in ("before_cursor_execute", "commit"):
            event.remove(engine, moment, step)


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def fails_whole(desk: Desk, act: Callable[[], Any]) -> int:
    """Try `act` with a failure at the first statement, the second, … until it succeeds; returns
    how many tries failed."""
    before = dump(desk.engine)
    for place in range(1, MOST):
        try:
            with failing_at(desk.engine, place):
                act()
        except DatabaseGone:
            assert dump(desk.engine) == before, f"something was kept at statement {place}"
        else:
            return place - 1
    raise AssertionError(f"no end after {MOST} statements")


def test_a_correction_that_fails_anywhere_leaves_nothing(desk):
    ref = desk.taken(*LINES)
    assert fails_whole(desk, lambda: desk.apply(ref)) > FEWEST
    assert desk.client().first_name == "John"
    assert desk.request(ref).status == RequestStatus.REPLY_PENDING


def test_a_filing_that_fails_anywhere_leaves_nothing(desk):
    assert fails_whole(desk, lambda: desk.filed(*LINES)) > FEWEST


def test_telling_that_fails_anywhere_leaves_nothing(desk):
    ref = desk.taken(*LINES)
    desk.apply(ref)
    assert fails_whole(desk, lambda: desk.tell(ref)) > FEWEST
    assert desk.request(ref).status == RequestStatus.CLOSED
