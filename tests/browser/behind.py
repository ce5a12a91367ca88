"""What happens behind the browser: another person who acts meanwhile, by the real actions on the
demo that is served, and requests that are there already when somebody opens them.

behind = Behind(demo_url)
behind.do("Lena Lead", take_request, TakeRequest(ref, behind.version(ref)))
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlmodel import col, select

from core import clock, db
from core.access import Actor
from core.db.transaction import perform, reading
from core.models.people import Staff
from core.queries.requests.cancellation_preview import cancellation_preview
from core.requests.assignment import AssignRequest, TakeRequest, assign_request, take_request
from core.requests.cancellation.file import FileSessionCancellation, file_session_cancellation
from core.requests.correction.apply import ApplyClientCorrection, apply_client_correction
from core.requests.correction.file import FileClientCorrection, file_client_correction
from core.requests.filing import Requester
from core.requests.listing.file import FileDirectoryUpdate, ListingAsked, file_directory_update
from core.requests.listing.submit import SubmitListing, submit_listing
from core.rules.requests.corrections import Line
from core.rules.requests.listing import ListingLine
from core.vocabulary.requests import Channel, RequesterType

AGENT, LEAD = "Avery Agent", "Lena Lead"


class Behind:
    """Acts as members of staff by name, now."""

    def __init__(self, demo_url: str) -> None:
        self.path, self.engine = demo_url.removeprefix("sqlite:///"), db.make_engine(demo_url)

    def actor(self, name: str) -> Actor:
        with db.looking(self.engine) as work:
            row = work.scalars(select(Staff).where(col(Staff.name) == name)).one()
            return Actor(row.name, row.role, row.key, row.zone)

    def do(self, name: str, action: Any, command: Any) -> str:
        """Do it; says the reference of what it was done to."""
        now = clock.now()
        return perform(self.engine, self.actor(name), now, action, command, uuid4().hex).ref

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.path) as connection:
            return connection.execute(statement, values).fetchall()

    def one(self, statement: str, *values: object) -> str:
        """The first value of the first row."""
        return str(self.ask(statement, *values)[0][0])

    def change(self, statement: str, *values: object) -> None:
        with sqlite3.connect(self.path) as connection:
            connection.execute(statement, values)

    def version(self, ref: str) -> int:
        return int(self.one("SELECT version FROM support_request WHERE ref = ?", ref))

    def status(self, ref: str) -> str:
        return self.one("SELECT status FROM support_request WHERE ref = ?", ref)

    def requests(self) -> int:
        """How many there are."""
        return int(self.one("SELECT count(*) FROM support_request"))

    def count(self, table: str, ref: str) -> int:
        """How many rows of the table belong to the request."""
        of = f"SELECT count(*) FROM {table} t JOIN support_request r ON r.id = t.request_id "
        return int(self.one(f"{of} WHERE r.ref = ?", ref))

    def took(self, ref: str) -> str:
        return self.do(AGENT, take_request, TakeRequest(ref, self.version(ref)))

    def given_away_and_back(self, ref: str) -> None:
        """The lead gives the agent's request to herself and back: nothing of it is another."""
        for name in (LEAD, AGENT):
            to = self.actor(name).staff_id
            command = AssignRequest(ref, self.version(ref), to, "Please look at it")
            self.do(LEAD, assign_request, command)

    def cancellation(self, session: str) -> str:
        """A request to cancel this session, in the agent's hand."""
        with reading(self.engine, self.actor(AGENT), clock.now()) as look:
            seen = cancellation_preview(look, session).record_version
        command = FileSessionCancellation(session, seen, "The client was not there", _asker())
        return self.took(self.do(AGENT, file_session_cancellation, command))

    def listing(self, provider: tuple[str, str, str]) -> str:
        """A request to change this provider's phone in the listing, in the agent's hand."""
        line = ListingLine("phone", "212-555-0100", "212-555-0199")
        asked = ListingAsked(*provider, (line,))
        command = FileDirectoryUpdate(asked, _asker())
        return self.took(self.do(AGENT, file_directory_update, command))

    def submitted(self, ref: str, reference: str) -> str:
        """Evernorth has it."""
        command = SubmitListing(ref, self.version(ref), clock.now(), reference)
        return self.do(AGENT, submit_listing, command)

    def provider(self) -> tuple[str, str, str]:
        """A provider enrolled with Military OneSource, of several one who takes its clients:
        reference, name, NPI."""
        [(ref, name, npi)] = self.ask(
            "SELECT ref, first_name || ' ' || last_name, npi FROM provider "
            "WHERE mos_enrolled_from IS NOT NULL AND mos_enrolled_to IS NULL "
            "ORDER BY is_accepting_mos DESC, id LIMIT 1",
        )
        return str(ref), str(name), str(npi)

    def uncorrected(self) -> tuple[str, str]:
        """A client nobody has corrected yet: reference and name."""
        ((ref, name),) = self.ask(
            "SELECT ref, first_name || ' ' || last_name FROM client WHERE id NOT IN "
            "(SELECT client_id FROM support_request WHERE client_id IS NOT NULL) "
            "AND merged_into_id IS NULL AND phone IS NOT NULL ORDER BY id LIMIT 1"
        )
        return str(ref), str(name)

    def filed(self, client: tuple[str, str], phone: str = "212-555-0133") -> str:
        """A request to correct this client's phone, in nobody's hand."""
        ref, name = client
        command = FileClientCorrection(
            client_ref=ref,
            named_as=name,
            lines=(Line("phone", "", phone),),
            requester=_asker(),
        )
        return self.do(AGENT, file_client_correction, command)

    def corrected(self, client: tuple[str, str], phone: str) -> str:
        """A request that is done: the record has the new phone."""
        ref = self.took(self.filed(client, phone))
        record = self.one("SELECT version FROM client WHERE ref = ?", client[0])
        command = ApplyClientCorrection(ref, self.version(ref), int(record))
        return self.do(AGENT, apply_client_correction, command)

    @contextmanager
    def without_role(self, name: str) -> Iterator[None]:
        """While this lasts, the person may look on only."""
        role = self.one("SELECT role FROM staff WHERE name = ?", name)
        self.change("UPDATE staff SET role = 'viewer' WHERE name = ?", name)
        try:
            yield
        finally:
            self.change("UPDATE staff SET role = ? WHERE name = ?", role, name)


def _asker() -> Requester:
    received = clock.now() - timedelta(minutes=5)
    return Requester(
        RequesterType.PROVIDER, "Dana Provider", "dana@practice.example", Channel.EMAIL, received
    )
