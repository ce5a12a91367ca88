"""A small folder of extracts, with one or two rows per file. It has one data issue: a Case Activity
Report for a session that insurance pays."""

import csv
from pathlib import Path
from typing import Any

from core.exchange.all_extracts import EXTRACTS
from core.exchange.extract_row import ExtractRow
from core.rules.requests.npi import check_digit

NPI = "123456789" + check_digit("123456789")
OTHER_NPI = "198765432" + check_digit("198765432")

Rows = list[dict[str, str]]

SESSION = {
    "provider_id": "P-1",
    "client_id": "C-1",
    "payer_kind": "insurance",
    "coverage_id": "V-1",
    "kind": "session",
    "modality": "video",
    "booked_at": "2026-03-01T09:00:00",
    "scheduled_start": "2026-03-10T10:00:00",
    "scheduled_end": "2026-03-10T10:45:00",
    "zone": "America/New_York",
    "units": "1",
    "diagnoses": "F41.1;F32.A",
    "status": "confirmed",
    "confirmed_at": "2026-03-10T16:00:00Z",
}

MINIMAL: dict[str, Rows] = {
    "providers.csv": [
        {
            "provider_id": "P-1",
            "npi": NPI,
            "first_name": "Dana",
            "last_name": "Díaz",
            "calendar_zone": "America/New_York",
            "first_contact": "session",
            "status": "active",
        }
    ],
    "licenses.csv": [
        {
            "license_id": "L-1",
            "provider_id": "P-1",
            "state_code": "NY",
            "number": "77-1",
            "kind": "license",
            "from_on": "2020-01-01",
            "status": "active",
        }
    ],
    "practice_locations.csv": [
        {
            "practice_location_id": "W-1",
            "provider_id": "P-1",
            "line1": "1 Example Street",
            "city": "Albany",
            "state_code": "NY",
            "zip": "12207",
            "zone": "America/New_York",
        }
    ],
    "payers.csv": [{"payer_id": "Y-1", "name": "Example Health", "payer_class": "commercial"}],
    "plans.csv": [
        {
            "plan_id": "N-1",
            "payer_id": "Y-1",
            "name": "Example PPO",
            "line": "commercial",
            "correction_method": "replace_void",
        },
        {
            "plan_id": "N-2",
            "payer_id": "Y-1",
            "name": "Example Medicaid",
            "line": "medicaid",
            "correction_method": "portal",
        },
    ],
    "plan_areas.csv": [{"plan_area_id": "A-1", "plan_id": "N-1", "state_code": "NY"}],
    "credentials.csv": [
        {
            "credential_id": "K-1",
            "provider_id": "P-1",
            "plan_id": "N-1",
            "state_code": "NY",
            "from_on": "2021-01-01",
            "status": "active",
        }
    ],
    "virtual_networks.csv": [
        {
            "opt_in_id": "O-1",
            "provider_id": "P-1",
            "plan_id": "N-1",
            "state_code": "NY",
            "from_on": "2022-01-01",
        }
    ],
    "clients.csv": [
        {
            "client_id": "C-1",
            "first_name": "Jonh",
            "last_name": "Muñoz",
            "date_of_birth": "1990-01-31",
            "sex": "male",
            "email": "John@Mail.example",
            "phone": "212-555-0100",
        },
        {"client_id": "C-2", "first_name": "Ana", "last_name": "Berg"},
    ],
    "mos_cases.csv": [
        {
            "mos_case_id": "M-1",
            "client_id": "C-2",
            "provider_id": "P-1",
            "ecms_case_id": "E-1",
            "from_on": "2026-01-01",
        }
    ],
    "coverages.csv": [
        {
            "coverage_id": "V-1",
            "client_id": "C-1",
            "plan_id": "N-1",
            "member_id": "MEM1",
            "from_on": "2025-01-01",
            "verification_status": "verified",
        },
        {
            "coverage_id": "V-2",
            "client_id": "C-2",
            "plan_id": "N-1",
            "member_id": "MEM2",
            "from_on": "2025-01-01",
            "verification_status": "verified",
        },
    ],
    "client_locations.csv": [
        {
            "client_location_id": "H-1",
            "client_id": "C-1",
            "kind": "home",
            "city": "Albany",
            "state_code": "NY",
            "source": "client",
        }
    ],
    "sessions.csv": [
        {"session_id": "S-1", **SESSION},
        {
            "session_id": "S-2",
            **SESSION,
            "client_id": "C-2",
            "coverage_id": "V-2",
            "scheduled_start": "2026-03-10T11:00:00",
            "scheduled_end": "2026-03-10T11:45:00",
        },
    ],
    "session_places.csv": [
        {
            "session_place_id": "T-1",
            "session_id": "S-1",
            "ordinal": "1",
            "state_code": "NY",
            "captured_at": "2026-03-10T14:00:00Z",
            "source": "provider",
        }
    ],
    "notes.csv": [
        {
            "note_id": "D-1",
            "session_id": "S-1",
            "mode": "template_ai",
            "signed_at": "2026-03-10T18:00:00Z",
            "signature_source": "system",
        }
    ],
    "claims.csv": [
        {
            "claim_id": "B-1",
            "session_id": "S-1",
            "seq": "1",
            "status": "submitted",
            "billed_cents": "15000",
        }
    ],
    "client_charges.csv": [
        {
            "charge_id": "G-1",
            "session_id": "S-1",
            "amount_cents": "2000",
            "due_on": "2026-03-11",
            "status": "due",
        }
    ],
    "payouts.csv": [
        {
            "payout_id": "Q-1",
            "session_id": "S-1",
            "amount_cents": "10000",
            "period": "2026-03",
            "status": "pending",
        }
    ],
    "car_reports.csv": [
        {"car_report_id": "R-1", "session_id": "S-2", "outcome": "held", "entered_on": "2026-03-11"}
    ],
}


class Extracts:
    """A folder of extracts. Tests change `rows` and write the files again."""

    def __init__(self, folder: Path, *only: str) -> None:
        self.folder = folder
        self.folder.mkdir(exist_ok=True)
        self.rows = {file: [dict(row) for row in MINIMAL[file]] for file in only or MINIMAL}
        self.write()

    def row(self, file: str, ref: str) -> dict[str, str]:
        """The row of `file` with the ID `ref`."""
        return next(row for row in self.rows[file] if ref == next(iter(row.values())))

    def set(self, file: str, ref: str, **cells: str) -> None:
        """Change cells of one row."""
        self.row(file, ref).update(cells)
        self.write()

    def add(self, file: str, **cells: str) -> None:
        """Add a row to `file`."""
        self.rows[file].append(cells)
        self.write()

    def write(self) -> None:
        """Write every file."""
        for kind in EXTRACTS:
            if kind.file in self.rows:
                self.write_file(kind)

    def write_file(self, kind: type[ExtractRow], **how: Any) -> None:
        """Write one file; `how` goes to `csv.DictWriter`."""
        path = self.folder / kind.file
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(kind.columns()), restval="", **how)
            writer.writeheader()
            writer.writerows(self.rows[kind.file])

    def keep_only(self, file: str) -> None:
        """Remove every other file."""
        for path in self.folder.iterdir():
            if path.name != file:
                path.unlink()

    def text(self, file: str) -> str:
        """The content of the file."""
        return (self.folder / file).read_bytes().decode()

    def write_bytes(self, file: str, content: bytes) -> None:
        """Replace a file by `content`."""
        (self.folder / file).write_bytes(content)
