"""Keeps what is typed into a form: it is there again after a reload, a time-out or a restart, on
this device or another.

    prefix = draft.begin("note-R-1", "note", "R-1")     # puts stored values back
    st.text_input("Note", key=f"{prefix}-body", live=draft.LIVE)
    draft.end("note-R-1")                               # saves what changed
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeGuard

import streamlit as st

from core.administration.drafts import SaveDraft, discard_draft, save_draft
from core.errors import Conflict, DeskError
from core.queries.drafts import StoredDraft, drafts_about
from core.rules.time.formats import clock_text
from pages import context
from pages.components.markup import NO_BREAK_SPACE, fill, show_html
from pages.components.screen_dates import screen_instant

LIVE = "500ms"
"""A text box sends what was typed after so long without a key."""
WORD = "word"
NEVER_KEPT = frozenset({"message", "accepted", "found", "preview"})
"""Fields of no draft: a pasted message, and what a search answered."""
GONE = "You sent or discarded this draft in another window."
ELSEWHERE = "This form is open in another window, which saved it {at}."


@dataclass
class Kept:
    """What this window knows of a form's draft. `saved` are the values that were stored, at first
    those of the untouched form; `shown` those of the last run, which outlive the boxes."""

    prefix: str
    form: str
    subject: str
    draft_id: int | None = None
    version: int = 0
    started_at: datetime | None = None
    saved_at: datetime | None = None
    saved: dict[str, object] | None = field(default=None, repr=False)
    shown: dict[str, object] = field(default_factory=dict, repr=False)
    runs: int = 0
    is_back: bool = False
    problem: str = ""
    clash: Conflict | None = None
    other: StoredDraft | None = None

    def take(self, stored: StoredDraft) -> None:
        """Be the draft that is stored."""
        self.draft_id, self.version = stored.draft_id, stored.version
        self.started_at, self.saved_at = stored.started_at, stored.saved_at
        self.saved, self.shown, self.is_back = stored.values, stored.values, True


def begin(name: str, form: str, subject: str) -> str:
    """The prefix of the keys of the form `name`, whose boxes get back what was typed into them.
    Above the form: since when that is there, and a button to discard it."""
    prefix = f"{name}-{context.form_key(name)}"
    kept = _kept(name)
    if kept is None or kept.prefix != prefix:
        kept = st.session_state[context.draft_key(name)] = Kept(prefix, form, subject)
        if stored := _stored(form, subject):
            kept.take(stored)
    kept.runs += 1
    for box, value in kept.shown.items():
        if f"{prefix}-{box}" not in st.session_state:
            st.session_state[f"{prefix}-{box}"] = _as_chosen(value)
    if kept.is_back and kept.started_at is not None:
        _show_return(name, kept.started_at)
    return prefix


def end(name: str, subject: str | None = None, never: Collection[str] = NEVER_KEPT) -> None:
    """Save what changed since the last run, once; below the form, when that was, or why not. A form
    may have got another `subject`; the boxes `never` are no part of a draft."""
    kept = _kept(name)
    if kept is None:
        return
    kept.shown = _typed(kept.prefix, never)
    subject = kept.subject if subject is None else subject
    if kept.saved is None:
        # a run that was stopped before its end may hold what a quick person typed
        kept.saved = kept.shown if kept.runs == 1 else {}
    has_moved = kept.draft_id is not None and subject != kept.subject
    if (kept.shown != kept.saved or has_moved) and kept.clash is None:
        _save(kept, subject)
    kept.subject = subject
    _show_state(name, kept)


def _kept(name: str) -> Kept | None:
    kept: Kept | None = st.session_state.get(context.draft_key(name))
    return kept


def _stored(form: str, subject: str) -> StoredDraft | None:
    """Several forms of one page are about one subject, which is asked for once a run."""
    known = st.session_state.setdefault(context.DRAFTS_OF_RUN, {})
    if subject not in known:
        known[subject] = context.query(drafts_about, subject)
    stored: StoredDraft | None = known[subject].get(form)
    return stored


def _typed(prefix: str, never: Collection[str]) -> dict[str, object]:
    """What is in the boxes of a form now; neither records that were read nor buttons."""
    boxes = {
        str(key).removeprefix(f"{prefix}-"): value
        for key, value in st.session_state.items()
        if str(key).startswith(f"{prefix}-")
    }
    return {
        box: _as_stored(value)
        for box, value in boxes.items()
        if box not in never and _is_plain(value)
    }


def _is_plain(value: object) -> TypeGuard[object]:
    if isinstance(value, dict | list):
        return all(map(_is_plain, value.values() if isinstance(value, dict) else value))
    return value is None or (isinstance(value, str | int) and not isinstance(value, bool))


def _as_stored(value: object) -> object:
    """A word of a closed list as its list and itself; anything else as it is."""
    return {WORD: [type(value).__name__, value.value]} if isinstance(value, StrEnum) else value


def _as_chosen(value: object) -> object:
    """What `_as_stored` was given; nothing for a word that is no longer in its list."""
    if not isinstance(value, dict) or WORD not in value:
        return value
    name, word = value[WORD]
    words = {kind.__name__: list(kind) for kind in StrEnum.__subclasses__()}
    return next((one for one in words.get(name, []) if one.value == word), None)


def _save(kept: Kept, subject: str) -> None:
    command = SaveDraft(kept.form, subject, kept.shown, kept.draft_id, kept.version)
    try:
        done = context.keep(save_draft, command)
    except Conflict as clash:
        kept.clash, kept.problem = clash, ""
        st.session_state.pop(context.DRAFTS_OF_RUN, None)
        kept.other = _stored(kept.form, subject)
    except DeskError as problem:
        kept.problem = str(problem)
    else:
        kept.draft_id, kept.version, kept.saved_at = done.draft_id, done.version, done.saved_at
        kept.saved, kept.problem = kept.shown, ""


def _show_return(name: str, started_at: datetime) -> None:
    words = '<p class="desk quiet" role="status">You started this {at}. What you typed is back.</p>'
    with st.container(horizontal=True, vertical_alignment="center"):
        show_html(fill(words, at=_at(started_at)))
        key = f"discard-{name}"
        st.button("Discard draft", key=key, type="tertiary", on_click=_discard, args=(name,))


def _show_state(name: str, kept: Kept) -> None:
    """One line whose room is always there."""
    if kept.clash is not None:
        _show_clash(name, kept.other)
        return
    text = f"Draft saved {_at(kept.saved_at)}" if kept.saved_at else NO_BREAK_SPACE
    words = '<p class="desk hint draft">{text}</p>'
    if kept.problem:
        text = f"Draft not saved. {kept.problem} What you typed is still here."
        words = '<div class="desk notice bad" role="alert">{text}</div>'
    show_html(fill(words, text=text))
    if kept.problem:
        st.button("Save draft", key=f"save-{name}")


def _show_clash(name: str, other: StoredDraft | None) -> None:
    text = ELSEWHERE.format(at=_at(other.saved_at)) if other else GONE
    words = '<div class="desk notice bad" role="alert"><strong>{head}</strong> {text}</div>'
    show_html(fill(words, head="Draft not saved.", text=text))
    with st.container(horizontal=True):
        st.button("Keep this one", key=f"keep-{name}", on_click=_keep_this, args=(name,))
        if other is not None:
            st.button("Use the other one", key=f"use-{name}", on_click=_use_other, args=(name,))


def _keep_this(name: str) -> None:
    """Save over the other one in the run that follows."""
    if kept := _kept(name):
        other, kept.other, kept.clash = kept.other, None, None
        if other and kept.draft_id not in (None, other.draft_id):
            context.keep(discard_draft, kept.draft_id)
        kept.draft_id, kept.version = (other.draft_id, other.version) if other else (None, 0)
        kept.saved = {}


def _use_other(name: str) -> None:
    if (kept := _kept(name)) and kept.other:
        other, kept.other, kept.clash = kept.other, None, None
        _forget_boxes(kept.prefix)
        kept.take(other)


def _discard(name: str) -> None:
    kept = _kept(name)
    if kept is not None and kept.draft_id is not None:
        context.keep(discard_draft, kept.draft_id)
        _forget_boxes(kept.prefix)
    context.forget_form(name)


def _forget_boxes(prefix: str) -> None:
    for key in [key for key in st.session_state if str(key).startswith(f"{prefix}-")]:
        del st.session_state[key]


def _at(instant: datetime | None) -> str:
    """The time today, else day and time."""
    if instant is None:
        return ""
    tz = context.signed_in().actor.tz
    is_today = instant.astimezone(tz).date() == context.now().astimezone(tz).date()
    return f"at {clock_text(instant, tz)}" if is_today else f"on {screen_instant(instant)}"
