"""Payers and plans, and which provider may bill which plan where."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from core.demo.catalog import DemoPlan, catalog, demo_list
from core.demo.chance import Chance
from core.demo.period import Period
from core.demo.providers import Practice, licensed_states
from core.exchange.coverage_rows import (
    CredentialRow,
    PayerRow,
    PlanAreaRow,
    PlanRow,
    VirtualNetworkRow,
)
from core.exchange.extract_row import ExtractRow
from core.vocabulary.coverage import CredentialStatus, LineOfBusiness


@dataclass(frozen=True)
class Networks:
    """Who may bill what, as the extracts say it."""

    credentials: list[CredentialRow]
    opt_ins: list[VirtualNetworkRow]

    def providers_of(self, plan_id: str, state_code: str) -> set[str]:
        """The providers with an active credential or an opt-in for the plan in the state."""
        wanted = (plan_id, state_code)
        active = [one for one in self.credentials if one.status == CredentialStatus.ACTIVE]
        able = {one.provider_id for one in active if (one.plan_id, one.state_code) == wanted}
        opted = (one for one in self.opt_ins if (one.plan_id, one.state_code) == wanted)
        return able | {one.provider_id for one in opted}


def payer_and_plan_rows() -> Iterator[ExtractRow]:
    """Every payer and plan of the list, and the states, or parts of one, of Blue plans."""
    for entry in demo_list("plans")["payer"]:
        is_bcbs = entry.get("is_bcbs", False)
        yield PayerRow(
            ref=entry["id"], name=entry["name"], payer_class=entry["class"], is_bcbs=is_bcbs
        )
    for plan in catalog().plans.values():
        given = plan.model_dump(include=set(PlanRow.model_fields))
        yield PlanRow(ref=plan.id, payer_id=plan.payer, is_bcbs=plan.is_bcbs, **given)
        for part in _zip_starts(plan.sub_area) if plan.is_bcbs else ():
            for state in plan.states:
                area = "-".join(filter(None, ("A", plan.id, state, part)))
                yield PlanAreaRow(ref=area, plan_id=plan.id, state_code=state, sub_area=part)


def _zip_starts(span: str) -> list[str]:
    """The first three digits of each ZIP code of a part such as "100-119"; "" for a whole state."""
    first, _, last = span.partition("-")
    return [f"{digits:03}" for digits in range(int(first), int(last) + 1)] if last else [""]


def make_networks(practices: list[Practice], period: Period) -> Networks:
    """Credentials for most plans of each licensed state, and a few Blue opt-ins."""
    numbers = count(1)
    credentials = [row for one in practices for row in _credentials(one, period, numbers)]
    return Networks(credentials, [row for one in practices for row in _opt_ins(one, period)])


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


def _opt_ins(practice: Practice, period: Period) -> Iterator[VirtualNetworkRow]:
    """The Blue plans whose members a provider sees in another state than the plan's own."""
    chance = Chance(f"opt-ins {practice.number}")
    for plan in (catalog().plans["L-06"], catalog().plans["L-08"]):
        if not plan.offered_in(practice.state.code) and chance.hits(0.15):
            yield VirtualNetworkRow(
                ref=f"VN-{practice.number + 1:03d}-{plan.id}",
                provider_id=practice.row.ref,
                plan_id=plan.id,
                state_code=practice.state.code,
                from_on=period.begins_on - timedelta(days=chance.randint(0, 300)),
                to_on=period.today - timedelta(days=90) if chance.hits(0.15) else None,
            )
