"""Nothing of Streamlit answers to someone who is not signed in; asked of a real, cold server."""

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.web.conftest import Desk

PAGES = ["/sessions", "/correct-client", "/compliance", "/imports", "/admin", "/nope/deeper"]
MACHINERY = [
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/script-health-check",
    "/sessions/_stcore/host-config",
    "/media/0123456789abcdef.csv",
    "/component/any/index.html",
    "/static/js/index.js",
    "/index.html",
    "/favicon.png",
    "/auth/login",
    "/oauth2callback",
]
NEVER = [
    ("GET", "/_stcore/metrics"),
    ("POST", "/_stcore/agent/mcp"),
    ("GET", "/_stcore/agent/openapi.json"),
    ("PUT", "/_stcore/upload_file/session/file"),
    ("POST", "/_stcore/upload_file/session/file"),
    ("DELETE", "/_stcore/upload_file/session/file"),
    ("OPTIONS", "/_stcore/upload_file/session/file"),
    ("PUT", "/sessions/_stcore/upload_file/session/file"),
]


def stream(desk: Desk, origin: str | None, cookie: str | None = None) -> ClientConnection:
    headers = {"cookie": f"session_desk={cookie}"} if cookie else {}
    return connect(
        f"ws://{desk.host}/_stcore/stream",
        origin=Origin(origin) if origin else None,
        additional_headers=headers,
        subprotocols=None,
    )


def refused_status(desk: Desk, origin: str | None, cookie: str | None = None) -> int:
    with pytest.raises(InvalidStatus) as refused:
        stream(desk, origin, cookie).close()
    return refused.value.response.status_code


def test_the_anonymous_front_page_leads_to_the_sign_in_page(desk: Desk) -> None:
    answer = desk.browser().get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/signin")


@pytest.mark.parametrize("path", PAGES)
def test_an_anonymous_deep_link_leads_to_the_sign_in_page(desk: Desk, path: str) -> None:
    answer = desk.browser().get(f"{path}?state=CA&after=S-1")
    assert answer.status_code == 303
    target = httpx.URL(answer.headers["location"])
    assert (target.path, target.params["next"]) == ("/signin", f"{path}?state=CA&after=S-1")


@pytest.mark.parametrize("path", MACHINERY)
def test_streamlits_machinery_is_refused_to_the_anonymous(desk: Desk, path: str) -> None:
    assert desk.browser().get(path).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/signin/demo"),
        ("HEAD", "/signin/demo"),
        ("PUT", "/signin"),
        ("POST", "/signin/desk.css"),
        ("POST", "/healthz"),
        ("DELETE", "/signout"),
    ],
)
def test_an_open_path_asked_in_another_way_does_not_reach_streamlit(
    desk: Desk, method: str, path: str
) -> None:
    answer = desk.browser().request(method, path)
    assert answer.status_code in (303, 403)
    assert answer.text in ("", "Sign in first.")


def test_a_made_up_cookie_is_nobody(desk: Desk) -> None:
    browser = desk.browser(cookie="session_desk=" + "A" * 43)
    assert browser.get("/_stcore/host-config").status_code == 403


def test_what_a_person_who_signed_in_needs_answers(desk: Desk) -> None:
    browser = desk.signed_in()
    paths = ("/", "/sessions", "/_stcore/health", "/_stcore/host-config")
    assert {browser.get(path).status_code for path in paths} == {200}


@pytest.mark.parametrize(("method", "path"), NEVER)
def test_uploads_metrics_and_the_agent_api_are_refused_to_everybody(
    desk: Desk, method: str, path: str
) -> None:
    statuses = {
        browser.request(method, path, content=b"x").status_code
        for browser in (desk.browser(), desk.signed_in())
    }
    assert statuses == {403}


def test_the_websocket_is_refused_to_the_anonymous(desk: Desk) -> None:
    assert refused_status(desk, desk.url) == 403


def test_the_websocket_opens_to_a_person_who_signed_in(desk: Desk) -> None:
    cookie = desk.signed_in().cookies["session_desk"]
    with stream(desk, desk.url, cookie) as opened:
        assert opened.response is not None
        assert opened.response.status_code == 101


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://localhost:1",
        "https://evil.example",
        "https://{host}",
        "http://{host}.",
    ],
)
def test_the_websocket_is_refused_to_a_page_of_another_origin(
    desk: Desk, origin: str | None
) -> None:
    cookie = desk.signed_in().cookies["session_desk"]
    filled = origin.format(host=desk.host) if origin else None
    assert refused_status(desk, filled, cookie) == 403


@pytest.mark.parametrize("path", ["/signin", "/signin/demo", "/signout"])
@pytest.mark.parametrize(
    "said",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused(desk: Desk, path: str, said: dict[str, str]) -> None:
    assert desk.browser(**said).post(path, data={"email": "a@b.example"}).status_code == 403


def test_another_name_for_this_machine_is_refused(desk: Desk) -> None:
    answer = desk.browser(host="rebound.example").get("/signin")
    assert answer.status_code == 421


def test_the_health_check_says_nothing_but_ok(desk: Desk) -> None:
    answer = desk.browser(host="10.0.0.7").get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")
