"""Two crises away from home that wait for a manager, one of them for too long."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlmodel import col

from core.db.transaction import WriteContext
from core.demo.period import PLATFORM, Period
from core.exchange.care_rows import SessionPlaceRow, SessionRow
from core.exchange.people_rows import LicenseRow
from core.models.all_tables import metadata
from core.models.care import CareSession
from core.vocabulary.care import Modality, PayerKind, SessionKind, SessionStatus
from core.vocabulary.people import LocationSource

WAITING = {"S-EXCEPT1": 7, "S-EXCEPT2": 2}
"""The days before the last one on which each took place: the first is overdue by then."""
REFUGES = (("Reno", "NV", "89501"), ("Tulsa", "OK", "74103"), ("Fargo", "ND", "58102"))
IMPORTS_AT = time(6)


def waiting_crises(
    sessions: Sequence[SessionRow], licenses: Sequence[LicenseRow], period: Period
) -> Iterator[SessionRow | SessionPlaceRow]:
    """An evening session of a client who fled to where the provider has no license."""
    usual = _insured(sessions)
    for (ref, days), one in zip(WAITING.items(), usual, strict=False):
        own = {row.state_code for row in licenses if row.provider_id == one.provider_id}
        city, state, zip_code = next(each for each in REFUGES if each[1] not in own)
        day = period.today - timedelta(days=days)
        start = datetime.combine(day, time(20), ZoneInfo(one.zone))
        yield _evening(one, ref, start)
        yield SessionPlaceRow(
            ref=f"SP-{ref[2:]}-1",
            session_id=ref,
            ordinal=1,
            line1="22 Refuge Example",
            city=city,
            state_code=state,
            zip=zip_code,
            captured_at=start,
            source=LocationSource.PROVIDER,
        )


def _insured(sessions: Sequence[SessionRow]) -> Iterator[SessionRow]:
    """Lately confirmed sessions that an insurer pays, the newest first, one of each provider."""
    seen: set[str] = set()
    for one in sorted(sessions, key=lambda row: row.scheduled_start_at, reverse=True):
        is_usual = one.kind == SessionKind.SESSION and one.payer_kind == PayerKind.INSURANCE
        if is_usual and one.confirmed_at and one.provider_id not in seen:
            seen.add(one.provider_id)
            yield one


def _evening(one: SessionRow, ref: str, start: datetime) -> SessionRow:
    end = start + timedelta(minutes=55)
    crisis = {
        "ref": ref,
        "modality": Modality.VIDEO,
        "practice_location_id": None,
        "booked_at": start - timedelta(minutes=40),
        "scheduled_start_at": start,
        "scheduled_end_at": end,
        "actual_start_at": start,
        "actual_end_at": end,
        "cpt": "90839",
        "cpt_addon": None,
        "place_of_service": "02",
        "modifier": "95",
        "status": SessionStatus.SCHEDULED,
        "confirmed_at": None,
        "confirmed_by": None,
        "is_crisis": True,
        "has_crisis_narrative": True,
        "has_crisis_resolution": True,
    }
    return one.model_copy(update=crisis)


def date_crises(context: WriteContext) -> None:
    """Date each need as if the records had come day by day: with the import of the morning after
    the session."""
    table = metadata.tables["care_session"]
    columns = (col(CareSession.id), col(CareSession.scheduled_end_at))
    needed = select(*columns).where(col(CareSession.exception_needed_at).is_not(None))
    for key, end in context.db.execute(needed).all():
        day = end.astimezone(PLATFORM).date() + timedelta(days=1)
        came_at = min(datetime.combine(day, IMPORTS_AT, PLATFORM), context.now)
        values = {"exception_needed_at": came_at}
        context.db.execute(update(table).where(table.c.id == key).values(values))
