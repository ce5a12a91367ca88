"""Every answer carries the security headers, whoever gives it and however it ends."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from core.settings import settings
from core.web.headers import Headers, streamlit_csp
from tests.web.conftest import Desk

KINDS = {
    "page": ("GET", "/", 200),
    "sign-in page": ("GET", "/signout", 200),
    "stylesheet": ("GET", "/signin/desk.css", 200),
    "script": ("GET", "/favicon.png", 200),
    "redirect": ("GET", "/signin", 303),
    "trailing slash": ("GET", "/sessions/", 301),
    "refusal": ("GET", "/_stcore/metrics", 403),
    "not there": ("GET", "/media/none.csv", 404),
    "not this way": ("DELETE", "/signin", 405),
    "bad request": ("POST", "/signin", 400),
    "unsafe path": ("GET", "//evil.example/x", 400),
    "health": ("GET", "/healthz", 200),
}


def assert_safe(answer: httpx.Response) -> None:
    headers = answer.headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "base-uri 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_carries_the_headers(desk: Desk, kind: str) -> None:
    method, path, status = KINDS[kind]
    content = b"\xff" if method == "POST" else None
    answer = desk.signed_in().request(method, desk.url + path, content=content)
    assert answer.status_code == status
    assert_safe(answer)


def test_an_answer_to_the_anonymous_carries_the_headers(desk: Desk) -> None:
    for path, status in (("/sessions", 303), ("/media/x.csv", 403), ("/signin", 200)):
        answer = desk.browser().get(path)
        assert answer.status_code == status
        assert_safe(answer)


def test_a_refused_websocket_carries_the_headers(desk: Desk) -> None:
    handshake = {
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    answer = desk.browser(**handshake).get("/_stcore/stream")
    assert answer.status_code == 403
    assert_safe(answer)


def test_our_own_pages_run_no_script_and_are_not_kept(desk: Desk) -> None:
    headers = desk.browser().get("/signin").headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "script-src" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


def test_streamlits_page_runs_its_own_scripts_only(desk: Desk) -> None:
    policy = desk.signed_in().get("/").headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert scripts.startswith("script-src 'self' 'sha256-")
    assert "unsafe" not in scripts


def ask(path: str) -> httpx.Response:
    async def crash(_request: Request) -> Response:
        raise ValueError("Jane Canary, born 1990-01-31")

    async def cookie(_request: Request) -> Response:
        return PlainTextResponse("ok", headers={"set-cookie": "_streamlit_xsrf=1; Path=/"})

    routes = [Route("/crash", crash), Route("/cookie", cookie)]
    app = Starlette(routes=routes, middleware=[Middleware(Headers)])

    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            return await client.get(path)

    return asyncio.run(get())


def test_a_crash_is_answered_by_a_number_and_none_of_the_data(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = ask("/crash")
    assert answer.status_code == 500
    assert_safe(answer)
    number = caplog.messages[0].split()[1].rstrip(":")
    assert number in answer.text
    assert "Canary" not in answer.text + caplog.text


def test_on_tls_browsers_are_told_to_stay_and_every_cookie_is_secure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    public = settings().model_copy(update={"public_url": "https://desk.example"})
    monkeypatch.setattr("core.web.headers.settings", lambda: public)
    headers = ask("/cookie").headers
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    assert headers["set-cookie"] == "_streamlit_xsrf=1; Path=/; Secure"


def test_the_policy_names_streamlits_inline_script_by_its_hash() -> None:
    assert streamlit_csp().count("'sha256-") == 1
