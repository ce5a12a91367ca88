"""The tables. Importing this package registers all of them on `metadata`."""

from core.models import (
    audit,
    care,
    coverage,
    data_issues,
    exchange,
    installation,
    outbox,
    people,
    personal,
    policies,
    requests,
)
from core.models.base import Table

metadata = Table.metadata
