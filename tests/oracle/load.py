"""Reads the cases and writes out what they leave to the ordinary session they start from."""

import json
from copy import deepcopy
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tests.oracle.dates import car_day, instant, stamp

HERE = Path(__file__).parent
CASES = HERE / "cases"
BASES = json.loads((HERE / "bases.json").read_text(encoding="utf-8"))

Facts = dict[str, Any]


@cache
def files() -> tuple[Path, ...]:
    return tuple(sorted(CASES.glob("*.json")))


def cases(path: Path) -> list[dict[str, Any]]:
    """The cases of one file, each with its complete facts."""
    written: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return [{**case, "facts": complete(case["facts"])} for case in written]


@cache
def all_cases() -> list[dict[str, Any]]:
    return [case for path in files() for case in cases(path)]


def complete(written: Facts) -> Facts:
    """The whole object: the base, moved to its time, confirmed if it was, then the changes."""
    changes = deepcopy(written)
    facts = _base(changes.pop("base", "ordinary"))
    if when := changes.pop("when", None):
        _move(facts, when)
    if confirmed := changes.pop("confirmed", None):
        _confirm(facts, confirmed)
    facts = _merged(facts, changes)
    _spell_out_rows(facts)
    return _in_utc(facts)


def _base(name: str) -> Facts:
    own: Facts = deepcopy(BASES["bases"][name])
    if under := own.pop("base", None):
        own = _merged(_base(under), own)
    return own


def _move(facts: Facts, when: str) -> None:
    """ "2026-05-12 15:00 America/New_York, 50 min": the booking, the note and the CAR go along."""
    begins, minutes = when.split(", ")
    start = instant(begins)
    end = start + timedelta(minutes=int(minutes.removesuffix(" min")))
    session = facts["session"]
    session["scheduled_start"], session["scheduled_end"] = stamp(start), stamp(end)
    session["zone"] = begins.split()[2]
    session["created_at"] = stamp(start - timedelta(days=7))
    if facts["note"]:
        facts["note"]["drafted_at"] = stamp(end + timedelta(minutes=5))
        facts["note"]["signed_at"] = stamp(end + timedelta(minutes=15))
    if facts["car"]:
        facts["car"]["completed_at"] = stamp(end + timedelta(minutes=30))
        facts["car"]["entered_date"] = car_day(session).isoformat()


def _confirm(facts: Facts, confirmed: str) -> None:
    moment = instant(confirmed)
    session = facts["session"]
    session["status"], session["confirmed_at"] = "confirmed", stamp(moment)
    kind = session["payer_kind"]
    facts["payout"] = {"status": "scheduled", "amount_cents": 10000}
    if kind == "mos":
        session["attested_at"] = stamp(moment)
    if kind in ("insurance", "eap"):
        claim = {"seq": 1, "frequency": 1, "status": "queued", "coverage": "primary"}
        facts["claims"] = [{**claim, "submitted_at": None}]
    if kind in ("insurance", "self_pay"):
        facts["charge"] = {"amount_cents": 2500, "status": "due"}


def _merged(under: Any, over: Any) -> Any:
    """Objects are merged, all else is replaced; null in an object of plans takes the plan away."""
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return deepcopy(over)
    both = dict(under)
    for key, value in over.items():
        both[key] = _merged(under[key], value) if key in under else deepcopy(value)
    return both


def _spell_out_rows(facts: Facts) -> None:
    rows = BASES["rows"]
    provider, client = facts["provider"], facts["client"]
    for name in ("licenses", "credentials", "opt_ins"):
        provider[name] = [_row(rows[name], entry) for entry in provider[name]]
    provider["practice_location"] = _place(rows["addresses"], provider["practice_location"])
    client["coverages"] = [_row(rows["coverages"], entry) for entry in client["coverages"]]
    client["locations"] = [
        {**rows["locations"], **_place(rows["addresses"], entry)} for entry in client["locations"]
    ]
    _spell_out_places(facts, facts["session"]["scheduled_start"])
    if "places" in (facts["proposed_edit"] or {}):
        _spell_out_places(facts["proposed_edit"], facts["session"]["confirmed_at"])
    facts["plans"] = {key: plan for key, plan in facts["plans"].items() if plan is not None}
    for key, plan in facts["plans"].items():
        plan.setdefault("payer", key)
        for field, value in rows["plans"].items():
            plan.setdefault(field, deepcopy(value))
        plan["service_areas"] = [
            {"state": area.split()[0], "sub_area": area.split()[1] if " " in area else None}
            for area in plan["service_areas"]
        ]


def _spell_out_places(holder: Facts, captured_at: str) -> None:
    holder["places"] = [
        {**BASES["rows"]["places"], "captured_at": captured_at}
        | _place(BASES["rows"]["addresses"], entry)
        for entry in holder["places"]
    ]


def _row(standard: Facts, entry: str | Facts) -> Facts:
    """ "NY" or "meridian NY", or an object with "like" and what is different."""
    changes = {"like": entry} if isinstance(entry, str) else dict(entry)
    words = changes.pop("like", "").split()
    named = {"plan": words[0]} if words and "plan" in standard else {}
    if words and "state" in standard:
        named["state"] = words[-1]
    return {**standard, **named, **changes}


def _place(addresses: dict[str, Facts], entry: str | Facts | None) -> Facts:
    if entry is None:
        return {}
    changes = {"like": entry} if isinstance(entry, str) else dict(entry)
    return {**addresses.get(changes.pop("like", ""), {}), **changes}


def _in_utc(value: Any, key: str = "") -> Any:
    """Wall clocks become instants; days stay days."""
    if isinstance(value, dict):
        return {name: _in_utc(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_in_utc(inner, key) for inner in value]
    is_instant = key.endswith("_at") or key in _INSTANTS
    return stamp(instant(value)) if is_instant and isinstance(value, str) else value


_INSTANTS = ("scheduled_start", "scheduled_end", "actual_start", "actual_end")
