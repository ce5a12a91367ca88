"""Clients and providers whom nobody can call at the number on their record (R44)."""

from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from core.data_issues.checks.scope import CheckTime, DataCheck
from core.models.people import Client, Provider
from core.rules.contacts import phone_problem
from core.vocabulary.data_issues import DataIssueCode as F


def _of_clients(_at: CheckTime) -> Select[Any]:
    """A record that was merged into another is called by nobody."""
    columns: tuple[Any, ...] = (col(Client.id), col(Client.phone))
    is_kept = col(Client.merged_into_id).is_(None)
    return select(*columns).where(col(Client.phone).is_not(None), is_kept)


def _of_providers(_at: CheckTime) -> Select[Any]:
    columns: tuple[Any, ...] = (col(Provider.id), col(Provider.phone))
    return select(*columns).where(col(Provider.phone).is_not(None))


CHECKS = (
    DataCheck(F.PHONE_IMPOSSIBLE, "client", _of_clients, phone_problem),
    DataCheck(F.PHONE_IMPOSSIBLE, "provider", _of_providers, phone_problem),
)
