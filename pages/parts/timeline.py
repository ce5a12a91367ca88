"""What happened, newest first: field, old → new, who, when, why."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from core.queries.timeline import Event
from core.rules.corrections import field_label
from core.rules.time_text import when
from pages.parts.markup import fill, join

WORDS = {
    "request.filed": "Request filed",
    "request.completed": "Missing inputs added",
    "request.taken": "Taken",
    "request.returned": "Returned",
    "request.done": "Done; requester to be told",
    "request.closed": "Requester told; closed",
    "client.corrected": "Record corrected",
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
            "<br>{field}: {old} → <strong>{new}</strong>",
            field=field_label(one.field),
            old=one.old or "–",
            new=one.new or "–",
        )
        for one in event.changes
    )
    return fill(
        "<li><strong>{what}</strong> <span class='quiet'>{who}, {at}</span>{changes}{why}</li>",
        what=WORDS.get(event.action, event.action.replace(".", " ").replace("_", " ")),
        who=event.who,
        at=when(event.at, viewer),
        changes=changes,
        why=fill("<br><span class='quiet'>{reason}</span>", reason=event.reason)
        if event.reason
        else "",
    )
