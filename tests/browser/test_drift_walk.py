"""A correction goes out, an extract says something else, and a lead decides; all in one day."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from core import access, clock
from core.exchange.changes_out import export_changes
from core.exchange.importer import import_extracts
from tests.browser.behind import LEAD, Behind
from tests.browser.visitor import Visitor

Make = Callable[..., Visitor]


@pytest.fixture
def contradicted(behind: Behind, tmp_path: Path) -> str:
    """A client whose corrected phone an extract has otherwise: the client's reference."""
    client = behind.uncorrected()
    behind.corrected(client, "212-555-0166")
    now, operator = clock.now(), access.operator("tests")
    assert export_changes(behind.engine, operator, now, tmp_path).count > 0
    folder = extract(behind, client[0], tmp_path)
    import_extracts(behind.engine, operator, now, folder, rejects_dir=tmp_path)
    return client[0]


def extract(behind: Behind, ref: str, folder: Path) -> Path:
    """The demo's clients as the platform has them, this one with another phone."""
    source = Path(behind.path).parent / "extracts" / "clients.csv"
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


def phone(behind: Behind, ref: str) -> str:
    return behind.one("SELECT phone FROM client WHERE ref = ?", ref)


def test_a_lead_decides_whose_value_stands(visitor: Make, behind: Behind, contradicted: str):
    lead = visitor().become(LEAD, "/")
    lead.sees("Conflicts with the platform")
    lead.click("Resolve")
    lead.sees("212-555-0155")
    lead.click("Accept the platform")
    lead.sees("Enter a reason of 3 to 300 characters")
    lead.fill("Reason", "The client has a new number")
    lead.click("Accept the platform")
    lead.sees("The record has it now")
    assert phone(behind, contradicted) == "212-555-0155"
    assert lead.page.get_by_text("Conflicts with the platform").count() == 0
    admin = visitor().become("Ada Admin", "/imports")
    admin.page.get_by_role("radio", name="In conflict").first.click()
    admin.settle()
    admin.sees(contradicted)
    assert admin.page.get_by_text("212-555").count() == 0


def test_ours_stands_with_one_reason(visitor: Make, behind: Behind, contradicted: str):
    lead = visitor().become(LEAD, "/")
    lead.click("Resolve")
    lead.fill("Reason", "Asked the client")
    lead.click("Keep our value")
    lead.sees("It goes out with the next change file")
    assert phone(behind, contradicted) == "212-555-0166"
