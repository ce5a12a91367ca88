"""Rows as a CSV: asked for by a button, fetched by a link that is the asker's alone."""

import hashlib
import secrets

import streamlit as st

from core.administration.downloads import AskDownload, ask_download
from core.queries.downloads import find_download
from core.rules.metric_filters import MetricFilter, Pick, as_text
from core.rules.time.formats import instant_text
from core.vocabulary.metrics import MetricKind
from pages import context
from pages.components.markup import fill, show_html


def draw(kind: MetricKind, wanted: MetricFilter, pick: Pick) -> None:
    """All rows behind the mark `pick`, of the whole figure where none is picked."""
    name = f"csv-{kind}-{as_text(wanted, pick)}"
    token = st.session_state.setdefault(f"token-{name}", secrets.token_urlsafe(32))
    asked = context.query(find_download, token)
    if asked is not None:
        until = instant_text(asked.expires_at, context.signed_in().actor.tz)
        show_html(
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
        on_click=context.submit,
        args=(name, ask_download, AskDownload(hashed, kind, wanted, pick)),
    )
