"""A timeline, newest first: what, who, when, old → new, why."""

from collections.abc import Sequence

from markupsafe import Markup

from core.queries.timeline import TimelineEvent
from core.rules.requests.corrections import field_label
from core.vocabulary.words import sentence_case
from pages.components.markup import MISSING_MARK, fill, join
from pages.components.screen_dates import screen_instant

WORDS = {
    "request.filed": "Request filed",
    "request.completed": "Missing information added",
    "request.taken": "Taken",
    "request.returned": "Unassigned",
    "request.put_away": "Snoozed",
    "request.resumed": "Resumed",
    "request.reassigned": "Assigned",
    "request.deadlines_recalculated": "Deadlines moved with the business days",
    "request.rejected": "Rejected",
    "request.withdrawn": "Withdrawn",
    "request.redirected": "Redirected",
    "request.duplicate": "Marked as duplicate",
    "request.said_again": "A duplicate was filed",
    "request.reopened": "Reopened",
    "request.commented": "Internal note added",
    "request.done": "Work done, reply pending",
    "request.closed": "Reply sent, request closed",
    "request.edit_applied": "Edit applied, claim to correct",
    "request.claim_corrected": "Correction of a claim recorded",
    "client.corrected": "Record corrected",
    "session.crisis_approved": "Crisis exception approved",
    "session.crisis_not_approved": "Crisis exception declined",
    "session.crisis_approval_ended": "Crisis exception no longer applies",
    "session.cancellation_requested": "Cancellation requested; pending charges and payouts on hold",
    "session.cancellation_step": "Step settled",
    "session.cancelled_after_confirm": "Session canceled",
    "session.cancellation_withdrawn": "Cancellation withdrawn; session confirmed again",
    "listing.submitted": "Submitted to Evernorth",
    "listing.returned": "Returned by Evernorth",
    "listing.looked_at": "Listing checked",
    "provider.corrected": "Provider record corrected",
    "client.taken_from_platform": "Platform's value accepted",
    "outbound_change.exported": "Sent to the platform",
    "outbound_change.acknowledged": "Acknowledged by the platform",
    "outbound_change.contradicted": "In conflict with the platform",
    "outbound_conflict.resolved": "Conflict resolved",
    "message.sent": "E-mail sent",
    "message.failed": "E-mail could not be sent",
    "message.retried": "E-mail queued again",
    "approval.asked": "Approval requested",
    "approval.given": "Approved",
    "approval.refused": "Declined",
}

FIELDS = {
    "fields": "Fields",
    "wake_on": "Wake-up day",
    "due_on": "Due",
    "cpt": "CPT code",
    "no_street": "Why there is no street address",
    "places": "Address",
}


def timeline(events: Sequence[TimelineEvent]) -> Markup:
    """The events as a list; a sentence where there are none."""
    if not events:
        return fill('<p class="desk quiet">No changes yet</p>')
    items = join(map(event_item, events))
    return fill('<ol class="desk line-of-time">{items}</ol>', items=items)


def event_words(event: TimelineEvent) -> str:
    """What happened, in words."""
    plain = event.action.replace(".", " ").replace("_", " ").capitalize()
    return WORDS.get(event.action) or plain


def event_item(event: TimelineEvent) -> Markup:
    """One event, as an item of a list."""
    changes = join(
        fill(
            "<br>{field}: {old}<strong>{new}</strong>",
            field=sentence_case(FIELDS.get(one.field) or field_label(one.field)),
            old=f"{one.old} → " if one.old else "",
            new=one.new or MISSING_MARK,
        )
        for one in event.changes
    )
    return fill(
        "<li><strong>{what}</strong><span class='quiet'> · {who} · {at}</span>{changes}{why}</li>",
        what=event_words(event),
        who=event.who,
        at=screen_instant(event.at),
        changes=changes,
        why=fill("<br><span class='quiet'>{reason}</span>", reason=event.reason)
        if event.reason
        else "",
    )
