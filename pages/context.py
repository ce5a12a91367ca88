"""The one door from a page to core: who is here, reading, and doing.

`submit` is where an expected error of an action is caught. No `st.*` stands between the first and
the last write of an action, since Streamlit stops a run at its next call.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar
from uuid import uuid4

import streamlit as st

from core import clock, db
from core.db.transaction import ReadContext, Receipt, WriteContext, perform, reading, transaction
from core.errors import (
    Conflict,
    DeskError,
    InvalidInput,
    PolicyGap,
    Refused,
    SignedOut,
)
from core.queries.people.sign_ins import SignedIn, find_sign_in, keep_alive
from pages.components import notices

P = ParamSpec("P")
T = TypeVar("T")
Command = TypeVar("Command")
COOKIE = "session_desk"
NEWS, GO_ON, LAST_DONE, PAGE = "news", "go_on", "last_done", "page"
FILTERS: tuple[str, ...] = (
    "status",
    "kind",
    "who",
    "due",
    "first",
    "reference",
    "client",
    "provider",
    "session",
)
FILTERS += ("npi", "payer", "state", "from", "to", "class", "clock", "plan", "on", "zip", "rule")
"""Keys of fields that stand in the address: several lists have one of the same name."""
FRESH = timedelta(seconds=8)
"""How long news stays when the page is drawn again."""
QUICK = timedelta(seconds=2)
"""How long after a click a second one may still come: until then news follow to another page."""


@dataclass(frozen=True)
class Done:
    """What was just done, and the request that it leads to: where the second of two quick clicks
    arrives after the request was drawn, the form is on the screen again, and this leads there."""

    text: str
    request_ref: str


def now() -> datetime:
    """The instant of this run."""
    return clock.now()


def signed_in() -> SignedIn:
    """Who is here, by the sign-in record of the cookie; without one the run ends at a way back."""
    try:
        who = _sign_in()
    except SignedOut:
        notices.signed_out()
        st.stop()
    if st.session_state.setdefault("sign_in", who.sign_in_id) != who.sign_in_id:
        st.session_state.clear()  # somebody else at the same browser: nothing typed is theirs
        st.session_state["sign_in"] = who.sign_in_id
    keep_alive(db.engine(), who, now())
    return who


def _sign_in() -> SignedIn:
    with db.looking(db.engine()) as session:
        who = find_sign_in(session, st.context.cookies.get(COOKIE), now())
    if who is None:
        raise SignedOut("Your sign-in has ended.")
    return who


def read(query: Callable[Concatenate[ReadContext, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The answer of a guarded query; an expected error is shown and ends the run there."""
    return read_or("", query, *args, **kwargs)


def read_or(
    title: str, query: Callable[Concatenate[ReadContext, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """The same for the record a page is about: without it, the page still has its `title`."""
    try:
        return ask(query, *args, **kwargs)
    except (DeskError, PolicyGap) as problem:
        if title:
            st.title(title)
        _explain(problem)
        st.stop()


def ask(query: Callable[Concatenate[ReadContext, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The answer of a guarded query; a page that can mend a wrong input catches InvalidInput."""
    with reading(db.engine(), signed_in().actor, now()) as look:
        return query(look, *args, **kwargs)


def submit(
    name: str, action: Callable[[WriteContext, Command], Receipt], command: Command, page: str = ""
) -> None:
    """Do it once for the form `name`, then go on to `page` where given.

    As a callback it runs before the page is drawn anew, with the command that was made of what
    the person saw: a record that changed meanwhile is a conflict, and no quick next click can
    swallow it. What came of it is kept for the next run: news on top, problems at their fields.
    """
    st.session_state.pop(_problems(name), None)
    st.session_state.pop(NEWS, None)
    key = _key(name, command)
    try:
        actor = _sign_in().actor
        receipt = perform(db.engine(), actor, now(), action, command, key)
    except InvalidInput as problem:
        st.session_state[_problems(name)] = problem.fields
    except (DeskError, PolicyGap) as problem:
        st.session_state[NEWS] = (now(), problem)
    else:
        st.session_state.get("form_keys", {}).pop(name, None)
        st.session_state[LAST_DONE] = (name, command, key)
        st.session_state[NEWS] = (now(), Done(receipt.text, receipt.ref if page else ""))
        if page:
            st.session_state[GO_ON] = (page, receipt.ref, now())


def reveal(action: Callable[[WriteContext, Command], T], command: Command) -> tuple[T | None, str]:
    """Read an identifying field, logged as it is read; the value, or why not."""
    actor = signed_in().actor
    try:
        with transaction(db.engine(), actor, now()) as change:
            return action(change, command), ""
    except InvalidInput as problem:
        return None, " ".join(problem.fields.values())
    except DeskError as problem:
        return None, str(problem)


def form_key(name: str) -> str:
    """The idempotency key of the form `name`: the same until it was done."""
    keys: dict[str, str] = st.session_state.setdefault("form_keys", {})
    return keys.setdefault(name, uuid4().hex)


def _key(name: str, command: object) -> str:
    """The second of two quick clicks sends the same command again: it gets the key of the first,
    and so its receipt, and not the news that somebody changed the record."""
    *done, key = st.session_state.get(LAST_DONE, ("", None, ""))
    return str(key) if done == [name, command] else form_key(name)


def problems(name: str) -> dict[str, str]:
    """What the form `name` was last told to mend, by field."""
    found: dict[str, str] = st.session_state.get(_problems(name), {})
    return found


def turn_to(address: str) -> None:
    """Forget the filters of another list, but for those in this one's address, and news of another
    page that nobody is led on from; called by the frame before any page."""
    if st.session_state.get(PAGE, address) != address:
        at, _ = st.session_state.get(NEWS, (None, None))
        if at is not None and now() - at > QUICK and GO_ON not in st.session_state:
            del st.session_state[NEWS]
        for key in set(FILTERS) - set(st.query_params):
            st.session_state.pop(key, None)
    st.session_state[PAGE] = address


def go_on(address: str) -> None:
    """Open the page that a finished form leads to; called by the frame before any page, with the
    address of the one asked for. The second of two clicks asks for the form again, with the
    request's reference already in the address: only both together say that it is open."""
    page, ref, at = st.session_state.get(GO_ON, ("", "", now()))
    if page and not _is_open(address) and now() - at < FRESH:
        st.switch_page(page, query_params={"ref": ref})


def arrived(address: str) -> None:
    """That page is drawn to its end; called by the frame after any page. Not before, since the
    second of two clicks may stop the run that draws it, and would lead back to the form."""
    if GO_ON in st.session_state and _is_open(address):
        del st.session_state[GO_ON]


def _is_open(address: str) -> bool:
    page, ref, _ = st.session_state[GO_ON]
    return address == str(page).removesuffix(".py") and st.query_params.get("ref") == ref


def draw_news(address: str) -> None:
    """What was just done or could not be, for the runs of the next moments."""
    at, news = st.session_state.get(NEWS, (None, None))
    if at is None or now() - at > FRESH:
        return
    if isinstance(news, Done):
        notices.done(news.text, "" if address == "request" else news.request_ref)
    else:
        _explain(news)


def _problems(name: str) -> str:
    return f"problems-{name}"


def _explain(problem: DeskError | PolicyGap) -> None:
    if isinstance(problem, SignedOut):
        notices.signed_out()
    elif isinstance(problem, Conflict):
        notices.conflict(problem)
    elif isinstance(problem, Refused):
        notices.refused(problem)
    elif isinstance(problem, PolicyGap):
        notices.gap(problem)
    else:
        notices.plain(str(problem))
