"""A correction under way, for tests: people, a record, and the steps of the real actions."""

from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import Engine

from core import db
from core.db.transaction import Receipt
from core.models.people import Client
from core.requests.assignment import TakeRequest, take_request
from core.requests.correction.apply import ApplyClientCorrection, apply_client_correction
from core.requests.correction.file import FileClientCorrection, file_client_correction
from core.requests.filing import Requester
from core.requests.replies import SendReply, send_reply
from core.rules.requests.corrections import Line
from core.vocabulary.people import Role
from core.vocabulary.requests import Channel, RequesterType
from tests.support import make
from tests.support.bench import Bench
from tests.support.make import NOW

DANA = Requester(
    RequesterType.PROVIDER, "Dana Provider", "dana@practice.example", Channel.EMAIL, NOW
)
ASKED = [one.name for one in fields(Requester)]


@dataclass
class Desk(Bench):
    """A database with one client, and staff of every role."""

    client_ref: str = ""
    client_id: int = 0

    def client(self) -> Client:
        return make.stored(self.engine, Client, self.client_id)

    def filed(self, *lines: Line, **given: Any) -> str:
        return self.do(file_client_correction, self.filing(*lines, **given)).ref

    def filing(self, *lines: Line, **given: Any) -> FileClientCorrection:
        """Some of `given` is of the requester, by its field there."""
        of_requester = {name: given.pop(name) for name in ASKED if name in given}
        values: dict[str, Any] = {
            "client_ref": self.client_ref,
            "named_as": "Jonh Rivera",
            "lines": lines or (Line("first_name", "Jonh", "John"),),
            "requester": replace(DANA, **of_requester),
            **given,
        }
        return FileClientCorrection(**values)

    def taken(self, *lines: Line, **given: Any) -> str:
        ref = self.filed(*lines, **given)
        self.do(take_request, TakeRequest(ref, self.request(ref).version))
        return ref

    def apply(self, ref: str, **given: Any) -> Receipt:
        command = ApplyClientCorrection(
            ref, self.request(ref).version, given.get("record_version", self.client().version)
        )
        return self.do(apply_client_correction, command, key=given.get("key", ""))

    def tell(self, ref: str, text: str = "It is done.") -> Receipt:
        return self.do(send_reply, SendReply(ref, self.request(ref).version, True, text))


def desk(engine: Engine) -> Desk:
    made = Desk(engine)
    with db.writing(engine) as work:
        rivera = {"first_name": "Jonh", "last_name": "Rivera", "email": "jon@mail.example"}
        client = make.client(work, **rivera, phone="212-555-0100")
        made.client_ref, made.client_id = client.ref, client.key
        made.people = {role: make.actor(work, role) for role in Role}
    return made
