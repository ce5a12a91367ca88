"""What is wrong with the record of a session, as its page says it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from core.db.transaction import ReadContext
from core.facts.data_issues import Acceptance, acceptances
from core.facts.session_bundles import SessionBundle
from core.queries.sessions.verdicts import SessionVerdicts
from core.rules.reasons import reason
from core.rules.time.formats import without_this_year
from core.rules.time.instants import local_date
from core.vocabulary.care import SessionStatus
from core.vocabulary.data_issues import DataIssueCode, DataIssueStage
from core.vocabulary.reasons import Reason

JUDGED = (SessionStatus.CONFIRMED, SessionStatus.CANCEL_REQUESTED)
"""A session that can still be confirmed says the same beside the question whether it can be."""


@dataclass(frozen=True)
class SessionIssue:
    """One data issue of a session: what is wrong and who does what. `found_at` is None for what
    the next data check finds; `acceptance`: who left the record as it is."""

    code: DataIssueCode
    reason: Reason
    found_at: datetime | None = None
    acceptance: Acceptance | None = None


def session_issues(
    context: ReadContext, bundle: SessionBundle, verdicts: SessionVerdicts
) -> tuple[SessionIssue, ...]:
    """What the data checks found and is not gone, then what the rules say of a confirmed session
    and no check has found yet."""
    today = local_date(context.now, context.actor.tz)
    accepted = [one.key for one in bundle.issues if one.stage == DataIssueStage.ACCEPTED]
    known_by = acceptances(context.db, accepted)
    stored = [
        SessionIssue(
            code=one.code,
            reason=reason(one.code.value, detail=without_this_year(one.detail, today)),
            found_at=one.found_at,
            acceptance=known_by.get(one.key),
        )
        for one in bundle.issues
        if one.stage != DataIssueStage.GONE
    ]
    known = {one.code for one in stored}
    fresh = _judged(verdicts) if bundle.session.status in JUDGED else ()
    return (*stored, *(one for one in fresh if one.code not in known))


def _judged(verdicts: SessionVerdicts) -> Iterator[SessionIssue]:
    codes = {code.value: code for code in DataIssueCode}
    for one in verdicts.confirm.reasons:
        if one.code in codes:
            yield SessionIssue(codes[one.code], one)
