"""The tables. Importing this package registers all of them on `metadata`."""

from core.models import care, coverage, ledger, people, requests
from core.models.base import Table

metadata = Table.metadata

__all__ = ["care", "coverage", "ledger", "metadata", "people", "requests"]
