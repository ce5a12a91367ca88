"""Answers as the JSON of docs/explain.md: instants in UTC with a Z, days as YYYY-MM-DD."""

from datetime import UTC, datetime
from typing import Any

from core.queries.sessions.billing_check import BillingCheck, PlanAnswer
from core.queries.sessions.verdicts import ExplainedSession
from core.rules.eligibility.billing import StateVerdict
from core.rules.eligibility.verdict import Answer, answer
from core.rules.time.deadline_status import DeadlineRow
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
        "kind": row.deadline.kind.value,
        **_limit(row.deadline),
        "met_at": instant(row.met_at) if row.met_at else None,
        "status": row.status.value,
        **_source(row.deadline),
    }


def deadline(one: Deadline) -> Json:
    """A deadline that belongs to no record."""
    return {
        "kind": one.kind.value,
        "from": instant(one.starts) if isinstance(one.starts, datetime) else one.starts.isoformat(),
        "zone": one.tz.key,
        **_limit(one),
        **_source(one),
    }


def billing(check: BillingCheck) -> Json:
    """Where a provider can be billed, plan by plan."""
    return {
        "provider": check.provider_ref,
        "client": check.client_ref,
        "merged": check.merged,
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


def _limit(one: Deadline) -> Json:
    """Hours end at `due_at`, inclusive; days with `last_day`, before the instant `blocked_from`."""
    return {
        "due_at": instant(one.due_at) if one.due_at else None,
        "last_day": one.last_on.isoformat() if one.last_on else None,
        "blocked_from": instant(one.blocked_from) if one.blocked_from else None,
    }


def _source(one: Deadline) -> Json:
    value = one.policy
    policy = {
        "key": value.key,
        "value": value.value,
        "unit": value.unit,
        "effective_from": value.effective_from.isoformat(),
        "origin": value.origin,
    }
    skipped = [{"day": skip.day.isoformat(), "why": skip.why} for skip in one.skipped]
    return {"rule": value.rule, "policy": policy, "why": one.why, "skipped": skipped}


def instant(at: datetime) -> str:
    """An instant in UTC: "2026-03-11T15:00:00Z", with fractions of a second if there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
