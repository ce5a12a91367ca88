"""The one door from a page to core: who is here, reading, and doing.

`submit` is the only place that catches an expected error. No `st.*` stands between the first and
the last write of an action, since Streamlit stops a run at its next call.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Concatenate, ParamSpec, TypeVar
from uuid import uuid4

import streamlit as st

from core import db
from core.errors import (
    Conflict,
    DeskError,
    InvalidInput,
    NotFound,
    NotPermitted,
    PolicyGap,
    Refused,
    SignedOut,
)
from core.queries.sign_ins import SignedIn, find_sign_in, keep_alive
from core.transaction import Change, Reading, Receipt, perform, reading, transaction
from pages.parts import trouble

P = ParamSpec("P")
T = TypeVar("T")
Command = TypeVar("Command")
COOKIE = "session_desk"
FLASH, GO_ON = "flash", "go_on"


@dataclass(frozen=True)
class Outcome:
    """What came of an action: a receipt, or what to mend by field."""

    receipt: Receipt | None = None
    problems: dict[str, str] = field(default_factory=dict)


def now() -> datetime:
    """The instant of this run."""
    return datetime.now(UTC)


def signed_in() -> SignedIn:
    """Who is here, by the sign-in record of the cookie; without one the run ends at a way back."""
    with db.looking(db.engine()) as session:
        who = find_sign_in(session, st.context.cookies.get(COOKIE), now())
    if who is None:
        trouble.signed_out()
        st.stop()
    if st.session_state.setdefault("sign_in", who.sign_in_id) != who.sign_in_id:
        st.session_state.clear()  # somebody else at the same browser: nothing typed is theirs
        st.session_state["sign_in"] = who.sign_in_id
    keep_alive(db.engine(), who, now())
    return who


def read(query: Callable[Concatenate[Reading, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The answer of a guarded query; an expected error is shown and ends the run there."""
    try:
        return ask(query, *args, **kwargs)
    except (DeskError, PolicyGap) as problem:
        _explain(problem)
        st.stop()


def ask(query: Callable[Concatenate[Reading, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The answer of a guarded query; a page that can mend a wrong input catches InvalidInput."""
    with reading(db.engine(), signed_in().actor, now()) as look:
        return query(look, *args, **kwargs)


def submit(action: Callable[[Change, Command], Receipt], command: Command, key: str) -> Outcome:
    """Do it once for `key`; trouble is shown here, what is wrong by field comes back."""
    actor = signed_in().actor
    try:
        return Outcome(receipt=perform(db.engine(), actor, now(), action, command, key))
    except InvalidInput as problem:
        return Outcome(problems=problem.fields)
    except (DeskError, PolicyGap) as problem:
        _explain(problem)
        return Outcome()


def reveal(action: Callable[[Change, Command], T], command: Command) -> tuple[T | None, str]:
    """Read an identifying field, logged as it is read; the value, or why not."""
    actor = signed_in().actor
    try:
        with transaction(db.engine(), actor, now()) as change:
            return action(change, command), ""
    except DeskError as problem:
        return None, str(problem)


def form_key(name: str) -> str:
    """The idempotency key of the form `name`: the same until it was done."""
    keys: dict[str, str] = st.session_state.setdefault("form_keys", {})
    return keys.setdefault(name, uuid4().hex)


def finish(name: str, receipt: Receipt, page: str = "") -> None:
    """The form was done: the next one gets a new key; its result is shown on the next run, on
    `page` where given. Kept for that run, since a second click may stop this one here."""
    st.session_state.get("form_keys", {}).pop(name, None)
    st.session_state[FLASH] = receipt.text
    if page:
        st.session_state[GO_ON] = (page, receipt.ref)
    st.rerun()


def go_on() -> None:
    """Open the page that a finished form leads to; called by the frame before any page."""
    page, ref = st.session_state.pop(GO_ON, ("", ""))
    if page:
        st.switch_page(page, query_params={"ref": ref})


def draw_flash() -> None:
    """What was just done, where the eye is."""
    text = st.session_state.pop(FLASH, None)
    if text:
        trouble.done(text)


def _explain(problem: DeskError | PolicyGap) -> None:
    if isinstance(problem, SignedOut):
        trouble.signed_out()
    elif isinstance(problem, Conflict):
        trouble.conflict(problem)
    elif isinstance(problem, Refused):
        trouble.refused(problem)
    elif isinstance(problem, PolicyGap):
        trouble.gap(problem)
    elif isinstance(problem, (NotFound, NotPermitted)):
        trouble.plain(str(problem))
    else:
        trouble.plain(str(problem))
