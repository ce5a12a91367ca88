"""Plans as the billing rules see them, with their usual areas."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.db.reference_versions import PLANS, unchanging
from core.models.coverage import Payer, Plan, PlanServiceArea
from core.rules.eligibility.practice_facts import AreaFact, PlanFact

ZIP3 = re.compile(r"\d{3}")


@dataclass(frozen=True)
class Plans:
    """Every plan by its id, and those of Blue Cross and Blue Shield: the local one is of them."""

    by_id: Mapping[int, PlanFact]
    blue: tuple[PlanFact, ...]


def all_plans(db: Session) -> Plans:
    """The plans, of which there are few; read again only when they changed."""
    return unchanging(db, PLANS, _all_plans)


def _all_plans(db: Session) -> Plans:
    rows = db.execute(
        select(Plan, col(Payer.ref), PlanServiceArea)
        .join(Payer, col(Payer.id) == col(Plan.payer_id))
        .outerjoin(PlanServiceArea, col(PlanServiceArea.plan_id) == col(Plan.id))
        .order_by(col(Plan.id), col(PlanServiceArea.id))
    )
    plans: dict[int, tuple[Plan, str]] = {}
    areas: dict[int, list[PlanServiceArea]] = {}
    for plan, payer, area in rows:
        plans[plan.key] = plan, payer
        areas.setdefault(plan.key, []).extend([area] if area else [])
    facts = {key: _fact(plan, payer, areas[key]) for key, (plan, payer) in plans.items()}
    return Plans(facts, tuple(plan for plan in facts.values() if plan.is_bcbs))


def area_fact(state: str, sub_area: str) -> AreaFact:
    """A state, or the part of it that `sub_area` names: three digits of a ZIP code, or words."""
    if ZIP3.fullmatch(sub_area):
        return AreaFact(state, zip3=sub_area)
    return AreaFact(state, part=sub_area or None)


def _fact(plan: Plan, payer: str, areas: list[PlanServiceArea]) -> PlanFact:
    as_of = max((one.updated_at for one in areas), default=None)
    return PlanFact(
        ref=plan.ref,
        name=plan.name,
        payer=payer,
        line=plan.line,
        is_bcbs=plan.is_bcbs,
        bluecard_eligible=plan.is_bluecard_eligible,
        telehealth_allowed=plan.is_telehealth_allowed,
        areas=tuple(area_fact(one.state_code, one.sub_area) for one in areas),
        areas_as_of=as_of.date() if as_of else None,
        timely_filing_days=plan.timely_filing_calendar_days,
        correction_method=plan.correction_method,
    )
