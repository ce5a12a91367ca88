"""A process that corrects clients as fast as it can and says each thing it was told is done."""

from itertools import count
from multiprocessing.connection import Connection
from typing import Any
from uuid import uuid4

from sqlmodel import col, select

from core import clock, db
from core.access import Actor
from core.db import make_engine
from core.db.transaction import perform
from core.models.people import Client
from core.models.requests import SupportRequest
from core.requests.assignment import TakeRequest, take_request
from core.requests.correction.apply import ApplyClientCorrection, apply_client_correction
from core.requests.correction.file import FileClientCorrection, file_client_correction
from core.requests.filing import Requester
from core.requests.replies import SendReply, send_reply
from core.rules.requests.corrections import Line
from core.vocabulary.people import Role
from core.vocabulary.requests import Channel, RequesterType


def correct(said: Connection, url: str, staff_id: int, client_ref: str) -> None:
    """Go on until killed. Every message is an acknowledgement, sent only after the commit: the
    action, the request, and the value if there is one."""
    engine = make_engine(url)
    actor = Actor("Agent", Role.AGENT, staff_id)

    def do(action: Any, command: Any) -> str:
        return perform(engine, actor, clock.now(), action, command, uuid4().hex).ref

    def versions(ref: str) -> tuple[int, int]:
        with db.looking(engine) as work:
            request = work.scalars(select(SupportRequest).where(col(SupportRequest.ref) == ref))
            client = work.scalars(select(Client).where(col(Client.ref) == client_ref))
            return request.one().version, client.one().version

    for number in count(clock.now().microsecond):
        phone = f"21255{number % 10**5:05d}"  # never an exchange of service codes, such as 511
        ref = do(file_client_correction, _filing(client_ref, phone))
        said.send(["filed", ref])
        do(take_request, TakeRequest(ref, versions(ref)[0]))
        said.send(["taken", ref])
        request, client = versions(ref)
        do(apply_client_correction, ApplyClientCorrection(ref, request, client))
        said.send(["applied", ref, phone])
        do(send_reply, SendReply(ref, versions(ref)[0], True, "Done."))
        said.send(["closed", ref])


def _filing(client_ref: str, phone: str) -> FileClientCorrection:
    return FileClientCorrection(
        client_ref=client_ref,
        named_as="Jonh Rivera",
        lines=(Line("phone", "", phone), Line("preferred_name", "", f"N{phone}")),
        requester=Requester(
            RequesterType.PROVIDER,
            "Dana Provider",
            "dana@practice.example",
            Channel.EMAIL,
            clock.now(),
        ),
    )
