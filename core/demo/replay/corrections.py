"""Corrections of clients' records, as the demo has them asked for and made."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from core.demo.book import book
from core.demo.dice import Dice
from core.demo.replay.asking import asker
from core.demo.replay.cast import Subject
from core.demo.replay.life import asked
from core.demo.replay.script import Part, Turn, texts
from core.demo.replay.stage import Stage, Story
from core.facts import client_record
from core.models.people import Client
from core.requests.correction.apply import ApplyClientCorrection, apply_client_correction
from core.requests.correction.file import (
    CompleteClientCorrection,
    FileClientCorrection,
    complete_client_correction,
    file_client_correction,
)
from core.requests.endings import WithdrawRequest, withdraw_request
from core.rules.requests.corrections import Line, needs_second_person


class Correction:
    """What is wrong in one client's record."""

    def __init__(self, part: Part, subject: Subject) -> None:
        (entry,) = (one for one in texts()["correction"] if one["name"] == part.what)
        self.subject, self.asker = subject, asker(part, subject.provider)
        self.requester, self.fields = self.asker.name, tuple(entry["fields"])
        self.lines: tuple[Line, ...] = ()

    def file(self, stage: Stage, part: Part) -> str:
        """With something missing where the part says so: the right value, or which client."""
        self.lines = self.lines or self._lines(stage, part)
        lacks = part.missing if Turn.INCOMPLETE in part.turns else ""
        return stage.do(
            part.filer,
            file_client_correction,
            FileClientCorrection,
            client_ref="" if lacks == "record" else self.subject.client_ref,
            named_as="" if lacks == "record" else self._named(part),
            lines=_without_values(self.lines) if lacks == "value" else self.lines,
            requester=self.asker.asks(stage, part),
        )

    def complete(self, stage: Stage, part: Part, ref: str) -> None:
        """Everything is there now."""
        stage.step(
            part.filer,
            complete_client_correction,
            CompleteClientCorrection,
            ref,
            client_ref=self.subject.client_ref,
            named_as=self._named(part),
            lines=self.lines,
        )

    def work(self, stage: Stage, part: Part, ref: str) -> Story:
        """Into the record, after a second person's yes where one is needed."""
        if needs_second_person(self.fields):
            yield from asked(stage, part, ref)
            yield stage.later(part.work)
        version = stage.look(lambda db: db.get_one(Client, self.subject.client_id)).version
        stage.step(
            stage.workers[ref],
            apply_client_correction,
            ApplyClientCorrection,
            ref,
            record_version=version,
        )

    def withdraw(self, stage: Stage, part: Part, ref: str) -> None:
        """Taken back by who asked."""
        why = part.dice.choice(texts()["withdrawn"])
        stage.step(part.worker, withdraw_request, WithdrawRequest, ref, reason=why)

    def _named(self, part: Part) -> str:
        first, last = self.subject.first_name, self.subject.last_name
        return part.dice.choice([f"{first} {last}", f"{first} {last}", f"{last}, {first}"])

    def _lines(self, stage: Stage, part: Part) -> tuple[Line, ...]:
        key = self.subject.client_id
        record = stage.look(lambda db: client_record.record_values(db, db.get_one(Client, key)))
        is_said = Turn.AS_SAID in part.turns
        return tuple(
            Line(name, _said(record[name], is_said), RIGHT[name](part.dice, record))
            for name in self.fields
        )


def _said(value: str, is_typed_by_hand: bool) -> str:
    """The value as it is on the record, or as somebody types it from memory."""
    return value.upper() if is_typed_by_hand else value


def _without_values(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(Line(one.field, one.current_value, "") for one in lines)


Record = Mapping[str, str]


def _phone(dice: Dice, record: Record) -> str:
    digits = "".join(sign for sign in record["phone"] if sign.isdigit())
    last = (int(digits[-2:]) + dice.randint(1, 98)) % 100
    return f"{digits[:3]}-555-01{last:02d}"


def _email(_dice: Dice, record: Record) -> str:
    name, _, domain = record["email"].partition("@")
    return f"{name.rstrip('0123456789')}@{'post' if domain.startswith('mail') else 'mail'}.example"


def _first_name(dice: Dice, record: Record) -> str:
    return f"{record['first_name']} {dice.choice(texts()['second_names'])}"


def _last_name(dice: Dice, record: Record) -> str:
    return f"{record['last_name']}-{dice.choice(texts()['married_names'])}"


def _preferred_name(dice: Dice, record: Record) -> str:
    names = [one for one in book().names["either"] if one != record["preferred_name"]]
    return dice.choice(names)


def _birth_date(dice: Dice, record: Record) -> str:
    """Two digits of the day or the month were swapped, or another year was read."""
    born = date.fromisoformat(record["date_of_birth"])
    if born.day <= 12 and born.day != born.month:
        return born.replace(month=born.day, day=born.month).isoformat()
    return (born - timedelta(days=dice.choice([9, 10, 365, 366]))).isoformat()


def _home_line1(dice: Dice, _record: Record) -> str:
    return f"{dice.randint(11, 980)} {dice.choice(book().names['streets'])}"


def _member_id(_dice: Dice, record: Record) -> str:
    known = record["member_id"]
    return f"{known[:-1]}{(int(known[-1]) + 3) % 10}" if known[-1:].isdigit() else f"{known}1"


RIGHT: dict[str, Callable[[Dice, Record], str]] = {
    "phone": _phone,
    "email": _email,
    "first_name": _first_name,
    "last_name": _last_name,
    "preferred_name": _preferred_name,
    "date_of_birth": _birth_date,
    "home_line1": _home_line1,
    "member_id": _member_id,
}
"""The right value of each field that is wrong in the demo."""
