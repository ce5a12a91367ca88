"""The same answers for a person at a terminal."""

from collections.abc import Iterator

from core.cli.as_json import Json


def session(one: Json) -> str:
    """A session: deadlines first, then each verdict with its reasons."""
    lines = [f"{one['reference']}  {one['status']}  {one['date_of_service']} in {one['zone']}"]
    lines.append(f"as of {one['at']}")
    for limit in one["deadlines"]:
        lines.append(f"  {limit['kind']}: {limit['status']}, {_limit(limit)}  [{limit['rule']}]")
        lines.append(f"      {limit['why']}")
    for question in ("confirm", "edit", "cancel", "billing"):
        lines.extend(_verdict(question, one[question]))
    return "\n".join(lines)


def billing(check: Json) -> str:
    """A line for each state, plan by plan."""
    lines = [f"{check['provider']} on {check['on']}"]
    if not check["answers"]:
        lines.append("The client has no coverage on that day.")
    for answer in check["answers"]:
        lines.append(f"{answer['plan'] or answer['payer_kind']}: {answer['verdict']}")
        for state in answer["states"]:
            lines.extend(f"  {line}" for line in _verdict(state["state"], state))
    return "\n".join(lines)


def deadline(one: Json) -> str:
    """The limit and why."""
    skipped = [f"  {day['day']} is skipped: {day['why']}" for day in one["skipped"]]
    return "\n".join([f"{one['kind']}: {_limit(one)}  [{one['rule']}]", one["why"], *skipped])


def _limit(one: Json) -> str:
    if one["due_at"]:
        return f"by {one['due_at']}"
    return f"to the end of {one['last_day']} (too late from {one['blocked_from']})"


def _verdict(name: str, said: Json) -> Iterator[str]:
    ways = f" by {', '.join(said['paths'])}" if said.get("paths") else ""
    yield f"  {name}: {said['verdict']}{ways}"
    for reason in [*said["reasons"], *said.get("remarks", [])]:
        yield f"      [{reason['rule']}] {reason['text']} {reason['next_step']}"
