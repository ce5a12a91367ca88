"""The only commit. An action is called inside one transaction, and either all of it happened,
audit entries included, or nothing did.

    receipt = perform(engine, actor, now, take_request, TakeRequest(ref, version), key)
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Engine, Row, bindparam, func, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from core import db
from core.access import Actor
from core.db import audit
from core.db.edits import NOW
from core.db.prepared import Prepared, insertion
from core.db.reference_versions import keep_versions, version_columns
from core.errors import Conflict, SignedOut
from core.models.audit import ReadingEntry
from core.models.base import EditedRow
from core.models.installation import StoredReceipt
from core.models.people import Staff
from core.vocabulary.administration import ReadingAction
from core.vocabulary.people import Role

_LOG = Prepared(insertion(inspect(ReadingEntry).local_table))
_RECEIPTS: Any = inspect(StoredReceipt).local_table
_KNOWN = Prepared(
    select(_RECEIPTS.c.command_hash, _RECEIPTS.c.staff_id, _RECEIPTS.c.result).where(
        _RECEIPTS.c.idempotency_key == bindparam("key")
    )
)
_KEEP = Prepared(insertion(_RECEIPTS))
_STAFF = inspect(Staff).local_table.c
_OF_NOW = select(_STAFF.is_active, _STAFF.role, _STAFF.name, _STAFF.zone).where(
    _STAFF.id == bindparam("staff_id")
)
_NUMBER = bindparam("lock", type_=BigInteger)
_HOLD, _SHARE = (
    Prepared(select(wait(_NUMBER)))
    for wait in (func.pg_advisory_xact_lock, func.pg_advisory_xact_lock_shared)
)
_READER = Prepared(_OF_NOW.add_columns(*version_columns()))
_WRITER = Prepared(_OF_NOW.add_columns(func.pg_advisory_xact_lock(_NUMBER)))
_STAFF_OF_NOW = Prepared(_OF_NOW)
CHANGED = "Someone changed this while you were looking at it. Load the page again."

E = TypeVar("E", bound=EditedRow)
T = TypeVar("T")
Command = TypeVar("Command")


@dataclass(frozen=True)
class Receipt:
    """What an action did: the reference of what it touched and a sentence for the person."""

    ref: str
    text: str


@dataclass
class Context:
    """What a query or an action is handed: the database session, who acts, and when."""

    db: Session
    actor: Actor
    now: datetime
    _loaded: dict[Callable[[Session], Any], Any] = field(
        default_factory=dict, init=False, repr=False
    )

    @property
    def reader(self) -> dict[str, Any]:
        """Who reads and when, as a reading entry has it."""
        return {"at": self.now, "staff_id": self.actor.staff_id, "actor": self.actor.name}

    def once(self, load: Callable[[Session], T]) -> T:
        """What `load` reads from the database, read once in this context."""
        if load not in self._loaded:
            self._loaded[load] = load(self.db)
        found: T = self._loaded[load]
        return found


@dataclass
class WriteContext(Context):
    """What an action is handed, with the audit entries that it gathers."""

    entries: list[audit.Entry] = field(default_factory=list)

    @property
    def staff_id(self) -> int:
        """The staff member who acts; an operator of the command line is none."""
        if self.actor.staff_id is None:
            raise SignedOut("Sign in to do this.")
        return self.actor.staff_id

    def record(self, action: str, entity: str, entity_id: int, **details: Any) -> None:
        """Add an audit entry; `details` are those of `audit.Entry`."""
        self.entries.append(audit.Entry(action, entity, entity_id, **details))

    def lock(self, table: type[E], key: int, version: int | None = None) -> E:
        """The row, held until the commit; raises Conflict when it is past `version`."""
        row = self.db.get(table, key, with_for_update=True, populate_existing=True)
        if row is None:
            raise Conflict("This record no longer exists. Load the page again.")
        if version is not None:
            self.refuse_past(row, version)
        return row

    def refuse_past(self, row: EditedRow, version: int) -> None:
        """Raises Conflict, saying who changed the row, when it is past `version`."""
        if row.version != version:
            raise Conflict(f"{self.last_edit_text(row)} Load the page again.")

    def last_edit_text(self, row: EditedRow) -> str:
        """Who changed `row` last, and how long ago, as a sentence."""
        return audit.last_edit_text(self.db, row, self.actor, self.now)

    def queue(self, name: str) -> None:
        """Let others who ask for the same name wait until the commit, so that the second of two
        sees what the first wrote. SQLite's one writer waits anyhow."""
        queue_for(self.db, name)


@dataclass
class ReadContext(Context):
    """What a query is handed. Entries put in `log` are committed before the answer is given."""

    entries: list[dict[str, Any]] = field(default_factory=list)

    def log(
        self,
        action: ReadingAction,
        entity: str,
        entity_id: int | None = None,
        *,
        field: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Note that identifying fields were read: which `field`, for which `reason`."""
        entry = {"action": action, "entity": entity, "entity_id": entity_id}
        self.entries.append(entry | {"field": field, "reason": reason} | self.reader)


@contextmanager
def transaction(
    engine: Engine, actor: Actor, now: datetime, key: str = ""
) -> Iterator[WriteContext]:
    """Open, hand out, append the audit entries, commit. The actor's role is read again inside,
    so that a role taken away a moment ago already counts. Equal keys wait for each other."""
    with db.writing(engine) as session:
        session.info[NOW] = now
        change = WriteContext(session, _as_of_now(session, actor, key), now)
        try:
            yield change
            session.flush()
        except StaleDataError as stale:
            raise Conflict(CHANGED) from stale
        audit.append(session, change.entries, change.actor, now)


@contextmanager
def reading(engine: Engine, actor: Actor, now: datetime) -> Iterator[ReadContext]:
    """Open for looking; what was logged is durable before the block's result is used."""
    with db.looking(engine) as session:
        look = ReadContext(session, _reader_as_of_now(session, actor), now)
        yield look
    if look.entries:
        with db.writing(engine) as session:
            _LOG.send(session, look.entries)


def perform(
    engine: Engine,
    actor: Actor,
    now: datetime,
    action: Callable[[WriteContext, Command], Receipt],
    command: Command,
    key: str,
) -> Receipt:
    """Run `action` once for `key`. The same key with the same command gets the first receipt
    back and changes nothing; with another command it is a Conflict."""
    digest = _digest(action.__name__, command)
    with transaction(engine, actor, now, key) as change:
        for known in _KNOWN.rows(change.db, {"key": key}):
            return _same(known, digest, actor)
        receipt = action(change, command)
        kept = {
            "idempotency_key": key,
            "action": action.__name__,
            "command_hash": digest,
            "staff_id": actor.staff_id,
            "at": now,
            "result": json.dumps({"ref": receipt.ref, "text": receipt.text}),
        }
        _KEEP.send(change.db, [kept])
    return receipt


def queue_for(session: Session, key: str, *, with_others: bool = False) -> None:
    """An advisory lock of PostgreSQL; the second of two equal clicks waits for the first by it.
    Those who share it wait only for one who does not, who waits for all of them."""
    if _has_locks(session):
        (_SHARE if with_others else _HOLD).rows(session, {"lock": _number_of(key)})


def _has_locks(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _number_of(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)


def _same(known: Row[Any], digest: str, actor: Actor) -> Receipt:
    if known.command_hash != digest or known.staff_id != actor.staff_id:
        raise Conflict("You already submitted this form with other values. Load the page again.")
    return Receipt(**json.loads(known.result))


def _digest(name: str, command: object) -> str:
    return hashlib.sha256(f"{name}:{command!r}".encode()).hexdigest()


def _as_of_now(session: Session, actor: Actor, key: str = "") -> Actor:
    """The actor with the role of now; the same statement waits for the key's lock, if any."""
    if actor.staff_id is None:
        if key:
            queue_for(session, key)
        return actor
    if key and _has_locks(session):
        rows = _WRITER.rows(session, {"staff_id": actor.staff_id, "lock": _number_of(key)})
    else:
        rows = _STAFF_OF_NOW.rows(session, {"staff_id": actor.staff_id})
    return _still_active(actor, rows[0] if rows else None)


def _reader_as_of_now(session: Session, actor: Actor) -> Actor:
    """The actor with the role of now; the same statement reads what the process may have kept."""
    if actor.staff_id is None:
        return actor
    rows = _READER.rows(session, {"staff_id": actor.staff_id})
    found = rows[0] if rows else None
    reader = _still_active(actor, found)
    keep_versions(session, found)
    return reader


def _still_active(actor: Actor, staff: Any) -> Actor:
    if staff is None or not staff.is_active:
        raise SignedOut("Your access was turned off. Ask an admin.")
    return replace(actor, role=Role(staff.role), name=staff.name, zone=staff.zone)
