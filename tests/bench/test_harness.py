"""What `make bench` measures beside queries runs: pages, starts, many at once, growth."""

import pytest

from tests.bench import at_once, cold, growth, pages
from tests.bench.asked import asked
from tests.bench.conftest import SESSIONS
from tests.bench.test_answers import column
from tests.bench.visitors import Visit


def cells(table: str) -> list[list[str]]:
    """The lines of a Markdown table, without its head."""
    return [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]


def test_every_page_is_run_by_one_person_and_by_several(rows, desk_url, monkeypatch):
    monkeypatch.setattr(pages, "SECONDS", 0.05)
    monkeypatch.setattr(pages, "ROUNDS", 1)
    monkeypatch.setattr(pages, "USERS", (1, 2))
    said: list[str] = []
    found = cells(pages.page_table(rows, desk_url, said.append))
    assert [name for name, *_ in found] == list(pages.visits(rows))
    assert len(said) == len(found)
    assert all(float(one.replace(",", "")) > 0 for _, *figures in found for one in figures)


def test_a_page_without_its_words_is_no_measurement(desk_url):
    visit = Visit("sessions", "", "agent", "No such words")
    with pages.serving_desk(desk_url) as desk:
        cookie = pages.sign_in(desk, desk_url, visit.role)
        with pytest.raises(RuntimeError, match="does not show 'No such words'"):
            pages.load(desk.url, cookie, visit, 1, 0)


def test_a_start_lasts_until_the_first_desk_and_beyond_sign_in(desk_url, monkeypatch):
    monkeypatch.setattr(cold, "RUNS", 1)
    sign_in, desk, command = cells(cold.cold_table(desk_url))
    assert 0 < float(sign_in[1]) < float(desk[1])
    assert float(command[1]) > 0


def test_requests_filed_at_once_and_beside_checks_are_counted(rows, desk_url, monkeypatch):
    monkeypatch.setattr(at_once, "THREADS", 4)
    monkeypatch.setattr(at_once, "EACH", 3)
    clients = asked(rows)["W1"]
    many, beside = cells(at_once.filing_table({"SQLite": desk_url}, clients))
    assert many[:3] == ["4 people file, SQLite", "12", "0"]
    assert int(beside[1]) > 0
    assert beside[2] == "0"


def test_a_request_that_is_not_filed_counts_as_failed(desk_url):
    target = at_once.Target({"url": desk_url})
    assert at_once._wait(target, [10**7, "Nobody"]) is None
    target.close()


def test_the_memory_of_the_server_is_read_before_and_after(rows, desk_url, monkeypatch):
    monkeypatch.setattr(at_once, "BEFORE", 2)
    monkeypatch.setattr(at_once, "RERUNS", 3)
    visit = pages.visits(rows)["Sessions of an NPI"]
    ((page, before, after, ratio),) = cells(at_once.memory_table(desk_url, visit))
    assert page == "sessions"
    assert float(before) > 50  # Streamlit alone takes more
    assert float(ratio) == pytest.approx(float(after) / float(before), abs=0.02)


def test_growth_is_the_last_size_beside_the_first(monkeypatch):
    monkeypatch.setattr(growth, "_at", lambda size, *_: column(str(size), size / SESSIONS, 7))
    table = growth.growth_table(100 * SESSIONS, 1, column("all", 250.0, 7), print)
    assert cells(table)[0][1:] == ["1", "10", "250", "250"]
