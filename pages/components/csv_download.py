"""Rows of a metric as a CSV: asked for by a button, fetched by a link for the asker alone."""

import hashlib
import secrets

import streamlit as st

from core.administration.downloads import AskDownload, ask_download
from core.queries.downloads import find_download
from core.rules.metric_filters import DrillDown, MetricFilter, as_text
from pages import context
from pages.components.markup import fill, show_html
from pages.components.screen_dates import screen_instant


def show_csv_download(metric: str, wanted: MetricFilter, drill_down: DrillDown) -> None:
    """A button that prepares the CSV, then the link to it while it lasts."""
    name = f"csv-{metric}-{as_text(wanted, drill_down)}"
    token = st.session_state.setdefault(f"token-{name}", secrets.token_urlsafe(32))
    asked = context.query(find_download, token)
    if asked is not None:
        until = screen_instant(asked.expires_at)
        show_html(
            fill(
                '<p class="desk"><a class="as-button" href="/download/{token}" target="_self">'
                'Download CSV</a> <span class="quiet">Only you can use this link, until {until}. '
                "Each download is logged.</span></p>",
                token=token,
                until=until,
            )
        )
        return
    hashed = hashlib.sha256(token.encode()).hexdigest()
    st.button(
        "Prepare CSV (all rows)",
        icon=":material/csv:",
        key=name,
        on_click=context.submit,
        args=(name, ask_download, AskDownload(hashed, metric, wanted, drill_down)),
    )
