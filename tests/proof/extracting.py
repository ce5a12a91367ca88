"""A platform whose records change at random, and the extracts that it hands over."""

import json
import random
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from core.exchange.all_extracts import EXTRACTS
from tests.support.extracts import SESSION, Extracts, Rows
from tests.support.sound import CLIENTS, PROVIDERS, sound

CODES = ("90837", "90834", "")
STATES = ("NY", "NJ", "CT")
HOUR = timedelta(hours=1)
KEYS = {kind.file: next(iter(kind.columns())) for kind in EXTRACTS}
"""The column of the ID."""
SIGNED = {"signature_source": "system", "is_discarded": "false"}
Row = dict[str, str]


class Platform:
    """All rows by file. They are kept beside the extracts, so that a process that was killed is
    followed by one that knows them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.kept = folder / "handed_over", folder / "platform.json"
        self.changed: dict[str, dict[str, Row]] = {}
        self.rows: dict[str, Rows] = {}
        if self.kept.exists():
            self.rows = json.loads(self.kept.read_text())

    def begin(self, chance: random.Random, sessions: int) -> None:
        """Hand over all that there is at first."""
        self.kept.parent.mkdir()
        self.rows = sound(self.folder, sessions).rows
        for number in range(1, CLIENTS + 1):
            case = {"mos_case_id": f"M-{number}", "ecms_case_id": f"E-{number}"}
            whose = {"client_id": f"C-{number}", "provider_id": f"P-{number % PROVIDERS + 1}"}
            self.rows["mos_cases.csv"].append({**case, **whose, "from_on": "2025-01-01"})
        for row in self.rows["sessions.csv"]:
            row["cpt"] = chance.choice(CODES)
            if chance.random() < 0.4:
                row |= {"status": "scheduled", "confirmed_at": ""}
        self.hand_over(self.rows)

    def go_on(self, chance: random.Random, now: datetime) -> None:
        """Some records change, and an extract is written: of what changed, of all, or the last one
        once more."""
        if chance.random() < 0.1 and self.folder.exists():
            return
        self.changed = {}
        for _ in range(chance.randrange(1, 9)):
            chance.choice(CHANGES)(self, chance, now)
        is_whole = chance.random() < 0.1
        some = {file: list(rows.values()) for file, rows in self.changed.items()}
        self.hand_over(self.rows if is_whole else some)

    def hand_over(self, rows: dict[str, Rows]) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        made = Extracts(self.folder, *rows)
        made.rows = rows
        made.write()
        written = self.kept.with_suffix(".new")
        written.write_text(json.dumps(self.rows))
        written.replace(self.kept)

    def some(self, chance: random.Random, file: str) -> Row:
        """A row that is about to change."""
        return self.will_change(file, chance.choice(self.rows[file]))

    def add(self, file: str, row: Row) -> None:
        """A row that has a letter for its ID so far."""
        row[KEYS[file]] += f"-N{len(self.rows[file])}"
        self.rows[file].append(self.will_change(file, row))

    def will_change(self, file: str, row: Row) -> Row:
        self.changed.setdefault(file, {})[row[KEYS[file]]] = row
        return row


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _book(platform: Platform, chance: random.Random, now: datetime) -> None:
    start = now + HOUR * chance.randrange(-600, 120)
    client = chance.randrange(1, CLIENTS + 1)
    payer = chance.choice(("insurance", "insurance", "mos", "self_pay", "eap"))
    row = {
        **SESSION,
        "session_id": "S",
        "provider_id": f"P-{chance.randrange(1, PROVIDERS + 1)}",
        "client_id": f"C-{client}",
        "payer_kind": payer,
        "coverage_id": f"V-{client}" if payer == "insurance" else "",
        "mos_case_id": f"M-{client}" if payer == "mos" else "",
        "kind": chance.choice(("session",) * 9 + ("consult",)),
        "zone": chance.choice(("America/New_York", "America/Los_Angeles", "Pacific/Honolulu")),
        "booked_at": _iso(start - HOUR * 99),
        "scheduled_start": _iso(start),
        "scheduled_end": _iso(start + HOUR),
        "cpt": chance.choice(CODES),
        "status": "scheduled",
        "confirmed_at": "",
    }
    platform.add("sessions.csv", row)
    _place(platform, row["session_id"], "1", chance.choice(STATES), start)


def _place(platform: Platform, session: str, ordinal: str, state: str, at: datetime) -> None:
    row = {"session_place_id": "T", "session_id": session, "ordinal": ordinal, "state_code": state}
    platform.add("session_places.csv", {**row, "captured_at": _iso(at), "source": "provider"})


def _confirm(platform: Platform, chance: random.Random, now: datetime) -> None:
    row = platform.some(chance, "sessions.csv")
    at = _iso(now - HOUR * chance.randrange(900))
    row |= {"status": "confirmed", "confirmed_at": row["confirmed_at"] or at}
    if chance.random() < 0.1:
        row["confirmed_at"] = ""
    _pay(platform, chance, row["session_id"])


def _pay(platform: Platform, chance: random.Random, session: str) -> None:
    money = {"amount_cents": str(chance.randrange(5000, 15000)), "period": "2026-03"}
    status = chance.choice(("pending", "scheduled", "paid"))
    row = {"payout_id": "Q", "session_id": session, **money, "status": status}
    platform.add("payouts.csv", row)


def _payout(platform: Platform, chance: random.Random, now: datetime) -> None:
    row = platform.some(chance, "payouts.csv")
    row["amount_cents"] = str(chance.randrange(5000, 15000))
    row["status"] = chance.choice(("pending", "paid", "on_hold", "void", "recovered"))


def _call_off(platform: Platform, chance: random.Random, now: datetime) -> None:
    row = platform.some(chance, "sessions.csv")
    row["status"] = chance.choice(("cancelled", "no_show", "scheduled", "cancelled"))
    row["cancelled_at"] = _iso(now) if row["status"] == "cancelled" else ""
    row["confirmed_at"] = ""


def _move(platform: Platform, chance: random.Random, now: datetime) -> None:
    row, by = platform.some(chance, "sessions.csv"), timedelta(days=chance.choice((-30, -8, 1, 9)))
    for name in ("scheduled_start", "scheduled_end"):
        at = datetime.fromisoformat(row[name].rstrip("Z")) + by
        row[name] = f"{at:%Y-%m-%dT%H:%M:%S}" + "Z" * row[name].endswith("Z")


def _code(platform: Platform, chance: random.Random, now: datetime) -> None:
    platform.some(chance, "sessions.csv")["cpt"] = chance.choice(CODES)


def _sign(platform: Platform, chance: random.Random, now: datetime) -> None:
    session = chance.choice(platform.rows["sessions.csv"])
    mode = chance.choice(("template_ai", "template_manual", "upload", "none"))
    at = chance.choice(("", _iso(now), _iso(now - HOUR * chance.randrange(3000))))
    row = {"note_id": "D", "session_id": session["session_id"], "mode": mode, "signed_at": at}
    source = chance.choice(("system", "attested")) if at else ""
    platform.add("notes.csv", {**row, "signature_source": source})


def _note(platform: Platform, chance: random.Random, now: datetime) -> None:
    row = platform.some(chance, "notes.csv")
    session = chance.choice(platform.rows["sessions.csv"])["session_id"]
    at = _iso(now - HOUR * chance.randrange(3000))
    changes = (
        {"is_discarded": "true"},
        {"mode": "upload", "signature_source": chance.choice(("system", "attested"))},
        {"signed_at": at, **SIGNED},
        {"signed_at": "", "signature_source": ""},
        {"session_id": session},
    )
    row |= chance.choice(changes)


def _elsewhere(platform: Platform, chance: random.Random, now: datetime) -> None:
    row = platform.some(chance, "session_places.csv")
    row["state_code"] = chance.choice(STATES)
    if row["ordinal"] == "1" and chance.random() < 0.3:
        _place(platform, row["session_id"], "2", chance.choice(STATES), now)


def _office(platform: Platform, chance: random.Random, now: datetime) -> None:
    platform.some(chance, "practice_locations.csv")["state_code"] = chance.choice(STATES)


def _cover(platform: Platform, chance: random.Random, now: datetime) -> None:
    platform.some(chance, "coverages.csv")["plan_id"] = chance.choice(("N-1", "N-2", "N-3"))


def _merge(platform: Platform, chance: random.Random, now: datetime) -> None:
    row, other = platform.some(chance, "clients.csv"), chance.choice(platform.rows["clients.csv"])
    row["merged_into_id"] = "" if row.get("merged_into_id") else other["client_id"]
    if other is row:
        row["merged_into_id"] = ""


def _crisis(platform: Platform, chance: random.Random, now: datetime) -> None:
    """A new session in a state where the provider may not practice."""
    _book(platform, chance, now)
    session, place = (platform.rows[name][-1] for name in ("sessions.csv", "session_places.csv"))
    start = now - HOUR * chance.randrange(2, 100)
    session |= {"scheduled_start": _iso(start), "scheduled_end": _iso(start + HOUR)}
    session |= {"cpt": "90839", "kind": "session", "booked_at": _iso(start - HOUR)}
    session |= {"payer_kind": "insurance", "mos_case_id": "", "coverage_id": "V-1"}
    session |= {"client_id": "C-1"}
    session |= {"is_crisis": "true", "has_crisis_narrative": "true"}
    session |= {"has_crisis_resolution": "true"}
    place |= {"state_code": "NV", "zip": "89501", "line1": "3 Road", "city": "Reno"}


def _report(platform: Platform, chance: random.Random, now: datetime) -> None:
    """Of a Military OneSource session; a confirmed one that did not take place is canceled."""
    known = {row["session_id"] for row in platform.rows["car_reports.csv"]}
    open_ones = [
        row["session_id"]
        for row in platform.rows["sessions.csv"]
        if row["payer_kind"] == "mos" and row["session_id"] not in known
    ]
    if not open_ones:
        return _book(platform, chance, now)
    outcome, entered = chance.choice(("held", "no_show")), f"{now - HOUR * 48:%Y-%m-%d}"
    row = {"car_report_id": "R", "session_id": chance.choice(open_ones), "outcome": outcome}
    return platform.add("car_reports.csv", {**row, "entered_on": entered})


CHANGES = (
    *(_book, _book, _book, _confirm, _confirm, _confirm, _call_off, _move, _code, _sign, _sign),
    *(_note, _note, _payout, _elsewhere, _office, _cover, _merge, _crisis, _report),
)
