"""The gate: nothing of Streamlit answers to someone who is not signed in.

Pages send the anonymous to the sign-in page; all else (websocket, media, scripts, host
configuration) is a 403. Uploads, metrics and the agent API are refused to everybody.
"""

from functools import partial

from anyio import to_thread
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from core import clock
from core.db import engine
from core.web import sites
from core.web.answers import refusal, to_sign_in
from core.web.records import COOKIE, look_up

HEALTH = "/healthz"
OPEN = frozenset({"/signin", "/signin/demo", "/signin/desk.css", "/signin/mark.svg", "/signout"})
NEVER = ("/_stcore/upload_file", "/_stcore/metrics", "/_stcore/agent")
STREAMLITS = frozenset({"_stcore", "media", "component", "static", "app", "auth", "oauth2callback"})
READS = frozenset({"GET", "HEAD"})


class Gate:
    """ASGI middleware in front of all of Streamlit and of our own routes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer in Streamlit's place."""
        if scope["type"] == "lifespan" or scope["path"] == HEALTH:
            await self.app(scope, receive, send)
            return
        answer = await _refused(HTTPConnection(scope))
        await (answer or self.app)(scope, receive, send)


async def _refused(asked: HTTPConnection) -> Response | None:
    path: str = asked.scope["path"]
    if not sites.is_our_host(asked.headers.get("host")):
        return refusal("This server does not answer under that name.", 421)
    if any(place in path for place in NEVER):
        return refusal("This is switched off here.")
    if not _is_own_site(asked):
        return refusal("This did not come from a page of Session Desk.")
    if path in OPEN:
        return None
    return await _without_sign_in(asked)


def _is_own_site(asked: HTTPConnection) -> bool:
    """Whether a websocket, or a request that is to change something, comes from our own page."""
    if asked.scope["type"] == "websocket":
        return sites.is_our_origin(asked.headers.get("origin"), asked.headers.get("host"))
    return asked.scope["method"] in READS or sites.is_from_our_page(asked.headers)


async def _without_sign_in(asked: HTTPConnection) -> Response | None:
    token = asked.cookies.get(COOKIE)
    look = partial(look_up, engine(), token, clock.now())
    signed_in = await to_thread.run_sync(look) if token else None
    if signed_in is None:
        return _anonymous(asked)
    if signed_in.is_demo and not sites.demo_may_answer(asked.scope):
        return refusal("A demo answers on this machine only.")
    return None


def _anonymous(asked: HTTPConnection) -> Response:
    if asked.scope["type"] == "http" and asked.scope["method"] in READS and _is_page(asked):
        return to_sign_in(asked.scope["path"], asked.scope["query_string"].decode("latin-1"))
    return refusal()


def _is_page(asked: HTTPConnection) -> bool:
    """Whether a path is one that people type: not Streamlit's machinery, not a file."""
    parts = asked.scope["path"].split("/")
    return STREAMLITS.isdisjoint(parts) and "." not in parts[-1]
