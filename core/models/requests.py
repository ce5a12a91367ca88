"""Support requests, what each kind asks for, and the work on them."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from core.models.base import EditedRow, Row, case_index, check_constraint, instant, link, word
from core.vocabulary.care import ClaimStatus
from core.vocabulary.requests import (
    ENDED_STATUSES,
    ApprovalOutcome,
    Channel,
    DirectoryTopic,
    ErrorType,
    EvernorthStatus,
    LinkKind,
    Priority,
    RequesterType,
    RequestKind,
    RequestStatus,
    SettleStatus,
    Visibility,
)


def _open_index(name: str, *columns: str) -> Index:
    """An index of open requests alone, which are few among all that ever were."""
    words = ", ".join(f"'{status.value}'" for status in ENDED_STATUSES)
    is_open = text(f"status NOT IN ({words})")
    name = f"ix_support_request_open_{name}"
    return Index(name, *columns, sqlite_where=is_open, postgresql_where=is_open)


class SupportRequest(EditedRow, table=True):
    """A unit of staff work. `named_as` is whom it is about, in the requester's words; due instants
    are written by `core.facts.due_instants`."""

    __tablename__ = "support_request"
    UNCOUNTED: ClassVar[frozenset[str]] = frozenset(
        {"first_action_due_at", "told_due_at", "due_at"}
    )
    __table_args__ = (
        case_index("support_request"),
        Index("ix_support_request_status", "status", "due_at", "id", "kind", "assignee_id"),
        Index("ix_support_request_due", "due_at", "id", "status", "kind"),
        Index("ix_support_request_received", "received_at", "id", "status", "kind"),
        Index("ix_support_request_assignee", "assignee_id", "due_at", "id", "status", "kind"),
        _open_index("due", "due_at", "id", "status", "kind", "priority", "assignee_id"),
        _open_index("received", "received_at", "id", "status", "kind"),
        _open_index("assignee", "assignee_id", "due_at", "id", "status", "kind"),
        check_constraint("reopen_count >= 0", "reopen_count"),
    )
    ref: str = Field(max_length=12, unique=True)
    kind: RequestKind = word(RequestKind, "kind")
    status: RequestStatus = word(RequestStatus, "status")
    priority: Priority = word(Priority, "priority")
    requester_type: RequesterType = word(RequesterType, "requester_type")
    requester_name: str = Field(max_length=160)
    requester_contact: str | None = Field(default=None, max_length=254)
    channel: Channel = word(Channel, "channel")
    named_as: str | None = Field(default=None, max_length=160)
    provider_id: int | None = link("provider.id", null=True)
    client_id: int | None = link("client.id", null=True)
    session_id: int | None = link("care_session.id", null=True)
    filed_by_id: int = link("staff.id", index=False)
    assignee_id: int | None = link("staff.id", null=True, index=False)
    received_at: datetime = instant()
    ready_at: datetime | None = instant(null=True)
    first_action_at: datetime | None = instant(null=True)
    first_action_due_at: datetime | None = instant(null=True)
    told_due_at: datetime | None = instant(null=True)
    due_at: datetime | None = instant(null=True)
    told_at: datetime | None = instant(null=True)
    closed_at: datetime | None = instant(null=True)
    outcome: str | None = Field(default=None, max_length=400)
    reopen_count: int = 0


class CorrectionLine(EditedRow, table=True):
    """One field of a client's record that is said to be wrong (R45)."""

    __tablename__ = "correction_line"
    __table_args__ = (UniqueConstraint("request_id", "field"),)
    request_id: int = link("support_request.id")
    error_type: ErrorType = word(ErrorType, "error_type")
    field: str = Field(max_length=40)
    current_value: str = Field(default="", max_length=254)
    correct_value: str = Field(default="", max_length=254)
    applied_at: datetime | None = instant(null=True)
    applied_by_id: int | None = link("staff.id", null=True, index=False)
    is_reverification_needed: bool = False


class DirectoryLine(EditedRow, table=True):
    """One item of a provider's Evernorth listing: what it says, what it should say (R47, R48)."""

    __tablename__ = "directory_line"
    request_id: int = link("support_request.id")
    topic: DirectoryTopic = word(DirectoryTopic, "topic")
    listed_value: str = Field(default="", max_length=400)
    correct_value: str = Field(default="", max_length=400)
    evernorth_status: EvernorthStatus = word(EvernorthStatus, "evernorth_status")
    reflected_on: date | None = None


class DirectorySubmission(EditedRow, table=True):
    """One hand-over to Evernorth; a returned one is followed by the next attempt (R49)."""

    __tablename__ = "directory_submission"
    UNCOUNTED: ClassVar[frozenset[str]] = frozenset({"expected_on", "late_after_on"})
    __table_args__ = (
        UniqueConstraint("request_id", "attempt"),
        Index("ix_directory_submission_reference_lower", text("lower(submission_reference)")),
        check_constraint("attempt >= 1", "attempt"),
    )
    request_id: int = link("support_request.id")
    attempt: int
    full_name: str = Field(max_length=200)
    npi: str = Field(max_length=10)
    submitted_on: date
    submission_reference: str = Field(max_length=60, unique=True)
    expected_on: date
    late_after_on: date = Field(index=True)
    returned_on: date | None = None


class ListingCheck(Row, table=True):
    """One check of the public listing: which field, what it showed, when, by whom."""

    __tablename__ = "listing_check"
    line_id: int = link("directory_line.id")
    looked_on: date
    seen_value: str = Field(max_length=400)
    is_right: bool
    by_id: int = link("staff.id", index=False)


class CancellationCase(EditedRow, table=True):
    """The cancellation of one confirmed session; only one may be open (R16). `settled_at` is when
    all four parts were settled for the first time; they are late from `settle_late_from` on, the
    end of `settle_last_on`, both written by `core.facts.due_instants`. `restore` keeps, as JSON,
    what was held back, so that a withdrawal can put it back."""

    __tablename__ = "cancellation_case"
    UNCOUNTED: ClassVar[frozenset[str]] = frozenset({"settle_last_on", "settle_late_from"})
    __table_args__ = (
        Index(
            "uq_cancellation_case_open",
            "session_id",
            unique=True,
            sqlite_where=text("is_open = 1"),
            postgresql_where=text("is_open"),
        ),
    )
    request_id: int = Field(foreign_key="support_request.id", unique=True)
    session_id: int = link("care_session.id")
    is_open: bool = True
    reason: str = Field(max_length=400)
    claim_status_at_open: ClaimStatus | None = word(ClaimStatus, "claim_status_at_open", null=True)
    claim_settled: SettleStatus = word(SettleStatus, "claim_settled")
    charge_settled: SettleStatus = word(SettleStatus, "charge_settled")
    payout_settled: SettleStatus = word(SettleStatus, "payout_settled")
    car_settled: SettleStatus = word(SettleStatus, "car_settled")
    settled_at: datetime | None = instant(null=True)
    settle_last_on: date | None = Field(default=None, index=True)
    settle_late_from: datetime | None = instant(null=True)
    restore: str | None = None


class LateEdit(EditedRow, table=True):
    """What a late edit changes of its session; null where the record stays as it is (R15).
    `diagnoses` are separated by semicolons, the address is that of the first place, `on_behalf` is
    why somebody else than the provider asks."""

    __tablename__ = "late_edit"
    request_id: int = Field(foreign_key="support_request.id", unique=True)
    on_behalf: str | None = Field(default=None, max_length=400)
    start_at: datetime | None = instant(null=True)
    end_at: datetime | None = instant(null=True)
    cpt: str | None = Field(default=None, max_length=5)
    diagnoses: str | None = Field(default=None, max_length=120)
    practice_ref: str | None = Field(default=None, max_length=40)
    line1: str | None = Field(default=None, max_length=200)
    city: str | None = Field(default=None, max_length=100)
    state: str | None = Field(default=None, max_length=7)
    zip: str | None = Field(default=None, max_length=10)
    car_on: date | None = None
    applied_at: datetime | None = instant(null=True)


class ChecklistItem(EditedRow, table=True):
    """A step a person does outside, with its reference, or why it does not apply."""

    __tablename__ = "checklist_item"
    __table_args__ = (UniqueConstraint("request_id", "code"),)
    request_id: int = link("support_request.id")
    code: str = Field(max_length=60)
    done_at: datetime | None = instant(null=True)
    done_by_id: int | None = link("staff.id", null=True, index=False)
    reference: str | None = Field(default=None, max_length=120)
    not_applicable_reason: str | None = Field(default=None, max_length=400)


class Comment(Row, table=True):
    """A note among staff, or the words a requester was told."""

    __tablename__ = "comment"
    request_id: int = link("support_request.id")
    at: datetime = instant()
    author_id: int = link("staff.id", index=False)
    body: str = Field(max_length=4000)
    visibility: Visibility = word(Visibility, "visibility")


class Approval(EditedRow, table=True):
    """A lead's or manager's decision on what they saw at `record_version`, never on own work."""

    __tablename__ = "approval"
    __table_args__ = (
        Index(
            "uq_approval_asked",
            "request_id",
            unique=True,
            sqlite_where=text("outcome = 'asked'"),
            postgresql_where=text("outcome = 'asked'"),
        ),
    )
    request_id: int = link("support_request.id")
    asked_by_id: int = link("staff.id", index=False)
    asked_at: datetime = instant()
    record_version: int
    outcome: ApprovalOutcome = word(ApprovalOutcome, "outcome")
    decided_by_id: int | None = link("staff.id", null=True, index=False)
    decided_at: datetime | None = instant(null=True)
    reason: str | None = Field(default=None, max_length=400)


class Snooze(EditedRow, table=True):
    """A snooze with its reason and the day on which the request comes back."""

    __tablename__ = "snooze"
    __table_args__ = (
        Index(
            "ix_snooze_asleep",
            "wake_on",
            "request_id",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        check_constraint("wake_on >= from_on", "span"),
    )
    request_id: int = link("support_request.id")
    reason: str = Field(max_length=400)
    from_on: date
    wake_on: date
    ended_at: datetime | None = instant(null=True)


class RequestLink(Row, table=True):
    """Two requests that belong together, or one that says again what the other says."""

    __tablename__ = "request_link"
    __table_args__ = (
        UniqueConstraint("from_id", "to_id", "kind"),
        check_constraint("from_id <> to_id", "not_itself"),
    )
    from_id: int = link("support_request.id")
    to_id: int = link("support_request.id")
    kind: LinkKind = word(LinkKind, "kind")
    at: datetime = instant()
    by_id: int = link("staff.id", index=False)
