"""Records that contradict themselves on purpose: what the data checks find in a demo."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from core.demo.catalog import catalog
from core.demo.period import Period
from core.demo.providers import Practice, licensed_states
from core.exchange.care_rows import CarReportRow, SessionRow
from core.exchange.coverage_rows import CoverageRow, CredentialRow
from core.exchange.extract_row import ExtractRow
from core.vocabulary.care import PayerKind, SessionStatus
from core.vocabulary.data_issues import DataIssueCode as Code

MISTAKES: Mapping[Code, int] = {
    Code.OVERLAPPING_SESSIONS: 2,
    Code.HALF_TIMES: 2,
    Code.TIMES_REVERSED: 1,
    Code.TOO_LONG: 1,
    Code.REPORT_WITHOUT_MOS: 1,
    Code.MOS_WITHOUT_CASE: 1,
    Code.TWO_ACTIVE_PRIMARIES: 2,
    Code.CREDENTIAL_WITHOUT_LICENSE: 2,
}
"""How many records have each, the scenario book's own not counted."""
RECENT = timedelta(days=90)
SLIPS = (
    Code.HALF_TIMES,
    Code.TIMES_REVERSED,
    Code.HALF_TIMES,
    Code.TOO_LONG,
    Code.REPORT_WITHOUT_MOS,
)
"""Slips of a single session, one after the other, each on another provider's."""


def mistaken_sessions(
    sessions: Sequence[SessionRow], period: Period
) -> Iterator[SessionRow | CarReportRow]:
    """Confirmed sessions as somebody entered them wrongly, to replace the right ones; and a report
    that belongs to none of them."""
    taken: set[str] = set()
    near, far = (timedelta(), timedelta(hours=3)), (timedelta(hours=11), timedelta(days=9))
    overlapping = _pairs(sessions, period, near, taken)
    for first, second in islice(overlapping, MISTAKES[Code.OVERLAPPING_SESSIONS]):
        end = second.scheduled_start_at + timedelta(minutes=15)
        yield first.model_copy(update={"actual_end_at": end})
    for code, (one, _) in zip(SLIPS, _pairs(sessions, period, far, taken), strict=False):
        yield _slip(code, one)
    mos = [one for one in sessions if one.payer_kind == PayerKind.MOS and one.confirmed_at]
    for one in mos[-1:]:
        yield one.model_copy(update={"mos_case_id": None})


def _pairs(
    sessions: Sequence[SessionRow],
    period: Period,
    gap: tuple[timedelta, timedelta],
    taken: set[str],
) -> Iterator[tuple[SessionRow, SessionRow]]:
    """A recent session of a provider and the next one, so far apart; of each provider one."""
    before: dict[str, SessionRow] = {}
    for after in sessions:
        if after.status in (SessionStatus.CANCELLED, SessionStatus.NO_SHOW):
            continue
        one = before.get(after.provider_id)
        before[after.provider_id] = after
        if one is None or after.provider_id in taken or not _is_recent(one, period):
            continue
        if gap[0] < after.scheduled_start_at - one.scheduled_end_at < gap[1]:
            taken.add(one.provider_id)
            yield one, after


def _is_recent(one: SessionRow, period: Period) -> bool:
    """A lately confirmed one with both times, and so late that a long one would be over too."""
    end, confirmed_at = one.actual_end_at, one.confirmed_at
    if end is None or confirmed_at is None or one.status != SessionStatus.CONFIRMED:
        return False
    is_late = confirmed_at > end + timedelta(hours=14)
    return is_late and period.until - end < RECENT and one.payer_kind != PayerKind.MOS


def _slip(code: Code, one: SessionRow) -> SessionRow | CarReportRow:
    if code == Code.REPORT_WITHOUT_MOS:
        return CarReportRow(
            ref=f"CAR-{one.ref[2:]}",
            session_id=one.ref,
            outcome="held",
            completed_at=one.confirmed_at,
            entered_on=one.scheduled_start_at.date(),
        )
    start, end = one.actual_start_at, one.actual_end_at or one.scheduled_end_at
    wrong: dict[Code, dict[str, datetime | None]] = {
        Code.HALF_TIMES: {"actual_end_at": None},
        Code.TIMES_REVERSED: {"actual_start_at": end, "actual_end_at": start},
        Code.TOO_LONG: {"actual_end_at": end + timedelta(hours=9)},
    }
    return one.model_copy(update=wrong[code])


def second_primaries(coverages: Sequence[CoverageRow]) -> Iterator[CoverageRow]:
    """Another first coverage beside one that still holds."""
    held = [one for one in coverages if one.plan_id == "L-01" and one.to_on is None]
    for one in held[: MISTAKES[Code.TWO_ACTIVE_PRIMARIES]]:
        yield one.model_copy(
            update={"ref": f"{one.ref}B", "plan_id": "L-02", "member_id": f"{one.member_id}B"}
        )


def credentials_without_license(practices: Sequence[Practice]) -> Iterator[CredentialRow]:
    """Active credentials in a state that never licensed the provider."""
    for practice in practices[3 : 3 + MISTAKES[Code.CREDENTIAL_WITHOUT_LICENSE]]:
        known = {*licensed_states(practice.licenses), practice.state.code}
        yield CredentialRow(
            ref=f"CR-{practice.number + 1:03d}-X",
            provider_id=practice.row.ref,
            plan_id="L-01",
            state_code=next(code for code in catalog().states if code not in known),
            from_on=practice.licenses[0].from_on,
            status="active",
        )


def replaced(rows: Sequence[ExtractRow], instead: Sequence[Any]) -> list[ExtractRow]:
    """The rows in their order, those with the reference of one of `instead` by that one."""
    by_ref = {one.ref: one for one in instead}
    return [by_ref.get(one.ref, one) for one in rows]
