"""Plans as the gates are told of them, with their usual areas."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.facts.grouped import gathered
from core.models.coverage import Payer, Plan, PlanServiceArea
from core.rules.eligibility.practice_facts import AreaFact, PlanFact

ZIP3 = re.compile(r"\d{3}")


def all_plans(db: Session) -> dict[int, PlanFact]:
    """Every plan by its id; two queries, and there are few plans."""
    joined = select(Plan, col(Payer.ref)).join(Payer, col(Payer.id) == col(Plan.payer_id))
    rows = db.execute(joined).all()
    columns = (PlanServiceArea.state_code, PlanServiceArea.sub_area)
    of, order = PlanServiceArea.plan_id, PlanServiceArea.id
    areas = gathered(db, of, columns, order, [plan.key for plan, _ in rows], area_fact)
    return {plan.key: _fact(plan, payer, areas[plan.key]) for plan, payer in rows}


def blue_plans(plans: dict[int, PlanFact]) -> tuple[PlanFact, ...]:
    """Those of Blue Cross and Blue Shield, by which the local one is told."""
    return tuple(plan for plan in plans.values() if plan.is_bcbs)


def area_fact(state: str, sub_area: str) -> AreaFact:
    """A state, or the part of it that `sub_area` names: three digits of a ZIP code, or words."""
    if ZIP3.fullmatch(sub_area):
        return AreaFact(state, zip3=sub_area)
    return AreaFact(state, part=sub_area or None)


def _fact(plan: Plan, payer: str, areas: tuple[AreaFact, ...]) -> PlanFact:
    return PlanFact(
        ref=plan.ref,
        name=plan.name,
        payer=payer,
        line=plan.line,
        is_bcbs=plan.is_bcbs,
        bluecard_eligible=plan.is_bluecard_eligible,
        telehealth_allowed=plan.is_telehealth_allowed,
        areas=areas,
        timely_filing_days=plan.timely_filing_calendar_days,
        correction_method=plan.correction_method,
    )
