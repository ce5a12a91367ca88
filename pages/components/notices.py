"""How it looks when something did not go: refused, conflicting, missing, signed out."""

from urllib.parse import quote

import streamlit as st

from core.errors import Conflict, PolicyGap, Refused
from core.rules.requests.corrections import field_label
from pages.components.markup import fill, join, show, table
from pages.components.rule_link import rule_link


def done(text: str, request_ref: str = "") -> None:
    """What was just done, and the way to the request where another page is on the screen."""
    link = fill(
        ' <a href="/request?ref={to}" target="_self">Open {ref}</a>',
        to=quote(request_ref),
        ref=request_ref,
    )
    words = '<div class="desk notice good" role="status">✓ {text}{link}</div>'
    show(fill(words, text=text, link=link if request_ref else ""))


def plain(text: str) -> None:
    """One sentence."""
    show(fill('<div class="desk notice bad" role="alert">{text}</div>', text=text))


def refused(problem: Refused) -> None:
    """Every reason, with its rule."""
    reasons = join(
        fill(
            "<li>{text} <strong>{step}</strong> <span class='quiet'>{rule}</span></li>",
            text=one.text,
            step=one.next_step,
            rule=rule_link(one.rule),
        )
        for one in problem.reasons
    )
    show(
        fill(
            '<div class="desk notice bad" role="alert"><strong>This was not done.</strong>'
            "<ul>{reasons}</ul></div>",
            reasons=reasons,
        )
    )


def conflict(problem: Conflict) -> None:
    """Somebody was faster: what it was, what is there now, what was to be written."""
    clashes = table(
        "What differs",
        ("Field", "It was", "It is now", "You wanted"),
        [(field_label(one.field), one.was, one.theirs, one.yours) for one in problem.clashes],
    )
    show(
        fill(
            '<div class="desk notice bad" role="alert"><strong>Nothing was changed.</strong> '
            "{text}{clashes}</div>",
            text=str(problem),
            clashes=clashes if problem.clashes else "",
        )
    )


def gap(problem: PolicyGap) -> None:
    """No policy value is in force: ours to mend, and said plainly."""
    text = "A rule has no value for this day, so nothing can be decided. Tell a manager: "
    show(fill('<div class="desk notice bad" role="alert">{a}{b}</div>', a=text, b=str(problem)))


def signed_out() -> None:
    """The sign-in has ended; what is typed elsewhere on the page goes with the next load."""
    show(
        fill(
            '<div class="desk notice bad" role="alert"><strong>You are signed out.</strong> '
            "Your sign-in ended, was idle for too long, or was switched off. "
            '<a class="as-button" href="/signin" target="_self">Sign in</a></div>'
        )
    )


def by_field(problems: dict[str, str], field: str) -> None:
    """What is wrong with one field, under it."""
    if field in problems:
        show(fill('<div class="desk wrong" role="alert">{text}</div>', text=problems[field]))


def rest(problems: dict[str, str], shown: set[str]) -> None:
    """What no field of the form stands for."""
    for field, text in problems.items():
        if field not in shown:
            st.error(text)
