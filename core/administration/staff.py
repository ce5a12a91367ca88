"""Who may sign in, and as what. Each change counts from the next thing the person does."""

from dataclasses import dataclass, field
from functools import cache
from zoneinfo import available_timezones

from argon2 import PasswordHasher
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import CursorResult, update
from sqlmodel import col, select

from core.access import ADMINISTERING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import InvalidInput, NotFound
from core.models.people import Staff
from core.models.personal import SignIn
from core.vocabulary.people import Role
from core.vocabulary.words import phrase

PASSWORDS = PasswordHasher()
"""argon2id with the parameters that RFC 9106 recommends where memory is short."""

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 256
LONGEST_NAME = 120


@dataclass(frozen=True)
class AddStaff:
    """A new person. Only fictional people of a demo go without a password. The password is left
    out of `repr`, and so out of every log and of the digest that a receipt keeps."""

    email: str
    name: str
    role: Role
    zone: str
    password: str | None = field(default=None, repr=False)
    is_fictional: bool = False


@dataclass(frozen=True)
class ChangeRole:
    """`version` is that of the row the person saw; None acts on whatever is there."""

    email: str
    role: Role
    version: int | None = None


@dataclass(frozen=True)
class SwitchOffStaff:
    """`version` is that of the row the person saw; None acts on whatever is there."""

    email: str
    version: int | None = None


@guard(ADMINISTERING)
def add_staff(context: WriteContext, command: AddStaff) -> Receipt:
    """Add a person who may sign in; raises InvalidInput by field, an address in use included."""
    email, name = _email(command.email), " ".join(command.name.split())
    problems = _problems(command, email, name)
    if email is not None and _known(context, email) is not None:
        problems["email"] = "Someone with this e-mail address is already on the list."
    if problems or email is None:
        raise InvalidInput(problems)
    row = Staff(
        created_at=context.now,
        updated_at=context.now,
        email=email,
        name=name,
        role=command.role,
        zone=command.zone,
        is_fictional=command.is_fictional,
        password_hash=PASSWORDS.hash(command.password) if command.password else None,
    )
    context.db.add(row)
    context.db.flush()
    shown = {"email": email, "name": name, "role": row.role, "zone": row.zone}
    context.record("staff.added", "staff", row.key, after=shown)
    return Receipt(email, f"{name} can sign in as {phrase(row.role)}.")


@guard(ADMINISTERING)
def change_role(context: WriteContext, command: ChangeRole) -> Receipt:
    """Give a person another role; raises NotFound, or Conflict past `version`."""
    row = _locked(context, command.email, command.version)
    before = row.role
    if before != command.role:
        row.role = command.role
        context.record(
            "staff.role_changed",
            "staff",
            row.key,
            before={"role": before},
            after={"role": command.role},
        )
    return Receipt(row.email, f"{row.name} is now {phrase(row.role)}.")


@guard(ADMINISTERING)
def switch_off_staff(context: WriteContext, command: SwitchOffStaff) -> Receipt:
    """End a person's access and every sign-in of theirs; raises NotFound, or Conflict past
    `version`. The person stays on record for what they did."""
    row = _locked(context, command.email, command.version)
    if row.is_active:
        row.is_active = False
        context.record(
            "staff.switched_off",
            "staff",
            row.key,
            before={"is_active": True},
            after={"is_active": False, "sign_ins_ended": _end_sign_ins(context, row.key)},
        )
    return Receipt(row.email, f"{row.name} can no longer sign in.")


def _problems(command: AddStaff, email: str | None, name: str) -> dict[str, str]:
    problems = {}
    if email is None:
        problems["email"] = "Enter a full e-mail address, such as ana@clinic.example."
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        problems["name"] = f"Enter the person's name, at most {LONGEST_NAME} characters."
    if command.zone not in _zones():
        problems["zone"] = "Enter a time zone by its IANA name, such as America/Chicago."
    if not _is_password(command):
        problems["password"] = (
            f"Choose a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters."
        )
    return problems


@cache
def _zones() -> frozenset[str]:
    """Found by opening every file of the zone database, so looked for once."""
    return frozenset(available_timezones())


def _is_password(command: AddStaff) -> bool:
    if command.password is None:
        return command.is_fictional
    return SHORTEST_PASSWORD <= len(command.password) <= LONGEST_PASSWORD


def _email(typed: str) -> str | None:
    """The address as it is kept, in lower case; None when it is none."""
    try:
        checked = validate_email(typed.strip(), check_deliverability=False)
    except EmailNotValidError:
        return None
    return checked.normalized.lower()


def _known(context: WriteContext, email: str) -> int | None:
    return context.db.scalar(select(col(Staff.id)).where(col(Staff.email) == email))


def _locked(context: WriteContext, email: str, version: int | None) -> Staff:
    address = _email(email)
    key = _known(context, address) if address else None
    if key is None:
        raise NotFound("No member of staff has this e-mail address. See `session-desk staff list`.")
    return context.lock(Staff, key, version)


def _end_sign_ins(context: WriteContext, staff_id: int) -> int:
    result = context.db.execute(
        update(SignIn)
        .where(col(SignIn.staff_id) == staff_id, col(SignIn.ended_at).is_(None))
        .values(ended_at=context.now, end_reason="switched_off")
    )
    return result.rowcount if isinstance(result, CursorResult) else 0
