"""A correction goes out, an extract says something else, and a lead decides; all in one day."""

import csv
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core import access
from core.db import make_engine
from core.intake.changes_out import export_changes
from core.intake.importer import import_extracts
from tests.browser.conftest import Visitor
from tests.browser.test_correction_walk import client, file

__all__ = ["client"]
Make = Callable[..., Visitor]


def ask(demo_url: str, statement: str, *values: object) -> list[tuple[object, ...]]:
    with sqlite3.connect(demo_url.removeprefix("sqlite:///")) as connection:
        return connection.execute(statement, values).fetchall()


@pytest.fixture
def contradicted(visitor: Make, demo_url: str, client, tmp_path: Path) -> str:
    """A client whose corrected phone an extract has otherwise: the client's reference."""
    agent = visitor().become("Avery Agent")
    file(agent, client, "212-555-0166")
    agent.click("Take this request")
    agent.click("Correct the record")
    agent.sees("Now tell the requester")
    engine, now, operator = make_engine(demo_url), datetime.now(UTC), access.operator("tests")
    assert export_changes(engine, operator, now, tmp_path).count > 0
    import_extracts(
        engine, operator, now, extract(demo_url, client[0], tmp_path), rejects_dir=tmp_path
    )
    engine.dispose()
    return client[0]


def extract(demo_url: str, ref: str, folder: Path) -> Path:
    """The demo's clients as the platform has them, this one with another phone."""
    source = Path(demo_url.removeprefix("sqlite:///")).parent / "extracts" / "clients.csv"
    made = folder / "extracts"
    made.mkdir()
    with source.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["client_id"] == ref]
    rows[0]["phone"] = "212-555-0155"
    with (made / "clients.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return made


def phone(demo_url: str, ref: str) -> object:
    return ask(demo_url, "SELECT phone FROM client WHERE ref = ?", ref)[0][0]


def test_a_lead_decides_whose_value_stands(visitor: Make, demo_url: str, contradicted: str):
    lead = visitor().become("Lena Lead")
    lead.sees("The platform says something else")
    lead.click("Decide")
    lead.sees("212-555-0155")
    lead.click("Theirs stands")
    lead.sees("Say in a few words why")
    lead.fill("Why", "The client has a new number")
    lead.click("Theirs stands")
    lead.sees("The record has the platform's value now")
    assert phone(demo_url, contradicted) == "212-555-0155"
    assert lead.page.get_by_text("The platform says something else").count() == 0
    admin = visitor().become("Ada Admin")
    admin.open("/extracts")
    admin.page.get_by_text("contradicted", exact=True).first.click()
    admin.settle()
    admin.sees(contradicted)
    assert admin.page.get_by_text("212-555").count() == 0


def test_ours_stands_with_one_reason(visitor: Make, demo_url: str, contradicted: str):
    lead = visitor().become("Lena Lead")
    lead.click("Decide")
    lead.fill("Why", "Asked the client")
    lead.click("Ours stands")
    lead.sees("It goes out with the next change file")
    assert phone(demo_url, contradicted) == "212-555-0166"
