"""A form whose buttons each submit a command that is made of what was typed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import streamlit as st

from pages import context
from pages.components import draft, notices
from pages.components.date_box import ask_day, typed_day

ONE_LINE = partial(st.text_input, live=draft.LIVE)


@dataclass(frozen=True)
class FormField:
    """A field of the command, its label, and the widget that asks for it by label and key. One with
    `is_day` asks for a day instead."""

    name: str
    words: str
    widget: Callable[..., Any] = ONE_LINE
    is_day: bool = False


@dataclass(frozen=True)
class FormButton:
    """A button, its action, and what makes the command of the fields by their names; `then` is that
    of `context.submit`."""

    words: str
    action: Any
    make: Callable[..., Any]
    kind: Literal["primary", "secondary", "tertiary"] = "secondary"
    icon: str | None = None
    then: Any = None


def show_command_form(
    form: str,
    subject: object,
    fields: Iterable[FormField],
    *buttons: FormButton,
    border: bool = False,
) -> bool:
    """The fields, each with its problem under it, then the buttons; whether one was just clicked.
    What is typed is kept as a draft per `form` and `subject`, whatever else changes on the page."""
    name, asked = f"{form}-{subject}", tuple(fields)
    problems = context.problems(name)
    with st.container(border=border):
        prefix = draft.begin(name, form, str(subject))
        for field in asked:
            key = f"{prefix}-{field.name}"
            if field.is_day:
                ask_day(field.words, key, problems, field.name)
            else:
                field.widget(field.words, key=key)
                notices.show_field_problem(problems, field.name)
        draft.end(name)
        _show_buttons(name, prefix, asked, buttons)
    # the boxes of a form that was sent are new ones, and so are its buttons
    return bool(st.session_state.pop(f"sent-{name}", False))


def _show_buttons(
    name: str, prefix: str, fields: tuple[FormField, ...], buttons: tuple[FormButton, ...]
) -> None:
    with st.container(horizontal=True):
        for place, button in enumerate(buttons):
            st.button(
                button.words,
                type=button.kind,
                icon=button.icon,
                key=f"{prefix}-button-{place}",
                on_click=_submit,
                args=(name, prefix, fields, button),
            )


def _submit(name: str, prefix: str, fields: tuple[FormField, ...], button: FormButton) -> None:
    typed = {field.name: _typed(field, f"{prefix}-{field.name}") for field in fields}
    st.session_state[f"sent-{name}"] = True
    context.submit(name, button.action, button.make(**typed), then=button.then)


def _typed(field: FormField, key: str) -> Any:
    return typed_day(key) if field.is_day else st.session_state[key]
