"""Rows as a CSV: asked for by a button, fetched by a link that is the asker's alone."""

import hashlib
import secrets

import streamlit as st

from core.actions.downloads import AskDownload, ask_download
from core.queries.downloads import find_download
from core.rules.figures import FigureFilter, Pick, as_text
from core.rules.time_text import when
from core.vocabulary.figures import FigureKind
from pages import shell
from pages.parts.markup import fill, show


def draw(kind: FigureKind, wanted: FigureFilter, pick: Pick) -> None:
    """All rows behind the mark `pick`, of the whole figure where none is picked."""
    name = f"csv-{kind}-{as_text(wanted, pick)}"
    token = st.session_state.setdefault(f"token-{name}", secrets.token_urlsafe(32))
    asked = shell.read(find_download, token)
    if asked is not None:
        until = when(asked.expires_at, shell.signed_in().actor.tz)
        show(
            fill(
                '<p class="desk"><a class="as-button" href="/download/{token}" target="_self">'
                'Download the CSV</a> <span class="quiet">For you alone, until {until}; each '
                "download is logged.</span></p>",
                token=token,
                until=until,
            )
        )
        return
    hashed = hashlib.sha256(token.encode()).hexdigest()
    st.button(
        "Make a CSV of all these rows",
        icon=":material/csv:",
        key=name,
        on_click=shell.submit,
        args=(name, ask_download, AskDownload(hashed, kind, wanted, pick)),
    )
