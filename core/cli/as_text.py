"""Answers of `explain` for a person at a terminal, from their JSON."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.cli.as_json import Json
from core.rules.time.formats import day_text, instant_text
from core.vocabulary.care import PayerKind, SessionStage
from core.vocabulary.deadlines import DeadlineKind, DeadlineStatus
from core.vocabulary.verdicts import Path
from core.vocabulary.words import label

VERDICTS = {"allow": "yes", "block": "no", "review": "needs review", "not_assessed": "not assessed"}
QUESTIONS = {"confirm": "Confirm", "edit": "Edit", "cancel": "Cancel", "billing": "Bill insurance"}


def session(one: Json) -> str:
    """A session: its deadlines, then each verdict with its reasons."""
    tz, stage = ZoneInfo(one["zone"]), label(SessionStage(one["status"]))
    lines = [
        f"Session {one['reference']}: {stage}, {_day(one['date_of_service'])} ({tz.key})",
        f"As of {_at(one['at'], tz)}",
        "",
    ]
    for limit in one["deadlines"]:
        status = label(DeadlineStatus(limit["status"]))
        lines += [f"{_kind(limit)}: {status}. {_limit(limit, tz)}", f"    {limit['why']}"]
    for name, question in QUESTIONS.items():
        lines += _verdict(question, one[name])
    return "\n".join(lines)


def billing(check: Json) -> str:
    """The verdict of each plan, then of each state."""
    lines = [f"Provider {check['provider']}, date of service {_day(check['on'])}"]
    lines += [check["merged"]] if check["merged"] else []
    if not check["answers"]:
        lines.append("The client has no coverage on that day.")
    for answer in check["answers"]:
        plan = (
            f"Plan {answer['plan']}" if answer["plan"] else label(PayerKind(answer["payer_kind"]))
        )
        lines.append(f"{plan}: {VERDICTS[answer['verdict']]}")
        for state in answer["states"]:
            lines += [f"    {line}" for line in _verdict(state["state"], state)]
    return "\n".join(lines)


def deadline(one: Json) -> str:
    """The deadline, why, and the days that do not count."""
    skipped = [f"    {_day(day['day'])} does not count: {day['why']}" for day in one["skipped"]]
    limit = f"{_kind(one)}: {_limit(one, ZoneInfo(one['zone']))}"
    return "\n".join([limit, f"    {one['why']}", *skipped])


def _kind(limit: Json) -> str:
    return f"[{limit['rule']}] {label(DeadlineKind(limit['kind']))}"


def _limit(one: Json, tz: ZoneInfo) -> str:
    if one["due_at"]:
        return f"Due {_at(one['due_at'], tz)}"
    return f"Last day {_day(one['last_day'])}"


def _verdict(name: str, said: Json) -> Iterator[str]:
    ways = ", ".join(label(Path(path)) for path in said.get("paths", ()))
    yield f"{name}: {VERDICTS[said['verdict']]}" + (f" ({ways})" if ways else "")
    for reason in [*said["reasons"], *said.get("remarks", [])]:
        yield f"    [{reason['rule']}] {reason['text']} {reason['next_step']}"


def _at(given: str, tz: ZoneInfo) -> str:
    return instant_text(datetime.fromisoformat(given), tz)


def _day(given: str) -> str:
    return day_text(date.fromisoformat(given))
