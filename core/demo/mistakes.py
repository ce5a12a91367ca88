"""Records that contradict themselves on purpose: what the data checks find in a demo."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from core.demo.period import Period
from core.exchange.care_rows import SessionRow
from core.exchange.coverage_rows import CoverageRow
from core.exchange.money_rows import PayoutRow
from core.vocabulary.care import Modality, PayerKind, SessionStatus
from core.vocabulary.data_issues import DataIssueCode as Code

MISTAKES: Mapping[Code, int] = {
    Code.OVERLAPPING_SESSIONS: 2,
    Code.HALF_TIMES: 2,
    Code.TIMES_REVERSED: 1,
    Code.TOO_LONG: 1,
    Code.MOS_WITHOUT_CASE: 1,
    Code.NOT_ATTESTED: 1,
    Code.NOT_GOVERNMENT_ZOOM: 1,
    Code.MOS_PAY: 1,
    Code.TWO_ACTIVE_PRIMARIES: 2,
}
"""How many records have each, the scenario book's own not counted."""
RECENT = timedelta(days=90)
Gap = tuple[timedelta, timedelta]
SLIPS = (Code.HALF_TIMES, Code.TIMES_REVERSED, Code.HALF_TIMES, Code.TOO_LONG)
"""Slips of a single session, one after the other, each on another provider's."""


MOS_SLIPS: tuple[dict[str, object], ...] = (
    {"mos_case_id": None},
    {"attested_at": None},
    {"modality": Modality.PHONE},
)
"""The same of the last Military OneSource sessions."""


def mistaken_sessions(sessions: Sequence[SessionRow], period: Period) -> Iterator[SessionRow]:
    """Confirmed sessions as somebody entered them wrongly, to replace the right ones."""
    taken: set[str] = set()
    near, far = (timedelta(), timedelta(hours=3)), (timedelta(hours=11), timedelta(days=9))
    overlapping = _pairs(sessions, period, near, taken)
    for first, second in islice(overlapping, MISTAKES[Code.OVERLAPPING_SESSIONS]):
        end = second.scheduled_start_at + timedelta(minutes=15)
        yield first.model_copy(update={"actual_end_at": end})
    for code, (one, _) in zip(SLIPS, _pairs(sessions, period, far, taken), strict=False):
        yield _slip(code, one)
    for one, wrong in zip(reversed(_confirmed_mos(sessions)), MOS_SLIPS, strict=False):
        yield one.model_copy(update=wrong)


def mistaken_payouts(
    payouts: Sequence[PayoutRow], sessions: Sequence[SessionRow]
) -> Iterator[PayoutRow]:
    """The payout of a Military OneSource session with the amount of another one."""
    chosen = {one.ref for one in _confirmed_mos(sessions)[: MISTAKES[Code.MOS_PAY]]}
    for one in payouts:
        if one.session_id in chosen:
            yield one.model_copy(update={"amount_cents": one.amount_cents * 9 // 10})


def _confirmed_mos(sessions: Sequence[SessionRow]) -> list[SessionRow]:
    confirmed = (one for one in sessions if one.status == SessionStatus.CONFIRMED)
    return [one for one in confirmed if one.payer_kind == PayerKind.MOS]


def _pairs(
    sessions: Sequence[SessionRow], period: Period, gap: Gap, taken: set[str]
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


def _slip(code: Code, one: SessionRow) -> SessionRow:
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
        other = {"ref": f"{one.ref}B", "plan_id": "L-02", "member_id": f"{one.member_id}B"}
        yield one.model_copy(update=other)
