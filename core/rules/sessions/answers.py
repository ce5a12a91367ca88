"""What support tells a provider whose session cannot be confirmed, edited, canceled or billed.

A text holds the session's reference, its day and time, what is missing and who does what; never a
client's name or contact, a diagnosis, or an amount.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from core.rules.time.formats import day_text, instant_text
from core.vocabulary.reasons import Reason

REFUSALS = {
    "confirm": "You can't confirm {session} now.",
    "edit": "You can't edit {session} yourself.",
    "cancel": "We can't cancel {session}.",
    "billing": "{session} can't be billed.",
}
"""By what was asked."""


@dataclass(frozen=True)
class AskedSession:
    """The session that a provider asks about. `confirm_by` is the last day to confirm it, None once
    that is over."""

    ref: str
    start_at: datetime
    tz: tzinfo
    provider: str
    confirm_by: date | None


def answer_text(asked: str, session: AskedSession, reasons: Iterable[Reason]) -> str:
    """The text for `asked`, one of REFUSALS; "" where no reason has anything to tell a provider."""
    told = {one.answer: one for one in reasons if one.answer}
    if not told:
        return ""
    name = f"session {session.ref} ({instant_text(session.start_at, session.tz)})"
    refusal = REFUSALS[asked].format(session=name)
    lines = [
        f"Hi {session.provider},",
        refusal[:1].upper() + refusal[1:],
        _listed([*told]),
        _confirm_by(session) if asked == "confirm" else "",
        _sources([*told.values()]),
        "Reply to this message if you have a question.",
        "Support team",
    ]
    return "\n\n".join(filter(None, lines))


def _listed(answers: Sequence[str]) -> str:
    if len(answers) == 1:
        return answers[0]
    return "\n".join(f"{number}. {each}" for number, each in enumerate(answers, 1))


def _confirm_by(session: AskedSession) -> str:
    if session.confirm_by is None:
        return ""
    return f"The last day to confirm it is {day_text(session.confirm_by)}."


def _sources(reasons: Iterable[Reason]) -> str:
    """The sections of help articles that the reasons rest on, each once."""
    found = dict.fromkeys(
        f"“{one.article}”, section “{one.section}”" for one in reasons if one.section
    )
    return f"Help article: {'; '.join(found)}." if found else ""
