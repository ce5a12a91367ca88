"""The gate: nothing of Streamlit answers to someone who is not signed in.

Pages redirect to the sign-in page; everything else (websocket, media, scripts, host
configuration) is a 403. Uploads, metrics and the agent API are refused to everyone.
"""

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from core.web import sites
from core.web.responses import refusal, to_sign_in
from core.web.sign_in_records import signed_in
from core.web.signin import ROUTES

HEALTH = "/healthz"
OPEN = frozenset((method, route.path) for route in ROUTES for method in route.methods or ())
"""What our own routes answer to the anonymous. Another method would fall through to Streamlit."""
NEVER = ("/_stcore/upload_file", "/_stcore/metrics", "/_stcore/agent")
STREAMLITS = frozenset({"_stcore", "media", "component", "static", "app", "auth", "oauth2callback"})
READS = frozenset({"GET", "HEAD"})


class Gate:
    """ASGI middleware in front of all of Streamlit and of our own routes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer in Streamlit's place."""
        is_health = scope.get("path") == HEALTH and scope.get("method") in READS
        if scope["type"] == "lifespan" or is_health:
            await self.app(scope, receive, send)
            return
        answer = await _refused(HTTPConnection(scope))
        await (answer or self.app)(scope, receive, send)


async def _refused(asked: HTTPConnection) -> Response | None:
    path: str = asked.scope["path"]
    if not sites.is_our_host(asked.headers.get("host")):
        return refusal("This server is not available under this name. Use its own address.", 421)
    if any(place in path for place in NEVER):
        return refusal("This is not available here.")
    if not _is_own_site(asked):
        return refusal(
            "This request did not come from a page of Session Desk. Open it and try again."
        )
    if (asked.scope.get("method"), path) in OPEN:
        return None
    return await _without_sign_in(asked)


def _is_own_site(asked: HTTPConnection) -> bool:
    """Whether a websocket, or a request that is to change something, comes from our own page."""
    if asked.scope["type"] == "websocket":
        return sites.is_our_origin(asked.headers.get("origin"), asked.headers.get("host"))
    return asked.scope["method"] in READS or sites.is_from_our_page(asked.headers)


async def _without_sign_in(asked: HTTPConnection) -> Response | None:
    who = await signed_in(asked)
    if who is None:
        return _anonymous(asked)
    if who.is_demo and not sites.demo_may_answer(asked.scope):
        return refusal("A demo is available on its own machine only.")
    return None


def _anonymous(asked: HTTPConnection) -> Response:
    if asked.scope["type"] == "http" and asked.scope["method"] in READS and _is_page(asked):
        return to_sign_in(asked.scope["path"], asked.scope["query_string"].decode("latin-1"))
    return refusal()


def _is_page(asked: HTTPConnection) -> bool:
    """Whether people type this path: it is no endpoint of Streamlit, and no file."""
    parts = asked.scope["path"].split("/")
    return STREAMLITS.isdisjoint(parts) and "." not in parts[-1]
