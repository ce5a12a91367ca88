"""Two records of clients side by side: of one person or of two? (R44)"""

from urllib.parse import quote

import streamlit as st

from core.errors import DeskError
from core.queries.people.compare import (
    ComparedRecord,
    Comparison,
    compare_clients,
    possible_duplicates,
)
from core.rules.sessions.masking import DOTS
from core.rules.time.formats import count_text
from core.vocabulary.requests import CandidateStatus
from pages import context
from pages.components import notices
from pages.components.client_card import LABELS, offer_reveal
from pages.components.markup import fill, join, show_card, show_html, show_text, table
from pages.components.screen_dates import screen_day, screen_instant
from pages.lookup import settle_pair

COMPARED = {"name": ("first_name", "last_name"), "date_of_birth": ("date_of_birth",)}
COMPARED |= {"email": ("email",), "phone": ("phone",)}
SETTLED = {CandidateStatus.SAME: "One person", CandidateStatus.DIFFERENT: "Two people"}
LINK = (
    '<li><a href="/compare?one={one}&amp;other={to}" target="_self">{other}</a> ({who}): {why}</li>'
)


def show_choices(ref: str) -> None:
    """The records that may be of the same person as `ref`, to choose one to compare."""
    found = context.query(possible_duplicates, ref)
    if not found:
        show_text(f"No other record looks like {ref}. Pairs that were settled are not listed.")
    lines = (
        fill(
            LINK,
            one=quote(ref),
            to=quote(one.ref),
            other=one.ref,
            who=one.initials,
            why=one.why,
        )
        for one in found
    )
    show_html(fill('<ul class="desk">{lines}</ul>', lines=join(lines)))


def show_comparison(found: Comparison) -> None:
    """Both records masked, what can be shown of each, and how they differ."""
    if found.looks_like:
        text = f"These records may be of one person: {found.looks_like[:1].lower()}"
        show_text(f"{text}{found.looks_like[1:]}.", is_status=True)
    else:
        show_text("By name, birth date and contacts these look like two people.", is_status=True)
    both = (found.one, found.other)
    values = [_revealed(one) for one in both]
    rows = [
        (LABELS[name], *(one[name] for one in values), _difference(found, name))
        for name in values[0]
    ]
    rows.append(("Sex", DOTS, DOTS, found.differences["sex"]))
    rows.append(("Sessions", *map(_sessions, both), None))
    rows.append(("Providers", *(", ".join(one.providers) for one in both), None))
    if any(one.merged for one in both):
        rows.append(("Merged", *(one.merged for one in both), None))
    show_html(table("", ("Field", found.one.ref, found.other.ref, "Compared"), rows))
    with st.container(horizontal=True):
        for one in both:
            show_text(one.ref, is_quiet=True)
            offer_reveal(one.ref, one.ref, one.fields, _shown(one))


def _shown(one: ComparedRecord) -> dict[str, str]:
    shown: dict[str, str] = st.session_state.setdefault(f"revealed-{one.ref}", {})
    return shown


def _revealed(one: ComparedRecord) -> dict[str, str]:
    return {each.field: _shown(one).get(each.field, each.shown) for each in one.fields}


def _difference(found: Comparison, name: str) -> str | None:
    words = [found.differences[part] for part in COMPARED.get(name, ())]
    if len(words) == 2 and len({*words}) == 2:
        return f"First name: {words[0].lower()}. Last name: {words[1].lower()}"
    return words[0] if words else None


def _sessions(one: ComparedRecord) -> str:
    if one.last_on is None:
        return "No sessions"
    return f"{count_text(one.sessions, 'session')}, the latest {screen_day(one.last_on)}"


def show_decisions(found: Comparison) -> None:
    """Who settled the pair, how and why."""
    words = "<li><strong>{how}</strong>, {by}, {at}: {why}</li>"
    lines = join(
        fill(words, how=SETTLED[one.status], by=one.by, at=screen_instant(one.at), why=one.reason)
        for one in found.decisions
    )
    if found.decisions:
        show_card("Decisions", fill("<ul>{lines}</ul>", lines=lines))


st.title("Compare clients")
one, other = (st.query_params.get(name, "").strip() for name in ("one", "other"))
if not one:
    show_text("Open this page from a data issue or from a client correction.")
elif not other:
    show_choices(one)
else:
    try:
        found = context.query(compare_clients, one, other)
    except DeskError as problem:
        notices.show_problem(str(problem))
        st.stop()
    show_comparison(found)
    show_decisions(found)
    settle_pair.show_settling(found)
