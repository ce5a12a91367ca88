"""A directory update under way, for tests: a provider, staff, and the steps of the real actions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine

from core import db
from core.access import Actor
from core.db.transaction import Receipt
from core.models.people import Provider
from core.models.requests import DirectoryLine
from core.requests.assignment import TakeRequest, take_request
from core.requests.filing import Requester
from core.requests.listing.check import LineSeen, RecordListingCheck, record_listing_check
from core.requests.listing.file import FileDirectoryUpdate, ListingAsked, file_directory_update
from core.requests.listing.submit import (
    ReturnListing,
    SubmitListing,
    return_listing,
    submit_listing,
)
from core.requests.replies import SendReply, send_reply
from core.rules.requests.listing import ListingLine
from core.vocabulary.people import Role
from core.vocabulary.requests import Channel, RequesterType
from tests.support import make
from tests.support.bench import Bench

PHONE = ListingLine("phone", "212-555-0100", "212-555-0199")
PLACE = ListingLine("location", "1 Old Street, Albany", "2 New Street, Albany")
NPI = "1234567893"


@dataclass
class Listings(Bench):
    """A database with one provider, and staff of every role."""

    provider_ref: str = ""
    provider_id: int = 0

    def provider(self) -> Provider:
        return make.stored(self.engine, Provider, self.provider_id)

    def lines(self, ref: str) -> list[DirectoryLine]:
        key = self.request(ref).key
        return [row for row in self.rows(DirectoryLine) if row.request_id == key]

    def asked(self, *lines: ListingLine, **given: Any) -> ListingAsked:
        values: dict[str, Any] = {
            "provider_ref": self.provider_ref,
            "full_name": "Rosa Marsh",
            "npi": NPI,
            "lines": lines or (PHONE,),
            **given,
        }
        return ListingAsked(**values)

    def filing(self, *lines: ListingLine, **given: Any) -> FileDirectoryUpdate:
        name = given.pop("requester_name", "Rosa Marsh")
        at = given.pop("received_at", self.now)
        who = Requester(RequesterType.PROVIDER, name, "rosa@practice.example", Channel.EMAIL, at)
        return FileDirectoryUpdate(self.asked(*lines, **given), who)

    def filed(self, *lines: ListingLine, **given: Any) -> str:
        return self.do(file_directory_update, self.filing(*lines, **given)).ref

    def taken(self, *lines: ListingLine, **given: Any) -> str:
        ref = self.filed(*lines, **given)
        self.do(take_request, TakeRequest(ref, self.request(ref).version))
        return ref

    def submitting(
        self, ref: str, at: datetime | None = None, reference: str = ""
    ) -> SubmitListing:
        version = self.request(ref).version
        return SubmitListing(ref, version, at or self.now, reference or f"EV-{uuid4().hex[:8]}")

    def submit(self, ref: str, at: datetime | None = None, reference: str = "") -> Receipt:
        return self.do(submit_listing, self.submitting(ref, at, reference))

    def submitted(self, *lines: ListingLine, **given: Any) -> str:
        ref = self.taken(*lines, **given)
        self.submit(ref)
        return ref

    def looking(self, ref: str, *right: bool, at: datetime | None = None) -> RecordListingCheck:
        """A look at the lines in their order: right, or still as it was."""
        seen = [
            LineSeen(line.key, is_right, "" if is_right else "As it was")
            for line, is_right in zip(self.lines(ref), right, strict=False)
        ]
        return RecordListingCheck(ref, self.request(ref).version, at or self.now, tuple(seen))

    def look(self, ref: str, *right: bool, at: datetime | None = None) -> Receipt:
        return self.do(record_listing_check, self.looking(ref, *right, at=at))

    def give_back(self, ref: str, reason: str = "The form was old") -> Receipt:
        version = self.request(ref).version
        return self.do(return_listing, ReturnListing(ref, version, self.now, reason))

    def tell(self, ref: str) -> Receipt:
        command = SendReply(ref, self.request(ref).version, True, "It is done.")
        return self.do(send_reply, command)

    def later(self, **gap: float) -> None:
        self.now += timedelta(**gap)


def listings(engine: Engine, people: dict[Role, Actor] | None = None, **given: Any) -> Listings:
    """With `people` the work is theirs, on a desk that is there already."""
    made = Listings(engine)
    with db.writing(engine) as work:
        values = {"first_name": "Rosa", "last_name": "Marsh", "npi": NPI, "suffix": "LCSW", **given}
        provider = make.provider(work, **values)
        made.provider_ref, made.provider_id = provider.ref, provider.key
        made.people = people or {role: make.actor(work, role) for role in Role}
    return made
