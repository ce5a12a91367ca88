"""Questions of `session-desk explain`, one or a file of them, and how each ends."""

import json
from collections.abc import Callable, Mapping
from difflib import get_close_matches
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
from core.queries.sessions.billing_check import billing_check
from core.queries.sessions.billing_question import BillingQuestion
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
    ref = parsing.text(question, "session")
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
    batch: typer.FileBinaryRead | None,
) -> None:
    """Answer one question, or each line of `batch` in a transaction of its own, so that memory
    stays flat however long the file is."""
    on = database()
    if batch is not None:
        lines = (line for line in batch if line.strip())
        known = list(question)
        raise typer.Exit(max((_answer_line(on, ask, line, known) for line in lines), default=0))
    try:
        found = _answered(on, ask, question)
    except (DeskError, PolicyGap) as problem:
        typer.echo(_sayable(advice(problem) or ""), err=True)
        raise typer.Exit(_ending(problem)) from problem
    typer.echo(_dumped(found) if wants_json else in_words(found))


def _answered(on: Engine, ask: Answering, question: Question) -> Json:
    try:
        with reading(on, operator(), now()) as context:
            return ask(context, question)
    except OverflowError as problem:
        raise InvalidInput(
            {"date": "Enter a date that is further from year 1 and 9999."}
        ) from problem


def _answer_line(on: Engine, ask: Answering, line: bytes, known: list[str]) -> int:
    """Answer one line of a batch with one line, errors included; returns its exit code."""
    try:
        typer.echo(_dumped(_answered(on, ask, _parsed(line, known))))
    except (DeskError, PolicyGap) as problem:
        ending = _ending(problem)
        error = {"code": ending.name.lower(), "text": advice(problem)}
        written = line.decode("utf-8", "replace").strip()
        typer.echo(_dumped({"question": written, "error": error}))
        return ending
    return Ending.ANSWERED


def _parsed(line: bytes, known: list[str]) -> Question:
    """The question in a line, whose keys are among `known`; raises InvalidInput."""
    try:
        question = json.loads(line.decode("utf-8-sig"), object_pairs_hook=_named_once)
    except UnicodeDecodeError as problem:
        raise InvalidInput({"line": "Write the line in UTF-8."}) from problem
    except (ValueError, RecursionError) as problem:
        raise InvalidInput({"line": "Write one JSON object a line."}) from problem
    if not isinstance(question, dict):
        raise InvalidInput({"line": "Write an object whose keys are the names of the options."})
    if problems := {name: _unknown(name, known) for name in question if name not in known}:
        raise InvalidInput(problems)
    return question


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = {name: "Write this name once." for name in found if names.count(name) > 1}
        raise InvalidInput(twice)
    return found


def _unknown(name: str, known: list[str]) -> str:
    near = get_close_matches(name.lower(), known, 1)
    meant = f"Did you mean {near[0]}? " if near else ""
    return f"There is no such name. {meant}Choose one of: {', '.join(known)}."


def _ending(problem: Exception) -> Ending:
    if isinstance(problem, NotFound):
        return Ending.NOT_FOUND
    return Ending.GAP if isinstance(problem, PolicyGap) else Ending.WRONG


def _dumped(answer: Json) -> str:
    return _sayable(json.dumps(answer, ensure_ascii=False))


def _sayable(text: str) -> str:
    """`text` with lone surrogates, which no output takes, as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()
