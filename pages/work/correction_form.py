"""The lines of a correction: which field, its value now, the correct value."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.queries.people.find_client import ClientRecord
from core.queries.requests.correction import CorrectionDetail
from core.queries.requests.page import RequestDetail
from core.requests.correction.file import CompleteClientCorrection, complete_client_correction
from core.rules.requests.corrections import (
    CHOICES,
    FIELDS,
    Line,
    completed,
    field_label,
    value_text,
)
from core.rules.requests.named_as import name_difference
from core.rules.time.formats import MISSING
from core.vocabulary.words import sentence_case
from pages import context
from pages.components import draft, notices, repeated_lines
from pages.components.date_box import ask_day
from pages.components.markup import NO_BREAK_SPACE, fill, show_html, show_text
from pages.work import client_picker, other_records

NAMED_AS = "Name on record, as the requester gave it"


def edit_correction(
    prefix: str, record: ClientRecord | None, start: Sequence[Line], problems: dict[str, str]
) -> tuple[Line, ...]:
    """The editor; `prefix` keeps two forms apart. Core checks the lines, returned as typed. What a
    new state or country leaves open of a home is asked for too. Under each correct value stands
    what its change looks like; that line has its room at any time, so that the words which follow
    a pause move no button away from a click. `show_warnings` belongs below the button."""
    places: dict[str, DeltaGenerator] = {}
    typed = repeated_lines.edit_lines(
        prefix,
        start,
        lambda key, place, line: _line(key, place, record, line, problems, places),
    )
    lines = record.completed(typed) if record else completed(typed, {})
    more = enumerate(lines[len(typed) :], len(typed))
    if record:
        _show_notes(record.judged(lines).notes, places)
    return (*typed, *(_ask_more(f"{prefix}-more", at, record, one, problems) for at, one in more))


def _show_notes(notes: Mapping[str, str], places: Mapping[str, DeltaGenerator]) -> None:
    for field, place in places.items():
        with place:
            show_text(notes.get(field, NO_BREAK_SPACE), is_quiet=True, is_status=True)


def show_warnings(prefix: str, record: ClientRecord | None, lines: Sequence[Line]) -> None:
    """That the record would look like another person's, and which other records have what was
    typed."""
    if record:
        show_another(record.judged(lines).another)
    other_records.show_other_records(prefix, record, lines)


def show_another(why: str) -> None:
    """That the record would look like another person's, and who must approve; nothing for ""."""
    if why:
        words = (
            '<div class="desk notice warn" role="status"><strong>This looks like another person.'
            "</strong> {why} A lead or manager other than you and the person who applies it must "
            "approve first.</div>"
        )
        show_html(fill(words, why=why))


def _ask_more(
    key: str, place: int, record: ClientRecord | None, line: Line, problems: dict[str, str]
) -> Line:
    """A part that stays the same is typed again, which confirms it."""
    if line.correct_value:
        return line
    name, at = f"Correct {field_label(line.field)}", f"lines.{place}.correct_value"
    typed = _value(name, line.field, key, "", problems, at)
    _show_record_value(record, line.field)
    return Line(line.field, "", typed)


def _line(
    key: str,
    place: int,
    record: ClientRecord | None,
    start: Line | None,
    problems: dict[str, str],
    places: dict[str, DeltaGenerator],
) -> Line | None:
    known = list(record.values) if record else list(FIELDS)
    with st.container(border=True):
        first, second, third = st.columns(3)
        with first:
            field = st.selectbox(
                "Field",
                known,
                index=known.index(start.field) if start and start.field in known else None,
                format_func=lambda field: sentence_case(field_label(field)),
                placeholder="Choose a field",
                key=f"{key}-field",
            )
            notices.show_field_problem(problems, f"lines.{place}.field")
        if field is None:
            return None
        with second:
            at, value = f"lines.{place}.current_value", start.current_value if start else ""
            current = _value("Value now", field, f"{key}-now", value, problems, at)
            _show_record_value(record, field)
        with third:
            at, value = f"lines.{place}.correct_value", start.correct_value if start else ""
            correct = _value("Correct value", field, f"{key}-new", value, problems, at)
            places[field] = st.empty()
    return Line(field, current, correct)


def show_name_difference(record: ClientRecord | None, named: str) -> None:
    """How the name as written differs from the record's; a slip may be filed. One line, whose room
    is always there."""
    words: str | None = ""
    if record is not None and named.strip():
        first, last = (record.values.get(part, "") for part in ("first_name", "last_name"))
        words = name_difference(named, first, last)
    near = f"Near match ({words}). You can file it as written."
    show_text(near if words else NO_BREAK_SPACE, is_quiet=True)


def _show_record_value(record: ClientRecord | None, field: str) -> None:
    if record is not None:
        value = value_text(field, record.values.get(field) or MISSING)
        show_html(fill('<div class="desk quiet">On record: {value}</div>', value=value))


def _value(name: str, field: str, key: str, start: str, problems: dict[str, str], at: str) -> str:
    """The value as typed, with its problem under it."""
    key = f"{key}-{field}"
    if field == "date_of_birth":
        given = date.fromisoformat(start) if start else None
        ask_day(name, key, problems, at, start=given, is_birth=True)
        return str(st.session_state[key])
    if field in CHOICES:
        labels = CHOICES[field]
        options = list(labels)
        index = options.index(start) if start in options else None
        chosen = st.selectbox(
            name,
            options,
            index=index,
            format_func=labels.__getitem__,
            key=key,
            placeholder="Choose",
        )
        typed = chosen or ""
    else:
        typed = st.text_input(name, value=start, key=key, live=draft.LIVE)
    notices.show_field_problem(problems, at)
    return typed


def show_completion(request: RequestDetail, found: CorrectionDetail) -> None:
    """The same editor on a request that needs information. It saves over the version that was seen
    when the editor opened."""
    name = f"complete-{request.ref}"
    prefix, problems = draft.begin(name, "missing-information", request.ref), context.problems(name)
    seen = st.session_state.setdefault(f"{prefix}-seen", request.version)
    record = client_picker.pick_client(prefix, request.client_ref or "")
    notices.show_field_problem(problems, "client_ref")
    named_as = st.text_input(
        NAMED_AS,
        value=request.named_as or "",
        key=f"{prefix}-named",
        live=draft.LIVE,
    )
    notices.show_field_problem(problems, "named_as")
    start = [Line(one.field, one.current_value, one.correct_value) for one in found.lines]
    typed = edit_correction(prefix, record, start, problems)
    notices.show_field_problem(problems, "form")
    draft.end(name)
    is_saved = st.button("Save", type="primary", icon=":material/save:", key=f"{prefix}-save")
    show_warnings(prefix, record, typed)
    if is_saved:
        ref = record.ref if record else ""
        command = CompleteClientCorrection(request.ref, seen, ref, named_as, typed)
        context.submit(name, complete_client_correction, command)
        st.rerun()
