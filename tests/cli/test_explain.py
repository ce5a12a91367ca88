"""`session-desk explain`: its JSON is a promise, and so are its exit codes (docs/explain.md)."""

import getpass
import json
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select
from sqlmodel import col

from core import db
from core.cli.explain_answers import Ending
from core.models.audit import ReadingEntry
from core.models.policies import Policy
from core.settings import ROOT
from core.vocabulary.deadlines import DeadlineKind
from tests.cli.conftest import Command
from tests.support import make
from tests.support.seeing import Seeing

AT = "2026-03-11T15:00:00Z"
REASON = {"code", "weight", "rule", "article", "section", "text", "next_step"}
POLICY = {"key", "value", "unit", "effective_from", "origin"}
LIMIT = {"due_at", "last_day", "blocked_from"}
VERDICT = {"verdict", "reasons", "remarks"}


@pytest.fixture
def see(engine: Engine) -> Seeing:
    with db.writing(engine) as work:
        found = Seeing.of(work)
        make.practice_location(work, found.provider)
        found.client.forms_acknowledged_at = None
        return found


def parsed(output: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output)
    return found


def test_a_session_is_answered_in_the_form_that_is_promised(command: Command, see: Seeing) -> None:
    done = command("explain", "session", see.session.ref, "--at", AT, "--json")
    said = parsed(done.stdout)
    assert done.exit_code == 0
    assert said.keys() == {
        *("reference", "at", "status", "date_of_service", "zone", "deadlines"),
        *("confirm", "edit", "cancel", "billing"),
    }
    assert [said[name] for name in ("reference", "at", "status", "date_of_service", "zone")] == [
        *(see.session.ref, AT, "held", "2026-03-10", "America/New_York")
    ]
    assert said["confirm"].keys() == said["edit"].keys() == VERDICT
    assert said["cancel"].keys() == {"verdict", "path", "reasons"}
    assert said["billing"].keys() == VERDICT | {"paths", "states"}
    assert said["billing"]["states"][0].keys() == VERDICT | {"paths", "state"}


def test_a_deadline_tells_its_limit_its_standing_and_why(command: Command, see: Seeing) -> None:
    said = parsed(command("explain", "session", see.session.ref, "--at", AT, "--json").stdout)
    note, confirmation = said["deadlines"]
    assert note == {
        "kind": "note_signature",
        "due_at": "2026-03-13T14:45:00Z",
        "last_day": None,
        "blocked_from": None,
        "met_at": AT,
        "status": "met",
        "rule": "R10",
        "policy": {
            "key": "note_hours",
            "value": 72,
            "unit": "hours",
            "effective_from": "2020-01-01",
            "origin": "article",
        },
        "why": "72 hours after the session ends, for every session. The last second counts.",
        "skipped": [],
    }
    assert [confirmation[name] for name in ("kind", "due_at", "last_day", "blocked_from")] == [
        *("confirmation", None, "2026-04-09", "2026-04-10T04:00:00Z")
    ]


def test_a_reason_says_its_rule_its_article_and_who_does_what(
    command: Command, see: Seeing
) -> None:
    said = parsed(command("explain", "session", see.session.ref, "--at", AT, "--json").stdout)
    (reason,) = said["confirm"]["reasons"]
    assert reason.keys() == REASON
    assert (reason["code"], reason["rule"], reason["weight"]) == ("forms_missing", "R05", "block")
    assert all(reason.values())


def test_without_json_the_same_is_told_in_words(command: Command, see: Seeing) -> None:
    done = command("explain", "session", see.session.ref, "--at", AT)
    assert "Confirm: no\n    [R05] " in done.stdout
    assert "[R10] Sign the session note: Met. Due Fri, Mar 13, 2026, 10:45 AM EDT\n" in done.stdout
    assert "Last day Thu, Apr 9, 2026\n" in done.stdout


def test_billing_is_answered_for_each_state_or_the_one_asked_for(
    command: Command, see: Seeing
) -> None:
    asked = ("explain", "billing", "--provider", see.provider.ref, "--plan", see.plan.ref)
    everywhere = parsed(command(*asked, "--on", "2026-03-10", "--json").stdout)
    there = parsed(command(*asked, "--on", "2026-03-10", "--state", "nj", "--json").stdout)
    assert everywhere.keys() == {"provider", "client", "merged", "on", "answers"}
    (answer,) = everywhere["answers"]
    assert answer.keys() == {"payer_kind", "plan", "rank", "verdict", "states"}
    assert (answer["verdict"], answer["states"][0]["paths"]) == ("allow", ["direct"])
    (other,) = there["answers"]
    assert [(one["state"], one["verdict"]) for one in other["states"]] == [("NJ", "block")]


def test_a_client_brings_plans_and_is_named_by_reference_only(
    command: Command, see: Seeing
) -> None:
    asked = ("explain", "billing", "--provider", see.provider.npi, "--client", see.client.ref)
    done = command(*asked, "--on", "2026-03-10", "--json")
    assert parsed(done.stdout)["answers"][0]["plan"] == see.plan.ref
    assert see.client.last_name not in done.stdout


FROM = {
    DeadlineKind.NOTE_SIGNATURE: "2026-03-06T15:00",
    DeadlineKind.EDIT_WINDOW: "2026-03-07T13:00",
    DeadlineKind.CLIENT_CHARGE: "2026-03-07T13:00",
}


@pytest.mark.parametrize("kind", list(DeadlineKind))
def test_every_kind_of_deadline_is_answered_from_its_start(
    command: Command, engine: Engine, kind: DeadlineKind
) -> None:
    start = FROM.get(kind, "2026-11-18")
    zone = "America/New_York"
    done = command("explain", "deadline", kind, "--from", start, "--zone", zone, "--json")
    said = parsed(done.stdout)
    assert said.keys() == {"kind", "from", "zone", "rule", "policy", "why", "skipped"} | LIMIT
    assert said["policy"].keys() == POLICY
    assert (said["due_at"] is None) == (said["blocked_from"] is not None)


LIMITS = [
    ("note_signature", "2026-03-06T15:00", "72", "due_at", "2026-03-09T20:00:00Z"),
    ("note_signature", "2026-03-07T10:00", "48", "due_at", "2026-03-09T15:00:00Z"),
    ("confirmation", "2026-01-31", "72", "last_day", "2026-03-02"),
    ("edit_window", "2026-11-01T01:30-05:00", "72", "due_at", "2026-11-03T06:30:00Z"),
    ("client_charge", "2026-12-31T22:00-08:00", "72", "last_day", "2027-01-02"),
    ("car_date", "2026-02-28", "72", "last_day", "2026-03-01"),
    ("directory_late", "2026-11-18", "72", "last_day", "2026-11-30"),
    ("directory_late", "2026-11-18T21:30-08:00", "72", "last_day", "2026-12-01"),
]


@pytest.mark.parametrize(("kind", "start", "hours", "name", "limit"), LIMITS)
def test_limits_are_those_of_the_rules(
    command: Command, kind: str, start: str, hours: str, name: str, limit: str
) -> None:
    asked = ("--from", start, "--zone", "America/New_York", "--hours", hours)
    assert parsed(command("explain", "deadline", kind, *asked, "--json").stdout)[name] == limit


WRONG = [
    (("session",), "session: Enter the reference"),
    (("session", "S-1", "--at", "yesterday"), "at: Enter the instant"),
    (("session", "S-1", "--at", "2026-03-11T15:00:00"), "at: Add the offset"),
    (("billing", "--plan", "L-1"), "provider: Enter a provider"),
    (("billing", "--provider", "P-1"), "plan: Enter a plan"),
    (("billing", "--provider", "P-1", "--plan", "L-1", "--state", "ON"), "not one of the 56"),
    (("billing", "--provider", "P-1", "--plan", "L-1", "--on", "soon"), "on: “soon” is not a date"),
    (("deadline", "dinner", "--from", "2026-01-01", "--zone", "UTC"), "kind: Choose one of"),
    (
        ("deadline", "confirmation", "--from", "2026-01-01", "--zone", "Mars"),
        "zone: Enter a time zone",
    ),
    (
        ("deadline", "note_signature", "--from", "2026-03-08T02:30", "--zone", "America/New_York"),
        "does not exist",
    ),
    (
        ("deadline", "note_signature", "--from", "2026-11-01T01:30", "--zone", "America/New_York"),
        "occurs twice",
    ),
    (
        ("deadline", "note_signature", "--from", "2026-11-01", "--zone", "UTC"),
        "from: Enter the date",
    ),
    (
        ("deadline", "confirmation", "--from", "2026-01-01", "--zone", "UTC", "--hours", "24"),
        "hours: Choose",
    ),
]


@pytest.mark.parametrize(("arguments", "text"), WRONG)
def test_wrong_arguments_end_with_2_and_say_what_to_write(
    command: Command, arguments: tuple[str, ...], text: str
) -> None:
    done = command("explain", *arguments, "--json")
    assert (done.exit_code, done.stdout) == (Ending.WRONG, "")
    assert text in done.stderr


UNKNOWN = [
    ("session", "S-NOBODY"),
    ("session", "S-\u202e"),
    ("billing", "--provider", "P-NOBODY", "--plan", "L-1"),
]


@pytest.mark.parametrize("arguments", UNKNOWN)
def test_what_is_not_there_ends_with_3(command: Command, arguments: tuple[str, ...]) -> None:
    done = command("explain", *arguments, "--json")
    assert (done.exit_code, done.stdout) == (Ending.NOT_FOUND, "")
    assert "We found no" in done.stderr


def test_an_unknown_client_or_plan_ends_with_3(command: Command, see: Seeing) -> None:
    asked = ("explain", "billing", "--provider", see.provider.ref)
    assert command(*asked, "--plan", "L-NONE").exit_code == Ending.NOT_FOUND
    assert command(*asked, "--client", "C-NONE").exit_code == Ending.NOT_FOUND


def test_a_day_before_any_policy_ends_with_4(command: Command) -> None:
    asked = ("explain", "deadline", "confirmation", "--from", "1999-01-01", "--zone", "UTC")
    assert command(*asked).exit_code == Ending.GAP


def test_a_session_of_a_day_without_a_policy_ends_with_4(
    command: Command, engine: Engine, see: Seeing
) -> None:
    with db.writing(engine) as work:
        work.execute(delete(Policy).where(col(Policy.policy_key) == "confirm_days"))
    assert command("explain", "session", see.session.ref).exit_code == Ending.GAP


def test_a_batch_answers_line_by_line_and_ends_with_the_gravest(
    command: Command, see: Seeing
) -> None:
    lines = [
        json.dumps({"session": see.session.ref, "at": AT}),
        json.dumps({"session": "S-NOBODY"}),
        "no json",
        json.dumps([1]),
        json.dumps({"session": 7}),
        "",
    ]
    done = command("explain", "session", "--batch", "-", given="\n".join(lines))
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert said[0]["reference"] == see.session.ref
    assert [one["error"]["code"] for one in said[1:]] == ["not_found", "wrong", "wrong", "wrong"]
    assert done.exit_code == Ending.NOT_FOUND


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("billing", {"provider": "P-NOBODY", "plan": "L-1"}),
        ("deadline", {"kind": "confirmation", "from": "1999-01-01", "zone": "UTC"}),
    ],
)
def test_the_other_questions_take_batches_too(
    command: Command, kind: str, question: dict[str, str]
) -> None:
    done = command("explain", kind, "--batch", "-", given=json.dumps(question))
    assert json.loads(done.stdout)["question"] == json.dumps(question)
    assert done.exit_code in (Ending.NOT_FOUND, Ending.GAP)


def test_every_look_is_logged_under_the_account(
    command: Command, engine: Engine, see: Seeing
) -> None:
    command("explain", "session", see.session.ref)
    with db.looking(engine) as work:
        entry = work.scalars(select(ReadingEntry)).one()
    assert entry.actor == f"Operator {getpass.getuser()}"
    assert (entry.entity, entry.entity_id) == ("care_session", see.session.key)


def test_the_paper_names_every_kind_and_every_code_of_the_end() -> None:
    paper = (ROOT / "docs" / "explain.md").read_text("utf-8")
    assert [kind for kind in DeadlineKind if f"`{kind}`" not in paper] == []
    assert [one for one in Ending if f"| {one} |" not in paper] == []
