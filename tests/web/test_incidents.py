"""A crash leaves its number, type and place in the log; what it was about stays out."""

import logging

import pytest

from core.web.incidents import described, incident, keep_data_out_of_logs


def crash() -> ValueError:
    try:
        raise ValueError("Jane Canary")
    except ValueError as problem:
        return problem


@pytest.fixture
def guarded_logs() -> object:
    before = logging.getLogRecordFactory()
    keep_data_out_of_logs()
    yield
    logging.setLogRecordFactory(before)


def test_a_crash_is_described_by_type_and_place() -> None:
    assert described(crash()).startswith("ValueError at tests/web/test_incidents.py:")


def test_each_incident_has_a_number_of_its_own() -> None:
    assert incident(crash()) != incident(crash())


def test_an_incident_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    told = incident(crash())
    assert told.startswith("Something went wrong on our side. Nothing was saved.")
    assert told.removesuffix(".").split()[-1] in caplog.text
    assert "Canary" not in caplog.text


def test_a_traceback_that_a_library_logs_loses_its_words(
    guarded_logs: object, caplog: pytest.LogCaptureFixture
) -> None:
    problem = crash()
    logging.getLogger("some.library").error("it broke: %s", problem, exc_info=problem)
    assert "ValueError at tests/web" in caplog.text
    assert "Canary" not in caplog.text


def test_what_is_logged_without_a_traceback_is_left_as_it_is(
    guarded_logs: object, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("some.library").warning("three of %d", 7)
    assert caplog.messages == ["three of 7"]
