"""Payers and plans from the book, and which provider bills which plan where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from core.demo.book import PlanInfo, book, is_blue
from core.demo.dice import Dice
from core.demo.practices import Practice
from core.demo.rows.coverage import (
    CredentialRow,
    PayerRow,
    PlanAreaRow,
    PlanRow,
    VirtualNetworkRow,
)
from core.demo.timeline import Timeline
from core.vocabulary.coverage import CorrectionMethod, CredentialStatus, LineOfBusiness, PayerClass
from core.vocabulary.people import LicenseStatus


@dataclass(frozen=True)
class Networks:
    """Who may bill what, as the extracts say it."""

    credentials: list[CredentialRow]
    opt_ins: list[VirtualNetworkRow]

    def providers_of(self, plan_id: str, state_code: str) -> set[str]:
        """The providers with an active credential or an opt-in for the plan in the state."""
        direct = {
            one.provider_id
            for one in self.credentials
            if (one.plan_id, one.state_code) == (plan_id, state_code)
            and one.status == CredentialStatus.ACTIVE
        }
        return direct | {
            one.provider_id
            for one in self.opt_ins
            if (one.plan_id, one.state_code) == (plan_id, state_code)
        }


def payer_rows(entries: Iterable[dict[str, Any]]) -> list[PayerRow]:
    """A row for each payer of a book."""
    return [
        PayerRow(
            payer_id=entry["id"],
            name=entry["name"],
            payer_class=PayerClass(entry["class"]),
            is_bcbs=entry.get("is_bcbs", False),
        )
        for entry in entries
    ]


def plan_rows(entries: Iterable[dict[str, Any]]) -> list[PlanRow]:
    """A row for each plan of a book."""
    return [
        PlanRow(
            plan_id=entry["id"],
            payer_id=entry["payer"],
            name=entry["name"],
            line=LineOfBusiness(entry["line"]),
            is_bcbs=is_blue(entry["name"]),
            is_bluecard_eligible=entry.get("is_bluecard_eligible"),
            is_telehealth_allowed=entry.get("is_telehealth_allowed"),
            timely_filing_calendar_days=entry.get("timely_filing_calendar_days"),
            correction_method=CorrectionMethod(entry.get("correction_method", "replace_void")),
            member_prefix=entry.get("member_prefix"),
        )
        for entry in entries
    ]


def plan_area_rows(entries: Iterable[dict[str, Any]]) -> list[PlanAreaRow]:
    """The states that Blue plans are at home in, or the parts of them by ZIP code."""
    return [
        PlanAreaRow("-".join(("A", entry["id"], state, *part)), entry["id"], state, "".join(part))
        for entry in entries
        if is_blue(entry["name"])
        for state in entry["states"]
        for part in _parts(entry.get("sub_area"))
    ]


def _parts(span: str | None) -> list[tuple[str, ...]]:
    """ "100-119": the first three digits of each ZIP code of the part; no span: one whole."""
    if span is None:
        return [()]
    first, last = map(int, span.split("-"))
    return [(f"{digits:03}",) for digits in range(first, last + 1)]


def make_networks(practices: list[Practice], timeline: Timeline) -> Networks:
    """Credentials for most plans of each licensed state, and a few Blue opt-ins."""
    numbers = count(1)
    credentials = [
        row for practice in practices for row in _credentials(practice, timeline, numbers)
    ]
    opt_ins = [row for practice in practices for row in _opt_ins(practice, timeline)]
    return Networks(credentials, opt_ins)


def _credentials(
    practice: Practice, timeline: Timeline, numbers: "count[int]"
) -> Iterator[CredentialRow]:
    dice = Dice(f"credentials {practice.number}")
    licensed = dict.fromkeys(
        one.state_code for one in practice.licenses if one.status != LicenseStatus.PENDING
    )
    for state_code in licensed:
        for plan in book().plans.values():
            if _is_sought(plan, state_code) and dice.hits(0.75):
                from_on, to_on, status = _term(dice, plan, timeline)
                yield CredentialRow(
                    credential_id=f"CR-{next(numbers):05d}",
                    provider_id=practice.row.provider_id,
                    plan_id=plan.id,
                    state_code=state_code,
                    from_on=from_on,
                    to_on=to_on,
                    status=status,
                    is_on_headway=dice.hits(0.97),
                )


def _is_sought(plan: PlanInfo, state_code: str) -> bool:
    return plan.line != LineOfBusiness.MOS and plan.offered_in(state_code)


def _term(
    dice: Dice, plan: PlanInfo, timeline: Timeline
) -> tuple[date, date | None, CredentialStatus]:
    """Most began long ago and hold; some are pending, some have ended."""
    from_on = timeline.begins_on - timedelta(days=dice.randint(10, 700))
    luck = dice.random()
    if luck < 0.03:
        return timeline.today + timedelta(days=dice.randint(-20, 40)), None, PENDING
    if luck < 0.06:
        return from_on, timeline.today - timedelta(days=dice.randint(30, 300)), ENDED
    if plan.moves_to:
        return from_on, timeline.payer_change_on - timedelta(days=1), ACTIVE
    return from_on, None, ACTIVE


PENDING, ACTIVE, ENDED = CredentialStatus


def _opt_ins(practice: Practice, timeline: Timeline) -> Iterator[VirtualNetworkRow]:
    """The Blue plans whose members a provider sees elsewhere: of Massachusetts, most of all."""
    dice = Dice(f"opt-ins {practice.number}")
    blues = [plan for plan in book().plans.values() if plan.id in ("L-06", "L-08")]
    for plan in blues:
        if not plan.offered_in(practice.state.code) and dice.hits(0.15):
            yield VirtualNetworkRow(
                opt_in_id=f"VN-{practice.number + 1:03d}-{plan.id}",
                provider_id=practice.row.provider_id,
                plan_id=plan.id,
                state_code=practice.state.code,
                from_on=timeline.begins_on - timedelta(days=dice.randint(0, 300)),
                to_on=timeline.today - timedelta(days=90) if dice.hits(0.15) else None,
            )
