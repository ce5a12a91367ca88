"""The lists that checks use beside the policies: diagnoses, CPT codes, ZIP codes, Blue areas."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlmodel import col

from core.access import ADMINISTERING, guard
from core.db.transaction import ReadContext
from core.facts.reference import load_reference, packaged_reference
from core.models.coverage import PlanServiceArea
from core.models.policies import DiagnosisRelease
from core.rules.reference import ending_text, last_day
from core.rules.time.formats import date_text, period_text
from core.rules.time.instants import local_date


@dataclass(frozen=True)
class ReferenceList:
    """One list: its days in words, how many entries it has, and since when it is here; None for
    what comes with Session Desk."""

    name: str
    days: str
    count: int
    source: str
    loaded_at: datetime | None = None


@dataclass(frozen=True)
class ReferenceLists:
    """All of them, and what an admin must know about the end of the diagnoses; None while they
    last."""

    lists: tuple[ReferenceList, ...]
    warning: str | None


@guard(ADMINISTERING)
def reference_lists(context: ReadContext) -> ReferenceLists:
    """The diagnosis lists, last loaded first, and the other lists."""
    today = local_date(context.now, context.actor.tz)
    ends = last_day(load_reference(context).diagnoses, today)
    found = (*_loaded(context), *_packaged(), _blue_areas(context))
    return ReferenceLists(found, ending_text(ends, today))


def _loaded(context: ReadContext) -> tuple[ReferenceList, ...]:
    releases = context.db.execute(
        select(
            col(DiagnosisRelease.release),
            col(DiagnosisRelease.from_on),
            col(DiagnosisRelease.to_on),
            col(DiagnosisRelease.count),
            col(DiagnosisRelease.loaded_by),
            col(DiagnosisRelease.loaded_at),
        ).order_by(col(DiagnosisRelease.id).desc())
    )
    return tuple(
        ReferenceList(f"ICD-10-CM, {name}", period_text(from_on, to_on), count, by, at)
        for name, from_on, to_on, count, by, at in releases
    )


def _packaged() -> tuple[ReferenceList, ...]:
    ours, source = packaged_reference(), "Session Desk"
    return (
        *(
            ReferenceList(
                f"ICD-10-CM, {one.release}, parts",
                period_text(one.from_on, one.to_on),
                len(one.all_codes),
                source,
            )
            for one in ours.diagnoses
        ),
        ReferenceList("Minutes of CPT codes", _as_of(ours.bands_as_of), len(ours.bands), source),
        ReferenceList("States of ZIP codes", _as_of(ours.zips_as_of), len(ours.zip_states), source),
    )


def _blue_areas(context: ReadContext) -> ReferenceList:
    count, at = context.db.execute(
        select(func.count(), func.max(col(PlanServiceArea.updated_at)))
    ).one()
    days = _as_of(at.astimezone(UTC).date()) if at else "None imported"
    return ReferenceList("Areas of Blue plans", days, count, "plan_areas.csv", at)


def _as_of(day: date) -> str:
    return f"As of {date_text(day)}"
