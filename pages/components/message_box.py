"""A message is pasted, what it says is offered to the form, and the text itself is never kept.

The text lives in its box alone: Streamlit forgets it when the page is left or the form is filed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from core.rules.messages import kinds
from core.rules.messages.reader import LONGEST, MessageReading, read_message
from core.rules.requests.distress import suggests_self_harm
from pages.components import notices, safety
from pages.components.markup import fill, join, show_html, show_text

FORMS = {
    kinds.CORRECTION: ("a client correction", "work/client_correction.py"),
    kinds.DIRECTORY: ("a directory update", "work/directory_update.py"),
    kinds.CANCELLATION: ("a session cancellation", "work/cancellation.py"),
}
"""The forms that a message may belong to, and their pages."""
OTHERS = {
    kinds.EDIT: "This reads like a late edit of a confirmed session, not a {form}.",
    kinds.MOS_BOOKING: "This reads like a Military OneSource client who can't be booked.",
    kinds.MOS_CONFIRMATION: "This reads like a Military OneSource session that can't be confirmed.",
    kinds.NEW_LOCATION: "This reads like a new location of a client.",
    kinds.TEMPORARY_PRACTICE: "This reads like a board's answer on temporary practice.",
    kinds.RESCHEDULE: "This reads like a change of a planned appointment. The provider does that.",
    kinds.JOIN_CALL: "This reads like trouble with a video call. The provider helps by Messages.",
    kinds.CODING: "This reads like a question about a code. The provider answers it.",
}
DANGER = (
    "Words in this message suggest self-harm. Act before you fill in the form. When you file it, "
    "the request is urgent, and the on-call contact is alerted."
)


@dataclass(frozen=True)
class Offer:
    """What one thing found would fill. `name` and `value` say it, `read` are the message's words,
    "" where they are the value. `fields` gives, by the keys of their boxes, the values and what the
    boxes hold when empty; at the click, since an offer accepted before may have taken a line.
    `then` follows where a box was filled."""

    name: str
    value: str
    read: str
    fields: Callable[[], Mapping[str, tuple[Any, Any]]]
    then: Callable[[], None] | None = None


def show_message_box(
    prefix: str,
    kind: str,
    received: date,
    offers: Callable[[MessageReading], Sequence[Offer]],
) -> None:
    """The box, and what its text offers to the form of this `kind`."""
    text = st.text_area(
        "Message",
        key=f"{prefix}-message",
        height=110,
        placeholder="Paste the e-mail, chat or call note, then click outside this box.",
        help="We check the message for signs of danger and never save it.",
    )
    if not text or not text.strip():
        return
    if suggests_self_harm([text]):
        st.session_state[f"{prefix}-danger"] = "noticed"  # as a word, which a draft keeps
        notices.show_problem(DANGER)
        safety.show_help()
    reading = read_message(text, received)
    if len(text) > LONGEST:
        show_text(f"Only the first {LONGEST:,} characters are read.", is_quiet=True)
    _show_other_kind(reading.kind, kind)
    found = list(offers(reading))
    if found:
        _show_offers(prefix, found)
    else:
        show_text("Nothing recognized. Fill in below.", is_quiet=True)


def has_danger(prefix: str) -> bool:
    """Whether a message that was pasted into this form suggests self-harm."""
    return bool(st.session_state.get(f"{prefix}-danger"))


def _show_other_kind(found: str | None, here: str) -> None:
    if found is None or found == here:
        return
    if found in FORMS:
        words, page = FORMS[found]
        show_text(f"This reads like {words}. Paste it again on that form.")
        st.page_link(page, label=f"Open the form for {words}", icon=":material/arrow_forward:")
    elif found in OTHERS:
        show_text(OTHERS[found].format(form=FORMS[here][0].removeprefix("a ")))


def _show_offers(prefix: str, found: Sequence[Offer]) -> None:
    accepted = _accepted(prefix)
    open_ones = [one for one in found if _id(one) not in accepted]
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            show_html(
                fill(
                    '<div class="desk"><strong>Found</strong> · {count} accepted</div>',
                    count=f"{len(found) - len(open_ones)} of {len(found)}",
                )
            )
            if open_ones:
                st.button(
                    "Accept all",
                    key=f"{prefix}-accept-all",
                    type="primary",
                    icon=":material/done_all:",
                    on_click=_accept,
                    args=(prefix, open_ones),
                )
            if accepted:
                st.button(
                    "Undo",
                    key=f"{prefix}-accept-undo",
                    icon=":material/undo:",
                    on_click=_undo,
                    args=(prefix,),
                )
        for place, one in enumerate(found):
            _show_offer(prefix, place, one, accepted)


def _show_offer(
    prefix: str, place: int, one: Offer, accepted: Mapping[str, Mapping[str, Any]]
) -> None:
    read = fill(' <span class="quiet">from “{read}”</span>', read=one.read) if one.read else ""
    words = fill(
        "{name}: <strong>{value}</strong>{read}", name=one.name, value=one.value, read=read
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if _id(one) in accepted:
            kept = "" if accepted[_id(one)] else " Not changed: you filled this in."
            parts = join([fill("✓ "), words, fill('<span class="quiet">{kept}</span>', kept=kept)])
            show_html(fill('<div class="desk" role="status">{words}</div>', words=parts))
            return
        show_html(fill('<div class="desk">{words}</div>', words=words))
        st.button(
            f"Accept {one.name[0].lower()}{one.name[1:]}",
            key=f"{prefix}-accept-{place}",
            on_click=_accept,
            args=(prefix, [one]),
        )


def _accepted(prefix: str) -> dict[str, dict[str, Any]]:
    """What was filled by each offer that was accepted."""
    found: dict[str, dict[str, Any]] = st.session_state.setdefault(f"{prefix}-accepted", {})
    return found


def _id(one: Offer) -> str:
    return f"{one.name}: {one.value}"


def _accept(prefix: str, offers: Sequence[Offer]) -> None:
    """Fill the boxes that are empty. As a callback it runs before the page is drawn again."""
    for one in offers:
        wanted = one.fields()
        empty = {key: pair for key, pair in wanted.items() if not st.session_state.get(key)}
        st.session_state.update({key: value for key, (value, _) in empty.items()})
        _accepted(prefix)[_id(one)] = empty
        if empty and one.then:
            one.then()


def _undo(prefix: str) -> None:
    """Empty again what was filled, except what was changed since."""
    for filled in st.session_state.pop(f"{prefix}-accepted").values():
        for key, (value, empty) in filled.items():
            if st.session_state.get(key) == value:
                st.session_state[key] = empty
