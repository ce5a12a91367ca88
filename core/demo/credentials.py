"""Payers and plans, and which provider may bill which plan where."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from core.demo.catalog import DemoPlan, catalog, demo_list
from core.demo.chance import Chance
from core.demo.period import Period
from core.demo.providers import Practice, licensed_states
from core.exchange.coverage_rows import CredentialRow, PayerRow, PlanAreaRow, PlanRow
from core.exchange.extract_row import ExtractRow
from core.vocabulary.coverage import CredentialStatus, LineOfBusiness


def payer_and_plan_rows() -> Iterator[ExtractRow]:
    """Every payer and plan of the list, and the states, or parts of one, of Blue plans."""
    for entry in demo_list("plans")["payer"]:
        is_bcbs = entry.get("is_bcbs", False)
        yield PayerRow(
            ref=entry["id"], name=entry["name"], payer_class=entry["class"], is_bcbs=is_bcbs
        )
    for plan in catalog().plans.values():
        usual: dict[str, Any] = {"correction_method": "replace_void"}
        given = plan.model_dump(include={"name", "line", "is_bcbs", "member_prefix"})
        rest = usual | given | (plan.model_extra or {})
        yield PlanRow(ref=plan.id, payer_id=plan.payer, is_bcbs=plan.is_bcbs, **rest)
        first, _, last = plan.sub_area.partition("-")  # of a ZIP code: "100-119"
        parts = [f"{digits:03}" for digits in range(int(first), int(last) + 1)] if last else [""]
        for part in parts if plan.is_bcbs else ():
            for state in plan.states:
                area = "-".join(filter(None, ("A", plan.id, state, part)))
                yield PlanAreaRow(ref=area, plan_id=plan.id, state_code=state, sub_area=part)


def make_credentials(practices: list[Practice], period: Period) -> list[CredentialRow]:
    """Credentials of each provider for most plans of each licensed state."""
    numbers = count(1)
    return [row for one in practices for row in _credentials(one, period, numbers)]


def _credentials(
    practice: Practice, period: Period, numbers: "count[int]"
) -> Iterator[CredentialRow]:
    chance = Chance(f"credentials {practice.number}")
    for state_code in licensed_states(practice.licenses):
        for plan in catalog().plans.values():
            is_sought = plan.line != LineOfBusiness.MOS and plan.offered_in(state_code)
            if is_sought and chance.hits(0.75):
                from_on, to_on, status = _term(chance, plan, period)
                yield CredentialRow(
                    ref=f"CR-{next(numbers):05d}",
                    provider_id=practice.row.ref,
                    plan_id=plan.id,
                    state_code=state_code,
                    from_on=from_on,
                    to_on=to_on,
                    status=status,
                    is_on_headway=chance.hits(0.97),
                )


def credential(
    ref: str, provider_id: str, plan_id: str, state_code: str, is_pending: bool, period: Period
) -> CredentialRow:
    """One that a provider needs for a client: in force since long ago, or to come in a month."""
    long_ago, soon = period.begins_on - timedelta(days=710), period.today + timedelta(days=30)
    return CredentialRow(
        ref=ref,
        provider_id=provider_id,
        plan_id=plan_id,
        state_code=state_code,
        from_on=soon if is_pending else long_ago,
        status=CredentialStatus.PENDING if is_pending else CredentialStatus.ACTIVE,
        is_on_headway=True,
    )


def _term(chance: Chance, plan: DemoPlan, period: Period) -> tuple[date, date | None, str]:
    """Most began long ago and hold; some are pending, some have ended."""
    from_on = period.begins_on - timedelta(days=chance.randint(10, 700))
    luck = chance.random()
    if luck < 0.03:
        return period.today + timedelta(days=chance.randint(-20, 40)), None, "pending"
    if luck < 0.06:
        return from_on, period.today - timedelta(days=chance.randint(30, 300)), "ended"
    if plan.moves_to:
        return from_on, period.payer_change_on - timedelta(days=1), "active"
    return from_on, None, "active"
