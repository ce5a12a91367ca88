"""Plain SQLModel tables over the floor's tables."""

from datetime import date

from pydantic import NaiveDatetime
from sqlmodel import Field, Relationship, SQLModel


class Plan(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    kind: str


class Provider(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    npi: str
    first_name: str
    last_name: str


class Client(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    first_name: str
    last_name: str


class Session(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    provider_id: int = Field(foreign_key="provider.id")
    client_id: int = Field(foreign_key="client.id")
    plan_id: int = Field(foreign_key="plan.id")
    service_day: date
    starts_at: NaiveDatetime
    ends_at: NaiveDatetime
    state: str
    status: str
    confirmed_at: NaiveDatetime | None = None
    note_signed_at: NaiveDatetime | None = None
    note_class: str
    note_due_at: NaiveDatetime
    note_due_on: date
    confirm_by: date
    cpt_code: str
    provider: Provider = Relationship()
    client: Client = Relationship()
    plan: Plan = Relationship()


class Request(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    status: str
    client_id: int | None = Field(default=None, foreign_key="client.id")
    assignee: str | None = None
    created_at: NaiveDatetime
    resolved_at: NaiveDatetime | None = None
    version: int = 1
    client: Client | None = Relationship()


class RequestEvent(SQLModel, table=True):
    __tablename__ = "request_event"
    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id")
    at: NaiveDatetime
    actor: str
    kind: str
