"""`session-desk explain`: what the rules say, as text or as JSON (docs/explain.md).

Exit code 0: answered, 2: wrong arguments, 3: not found, 4: no policy in force on that day. Of a
batch, the gravest of its lines.
"""

import json
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Annotated, Any

import typer

from core.cli import as_json, as_text, parsing
from core.cli.actor import operator
from core.cli.as_json import Json
from core.clock import now
from core.db import engine
from core.db.transaction import ReadContext, reading
from core.errors import DeskError, InvalidInput, NotFound, PolicyGap
from core.queries.sessions.billing_check import BillingQuestion, billing_check
from core.queries.sessions.deadline_check import STANDARD_HOURS, DeadlineQuestion, deadline_check
from core.queries.sessions.verdicts import session_verdicts
from core.vocabulary.deadlines import DeadlineKind
from core.vocabulary.requests import RequestKind

explain = typer.Typer(no_args_is_help=True, help="What the rules say, and why: docs/explain.md.")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
BatchFile = Annotated[
    typer.FileText | None,
    typer.Option("--batch", help="Questions as JSON lines; - is the input. Answers in JSON lines."),
]
Question = Mapping[str, Any]
Answering = Callable[[ReadContext, Question], Json]


class Ending(IntEnum):
    """What a command ends with."""

    ANSWERED = 0
    WRONG = 2
    NOT_FOUND = 3
    GAP = 4


@explain.command("session")
def explain_session(
    reference: Annotated[str, typer.Argument(help="S-…")] = "",
    at: Annotated[str, typer.Option(help="As it stood then: 2026-03-11T15:00:00Z.")] = "",
    as_json_: AsJson = False,
    batch: BatchFile = None,
) -> None:
    """A session: its deadlines; may it be confirmed, edited, cancelled; where is it billed."""
    _run(_session, {"session": reference, "at": at}, as_text.session, as_json_, batch)


@explain.command("billing")
def explain_billing(
    provider: Annotated[str, typer.Option(help="Reference or NPI.")] = "",
    client: Annotated[str, typer.Option(help="Client's reference; looks up the plans.")] = "",
    plan: Annotated[str, typer.Option(help="Plan's reference.")] = "",
    state: Annotated[
        str, typer.Option(help="Where the client is; all that matter if left out.")
    ] = "",
    zip_: Annotated[
        str, typer.Option("--zip", help="ZIP code there, where a Blue area needs it.")
    ] = "",
    on: Annotated[str, typer.Option(help="Date of service; today if left out.")] = "",
    as_json_: AsJson = False,
    batch: BatchFile = None,
) -> None:
    """Where a provider can be billed, also before anything is booked."""
    question = {"provider": provider, "client": client, "plan": plan, "state": state}
    question |= {"zip": zip_, "on": on}
    _run(_billing, question, as_text.billing, as_json_, batch)


@explain.command("deadline")
def explain_deadline(
    kind: Annotated[str, typer.Argument(help=", ".join(DeadlineKind))] = "",
    from_: Annotated[str, typer.Option("--from", help="Instant or date it starts from.")] = "",
    zone: Annotated[str, typer.Option(help="IANA zone: America/New_York.")] = "",
    hours: Annotated[int, typer.Option(help="A note's: 72, or 48 for Medicare and Medicaid.")] = (
        STANDARD_HOURS
    ),
    request: Annotated[str, typer.Option(help="Whose requester is told: a kind of request.")] = "",
    as_json_: AsJson = False,
    batch: BatchFile = None,
) -> None:
    """When something falls due, from a start alone."""
    question = {"kind": kind, "from": from_, "zone": zone, "hours": hours, "request": request}
    _run(_deadline, question, as_text.deadline, as_json_, batch)


def _session(look: ReadContext, question: Question) -> Json:
    ref = parsing.text(question, "session").strip().upper()
    if not ref:
        raise InvalidInput({"session": "Say which session: S-…"})
    given = parsing.text(question, "at")
    at = parsing.instant("at", given) if given else None
    found = session_verdicts(look, [ref], at).get(ref)
    if found is None:
        raise NotFound(f"There is no session {ref}.")
    return as_json.session(found)


def _billing(look: ReadContext, question: Question) -> Json:
    given = parsing.text(question, "on")
    asked = BillingQuestion(
        provider=parsing.text(question, "provider"),
        on=parsing.day("on", given) if given else look.now.astimezone(look.actor.tz).date(),
        client=parsing.text(question, "client"),
        plan=parsing.text(question, "plan"),
        state=parsing.text(question, "state").upper(),
        zip=parsing.text(question, "zip"),
    )
    return as_json.billing(billing_check(look, asked))


def _deadline(look: ReadContext, question: Question) -> Json:
    named = parsing.text(question, "request")
    zone = parsing.zone("zone", parsing.text(question, "zone"))
    asked = DeadlineQuestion(
        kind=parsing.word("kind", parsing.text(question, "kind"), DeadlineKind),
        start=parsing.start("from", parsing.text(question, "from"), zone),
        zone=zone.key,
        hours=parsing.number(question, "hours", STANDARD_HOURS),
        request=parsing.word("request", named, RequestKind) if named else RequestKind.OTHER,
    )
    return as_json.deadline(deadline_check(look, asked))


def _run(
    ask: Answering,
    question: Question,
    in_words: Callable[[Json], str],
    wants_json: bool,
    batch: typer.FileText | None,
) -> None:
    """One question or a file of them. Each answer is from a reading of its own, so that memory
    stays flat however long the file is."""
    if batch is not None:
        raise typer.Exit(max((_line(ask, line) for line in batch if line.strip()), default=0))
    try:
        answer = _answered(ask, question)
    except (DeskError, PolicyGap) as problem:
        typer.echo(_words(problem), err=True)
        raise typer.Exit(_ending(problem)) from problem
    typer.echo(_dumped(answer) if wants_json else in_words(answer))


def _answered(ask: Answering, question: Question) -> Json:
    with reading(engine(), operator(), now()) as look:
        return ask(look, question)


def _line(ask: Answering, line: str) -> int:
    """Answer one line of a batch with one line; a fault is an answer too."""
    try:
        typer.echo(_dumped(_answered(ask, _parsed(line))))
    except (DeskError, PolicyGap) as problem:
        ending = _ending(problem)
        error = {"code": ending.name.lower(), "text": _words(problem)}
        typer.echo(_dumped({"question": line.strip(), "error": error}))
        return ending
    return Ending.ANSWERED


def _parsed(line: str) -> Question:
    try:
        question = json.loads(line)
    except ValueError as problem:
        raise InvalidInput({"line": "This is no JSON."}) from problem
    if not isinstance(question, dict):
        raise InvalidInput({"line": "Give an object with the names of the options."})
    return question


def _ending(problem: Exception) -> Ending:
    if isinstance(problem, NotFound):
        return Ending.NOT_FOUND
    return Ending.GAP if isinstance(problem, PolicyGap) else Ending.WRONG


def _words(problem: Exception) -> str:
    if isinstance(problem, InvalidInput):
        return "\n".join(f"{field}: {advice}" for field, advice in problem.fields.items())
    return str(problem)


def _dumped(answer: Json) -> str:
    return json.dumps(answer, ensure_ascii=False)
