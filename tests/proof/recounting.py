"""The counts that are kept, made anew with pandas from what people and extracts wrote: signatures,
places, payouts, checks and the audit trail. Only deadlines are taken as they are stored."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from sqlalchemy import Engine, exists, select
from sqlalchemy.orm import Session

from core import access, db
from core.db.transaction import ReadContext
from core.facts.policies import dated_rules
from core.metrics.kept_counts import Tally, stored_tally, tallies
from core.metrics.registry import METRICS
from core.models.audit import AuditEntry
from core.models.care import CareSession, Note, Payout, SessionPlace
from core.models.metrics import KeptPeriod, MetricCount, StalePeriod
from core.models.people import PracticeLocation
from core.models.requests import (
    CancellationCase,
    DirectoryLine,
    DirectorySubmission,
    ListingCheck,
    SupportRequest,
)
from core.rules.metric_filters import MetricFilter
from core.vocabulary.people import Role

PLATFORM = ZoneInfo("America/New_York")
NOT_HELD = ["cancelled", "no_show", "cancelled_after_confirm"]
ENDED = ["request.rejected", "request.withdrawn", "request.redirected", "request.duplicate"]
MOS_PAY = 10000
MONDAY = date(2025, 1, 6)
CASE = ["metric", "day", "state_code", "payer_kind", "series", "outcome", "cents", "lasted"]
Counts = dict[tuple[Any, ...], Tally]


def frame(look: Session, model: Any) -> pd.DataFrame:
    """All rows of a table, with words as plain text and None for nothing."""
    table = model.__table__
    found = pd.DataFrame(look.execute(select(table)).all(), columns=list(table.columns.keys()))
    return found.astype(object).where(found.notna(), None)


def _sessions(look: Session) -> pd.DataFrame:
    """Those that count, with the state of the first place, else of the practice location."""
    found = frame(look, CareSession)
    places = frame(look, SessionPlace).sort_values("ordinal").drop_duplicates("session_id")
    first = dict(zip(places.session_id, places.state_code, strict=True))
    offices = frame(look, PracticeLocation)
    office = dict(zip(offices.id, offices.state_code, strict=True))
    found["state_code"] = [
        first.get(one.id, office.get(one.practice_location_id)) for one in found.itertuples()
    ]
    return found


def _held(look: Session) -> pd.DataFrame:
    found = _sessions(look)
    return found[(found.kind == "session") & ~found.status.isin(NOT_HELD)]


def _notes(look: Session, now: datetime) -> Iterator[tuple[Any, ...]]:
    notes = frame(look, Note)
    notes = notes[(notes.is_discarded == False) & (notes["mode"] != "none")]  # noqa: E712
    uploaded = set(notes[notes["mode"] == "upload"].session_id)
    is_known = (notes["mode"] != "upload") | (notes.signature_source == "attested")
    signed = notes[is_known & notes.signed_at.notna()].groupby("session_id").signed_at.min()
    for one in _held(look).itertuples():
        if one.note_due_at is None or one.note_due_at >= now:
            continue
        if one.id in signed:
            outcome = "on_time" if signed[one.id] <= one.note_due_at else "late"
        else:
            outcome = "unknown" if one.id in uploaded else "unsigned"
        of = (one.state_code, one.payer_kind, one.note_class)
        yield ("notes_on_time", one.note_due_on, *of, outcome, 0, None)


def _expired(look: Session, now: datetime) -> Iterator[tuple[Any, ...]]:
    prices = _prices(look)
    for one in _held(look).itertuples():
        if one.confirm_blocked_from is None or one.confirm_blocked_from > now:
            continue
        cents: int | None = 0
        if one.status == "scheduled":
            outcome = "expired"
            cents = MOS_PAY if one.payer_kind == "mos" else _price(prices, one)
        elif one.confirmed_at is None:
            outcome = "unknown"
        else:
            outcome = "on_time" if one.confirmed_at < one.confirm_blocked_from else "late"
        of = (one.confirm_last_on, one.state_code, one.payer_kind, outcome, outcome)
        yield ("expired_sessions", *of, cents, None)


def _prices(look: Session) -> dict[tuple[Any, ...], list[tuple[date, int, int]]]:
    """What sessions of a provider, payer and code were paid: day, payout and cents, in order."""
    payouts, sessions = frame(look, Payout), frame(look, CareSession)
    payouts = payouts[payouts.status.isin(["pending", "scheduled", "paid"])]
    paid = payouts.merge(sessions, left_on="session_id", right_on="id", suffixes=("", "_of"))
    found: dict[tuple[Any, ...], list[tuple[date, int, int]]] = {}
    for one in paid[paid.cpt.notna()].itertuples():
        key = (one.provider_id, one.payer_kind, one.cpt)
        found.setdefault(key, []).append((one.date_of_service, one.id, one.amount_cents))
    return {key: sorted(rows) for key, rows in found.items()}


def _price(prices: dict[tuple[Any, ...], list[tuple[date, int, int]]], of: Any) -> int | None:
    known = prices.get((of.provider_id, of.payer_kind, of.cpt), [])
    before = [cents for day, _, cents in known if day < of.date_of_service]
    return before[-1] if before else None


def _endings(look: Session) -> dict[int, list[tuple[datetime, str]]]:
    """When each request ended early and was reopened, in the order of the audit trail."""
    told = frame(look, AuditEntry).sort_values("number")
    is_one = told.action.isin([*ENDED, "request.reopened"]) & (told.entity == "support_request")
    found: dict[int, list[tuple[datetime, str]]] = {}
    for one in told[is_one].itertuples():
        found.setdefault(one.entity_id, []).append((one.at, one.action))
    return found


def _had_ended(told: list[tuple[datetime, str]], day: date) -> bool:
    until = [action for at, action in told if _day(at) <= day]
    return bool(until) and until[-1] in ENDED


def _day(at: datetime) -> date:
    return at.astimezone(PLATFORM).date()


def _settled(look: Session, now: datetime) -> Iterator[tuple[Any, ...]]:
    calendar, endings = dated_rules(look).calendar, _endings(look)
    sessions = _sessions(look).set_index("id")
    requests = frame(look, SupportRequest).set_index("id")
    for one in frame(look, CancellationCase).itertuples():
        ready_at, of = requests.ready_at[one.request_id], sessions.loc[one.session_id]
        if ready_at is None:
            continue
        last_on, left = _day(ready_at), 10
        while left:
            last_on += timedelta(days=1)
            left -= calendar.is_business_day(last_on)
        if last_on >= _day(now) or _had_ended(endings.get(one.request_id, []), last_on):
            continue
        outcome, lasted = "open", None
        if one.settled_at is not None:
            outcome = "on_time" if _day(one.settled_at) <= last_on else "late"
            lasted = (one.settled_at - ready_at) // timedelta(microseconds=1)
        yield ("settled_cancellations", last_on, of.state_code, of.payer_kind, outcome, outcome,
               0, lasted)  # fmt: skip


def _submitted(look: Session, now: datetime) -> Iterator[tuple[Any, ...]]:
    endings, lines = _endings(look), frame(look, DirectoryLine)
    checks = frame(look, ListingCheck).sort_values(["looked_on", "id"])
    for one in frame(look, DirectorySubmission).itertuples():
        day = one.late_after_on
        if day >= _day(now) or _had_ended(endings.get(one.request_id, []), day):
            continue
        if one.returned_on is not None and one.returned_on <= day:
            continue
        mine = lines[lines.request_id == one.request_id]
        seen = checks[checks.line_id.isin(mine.id) & (checks.looked_on <= day)]
        right = seen.drop_duplicates("line_id", keep="last").is_right.sum()
        outcome = "not_seen"
        if len(mine) and right == len(mine):
            outcome = "on_time"
        elif len(mine) and mine.reflected_on.notna().all():
            outcome = "late"
        yield ("directory_updates", day, None, None, outcome, outcome, 0, None)


def added_up(found: pd.DataFrame, by: list[str]) -> Counts:
    """How many cases there are for each value of `by`, their cents and durations."""
    counts: Counts = {}
    for key, rows in found.groupby(by, dropna=False):
        priced = rows.cents.dropna()
        lasted = tuple(sorted(int(one) for one in rows.lasted.dropna()))
        numbers = (len(rows), int(priced.sum()), len(rows) - len(priced), lasted)
        counts[tuple(map(str, key))] = Tally(*numbers)
    return counts


def recounted(look: Session, found: pd.DataFrame) -> Counts:
    """The counts to be kept of the periods in use: for all, each state, each payer, and both."""
    kept = [
        (one.metric, day, one.first_on)
        for one in look.scalars(select(KeptPeriod).where(*_in_use(KeptPeriod)))
        for day in pd.date_range(one.first_on, one.last_on).date
    ]
    of = found.merge(
        pd.DataFrame(kept, columns=["metric", "day", "first_on"]), on=["metric", "day"]
    )
    with_filters = of[of.metric != "directory_updates"]
    parts = (
        of.assign(state_code="", payer_kind=""),
        with_filters.assign(state_code=""),
        with_filters[with_filters.state_code.notna()].assign(payer_kind=""),
        with_filters[with_filters.state_code.notna()],
    )
    by = ["metric", "first_on", "state_code", "payer_kind", "series", "outcome"]
    return added_up(pd.concat(parts), by)


def kept(look: Session) -> Counts:
    """The counts of the periods in use."""
    found = select(MetricCount).join(
        KeptPeriod,
        (MetricCount.metric == KeptPeriod.metric) & (MetricCount.first_on == KeptPeriod.first_on),
    )
    return {
        (*map(str, (one.metric, one.first_on, one.state_code, one.payer_kind)),
         one.series, one.outcome): stored_tally(one.count, one.cents, one.unpriced, one.durations)
        for one in look.scalars(found.where(*_in_use(MetricCount)))
    }  # fmt: skip


def _in_use(model: Any) -> tuple[Any, ...]:
    stale = exists().where(
        StalePeriod.metric == model.metric, StalePeriod.first_on == model.first_on
    )
    return KeptPeriod.counted_at.is_not(None), ~stale


def answered(look: Session, now: datetime, days: tuple[date, date]) -> Counts:
    """What the product says of these days, of whatever is kept and what is not."""
    context = ReadContext(look, access.Actor("Someone", Role.MANAGER), now)
    found: Counts = {}
    for metric in METRICS.values():
        if metric.kept_by is not None:
            for key, tally in tallies(context, metric, MetricFilter(*days)).items():
                in_order = (
                    tally.count,
                    tally.cents,
                    tally.unpriced,
                    tuple(sorted(tally.durations)),
                )
                found[metric.code, *map(str, key)] = Tally(*in_order)
    return found


def of_all(found: pd.DataFrame) -> Counts:
    """The same counts of every case: by week for notes, by month for others."""
    is_note = found.metric == "notes_on_time"
    monday = [str(day - timedelta(days=day.weekday())) for day in found.day]
    month = [f"{day:%Y-%m}" for day in found.day]
    group = pd.Series(monday, found.index).where(is_note, pd.Series(month, found.index))
    return added_up(found.assign(group=group), ["metric", "group", "series", "outcome"])


def cases(engine: Engine, now: datetime) -> pd.DataFrame:
    """Each case of each metric whose counts are kept, as of `now`."""
    parts = (_notes, _expired, _settled, _submitted)
    with db.looking(engine) as look:
        rows = [row for part in parts for row in part(look, now)]
    return pd.DataFrame(rows, columns=CASE)


def counts_are_those_of(found: pd.DataFrame, engine: Engine, now: datetime) -> int:
    """What is kept, and what the product answers; returns the number of counts that are kept."""
    days = (MONDAY, now.date() + timedelta(weeks=9))
    with db.looking(engine) as look:
        stored = kept(look)
        _must_be_equal(stored, recounted(look, found))
        _must_be_equal(answered(look, now, days), of_all(found[found.day >= MONDAY]))
    return len(stored)


def counts_are_those_of_the_rows(engine: Engine, now: datetime) -> int:
    """The same, of the rows as they are now."""
    return counts_are_those_of(cases(engine, now), engine, now)


def _must_be_equal(some: Counts, others: Counts) -> None:
    keys = some.keys() | others.keys()
    differ = {one: (some.get(one), others.get(one)) for one in keys}
    differ = {one: both for one, both in differ.items() if both[0] != both[1]}
    assert not differ, differ
