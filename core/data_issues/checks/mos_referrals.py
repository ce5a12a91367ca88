"""Military OneSource sessions and the referral behind them (R31-R33)."""

from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, literal, or_, select
from sqlmodel import col

from core.data_issues.checks.scope import (
    DAY,
    IS_MOS,
    IS_SESSION,
    KEY,
    STANDING,
    STARTS,
    STATUS,
    CheckTime,
    DataCheck,
)
from core.models.care import CareSession
from core.models.coverage import MosCase
from core.rules.eligibility.military_onesource import other_host
from core.rules.time.formats import day_text
from core.vocabulary.care import Modality
from core.vocabulary.data_issues import DataIssueCode as F
from core.vocabulary.words import phrase

WHERE = (IS_MOS, IS_SESSION, STATUS.in_(STANDING))


def _with_case(*columns: Any) -> Select[Any]:
    """Sessions that are to take place or took place, with their case."""
    joined = col(MosCase.id) == col(CareSession.mos_case_id)
    return select(KEY, *columns).join(MosCase, joined).where(*WHERE)


def _is_first() -> Any:
    """Whether it is the first session of its case: what a case lacks is said once."""
    place = func.row_number().over(
        partition_by=col(CareSession.mos_case_id), order_by=(STARTS, KEY)
    )
    placed = select(KEY.label("id"), place.label("place")).where(*WHERE).subquery()
    return KEY.in_(select(placed.c.id).where(placed.c.place == 1))


def _without_number(_at: CheckTime) -> Select[Any]:
    is_empty = func.trim(func.coalesce(col(MosCase.ecms_case_id), "")) == ""
    return _with_case().where(is_empty, _is_first())


def _without_link(_at: CheckTime) -> Select[Any]:
    return _with_case().where(func.coalesce(col(MosCase.zoomgov_url), "") == "", _is_first())


def _elsewhere(_at: CheckTime) -> Select[Any]:
    is_seen = or_(_is_first(), col(CareSession.modality) != Modality.VIDEO)
    return _with_case(col(CareSession.modality), col(MosCase.zoomgov_url)).where(is_seen)


def _where_it_was(modality: Modality, url: str | None) -> str | None:
    if modality != Modality.VIDEO:
        return phrase(modality)
    return other_host(url) if url else None


def _before_accepting(_at: CheckTime) -> Select[Any]:
    accepted: Any = col(MosCase.referral_accepted_at)
    return _with_case().where(or_(accepted.is_(None), accepted > col(CareSession.booked_at)))


def _of_another(_at: CheckTime) -> Select[Any]:
    is_other_client = col(MosCase.client_id) != col(CareSession.client_id)
    is_other = or_(is_other_client, col(MosCase.provider_id) != col(CareSession.provider_id))
    who = case((is_other_client, literal("client")), else_="provider")
    return _with_case(who).where(is_other)


def _outside(_at: CheckTime) -> Select[Any]:
    is_outside = or_(col(MosCase.from_on) > DAY, col(MosCase.to_on) < DAY)
    return _with_case(DAY, col(MosCase.from_on), col(MosCase.to_on)).where(is_outside)


def _begun_or_ended(day: date, from_on: date, to_on: date | None) -> str:
    is_before = to_on is None or day < from_on
    return f"began on {day_text(from_on)}" if is_before else f"ended on {day_text(to_on or day)}"


CHECKS = (
    DataCheck(F.CASE_ID_MISSING, "care_session", _without_number, str),
    DataCheck(F.ZOOM_LINK_MISSING, "care_session", _without_link, str),
    DataCheck(F.NOT_GOVERNMENT_ZOOM, "care_session", _elsewhere, _where_it_was),
    DataCheck(F.REFERRAL_LATE, "care_session", _before_accepting, str),
    DataCheck(F.MOS_CASE_OF_ANOTHER, "care_session", _of_another, str),
    DataCheck(F.MOS_CASE_ENDED, "care_session", _outside, _begun_or_ended),
)
