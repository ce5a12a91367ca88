"""Every table, registered on `metadata`.

For what works on all of them, such as migrations; else import the module that a table is in."""

from core.models import (
    audit,
    care,
    coverage,
    data_issues,
    exchange,
    installation,
    metrics,
    outbox,
    people,
    personal,
    policies,
    requests,
)
from core.models.base import Table

__all__ = [
    "audit",
    "care",
    "coverage",
    "data_issues",
    "exchange",
    "installation",
    "metadata",
    "metrics",
    "outbox",
    "people",
    "personal",
    "policies",
    "requests",
]

metadata = Table.metadata
