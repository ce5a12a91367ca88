"""What happened, newest first: field, old → new, who, when, why."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from core.queries.timeline import Event
from core.rules.requests.corrections import field_label
from core.rules.time.formats import instant_text
from pages.components.markup import fill, join

WORDS = {
    "request.filed": "Request filed",
    "request.completed": "Missing inputs added",
    "request.taken": "Taken",
    "request.returned": "Returned",
    "request.put_away": "Put away",
    "request.resumed": "Goes on",
    "request.reassigned": "Given to somebody",
    "request.rejected": "Rejected",
    "request.withdrawn": "Withdrawn",
    "request.redirected": "Sent elsewhere",
    "request.duplicate": "Marked as duplicate",
    "request.said_again": "Another request repeats this",
    "request.reopened": "Reopened",
    "request.commented": "Note written",
    "request.done": "Done; requester to be told",
    "request.closed": "Requester told; closed",
    "client.corrected": "Record corrected",
    "session.cancellation_requested": "Cancellation requested; held what could be",
    "session.cancellation_step": "A step settled",
    "session.cancelled_after_confirm": "Session cancelled after confirmation",
    "session.cancellation_withdrawn": "Withdrawn; session confirmed again",
    "listing.submitted": "Handed to Evernorth",
    "listing.returned": "Evernorth gave it back",
    "listing.looked_at": "Listing looked at",
    "provider.corrected": "Provider's record corrected",
    "client.taken_from_platform": "Record took the platform's value",
    "platform_change.exported": "Sent to the platform",
    "platform_change.acknowledged": "The platform has it",
    "platform_change.contradicted": "The platform says something else",
    "drift.resolved": "A lead decided whose value stands",
    "message.sent": "E-mail sent",
    "message.failed": "E-mail could not be sent",
    "message.retried": "E-mail to be tried again",
    "approval.asked": "Second person asked",
    "approval.given": "Approved",
    "approval.refused": "Not approved",
}


def timeline(events: Sequence[Event], viewer: ZoneInfo) -> Markup:
    """The events as a list; a sentence where nothing happened yet."""
    if not events:
        return fill('<p class="desk quiet">Nothing was changed here yet.</p>')
    items = join(_event(event, viewer) for event in events)
    return fill('<ol class="desk line-of-time">{items}</ol>', items=items)


def _event(event: Event, viewer: ZoneInfo) -> Markup:
    changes = join(
        fill(
            "<br>{field}: {old}<strong>{new}</strong>",
            field=field_label(one.field),
            old=f"{one.old} → " if one.old else "",
            new=one.new or "–",
        )
        for one in event.changes
    )
    return fill(
        "<li><strong>{what}</strong> <span class='quiet'>{who}, {at}</span>{changes}{why}</li>",
        what=WORDS.get(event.action, event.action.replace(".", " ").replace("_", " ")),
        who=event.who,
        at=instant_text(event.at, viewer),
        changes=changes,
        why=fill("<br><span class='quiet'>{reason}</span>", reason=event.reason)
        if event.reason
        else "",
    )
