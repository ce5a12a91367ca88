"""A correction under way, for tests: people, a record, and the steps of the real actions."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import col, select

from core import db
from core.access import Actor
from core.actions.apply_correction import ApplyClientCorrection, apply_client_correction
from core.actions.client_correction import FileClientCorrection, file_client_correction
from core.actions.requests import TakeRequest, TellRequester, take_request, tell_requester
from core.models.people import Client
from core.models.requests import SupportRequest
from core.rules.corrections import Line
from core.transaction import Receipt, perform
from core.vocabulary.people import Role
from core.vocabulary.requests import Channel, RequesterType
from tests.support import make
from tests.support.make import NOW


@dataclass
class Desk:
    """A database with one client, and staff of the roles that matter."""

    engine: Engine
    client_ref: str = ""
    client_id: int = 0
    people: dict[Role, Actor] = field(default_factory=dict)
    now: datetime = NOW

    def do(self, action: Any, command: Any, role: Role = Role.AGENT, key: str = "") -> Receipt:
        return perform(
            self.engine, self.people[role], self.now, action, command, key or uuid4().hex
        )

    def request(self, ref: str) -> SupportRequest:
        with db.looking(self.engine) as work:
            return work.scalars(select(SupportRequest).where(col(SupportRequest.ref) == ref)).one()

    def client(self) -> Client:
        return make.stored(self.engine, Client, self.client_id)

    def rows(self, table: Any) -> list[Any]:
        with db.looking(self.engine) as work:
            return list(work.scalars(select(table)))

    def filed(self, *lines: Line, **given: Any) -> str:
        return self.do(file_client_correction, self.filing(*lines, **given)).ref

    def filing(self, *lines: Line, **given: Any) -> FileClientCorrection:
        values: dict[str, Any] = {
            "client_ref": self.client_ref,
            "named_as": "Jonh Rivera",
            "lines": lines or (Line("first_name", "Jonh", "John"),),
            "requester_type": RequesterType.PROVIDER,
            "requester_name": "Dana Provider",
            "requester_contact": "dana@practice.example",
            "channel": Channel.EMAIL,
            "received_at": NOW,
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
        return self.do(tell_requester, TellRequester(ref, self.request(ref).version, True, text))


def desk(engine: Engine) -> Desk:
    made = Desk(engine)
    with db.writing(engine) as work:
        client = make.client(work, first_name="Jonh", last_name="Rivera", email="jon@mail.example")
        made.client_ref, made.client_id = client.ref, client.key
        made.people = {role: make.actor(work, role) for role in Role}
    return made
