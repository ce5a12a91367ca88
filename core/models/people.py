"""Staff, providers and clients."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from core.models.base import (
    EditedRow,
    ImportedRow,
    Row,
    Table,
    case_index,
    check_constraint,
    instant,
    link,
    search_key,
    set_index,
    word,
)
from core.vocabulary.people import (
    FirstContact,
    LicenseKind,
    LicenseStatus,
    LocationKind,
    LocationSource,
    ProviderStatus,
    Role,
    Sex,
)
from core.vocabulary.requests import CandidateStatus
from core.vocabulary.states import StateCode


class Staff(EditedRow, table=True):
    """A person who signs in, with a password or through an identity provider."""

    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        check_constraint("email = lower(email)", "email_lower"),
        check_constraint("(issuer IS NULL) = (subject IS NULL)", "identity_whole"),
    )
    UNCOUNTED: ClassVar[frozenset[str]] = frozenset({"failed_sign_ins", "locked_until"})
    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=120)
    role: Role = word(Role, "role")
    zone: str = Field(max_length=64)
    is_active: bool = True
    is_fictional: bool = False
    issuer: str | None = Field(default=None, max_length=255)
    subject: str | None = Field(default=None, max_length=255)
    password_hash: str | None = Field(default=None, max_length=255)
    failed_sign_ins: int = 0
    locked_until: datetime | None = instant(null=True)


class Provider(ImportedRow, table=True):
    """A clinician (R48); `calendar_zone` becomes the zone of a new session (R01)."""

    __tablename__ = "provider"
    __table_args__ = (
        case_index("provider"),
        check_constraint("length(npi) = 10", "npi_length"),
        check_constraint(
            "mos_enrolled_to IS NULL OR mos_enrolled_from <= mos_enrolled_to", "mos_span"
        ),
    )
    npi: str = Field(max_length=10, unique=True)
    first_name: str = Field(max_length=80)
    last_name: str = Field(max_length=80)
    suffix: str | None = Field(default=None, max_length=20)
    calendar_zone: str = Field(max_length=64)
    taxonomy: str | None = Field(default=None, max_length=10)
    email: str | None = Field(default=None, max_length=254)
    phone: str | None = Field(default=None, max_length=40)
    mos_enrolled_from: date | None = None
    mos_enrolled_to: date | None = None
    is_accepting_mos: bool = False
    mos_training_on: date | None = None
    first_contact: FirstContact = word(FirstContact, "first_contact")
    status: ProviderStatus = word(ProviderStatus, "status")


class ProviderNameWord(Table, table=True):
    """A word that a provider is found by."""

    __tablename__ = "provider_name_word"
    __table_args__ = (Index("ix_provider_name_word_word", "word", "person_id"),)
    person_id: int = Field(foreign_key="provider.id", primary_key=True)
    word: str = search_key(index=False, primary_key=True)


class NameWord(Row, table=True):
    """A word of the names of clients and providers, once however many have it: a trigger adds it,
    and an index of its trigrams finds words that are nearly it."""

    __tablename__ = "name_word"
    __table_args__ = (
        Index(
            "ix_name_word_trigrams",
            "word",
            postgresql_using="gin",
            postgresql_ops={"word": "gin_trgm_ops"},
        ).ddl_if(dialect="postgresql"),
    )
    word: str = search_key(index=False, unique=True)


class PracticeLocation(ImportedRow, table=True):
    """Where a provider sees clients in person (R22)."""

    __tablename__ = "practice_location"
    provider_id: int = link("provider.id")
    line1: str = Field(max_length=200)
    city: str = Field(max_length=100)
    state_code: StateCode = word(StateCode, "state_code")
    zip: str = Field(max_length=10)
    zone: str = Field(max_length=64)
    is_active: bool = True


class License(ImportedRow, table=True):
    """A state's permission to practice; both dates are inclusive (R17, R30)."""

    __tablename__ = "license"
    __table_args__ = (
        UniqueConstraint("provider_id", "state_code", "number", "from_on"),
        check_constraint("to_on IS NULL OR from_on <= to_on", "span"),
    )
    provider_id: int = link("provider.id")
    state_code: StateCode = word(StateCode, "state_code")
    number: str = Field(max_length=40)
    kind: LicenseKind = word(LicenseKind, "kind")
    from_on: date
    to_on: date | None = None
    status: LicenseStatus = word(LicenseStatus, "status")


class Client(ImportedRow, table=True):
    """A person in care. `email_key` is what an address is compared by."""

    __tablename__ = "client"
    __table_args__ = (case_index("client"), set_index("client", "merged_into_id"))
    first_name: str = Field(max_length=80)
    last_name: str = Field(max_length=80)
    preferred_name: str | None = Field(default=None, max_length=80)
    date_of_birth: date | None = Field(default=None, index=True)
    sex: Sex | None = word(Sex, "sex", null=True)
    email: str | None = Field(default=None, max_length=254)
    email_key: str | None = search_key(null=True)
    phone: str | None = Field(default=None, max_length=40)
    payment_method_at: datetime | None = instant(null=True)
    forms_acknowledged_at: datetime | None = instant(null=True)
    merged_into_id: int | None = link("client.id", null=True, index=False)
    zone: str | None = Field(default=None, max_length=64)


class ClientNameWord(Table, table=True):
    """A word that a client is found by (see `core/rules/people/search_words.py`)."""

    __tablename__ = "client_name_word"
    __table_args__ = (Index("ix_client_name_word_word", "word", "person_id"),)
    person_id: int = Field(foreign_key="client.id", primary_key=True)
    word: str = search_key(index=False, primary_key=True)


class ClientLocation(ImportedRow, table=True):
    """Where a client may be during a session: a state or OUTSIDE (R19-R21)."""

    __tablename__ = "client_location"
    __table_args__ = (check_constraint("to_on IS NULL OR from_on <= to_on", "span"),)
    client_id: int = link("client.id")
    kind: LocationKind = word(LocationKind, "kind")
    line1: str | None = Field(default=None, max_length=200)
    city: str | None = Field(default=None, max_length=100)
    state_code: str = Field(max_length=7)
    zip: str | None = Field(default=None, max_length=10)
    country: str = Field(default="US", max_length=2)
    source: LocationSource = word(LocationSource, "source")
    request_id: int | None = link("support_request.id", null=True, index=False)
    from_on: date | None = None
    to_on: date | None = None
    temp_practice_evidence: str | None = Field(default=None, max_length=200)


class DuplicateCandidate(EditedRow, table=True):
    """Two client records that may be one person; a person decides (R44)."""

    __tablename__ = "duplicate_candidate"
    __table_args__ = (UniqueConstraint("a_id", "b_id"), check_constraint("a_id < b_id", "ordered"))
    a_id: int = link("client.id")
    b_id: int = link("client.id")
    score: float
    reasons: str = Field(max_length=400)
    status: CandidateStatus = word(CandidateStatus, "status")
    decided_by_id: int | None = link("staff.id", null=True, index=False)
