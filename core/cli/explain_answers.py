"""Questions of `session-desk explain`, one or a file of them, and how each ends."""

import json
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any

import typer
from sqlalchemy import Engine

from core.cli import as_json, parsing
from core.cli.as_json import Json
from core.cli.command import advice, database, operator
from core.clock import now
from core.db.transaction import ReadContext, reading
from core.errors import DeskError, InvalidInput, NotFound, PolicyGap
from core.queries.sessions.billing_check import BillingQuestion, billing_check
from core.queries.sessions.deadline_check import STANDARD_HOURS, DeadlineQuestion, deadline_check
from core.queries.sessions.verdicts import session_verdicts
from core.vocabulary.deadlines import DeadlineKind
from core.vocabulary.requests import RequestKind

Question = Mapping[str, Any]
Answering = Callable[[ReadContext, Question], Json]


class Ending(IntEnum):
    """What a command ends with."""

    ANSWERED = 0
    WRONG = 2
    NOT_FOUND = 3
    GAP = 4


def session_answer(context: ReadContext, question: Question) -> Json:
    """A session with its deadlines and verdicts; raises InvalidInput, NotFound."""
    ref = parsing.text(question, "session").strip().upper()
    if not ref:
        raise InvalidInput({"session": "Enter the reference of a session: S-…."})
    given = parsing.text(question, "at")
    at = parsing.instant("at", given) if given else None
    found = session_verdicts(context, [ref], at).get(ref)
    if found is None:
        raise NotFound(f"We found no session {ref}. Check the reference.")
    return as_json.session(found)


def billing_answer(context: ReadContext, question: Question) -> Json:
    """Where a provider can be billed; raises InvalidInput, NotFound."""
    given = parsing.text(question, "on")
    asked = BillingQuestion(
        provider=parsing.text(question, "provider"),
        on=parsing.day("on", given) if given else context.now.astimezone(context.actor.tz).date(),
        client=parsing.text(question, "client"),
        plan=parsing.text(question, "plan"),
        state=parsing.text(question, "state").upper(),
        zip=parsing.text(question, "zip"),
    )
    return as_json.billing(billing_check(context, asked))


def deadline_answer(context: ReadContext, question: Question) -> Json:
    """A deadline from its start; raises InvalidInput, PolicyGap."""
    named = parsing.text(question, "request")
    zone = parsing.zone("zone", parsing.text(question, "zone"))
    asked = DeadlineQuestion(
        kind=parsing.word("kind", parsing.text(question, "kind"), DeadlineKind),
        start=parsing.start("from", parsing.text(question, "from"), zone),
        zone=zone.key,
        hours=parsing.number(question, "hours", STANDARD_HOURS),
        request=parsing.word("request", named, RequestKind) if named else RequestKind.OTHER,
    )
    return as_json.deadline(deadline_check(context, asked))


def answer(
    ask: Answering,
    question: Question,
    in_words: Callable[[Json], str],
    wants_json: bool,
    batch: typer.FileText | None,
) -> None:
    """Answer one question, or each line of `batch` in a transaction of its own, so that memory
    stays flat however long the file is."""
    on = database()
    if batch is not None:
        lines = (line for line in batch if line.strip())
        raise typer.Exit(max((_answer_line(on, ask, line) for line in lines), default=0))
    try:
        found = _answered(on, ask, question)
    except (DeskError, PolicyGap) as problem:
        typer.echo(advice(problem), err=True)
        raise typer.Exit(_ending(problem)) from problem
    typer.echo(_dumped(found) if wants_json else in_words(found))


def _answered(on: Engine, ask: Answering, question: Question) -> Json:
    with reading(on, operator(), now()) as context:
        return ask(context, question)


def _answer_line(on: Engine, ask: Answering, line: str) -> int:
    """Answer one line of a batch with one line, errors included; returns its exit code."""
    try:
        typer.echo(_dumped(_answered(on, ask, _parsed(line))))
    except (DeskError, PolicyGap) as problem:
        ending = _ending(problem)
        error = {"code": ending.name.lower(), "text": advice(problem)}
        typer.echo(_dumped({"question": line.strip(), "error": error}))
        return ending
    return Ending.ANSWERED


def _parsed(line: str) -> Question:
    try:
        question = json.loads(line)
    except ValueError as problem:
        raise InvalidInput({"line": "Write one JSON object a line."}) from problem
    if not isinstance(question, dict):
        raise InvalidInput({"line": "Write an object whose keys are the names of the options."})
    return question


def _ending(problem: Exception) -> Ending:
    if isinstance(problem, NotFound):
        return Ending.NOT_FOUND
    return Ending.GAP if isinstance(problem, PolicyGap) else Ending.WRONG


def _dumped(answer: Json) -> str:
    return json.dumps(answer, ensure_ascii=False)
