"""Corrections of clients' records, as the demo has them requested and made."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from core.demo.catalog import demo_list
from core.demo.chance import Chance
from core.demo.replay.desk import DemoDesk, Steps
from core.demo.replay.plan import PlannedRequest
from core.demo.replay.records import ClientOnFile
from core.demo.replay.steps import RequestSteps, request_of
from core.facts import approvals, client_record
from core.models.people import Client
from core.requests.correction.apply import apply_client_correction
from core.requests.correction.file import complete_client_correction, file_client_correction
from core.rules.requests.corrections import Line

Record = Mapping[str, str]


class CorrectionSteps(RequestSteps):
    """What is wrong in one client's record."""

    def __init__(self, desk: DemoDesk, planned: PlannedRequest, client: ClientOnFile) -> None:
        super().__init__(desk, planned, client.provider)
        entries = {one["name"]: one["fields"] for one in demo_list("requests")["client_correction"]}
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
        self.carry_out(
            complete_client_correction,
            who=self.planned.filer,
            client_ref=self.client.ref,
            named_as=self.named_as,
            lines=self.lines,
        )

    def work(self) -> Steps:
        """Into the record, after an approval where one is needed."""
        if self.desk.load(
            lambda db: approvals.approval_needed(db, request_of(db, self.ref), self.desk.now)
        ):
            yield from self.approved()
            yield self.desk.later(self.planned.work)
        version = self.desk.load(lambda db: db.get_one(Client, self.client.id)).version
        self.carry_out(apply_client_correction, record_version=version)

    def _lines(self) -> tuple[Line, ...]:
        """The values as they are on the record, or as somebody typed them from memory."""
        key, chance = self.client.id, self.planned.chance
        record = self.desk.load(lambda db: client_record.record_values(db, db.get_one(Client, key)))
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


def _one_of(file: str, names: str) -> Callable[[Chance], str]:
    return lambda chance: str(chance.choice(demo_list(file)[names]))


SECOND, MARRIED = _one_of("requests", "second_names"), _one_of("requests", "married_names")
PREFERRED, STREET = _one_of("names", "either"), _one_of("names", "streets")
RIGHT: dict[str, Callable[[Chance, Record], str]] = {
    "phone": _phone,
    "email": _email,
    "first_name": lambda chance, record: f"{record['first_name']} {SECOND(chance)}",
    "last_name": lambda chance, record: f"{record['last_name']}-{MARRIED(chance)}",
    "preferred_name": lambda chance, record: f"{PREFERRED(chance)} {record['first_name'][0]}.",
    "date_of_birth": _birth_date,
    "home_line1": lambda chance, _record: f"{chance.randint(11, 980)} {STREET(chance)}",
    "member_id": lambda _chance, record: f"{record['member_id'][:-1]}X",
}
"""The right value of each field that is wrong in the demo."""
