"""The server: Streamlit runs `pages/frame.py` behind our gate and our security headers.

`session-desk serve` starts it; `uvicorn app:app` and `streamlit run app.py` do too.
"""

import gc
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from core.db import engine
from core.web import downloads, signin
from core.web.gate import Gate
from core.web.headers import Headers
from core.web.incidents import incident, keep_data_out_of_logs
from core.worker.loop import embedded

HERE = Path(__file__).resolve().parent
HEAVY = ("altair", "pandas", "pyarrow", "streamlit.elements.vega_charts")


@asynccontextmanager
async def warm(_app: st.App) -> AsyncIterator[None]:
    """Import what pages need and open the database before the first visitor.

    The garbage collector then leaves these objects alone, which makes every page run faster.
    """
    keep_data_out_of_logs()
    # Streamlit turns the access log on again; its addresses hold what people filter by
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    for name in (*HEAVY, *_our_modules()):
        importlib.import_module(name)
    with engine().connect():
        gc.collect()
    gc.freeze()
    with embedded(engine()):
        yield
    engine().dispose()


def show_incident(problem: Exception) -> bool:
    """Show the incident number of a page that crashed, and none of the data."""
    st.error(incident(problem), icon=":material/report:")
    return True


def _our_modules() -> list[str]:
    """What pages import of core, so that the first visitor does not wait for it."""
    folders = ("administration", "data_issues", "metrics", "outbound", "queries", "requests")
    files = (path for folder in folders for path in (HERE / "core" / folder).rglob("*.py"))
    names = (path.relative_to(HERE).with_suffix("").parts for path in files)
    return [".".join(parts) for parts in names if parts[-1] != "__init__"]


# Streamlit logs the whole traceback of a crash before it asks us; we log ours instead.
logging.getLogger("streamlit.error_util").addFilter(
    lambda record: record.funcName != "_log_uncaught_app_exception"
)

app = st.App(
    HERE / "pages" / "frame.py",
    lifespan=warm,
    routes=[*signin.ROUTES, *downloads.ROUTES],
    middleware=[Middleware(Headers), Middleware(Gate)],
    on_script_error=show_incident,
)
