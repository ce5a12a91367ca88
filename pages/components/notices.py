"""Notices: what was done, or what went wrong and what to do about it."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlsplit

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from core.errors import Conflict, DeskError, PolicyGap, Refused, SignedOut
from core.rules.requests.corrections import field_label, value_text
from core.vocabulary.reasons import Reason
from core.vocabulary.words import sentence_case
from pages.components.markup import fill, join, show_html, table
from pages.components.rule_link import rule_link


def show_success(text: str, request_ref: str = "") -> None:
    """What was just done, with a link to the request where another page is on the screen."""
    link = fill(
        ' <a href="/request?ref={to}" target="_self">Open {ref}</a>',
        to=quote(request_ref),
        ref=request_ref,
    )
    words = '<div class="desk notice good" role="status">✓ {text}{link}</div>'
    show_html(fill(words, text=text, link=link if request_ref else ""))


def show_error(problem: DeskError | PolicyGap) -> None:
    """An expected error, in the form that its kind needs."""
    if isinstance(problem, SignedOut):
        show_signed_out()
    elif isinstance(problem, Conflict):
        _show_conflict(problem)
    elif isinstance(problem, Refused):
        show_refusal("You can't do this now", problem.reasons)
    elif isinstance(problem, PolicyGap):
        _show_alert(
            "This cannot be decided",
            fill("A policy has no value for this day. Tell a manager: {text}", text=str(problem)),
        )
    else:
        show_problem(str(problem))


def show_problem(text: str) -> None:
    """One sentence about what is wrong and what to do."""
    show_html(fill('<div class="desk notice bad" role="alert">{text}</div>', text=text))


def show_field_problem(problems: Mapping[str, str], field: str) -> None:
    """What is wrong with one field, under it."""
    if field in problems:
        show_html(fill('<div class="desk wrong" role="alert">{text}</div>', text=problems[field]))


def show_at_fields(problems: Mapping[str, str], places: Mapping[str, DeltaGenerator]) -> None:
    """What is wrong, under the fields whose places are given; the rest where the page goes on."""
    for field in problems:
        with places[field] if field in places else st.container():
            show_field_problem(problems, field)


def show_signed_out() -> None:
    """The sign-in ended; a link starts a new one."""
    _show_alert(
        "You are signed out",
        fill(
            "Your sign-in expired or was ended. What you typed is kept as a draft. "
            '<a class="as-button" href="/signin?next={here}" target="_self">Sign in</a>',
            here=quote(_here(), safe=""),
        ),
    )


def _here() -> str:
    """Path and query of the page that is open."""
    url = urlsplit(st.context.url or "/")
    return f"{url.path}?{url.query}" if url.query else url.path


def show_refusal(title: str, found: Iterable[Reason]) -> None:
    """Every reason, with who acts next and its rule."""
    reasons = join(
        fill(
            "<li>{text} <strong>{step}</strong> <span class='quiet'>{rule}</span></li>",
            text=one.text,
            step=one.next_step,
            rule=rule_link(one.rule),
        )
        for one in found
    )
    _show_alert(title, fill("<ul>{reasons}</ul>", reasons=reasons))


def _show_conflict(problem: Conflict) -> None:
    """Someone else saved first: the value that was seen, the one on record now, the one typed."""
    clashes = table(
        "Values that differ",
        ("Field", "Was", "Theirs", "Yours"),
        [
            (
                sentence_case(field_label(one.field)),
                *(value_text(one.field, value) for value in (one.was, one.theirs, one.yours)),
            )
            for one in problem.clashes
        ],
    )
    text = fill("{text}{clashes}", text=str(problem), clashes=clashes if problem.clashes else "")
    _show_alert("Nothing was saved", text)


def _show_alert(title: str, body: Markup) -> None:
    words = '<div class="desk notice bad" role="alert"><strong>{title}.</strong> {body}</div>'
    show_html(fill(words, title=title, body=body))
