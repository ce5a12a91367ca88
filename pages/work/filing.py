"""What the forms that file and complete requests share: what is missing, and the button."""

from collections.abc import Sequence

import streamlit as st

from pages.components import notices
from pages.components.markup import Markup, fill, join, show_html


def show_missing(missing: Sequence[str]) -> None:
    """What the deadline waits for; nothing when the request is complete."""
    if missing:
        text = f"You can file this now. The deadline starts when you add: {', '.join(missing)}."
        show_html(fill('<p class="desk hint">{text}</p>', text=text))


def missing_list(missing: Sequence[str]) -> Markup:
    """The same for a request on file."""
    items = join(fill("<li>{text}</li>", text=text) for text in missing)
    words = "<p>The deadline starts when you add:</p><ul>{items}</ul>"
    return fill(words, items=items) if missing else items


def show_file_button(prefix: str, problems: dict[str, str]) -> bool:
    """Whether the button was clicked; above it, that fields need a correction."""
    if problems:
        notices.show_problem("The request was not filed. Correct the fields marked above.")
    return st.button("File request", type="primary", icon=":material/send:", key=f"{prefix}-file")
