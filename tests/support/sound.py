"""A sound extract of any number of sessions, with all that hangs on them."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from core.rules.requests.npi import check_digit
from tests.support.extracts import MINIMAL, SESSION, Extracts, Rows

PROVIDERS, CLIENTS = 10, 50
FIRST_DAY, DAYS = date(2025, 1, 1), 430


def sound(folder: Path, sessions: int = 200) -> Extracts:
    """Write an extract without a fault. Two clients in fifty have a plan that their provider is not
    in, and so data issues."""
    made = Extracts(folder)
    of_sessions = {file: [_of_session(file, number) for number in range(1, sessions + 1)]
                   for file in ("sessions.csv", *OF_SESSION)}  # fmt: skip
    made.rows |= {**_people(), **of_sessions, "car_reports.csv": []}
    made.write()
    return made


OF_SESSION = {
    "session_places.csv": "session_place_id",
    "notes.csv": "note_id",
    "claims.csv": "claim_id",
    "client_charges.csv": "charge_id",
    "payouts.csv": "payout_id",
}


def _of_session(file: str, number: int) -> dict[str, str]:
    """The row of a file that says something of session `number`."""
    day = FIRST_DAY + timedelta(days=number % DAYS)
    if file == "sessions.csv":
        return _session(number, day)
    dated = {
        "session_places.csv": {"captured_at": f"{day}T14:00:00Z"},
        "notes.csv": {"signed_at": f"{day + timedelta(days=1)}T18:00:00Z"},
        "client_charges.csv": {"due_on": f"{day + timedelta(days=1)}"},
        "payouts.csv": {"period": f"{day:%Y-%m}"},
    }
    row, key = MINIMAL[file][0], OF_SESSION[file]
    own = {key: f"{row[key][0]}-{number}", "session_id": f"S-{number}"}
    return {**row, **dated.get(file, {}), **own}


def _session(number: int, day: date) -> dict[str, str]:
    """A session at an hour that its provider has free, for up to 43,000 sessions."""
    provider, client = (number + number // DAYS) % PROVIDERS + 1, number % CLIENTS + 1
    start = datetime.combine(day, time(10)) + timedelta(hours=number // (DAYS * PROVIDERS))
    place = {"modality": "in_person", "practice_location_id": f"W-{provider}"}
    return {
        **SESSION,
        "session_id": f"S-{number}",
        "provider_id": f"P-{provider}",
        "client_id": f"C-{client}",
        "coverage_id": f"V-{client}",
        "booked_at": f"{day - timedelta(days=7)}T09:00:00",
        "scheduled_start": f"{start:%Y-%m-%dT%H:%M:%S}",
        "scheduled_end": f"{start + timedelta(minutes=45):%Y-%m-%dT%H:%M:%S}",
        "confirmed_at": f"{day}T23:00:00",
        **(place if number % 9 == 0 else {}),
    }


OF_PROVIDER = (
    ("licenses", "license_id", "L"),
    ("practice_locations", "practice_location_id", "W"),
    ("credentials", "credential_id", "K"),
)


def _people() -> dict[str, Rows]:
    provider, payer, plan = (MINIMAL[f"{file}.csv"][0] for file in ("providers", "payers", "plans"))
    coverage = MINIMAL["coverages.csv"][0]
    npis = [str(123456000 + number) for number in range(1, PROVIDERS + 1)]
    return {
        "providers.csv": [
            {**provider, "provider_id": f"P-{at}", "npi": npi + check_digit(npi)}
            for at, npi in enumerate(npis, 1)
        ],
        "payers.csv": [{**payer, "payer_id": f"Y-{at}"} for at in (1, 2)],
        "plans.csv": [
            {**plan, "plan_id": f"N-{at}", "payer_id": "Y-2" if at == 3 else "Y-1"}
            for at in (1, 2, 3)
        ],
        **{
            f"{file}.csv": [
                {**MINIMAL[f"{file}.csv"][0], key: f"{letter}-{at}", "provider_id": f"P-{at}"}
                for at in range(1, PROVIDERS + 1)
            ]
            for file, key, letter in OF_PROVIDER
        },
        "clients.csv": [
            {"client_id": f"C-{at}", "first_name": "Pat", "last_name": "Row"}
            for at in range(1, CLIENTS + 1)
        ],
        "mos_cases.csv": [],
        "coverages.csv": [
            {
                **coverage,
                "coverage_id": f"V-{at}",
                "client_id": f"C-{at}",
                "plan_id": {25: "N-2", 26: "N-3"}.get(at, "N-1"),
            }
            for at in range(1, CLIENTS + 1)
        ],
    }
