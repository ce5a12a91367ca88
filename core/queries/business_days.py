"""The days of a year that are not as in any other week: federal holidays, and our own changes."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from core.access import CALENDAR_KEEPING, guard
from core.db.transaction import ReadContext
from core.models.audit import AuditEntry
from core.models.installation import DeskFact
from core.models.policies import HolidayOverride
from core.rules.time.business_days import federal_holidays
from core.vocabulary.administration import REQUESTS_TO_RECALCULATE, HolidayOverrideKind


@dataclass(frozen=True)
class SpecialDay:
    """A federal holiday, or a day that we closed or opened. `holiday` and `reason` are None where
    there is none; `by` is who made the change."""

    day: date
    holiday: str | None
    kind: HolidayOverrideKind | None
    reason: str | None
    by: str | None

    @property
    def is_open(self) -> bool:
        """Whether it is a business day."""
        return self.kind == HolidayOverrideKind.OPEN


@dataclass(frozen=True)
class BusinessDaysOfYear:
    """The special days of a year, in order; `is_recalculating` while open requests wait for the
    deadlines of the last change."""

    days: tuple[SpecialDay, ...]
    is_recalculating: bool


@guard(CALENDAR_KEEPING)
def business_days_of(context: ReadContext, year: int) -> BusinessDaysOfYear:
    """The special days of `year`; a holiday on a weekend closes the weekday it is observed on."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    actor, entry = col(AuditEntry.actor), col(AuditEntry.entity_id) == col(HolidayOverride.id)
    newest = select(actor).where(entry, col(AuditEntry.entity) == "holiday_override")
    by = newest.order_by(col(AuditEntry.number).desc()).limit(1).scalar_subquery()
    rows = context.db.execute(
        select(HolidayOverride, by).where(col(HolidayOverride.day).between(first, last))
    )
    own = {row.day: (row.kind, row.name, who) for row, who in rows}
    holidays = {day: name for day, name in federal_holidays(year).items() if day.weekday() < 5}
    nothing = (None, None, None)
    days = (
        SpecialDay(day, holidays.get(day), *own.get(day, nothing))
        for day in sorted(holidays.keys() | own.keys())
    )
    mark = context.db.get(DeskFact, REQUESTS_TO_RECALCULATE)
    return BusinessDaysOfYear(tuple(days), mark is not None)
