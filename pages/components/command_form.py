"""A form whose buttons each submit a command that is made of what was typed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from pages import context
from pages.components import notices


@dataclass(frozen=True)
class FormField:
    """A field of the command, its label, and the widget that asks for it by label and key."""

    name: str
    words: str
    widget: Callable[..., Any] = st.text_input


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
) -> None:
    """The fields, each with its problem under it, then the buttons."""
    names = []
    with st.form(name, enter_to_submit=False, border=border):
        for field in fields:
            field.widget(field.words, key=f"{name}-{field.name}")
            notices.show_field_problem(context.problems(name), field.name)
            names.append(field.name)
        with st.container(horizontal=True):
            for place, button in enumerate(buttons):
                st.form_submit_button(
                    button.words,
                    type=button.kind,
                    icon=button.icon,
                    key=f"{name}-button-{place}",
                    on_click=_submit,
                    args=(name, names, button),
                )


def _submit(name: str, fields: list[str], button: FormButton) -> None:
    typed = {field: st.session_state[f"{name}-{field}"] for field in fields}
    context.submit(name, button.action, button.make(**typed), then=button.then)
