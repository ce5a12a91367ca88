"""Answers as the JSON of docs/explain.md: instants in UTC with a Z, days as YYYY-MM-DD."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from core.queries.sessions.billing_check import BillingCheck, PlanAnswer
from core.queries.sessions.verdicts import ExplainedSession
from core.rules.eligibility.billing import StateVerdict
from core.rules.eligibility.verdict import Answer, answer
from core.rules.time.deadline_row import DeadlineRow
from core.rules.time.deadlines import Deadline
from core.vocabulary.reasons import Reason
from core.vocabulary.verdicts import CancelPath, Verdict

Json = dict[str, Any]


def session(one: ExplainedSession) -> Json:
    """A session as of an instant."""
    verdicts = one.verdicts
    route = verdicts.cancel
    asked = Verdict.ALLOW if route.path == CancelPath.SUPPORT else Verdict.BLOCK
    return {
        "reference": one.ref,
        "at": instant(one.at),
        "status": one.stage.value,
        "date_of_service": one.date_of_service.isoformat(),
        "zone": one.zone,
        "deadlines": [deadline_row(row) for row in one.deadlines],
        "confirm": verdict(verdicts.confirm),
        "edit": verdict(verdicts.edit),
        "cancel": {
            "verdict": asked.value,
            "path": route.path.value,
            "reasons": [reason(route.reason)],
        },
        "billing": {
            **verdict(verdicts.billing),
            "paths": [path.value for path in verdicts.billing.paths],
            "states": [state_verdict(one) for one in verdicts.boxes],
        },
    }


def verdict(said: Answer) -> Json:
    """A verdict: the reasons that decide it, and remarks."""
    return {
        "verdict": said.verdict.value,
        "reasons": [reason(one) for one in said.deciding],
        "remarks": [reason(one) for one in said.remarks],
    }


def reason(one: Reason) -> Json:
    """A reason, with what to do about it."""
    return {
        "code": one.code,
        "weight": one.weight.value,
        "rule": one.rule,
        "article": one.article,
        "section": one.section,
        "text": one.text,
        "next_step": one.next_step,
    }


def state_verdict(one: StateVerdict) -> Json:
    """The verdict for one state, with the ways to bill there."""
    paths = [path.value for path in one.answer.paths]
    return {"state": one.state, **verdict(one.answer), "paths": paths}


def deadline_row(row: DeadlineRow) -> Json:
    """A deadline of a record, with its status."""
    return {
        "kind": row.kind.value,
        **_limit(row.limit_at, row.last_on, is_inclusive=row.is_inclusive),
        "met_at": instant(row.met_at) if row.met_at else None,
        "status": row.status.value,
        **_grounds(row, row.skipped),
    }


def deadline(one: Deadline) -> Json:
    """A deadline that belongs to no record."""
    return {
        "kind": one.kind.value,
        "from": instant(one.starts) if isinstance(one.starts, datetime) else one.starts.isoformat(),
        "zone": one.tz.key,
        **_limit(one.too_late_from, one.last_on, is_inclusive=one.due_at is not None),
        **_grounds(one, [(skip.day, skip.why) for skip in one.skipped]),
    }


def billing(check: BillingCheck) -> Json:
    """Where a provider can be billed, plan by plan."""
    return {
        "provider": check.provider_ref,
        "client": check.client_ref,
        "on": check.on.isoformat(),
        "answers": [_of_plan(one) for one in check.answers],
    }


def _of_plan(one: PlanAnswer) -> Json:
    """`verdict` covers all states: each must pass, and there must be one."""
    whole = answer(reason for state in one.boxes for reason in state.answer.reasons)
    summed = whole.verdict if one.boxes else Verdict.NOT_ASSESSED
    return {
        "payer_kind": one.payer_kind.value,
        "plan": one.plan_ref or None,
        "rank": one.rank,
        "verdict": summed.value,
        "states": [state_verdict(each) for each in one.boxes],
    }


def _limit(at: datetime, last_on: date | None, *, is_inclusive: bool) -> Json:
    """Hours end at `due_at`, inclusive; days with `last_day`, before the instant `blocked_from`."""
    return {
        "due_at": instant(at) if is_inclusive else None,
        "last_day": last_on.isoformat() if last_on else None,
        "blocked_from": None if is_inclusive else instant(at),
    }


def _grounds(of: DeadlineRow | Deadline, skipped: Iterable[tuple[date, str]]) -> Json:
    value = of.policy
    policy = {
        "key": value.key,
        "value": value.value,
        "unit": value.unit,
        "effective_from": value.effective_from.isoformat(),
        "origin": value.origin,
    }
    days = [{"day": day.isoformat(), "why": why} for day, why in skipped]
    return {"rule": of.rule, "policy": policy, "why": of.why, "skipped": days}


def instant(at: datetime) -> str:
    """An instant in UTC: "2026-03-11T15:00:00Z", with fractions of a second if there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
