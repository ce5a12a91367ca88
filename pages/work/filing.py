"""What the forms that file and complete requests share: what is missing, and the button."""

from collections.abc import Sequence

import streamlit as st

from pages import context, url
from pages.components import draft, notices
from pages.components.markup import Markup, fill, join, show_html


def start_form(name: str, param: str) -> tuple[str, str]:
    """The prefix of the keys of the form, and the record that the URL names as `param`, "" for
    none. A link to another record than the form is about starts the form again: what was typed for
    one person is never filed for another. The URL follows the record that is chosen, so that the
    form and its draft are found by it again."""
    linked = st.query_params.get(param, "").strip()
    chosen = _about(f"{name}-{context.form_key(name)}")
    if linked and chosen != linked:
        context.forget_form(name)
    elif chosen:
        url.write({param: chosen})
    return draft.begin(name, name, linked or chosen), linked or chosen


def _about(prefix: str) -> str:
    """The record that the form is about, "" before one is chosen."""
    return st.session_state.get(f"{prefix}-about") or ""


def end_form(name: str, prefix: str) -> None:
    """Keep what was typed as a draft about the record that is chosen."""
    draft.end(name, _about(prefix))


def missing_list(missing: Sequence[str]) -> Markup:
    """What the deadline of a request on file waits for; nothing when it is complete."""
    items = join(fill("<li>{text}</li>", text=text) for text in missing)
    words = "<p>The deadline starts when you add:</p><ul>{items}</ul>"
    return fill(words, items=items) if missing else items


def show_file_button(
    name: str, prefix: str, problems: dict[str, str], missing: Sequence[str] = ()
) -> bool:
    """Whether the button was clicked; above it, that fields need a correction, and the state of the
    draft. Below it, what the deadline waits for: that changes when a box is left, and its room
    stays, so that neither it nor a shorter page moves the button."""
    if problems:
        notices.show_problem("The request was not filed. Correct the fields marked above.")
    end_form(name, prefix)
    clicked = st.button(
        "File request", type="primary", icon=":material/send:", key=f"{prefix}-file"
    )
    hint = f"You can file this now. The deadline starts when you add: {', '.join(missing)}."
    show_html(
        fill('<p class="desk hint">{hint}</p>', hint=hint if missing and not problems else "")
    )
    return clicked
