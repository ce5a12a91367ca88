"""The server: people can sign in at once; Streamlit and the pages are loaded beside.

`session-desk serve` starts it; `uvicorn app:app` and `streamlit run app.py` do too. Streamlit runs
`pages/frame.py` behind our gate and our security headers.
"""

import gc
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from core.db import engine
from core.web import signin
from core.web.gate import Gate
from core.web.headers import Headers
from core.web.incidents import incident, keep_data_out_of_logs
from core.web.late_app import LateApp
from core.worker.loop import embedded

if TYPE_CHECKING:
    import streamlit as st

HERE = Path(__file__).resolve().parent
FIRST = (
    "pages.navigation",
    "pages.page_changes",
    "pages.work.desk_list",
    "core.requests.approvals",
    "core.requests.correction.file",
)
"""What the first page imports: the frame and the desk."""
HEAVY = ("altair", "pandas", "pyarrow", "streamlit.elements.vega_charts")


def load_pages() -> "st.App":
    """Import Streamlit and what the first page needs.

    The garbage collector then leaves these objects alone, which makes every page run faster.
    """
    import streamlit as st

    from core.web import downloads

    keep_crashes_of_pages_out_of_logs()
    for name in FIRST:
        importlib.import_module(name)
    gc.freeze()
    return st.App(
        HERE / "pages" / "frame.py", routes=[*downloads.ROUTES], on_script_error=show_incident
    )


def warm_up() -> None:
    """Import what other pages need, so that the first visitor of each does not wait for it."""
    for name in (*HEAVY, *_our_modules()):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def keep_crashes_of_pages_out_of_logs() -> None:
    """Streamlit logs the whole traceback of a crash before it asks us; we log ours instead."""
    logging.getLogger("streamlit.error_util").addFilter(
        lambda record: record.funcName != "_log_uncaught_app_exception"
    )
    # Streamlit turns the access log on again; its addresses hold what people filter by
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)


def show_incident(problem: Exception) -> bool:
    """Show the incident number of a page that crashed, and none of the data."""
    import streamlit as st

    st.error(incident(problem), icon=":material/report:")
    return True


def _our_modules() -> list[str]:
    """What pages import of core."""
    folders = ("administration", "data_issues", "metrics", "outbound", "queries", "requests")
    files = (path for folder in folders for path in (HERE / "core" / folder).rglob("*.py"))
    names = (path.relative_to(HERE).with_suffix("").parts for path in files)
    return [".".join(parts) for parts in names if parts[-1] != "__init__"]


@asynccontextmanager
async def running(_app: Starlette) -> AsyncIterator[None]:
    """Open the database, load the pages, and send what waits in the outbox."""
    keep_data_out_of_logs()
    engine().connect().close()
    async with pages.running():
        with embedded(engine()):
            yield
    engine().dispose()


pages = LateApp(load_pages, warm_up)
app = Starlette(
    routes=[*signin.ROUTES, Mount("/", pages)],
    lifespan=running,
    middleware=[Middleware(Headers), Middleware(Gate)],
)
