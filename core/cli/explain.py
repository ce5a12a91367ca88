"""`session-desk explain`: what the rules say, as text or as JSON (docs/explain.md).

Exit code 0: answered, 2: wrong arguments, 3: not found, 4: no policy in force on that day. Of a
batch, the highest of its lines.
"""

from typing import Annotated

import typer

from core.vocabulary.deadlines import DeadlineKind

explain = typer.Typer(no_args_is_help=True, help="What the rules say and why (docs/explain.md).")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
BatchFile = Annotated[
    typer.FileBinaryRead | None,
    typer.Option(
        "--batch", help="Questions as JSON lines, - for standard input. Answers are JSON lines."
    ),
]


@explain.command("session")
def explain_session(
    reference: Annotated[str, typer.Argument(help="S-…")] = "",
    at: Annotated[str, typer.Option(help="As of an instant: 2026-03-11T15:00:00Z. [now]")] = "",
    as_json: AsJson = False,
    batch: BatchFile = None,
) -> None:
    """A session: its deadlines, where it can be billed, and whether it can be confirmed, edited
    or canceled."""
    from core.cli import as_text
    from core.cli.explain_answers import answer, session_answer

    answer(session_answer, {"session": reference, "at": at}, as_text.session, as_json, batch)


@explain.command("billing")
def explain_billing(
    provider: Annotated[str, typer.Option(help="Reference or NPI of the provider.")] = "",
    client: Annotated[str, typer.Option(help="Reference of the client, for all plans.")] = "",
    plan: Annotated[str, typer.Option(help="Reference of the plan.")] = "",
    state: Annotated[str, typer.Option(help="State where the client is. [all that matter]")] = "",
    zip_: Annotated[
        str, typer.Option("--zip", help="ZIP code there, for the area of a Blue plan.")
    ] = "",
    on: Annotated[str, typer.Option(help="Date of service: 2026-03-10. [today]")] = "",
    as_json: AsJson = False,
    batch: BatchFile = None,
) -> None:
    """Where a provider can be billed, also before a session is booked."""
    from core.cli import as_text
    from core.cli.explain_answers import answer, billing_answer

    question = {"provider": provider, "client": client, "plan": plan, "state": state}
    question |= {"zip": zip_, "on": on}
    answer(billing_answer, question, as_text.billing, as_json, batch)


@explain.command("deadline")
def explain_deadline(
    kind: Annotated[str, typer.Argument(help=", ".join(DeadlineKind))] = "",
    from_: Annotated[str, typer.Option("--from", help="Instant or day that it starts from.")] = "",
    zone: Annotated[str, typer.Option(help="Time zone that decides: America/New_York.")] = "",
    hours: Annotated[
        int, typer.Option(help="Hours for a note: 72, or 48 for Medicare and Medicaid.")
    ] = 72,
    request: Annotated[str, typer.Option(help="Kind of request, for `told`.")] = "",
    as_json: AsJson = False,
    batch: BatchFile = None,
) -> None:
    """A deadline, from its start alone."""
    from core.cli import as_text
    from core.cli.explain_answers import answer, deadline_answer

    question = {"kind": kind, "from": from_, "zone": zone, "hours": hours, "request": request}
    answer(deadline_answer, question, as_text.deadline, as_json, batch)
