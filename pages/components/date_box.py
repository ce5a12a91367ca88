"""Boxes for a day or an instant as people type it, each with what was understood in words under it.

Text boxes: Streamlit's own drops a day that it cannot read, and its calendar covers what is below.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

import streamlit as st

from core.rules.time.formats import day_text, input_day_text, instant_text, zone_text
from core.rules.time.typed_dates import (
    UnreadableDate,
    input_instant_text,
    read_day,
    read_instant,
)
from pages import context, url
from pages.components.markup import NO_BREAK_SPACE, fill, show_html
from pages.components.screen_dates import screen_today
from pages.components.url_choice import PAGING

D = TypeVar("D", date, datetime)
PAUSE = "600ms"
"""After this long without a key the words follow what was typed, before the hand is at a button."""


def ask_day(
    name: str,
    key: str,
    problems: Mapping[str, str],
    field: str,
    *,
    start: date | None = None,
    is_birth: bool = False,
) -> date | None:
    """The day typed; None for nothing, or for what is said under the box to be no day."""
    st.text_input(
        name,
        input_day_text(start) if start else "",
        key=key,
        placeholder="MM/DD/YYYY",
        live=PAUSE,
    )
    return _understood(key, lambda text: _day(text, is_birth), day_text, problems, field)


def ask_instant(
    name: str,
    key: str,
    problems: Mapping[str, str],
    field: str,
    start: datetime | None = None,
    zone: ZoneInfo | None = None,
) -> datetime | None:
    """The instant typed, on the clock of `zone`, else the viewer's; it starts at `start`, else at
    the moment the form was opened."""
    tz = zone or context.signed_in().actor.tz
    opened = st.session_state.setdefault(f"{key}-opened", start or context.now())
    st.text_input(
        f"{name} ({zone_text(tz.key)})",
        input_instant_text(opened, tz),
        key=key,
        placeholder="MM/DD/YYYY 3:15 PM",
        live=PAUSE,
    )
    read = partial(read_instant, tz=tz, today=screen_today())
    return _understood(key, read, lambda at: instant_text(at, tz), problems, field)


def typed_day(key: str) -> date | None:
    """The day that `ask_day` holds under `key` when a form is sent."""
    return _read(st.session_state[key], _day)[0]


def typed_instant(key: str) -> datetime | None:
    """The instant that `ask_instant` holds under `key` when a form is sent."""
    return _read(st.session_state[key], _instant)[0]


def url_day(
    name: str,
    key: str,
    start: date | None = None,
    forget: Iterable[str] = PAGING,
) -> date | None:
    """The day that the URL holds under `key` as YYYY-MM-DD, else `start`. What is no day stays in
    the URL and in the box, and is said under it."""
    given = st.query_params.get(key, start.isoformat() if start else "")
    # the URL decides on every run, so that links, Back and Forward show what they say
    if _url_value(st.session_state.get(key, "")) != _url_value(given):
        st.session_state[key] = _box_text(given)
    st.text_input(
        name,
        key=key,
        placeholder="MM/DD/YYYY",
        on_change=_keep_day,
        args=(key, tuple(forget)),
    )
    return _understood(key, _day, day_text, {}, key)


def _keep_day(key: str, forget: Iterable[str]) -> None:
    """Write the day that was typed into the URL."""
    url.write({**dict.fromkeys(forget, ""), key: _url_value(st.session_state[key])})


def has_unread_day(*keys: str) -> bool:
    """Whether the URL holds something under one of `keys` that is no day: the list must wait."""
    given = [st.query_params.get(key, "").strip() for key in keys]
    return any(text and _read(text, _day)[0] is None for text in given)


def _understood(
    key: str,
    read: Callable[[str], D],
    words: Callable[[D], str],
    problems: Mapping[str, str],
    field: str,
) -> D | None:
    """What the box under `key` holds; under the box how it was read, or what is wrong with it. The
    same room at any time, so that a button below never moves away from a click."""
    typed = st.session_state[key]
    found, problem = _read(typed, read)
    if not problem and field in problems and _was_refused(key, typed, problems):
        problem = problems[field]
    if problem:
        template = '<div class="desk wrong understood" role="alert">{text}</div>'
    else:
        template = '<div class="desk quiet understood">{text}</div>'
    show_html(fill(template, text=problem or (words(found) if found else NO_BREAK_SPACE)))
    return found


def _was_refused(key: str, typed: str, problems: Mapping[str, str]) -> bool:
    """Whether these problems are about this text, and not about one that was replaced since."""
    seen = st.session_state.get(f"{key}-refused")
    if seen is None or seen[0] is not problems:
        st.session_state[f"{key}-refused"] = seen = (problems, typed)
    return bool(seen[1] == typed)


def _read(text: str, read: Callable[[str], D]) -> tuple[D | None, str]:
    """What the text says, or None and what is wrong with it."""
    try:
        return (read(text) if text.strip() else None), ""
    except UnreadableDate as problem:
        return None, str(problem)


def _day(text: str, is_birth: bool = False) -> date:
    return read_day(text, screen_today(), is_birth=is_birth)


def _instant(text: str) -> datetime:
    return read_instant(text, context.signed_in().actor.tz, screen_today())


def _url_value(text: str) -> str:
    day, _ = _read(text, _day)
    return day.isoformat() if day else text.strip()


def _box_text(given: str) -> str:
    day, _ = _read(given, _day)
    return input_day_text(day) if day else given
