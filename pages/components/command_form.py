"""A form whose buttons each submit a command that is made of what was typed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from pages import context
from pages.components import notices
from pages.components.date_box import ask_day, typed_day


@dataclass(frozen=True)
class FormField:
    """A field of the command, its label, and the widget that asks for it by label and key. One with
    `is_day` asks for a day instead."""

    name: str
    words: str
    widget: Callable[..., Any] = st.text_input
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
    name: str, fields: Iterable[FormField], *buttons: FormButton, border: bool = False
) -> bool:
    """The days, then the other fields, each with its problem under it, then the buttons; whether
    one was just clicked. In a Streamlit form a day would be repeated in words only after a
    click."""
    asked, problems = tuple(fields), context.problems(name)
    with st.container(border=border):
        for field in asked:
            if field.is_day:
                ask_day(field.words, f"{name}-{field.name}", problems, field.name)
        with st.form(name, enter_to_submit=False, border=False):
            for field in asked:
                if not field.is_day:
                    field.widget(field.words, key=f"{name}-{field.name}")
                    notices.show_field_problem(problems, field.name)
            return _show_buttons(name, asked, buttons)


def _show_buttons(
    name: str, fields: tuple[FormField, ...], buttons: tuple[FormButton, ...]
) -> bool:
    with st.container(horizontal=True):
        clicked = [
            st.form_submit_button(
                button.words,
                type=button.kind,
                icon=button.icon,
                key=f"{name}-button-{place}",
                on_click=_submit,
                args=(name, fields, button),
            )
            for place, button in enumerate(buttons)
        ]
    return any(clicked)


def _submit(name: str, fields: tuple[FormField, ...], button: FormButton) -> None:
    typed = {field.name: _typed(field, f"{name}-{field.name}") for field in fields}
    context.submit(name, button.action, button.make(**typed), then=button.then)


def _typed(field: FormField, key: str) -> Any:
    return typed_day(key) if field.is_day else st.session_state[key]
