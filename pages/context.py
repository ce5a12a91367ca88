"""The one door from a page to core: `signed_in`, `query` and `submit`.

No `st.*` stands between the first and the last write of an action, since Streamlit stops a run at
its next call.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import uuid4

import streamlit as st

from core import clock, db
from core.access import Actor
from core.administration.drafts import discard_draft
from core.db.transaction import ReadContext, Receipt, WriteContext, perform, reading, transaction
from core.errors import DeskError, InvalidInput, PolicyGap, SignedOut
from core.queries.people.sign_ins import COOKIE, SignedIn, find_sign_in, keep_alive
from core.requests.urgency import texts_in
from core.rules.requests.distress import suggests_self_harm

P = ParamSpec("P")
T = TypeVar("T")
Command = TypeVar("Command")
WHO, NOTICE, NEXT_REQUEST, LAST_COMMAND = "who", "notice", "next_request", "last_command"
DRAFTS_OF_RUN = "drafts_of_run"
UNSAVED_WORDS = "unsaved_words"
"""Whether words of the last command suggest self-harm and were not saved (R53)."""


@dataclass(frozen=True)
class SuccessNotice:
    """What was just done, and the request it concerns, "" for none: a second quick click can bring
    the form back after the request was opened, and this links to it."""

    text: str
    request_ref: str


def now() -> datetime:
    """The instant of this run."""
    return clock.now()


def signed_in() -> SignedIn:
    """The person signed in by the cookie, looked up once a run; raises SignedOut when nobody is."""
    who: SignedIn | None = st.session_state.get(WHO)
    if who is None:
        who = _sign_in()
        if st.session_state.setdefault("sign_in", who.sign_in_id) != who.sign_in_id:
            st.session_state.clear()  # another person at this browser must see nothing typed before
            st.session_state["sign_in"] = who.sign_in_id
        keep_alive(db.engine(), who, now())
        st.session_state[WHO] = who
    return who


def forget_sign_in() -> None:
    """Lets the next run, and each callback before it, look the sign-in up again, and the drafts."""
    st.session_state.pop(WHO, None)
    st.session_state.pop(DRAFTS_OF_RUN, None)


def _sign_in() -> SignedIn:
    with db.looking(db.engine()) as session:
        who = find_sign_in(session, st.context.cookies.get(COOKIE), now())
    if who is None:
        raise SignedOut("Your sign-in has ended.")
    return who


def query(query: Callable[Concatenate[ReadContext, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The answer of a guarded query. The frame shows its DeskErrors where the page ends; a page
    that can say more catches them."""
    with reading(db.engine(), signed_in().actor, now()) as context:
        return query(context, *args, **kwargs)


def submit(
    name: str,
    action: Callable[[WriteContext, Command], Receipt],
    command: Command,
    *,
    opens_request: bool = False,
    then: Callable[[Any, Actor, datetime], str] | None = None,
) -> None:
    """Runs `action` once for the form `name`, then opens the request it is about where asked.
    `then` follows in transactions of its own, and its sentence ends the notice.

    As a callback it runs before the page is drawn again, with the command that was made of what
    the person saw: a record that changed meanwhile is a conflict, and no quick next click can
    swallow it. The next run shows the result: a notice on top, problems at their fields.
    """
    st.session_state.pop(_problems_key(name), None)
    st.session_state.pop(NOTICE, None)
    st.session_state[UNSAVED_WORDS] = False
    key = _idempotency_key(name, command)
    try:
        actor = _sign_in().actor
        receipt = perform(db.engine(), actor, now(), _ending_draft(name, action), command, key)
        text = f"{receipt.text} {then(db.engine(), actor, now())}" if then else receipt.text
    except (DeskError, PolicyGap) as problem:
        _keep_problem(name, problem)
        st.session_state[UNSAVED_WORDS] = suggests_self_harm(texts_in(command))
    else:
        forget_form(name)
        st.session_state[LAST_COMMAND] = (name, command, key)
        request_ref = receipt.ref if opens_request else ""
        st.session_state[NOTICE] = (now(), SuccessNotice(text, request_ref))
        if opens_request:
            st.session_state[NEXT_REQUEST] = (receipt.ref, now())


def _ending_draft(
    name: str, action: Callable[[WriteContext, Command], Receipt]
) -> Callable[[WriteContext, Command], Receipt]:
    """`action`, which in the same transaction ends the draft of the form that it was typed into."""
    kept = st.session_state.get(draft_key(name))
    if kept is None or kept.draft_id is None:
        return action

    @wraps(action)
    def act(change: WriteContext, command: Command) -> Receipt:
        receipt = action(change, command)
        discard_draft(change, kept.draft_id)
        return receipt

    return act


def keep(action: Callable[[WriteContext, Command], T], command: Command) -> T:
    """Runs a small write of this person's own in a transaction of its own, with no receipt."""
    with transaction(db.engine(), signed_in().actor, now()) as change:
        return action(change, command)


def has_succeeded() -> bool:
    """Whether the last command was carried out."""
    return isinstance(st.session_state.get(NOTICE, (None, None))[1], SuccessNotice)


def carry_out(work: Callable[[Any, Actor, datetime], str]) -> None:
    """Runs `work`, which commits step by step; the next run shows what it did."""
    st.session_state.pop(NOTICE, None)
    try:
        text = work(db.engine(), _sign_in().actor, now())
    except (DeskError, PolicyGap) as problem:
        _keep_problem("", problem)
    else:
        st.session_state[NOTICE] = (now(), SuccessNotice(text, ""))


def _keep_problem(name: str, problem: DeskError | PolicyGap) -> None:
    if isinstance(problem, InvalidInput):
        st.session_state[_problems_key(name)] = problem.fields
    else:
        st.session_state[NOTICE] = (now(), problem)


def refusal() -> DeskError | PolicyGap | None:
    """Why the last command was refused, other than by its fields; None where it was not."""
    _, notice = st.session_state.get(NOTICE, (None, None))
    return None if isinstance(notice, SuccessNotice) else notice


def form_key(name: str) -> str:
    """The idempotency key of the form `name`: the same until its command succeeds."""
    keys: dict[str, str] = st.session_state.setdefault("form_keys", {})
    return keys.setdefault(name, uuid4().hex)


def forget_form(name: str) -> None:
    """Start the form `name` again: what was typed and what was wrong with it are gone from here."""
    st.session_state.get("form_keys", {}).pop(name, None)
    st.session_state.pop(draft_key(name), None)
    st.session_state.pop(DRAFTS_OF_RUN, None)
    st.session_state.pop(_problems_key(name), None)


def _idempotency_key(name: str, command: object) -> str:
    """The second of two quick clicks sends the same command again: with the first one's key it
    gets the first one's receipt instead of a conflict."""
    *last, key = st.session_state.get(LAST_COMMAND, ("", None, ""))
    return str(key) if last == [name, command] else form_key(name)


def problems(name: str) -> dict[str, str]:
    """What is wrong with the form `name` since it was last sent, by field."""
    found: dict[str, str] = st.session_state.get(_problems_key(name), {})
    return found


def draft_key(name: str) -> str:
    """Where a window keeps what it knows of the draft of the form `name`."""
    return f"draft-of-{name}"


def _problems_key(name: str) -> str:
    return f"problems-{name}"
