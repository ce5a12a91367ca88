"""Security headers on every answer, refusals, redirects and crashes included.

This is the outermost middleware: a crash further in is answered here, with an incident number.
"""

import base64
import hashlib
import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.settings import settings
from core.web.incidents import WENT_WRONG, incident
from core.web.responses import problem

ALWAYS = {
    "x-content-type-options": "nosniff",
    # "no-referrer" would make browsers send "Origin: null" with our own forms
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
HSTS = "max-age=31536000; includeSubDomains"
STARTS = frozenset({"http.response.start", "websocket.http.response.start"})


class Headers:
    """ASGI middleware; keeps an answer's own Content-Security-Policy."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.csp = streamlit_csp()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with headers added to the first message of the answer."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            started = started or message["type"] in STARTS | {"websocket.accept"}
            if message["type"] in STARTS:
                self._add(MutableHeaders(scope=message), scope["path"])
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception as crash:
            told = incident(crash)
            if started:
                raise
            answer = problem(500, WENT_WRONG, told.removeprefix(f"{WENT_WRONG}. "))
            await answer(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders, path: str) -> None:
        headers.setdefault("content-security-policy", self.csp)
        for name, value in ALWAYS.items():
            headers[name] = value
        if not path.startswith("/static/"):  # Streamlit's own bundles, named by their content
            headers["cache-control"] = "no-store"
        if "server" in headers:
            del headers["server"]
        if settings().is_tls:
            headers["strict-transport-security"] = HSTS
            _make_secure(headers)


def streamlit_csp() -> str:
    """The policy that Streamlit's pages need: its own scripts, and nothing from elsewhere."""
    scripts = " ".join(["'self'", *_inline_scripts()])
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-ancestors 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def _inline_scripts() -> Sequence[str]:
    """The hashes of the scripts inside the installed Streamlit's index.html."""
    found = importlib.util.find_spec("streamlit")  # found, not imported: core knows no Streamlit
    if found is None or found.origin is None:
        return []
    index = Path(found.origin).parent / "static" / "index.html"
    scripts = re.findall(r"<script>(.*?)</script>", index.read_text("utf-8"), re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def _make_secure(headers: MutableHeaders) -> None:
    """Mark cookies Secure that Streamlit sets without knowing of the TLS in front of it."""
    cookies = headers.getlist("set-cookie")
    if "set-cookie" in headers:
        del headers["set-cookie"]
    for cookie in cookies:
        secure = "; secure" in cookie.lower()
        headers.append("set-cookie", cookie if secure else f"{cookie}; Secure")
