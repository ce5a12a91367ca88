"""Corrections of clients' records, as the demo has them requested and made."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from core.demo.catalog import demo_list
from core.demo.chance import Chance
from core.demo.replay.desk import DemoDesk, Steps
from core.demo.replay.plan import PlannedRequest
from core.demo.replay.records import ClientOnFile
from core.demo.replay.steps import RequestSteps
from core.facts import client_record
from core.models.people import Client
from core.requests.correction.apply import apply_client_correction
from core.requests.correction.file import complete_client_correction, file_client_correction
from core.rules.requests.corrections import Line, needs_approval

Record = Mapping[str, str]


class CorrectionSteps(RequestSteps):
    """What is wrong in one client's record."""

    def __init__(self, desk: DemoDesk, planned: PlannedRequest, client: ClientOnFile) -> None:
        super().__init__(desk, planned, client.provider)
        entries = {one["name"]: one["fields"] for one in demo_list("requests")["correction"]}
        self.client, self.fields = client, tuple(entries[planned.what])
        first, last = client.first_name, client.last_name
        named = [f"{first} {last}", f"{first} {last}", f"{last}, {first}"]
        self.named_as = planned.chance.choice(named)
        self.lines: tuple[Line, ...] = ()

    def file(self) -> str:
        """With something missing if so planned: the right value, or which client."""
        self.lines = self.lines or self._lines()
        lacks = self.planned.missing if "incomplete" in self.planned.turns else ""
        empty = tuple(Line(one.field, one.current_value, "") for one in self.lines)
        return self.desk.act(
            self.planned.filer,
            file_client_correction,
            client_ref="" if lacks == "record" else self.client.ref,
            named_as="" if lacks == "record" else self.named_as,
            lines=empty if lacks == "value" else self.lines,
            requester=self.requester(),
        )

    def complete(self) -> None:
        """Everything is there now."""
        self.desk.act_on(
            self.ref,
            complete_client_correction,
            who=self.planned.filer,
            client_ref=self.client.ref,
            named_as=self.named_as,
            lines=self.lines,
        )

    def work(self) -> Steps:
        """Into the record, after an approval where one is needed."""
        if needs_approval(self.fields):
            yield from self.approved()
            yield self.desk.later(self.planned.work)
        version = self.desk.look(lambda db: db.get_one(Client, self.client.id)).version
        self.desk.act_on(self.ref, apply_client_correction, record_version=version)

    def _lines(self) -> tuple[Line, ...]:
        """The values as they are on the record, or as somebody typed them from memory."""
        key, chance = self.client.id, self.planned.chance
        record = self.desk.look(lambda db: client_record.record_values(db, db.get_one(Client, key)))
        typed = str.upper if "as_said" in self.planned.turns else str
        return tuple(
            Line(name, typed(record[name]), RIGHT[name](chance, record)) for name in self.fields
        )


def _phone(chance: Chance, record: Record) -> str:
    digits = "".join(sign for sign in record["phone"] if sign.isdigit())
    return f"{digits[:3]}-555-01{(int(digits[-2:]) + chance.randint(1, 98)) % 100:02d}"


def _email(_chance: Chance, record: Record) -> str:
    name, _, domain = record["email"].partition("@")
    return f"{name.rstrip('0123456789')}@{'post' if domain.startswith('mail') else 'mail'}.example"


def _birth_date(chance: Chance, record: Record) -> str:
    """Day and month were swapped, or another year was read."""
    born = date.fromisoformat(record["date_of_birth"])
    if born.day <= 12 and born.day != born.month:
        return born.replace(month=born.day, day=born.month).isoformat()
    return (born - timedelta(days=chance.choice([9, 10, 365, 366]))).isoformat()


def _member_id(_chance: Chance, record: Record) -> str:
    known = record["member_id"]
    return f"{known[:-1]}{(int(known[-1]) + 3) % 10}" if known[-1:].isdigit() else f"{known}1"


def _added(field: str, sign: str, names: str) -> Callable[[Chance, Record], str]:
    texts = demo_list("requests")[names]
    return lambda chance, record: f"{record[field]}{sign}{chance.choice(texts)}"


def _preferred_name(chance: Chance, record: Record) -> str:
    names = demo_list("names")["either"]
    return str(chance.choice([one for one in names if one != record["preferred_name"]]))


def _home_line1(chance: Chance, _record: Record) -> str:
    return f"{chance.randint(11, 980)} {chance.choice(demo_list('names')['streets'])}"


RIGHT: dict[str, Callable[[Chance, Record], str]] = {
    "phone": _phone,
    "email": _email,
    "first_name": _added("first_name", " ", "second_names"),
    "last_name": _added("last_name", "-", "married_names"),
    "preferred_name": _preferred_name,
    "date_of_birth": _birth_date,
    "home_line1": _home_line1,
    "member_id": _member_id,
}
"""The right value of each field that is wrong in the demo."""
