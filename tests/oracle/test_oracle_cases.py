"""The cases are whole and agree with the calendar; what they judge is tested elsewhere."""

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from core.vocabulary import care, deadlines, people
from core.vocabulary.coverage import CredentialStatus, LineOfBusiness, VerificationStatus
from core.vocabulary.states import OUTSIDE, StateCode
from tests.oracle import dates
from tests.oracle.load import HERE, all_cases, files

CASES = all_cases()


def of_every_case(check: Callable[[dict[str, Any]], None]) -> Callable[[], None]:
    """One test that goes through all the cases and says at which it stopped."""

    def run() -> None:
        for case in CASES:
            try:
                check(case)
            except Exception as problem:
                raise AssertionError(f"{case['theme']}: {case['name']}") from problem

    run.__name__ = check.__name__
    return run


VERDICTS = {
    "confirm": {"allow", "block", "review", "not_assessed"},
    "edit": {"allow", "block"},
    "billing": {"allow", "block", "review", "not_assessed"},
}
CANCEL_PATHS = {"provider_calendar", "support", "none"}
BILLING_PATHS = {"direct", "bluecard", "virtual_network", "crisis", "mos", "self_pay"}
QUESTIONS = {
    *VERDICTS,
    *("cancel", "deadlines", "note", "mos_pay", "reasons", "flags", "no_flags"),
}
REASONS = {
    *("expired_30d", "dos_moved", "stop_time", "plan_unverified", "template_unsigned"),
    *("no_license", "no_credential", "outside_us_states", "location_missing"),
    *("crisis_cpt", "crisis_address", "case_id_missing", "car_missing", "car_date"),
}
NO_SESSION_YET = {"R41"}
RULES = {f"R{number:02}" for number in (*range(1, 43), 53, 54, 56)} - NO_SESSION_YET
FACTS = {
    *("session", "provider", "client", "plans", "policy", "places", "note"),
    *("claims", "charge", "payout", "car", "proposed_edit"),
}


def rules_of(answer: dict[str, Any]) -> list[list[str]]:
    return [answer[key] for key in ("rules", "rules_include", "rules_any") if key in answer]


def test_there_are_enough_and_each_has_a_name_of_its_own() -> None:
    assert len(CASES) >= 400
    names = Counter(case["name"].casefold() for case in CASES)
    assert [name for name, times in names.items() if times > 1] == []


def test_every_rule_that_decides_something_about_a_session_has_a_case() -> None:
    cited = {word for case in CASES for word in case["source"] if re.fullmatch(r"R\d\d", word)}
    assert cited >= RULES


def test_every_reason_is_expected_of_some_case() -> None:
    assert {code for case in CASES for code in case["expect"].get("reasons", ())} == REASONS


def test_the_readme_counts_the_cases() -> None:
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    counted = {
        name: int(number) for name, number in re.findall(r"\| `(\w+)\.json` \| (\d+) \|", readme)
    }
    assert counted == {
        path.stem: len(json.loads(path.read_text(encoding="utf-8"))) for path in files()
    }
    assert f"| all | | {len(CASES)} |" in readme


def test_the_open_readings_list_their_cases() -> None:
    listed = set()
    for section in (HERE / "OPEN.md").read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, *lines = section.split("\n# ")[0].splitlines()
        listed |= {(heading, line.removeprefix("- ")) for line in lines if line.startswith("- ")}
    assert listed == {(case["open"], case["name"]) for case in CASES if "open" in case}


@of_every_case
def test_a_case_is_whole(case: dict[str, Any]) -> None:
    assert set(case) - {"open"} == {"name", "theme", "at", "facts", "expect", "because", "source"}
    assert set(case["facts"]) == FACTS
    assert case["because"].endswith(".")
    assert case["source"]
    assert case["at"].endswith("Z")
    assert case["expect"]
    assert set(case["expect"]) <= QUESTIONS


@of_every_case
def test_the_answers_are_of_their_lists(case: dict[str, Any]) -> None:
    expect = case["expect"]
    for question, verdicts in VERDICTS.items():
        if question in expect:
            assert expect[question]["verdict"] in verdicts
    assert expect.get("cancel", {"path": "none"})["path"] in CANCEL_PATHS
    paths = expect.get("billing", {}).get("paths", [])
    assert set(paths) <= BILLING_PATHS
    assert paths == sorted(paths)
    assert set(expect.get("reasons", ())) <= REASONS
    assert expect.get("note", {}).get("status", "open") in set(deadlines.DeadlineStatus)
    for question in ("confirm", "edit", "cancel", "billing"):
        for rules in rules_of(expect.get(question, {})):
            assert rules == sorted(rules)
            assert all(re.fullmatch(r"R\d\d", rule) for rule in rules)


@of_every_case
def test_a_session_is_not_confirmed_where_it_cannot_be_billed(case: dict[str, Any]) -> None:
    expect = case["expect"]
    if "confirm" not in expect or "billing" not in expect:
        return
    confirm, billing = expect["confirm"]["verdict"], expect["billing"]["verdict"]
    if billing == "block":
        assert confirm == "block"
    if billing == "review":
        assert confirm in {"block", "review"}
    if confirm == "allow":
        assert billing == "allow"


@of_every_case
def test_the_facts_speak_the_words_of_the_vocabulary(case: dict[str, Any]) -> None:
    facts = case["facts"]
    session, provider, client = facts["session"], facts["provider"], facts["client"]
    care.PayerKind(session["payer_kind"])
    care.SessionKind(session["kind"])
    care.Modality(session["modality"])
    care.SessionStatus(session["status"])
    for row in provider["licenses"]:
        people.LicenseKind(row["kind"])
        people.LicenseStatus(row["status"])
    for row in provider["credentials"]:
        CredentialStatus(row["status"])
    for row in client["coverages"]:
        VerificationStatus(row["verification_status"])
    for row in client["locations"]:
        people.LocationKind(row["kind"])
    for plan in facts["plans"].values():
        LineOfBusiness(plan["line"])
    for claim in facts["claims"]:
        care.ClaimStatus(claim["status"])
    if facts["note"]:
        care.NoteMode(facts["note"]["mode"])
    if facts["car"]:
        care.CarOutcome(facts["car"]["outcome"])
    states = {*StateCode, OUTSIDE}
    placed = [*provider["licenses"], *provider["credentials"], *provider["opt_ins"]]
    assert {row["state"] for row in [*placed, *facts["places"], *client["locations"]]} <= states


@of_every_case
def test_every_plan_that_is_named_is_there(case: dict[str, Any]) -> None:
    facts = case["facts"]
    provider, client = facts["provider"], facts["client"]
    rows = [*provider["credentials"], *provider["opt_ins"], *client["coverages"]]
    assert {row["plan"] for row in rows} <= set(facts["plans"])
    keys = {row["key"] for row in client["coverages"]}
    assert facts["session"]["coverage"] in {None, *keys}


@of_every_case
def test_the_deadlines_come_out_again(case: dict[str, Any]) -> None:
    expected = case["expect"].get("deadlines")
    if expected is None:
        return
    again = dates.deadlines(case["facts"], expected.get("note_hours", 72))
    assert expected == {key: again[key] for key in expected}


@of_every_case
def test_a_confirmation_is_late_exactly_from_its_day_31(case: dict[str, Any]) -> None:
    confirm = case["expect"].get("confirm")
    session = case["facts"]["session"]
    if confirm is None or session["confirmed_at"] or session["kind"] == "consult":
        return
    late = dates.instant(case["at"]) >= dates.too_late_to_confirm_from(session)
    named = {rule for rules in rules_of(confirm) for rule in rules}
    if late:
        assert "R01" in named
        assert "expired_30d" in case["expect"]["reasons"]
    else:
        assert "expired_30d" not in case["expect"].get("reasons", ())


@of_every_case
def test_an_edit_is_late_exactly_after_its_48_hours(case: dict[str, Any]) -> None:
    edit = case["expect"].get("edit")
    if edit is None:
        return
    facts = case["facts"]
    if dates.instant(case["at"]) > dates.editable_until(facts["session"]):
        assert edit["verdict"] == "block"
    elif facts["proposed_edit"] is None:
        assert edit["verdict"] == "allow"


@pytest.mark.parametrize(
    ("start", "last_day", "blocked_from", "car_day"),
    [
        ("2026-01-31 09:00 America/New_York", "2026-03-02", "2026-03-03T05:00", "2026-02-01"),
        ("2028-01-30 09:00 America/New_York", "2028-02-29", "2028-03-01T05:00", "2028-01-31"),
        ("2028-02-29 10:00 America/New_York", "2028-03-30", "2028-03-31T04:00", "2028-03-01"),
        ("2026-06-30 21:30 America/Los_Angeles", "2026-07-30", "2026-07-31T07:00", "2026-07-01"),
        ("2026-10-02 18:00 America/New_York", "2026-11-01", "2026-11-02T05:00", "2026-10-03"),
        ("2026-02-06 18:00 America/New_York", "2026-03-08", "2026-03-09T04:00", "2026-02-07"),
        ("2026-03-10 23:30 America/New_York", "2026-04-09", "2026-04-10T04:00", "2026-03-11"),
        ("2026-12-15 10:00 Pacific/Honolulu", "2027-01-14", "2027-01-15T10:00", "2026-12-16"),
    ],
)
def test_the_days_written_by_hand(
    start: str, last_day: str, blocked_from: str, car_day: str
) -> None:
    session = {"scheduled_start": start, "actual_start": None, "zone": start.split()[2]}
    assert dates.last_day_to_confirm(session).isoformat() == last_day
    assert dates.stamp(dates.too_late_to_confirm_from(session)) == f"{blocked_from}:00Z"
    assert dates.car_day(session).isoformat() == car_day


@pytest.mark.parametrize(
    ("end", "hours", "due"),
    [
        ("2026-03-06 15:00 America/New_York", 72, "2026-03-09T20:00:00Z"),
        ("2026-03-06 15:00 America/Phoenix", 72, "2026-03-09T22:00:00Z"),
        ("2026-10-30 17:00 America/New_York", 72, "2026-11-02T21:00:00Z"),
        ("2026-02-27 10:00 America/Chicago", 48, "2026-03-01T16:00:00Z"),
        ("2028-02-28 10:00 America/Chicago", 48, "2028-03-01T16:00:00Z"),
        ("2026-03-11 00:25 America/New_York", 72, "2026-03-14T04:25:00Z"),
    ],
)
def test_the_notes_written_by_hand(end: str, hours: int, due: str) -> None:
    session = {"scheduled_end": end, "actual_end": None}
    assert dates.stamp(dates.note_due(session, hours)) == due


@pytest.mark.parametrize(
    ("confirmed", "charged_on", "editable_until"),
    [
        ("2026-12-31 22:00 America/Los_Angeles", "2027-01-02", "2027-01-03T06:00:00Z"),
        ("2026-11-20 23:30 America/Chicago", "2026-11-22", "2026-11-23T05:30:00Z"),
        ("2028-02-28 12:00 America/New_York", "2028-02-29", "2028-03-01T17:00:00Z"),
        ("2026-03-08 09:00 Pacific/Guam", "2026-03-08", "2026-03-09T23:00:00Z"),
        ("2026-03-07 13:00 America/New_York", "2026-03-08", "2026-03-09T18:00:00Z"),
        ("2026-11-01 01:30 America/New_York fold=1", "2026-11-02", "2026-11-03T06:30:00Z"),
    ],
)
def test_what_follows_a_confirmation_written_by_hand(
    confirmed: str, charged_on: str, editable_until: str
) -> None:
    session = {"confirmed_at": confirmed}
    assert dates.charge_day(session).isoformat() == charged_on
    assert dates.stamp(dates.editable_until(session)) == editable_until


def test_an_hour_that_no_clock_showed_is_refused() -> None:
    with pytest.raises(ValueError, match="no clock"):
        dates.instant("2026-03-08 02:30 America/New_York")


@of_every_case
def test_nothing_is_known_that_has_not_been_asked_for_in_time(case: dict[str, Any]) -> None:
    at = dates.instant(case["at"])
    session = case["facts"]["session"]
    assert datetime.fromisoformat(session["created_at"]) <= at
    assert session["confirmed_at"] is None or dates.instant(session["confirmed_at"]) <= at
