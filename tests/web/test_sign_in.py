"""Signing in and out by e-mail and password, asked of a real server."""

from datetime import datetime, timedelta

import httpx
import pytest
from sqlalchemy import update
from sqlmodel import col, select

from core import clock, db
from core.models.people import Staff
from core.models.personal import SignIn
from core.queries.people.sign_ins import token_hash
from core.web.signin import FAILURE_SECONDS, rest_of_step
from tests.web.conftest import PASSWORD, Desk

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "///evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/ /evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "sessions",
    "/signin?next=/signin",
    "/signout",
    "/" + "a" * 3000,
]


def sign_in(desk: Desk, email: str, password: str, wanted: str = "/") -> httpx.Response:
    form = {"email": email, "password": password, "next": wanted}
    return desk.browser().post("/signin", data=form)


def works(browser: httpx.Client) -> bool:
    return browser.get("/_stcore/health").status_code == 200


def age(desk: Desk, browser: httpx.Client, **times: datetime) -> None:
    token = browser.cookies["session_desk"]
    with db.writing(desk.engine) as session:
        session.execute(
            update(SignIn).where(col(SignIn.token_hash) == token_hash(token)).values(**times)
        )


def test_the_right_password_signs_in_and_goes_to_the_page_that_was_asked_for(desk: Desk) -> None:
    answer = sign_in(desk, desk.person(), PASSWORD, "/sessions?state=CA")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sessions?state=CA")


def test_the_cookie_is_kept_from_scripts_and_other_sites(desk: Desk) -> None:
    cookie = sign_in(desk, desk.person(), PASSWORD).headers["set-cookie"]
    assert cookie.startswith("session_desk=")
    assert {"httponly", "samesite=lax", "path=/"} <= set(cookie.lower().split("; "))


def test_the_e_mail_counts_in_any_case(desk: Desk) -> None:
    assert sign_in(desk, f" {desk.person().upper()} ", PASSWORD).status_code == 303


def test_a_wrong_password_keeps_the_e_mail_and_not_the_password(desk: Desk) -> None:
    answer = sign_in(desk, "who@desk.example", "not the password")
    assert answer.status_code == 403
    assert 'value="who@desk.example"' in answer.text
    assert "not the password" not in answer.text


def test_an_unknown_account_gets_the_same_answer_as_a_wrong_password(desk: Desk) -> None:
    known = desk.person()
    wrong = sign_in(desk, known, "not the password")
    unknown = sign_in(desk, "nobody@desk.example", "not the password")
    assert wrong.text.replace(known, "E") == unknown.text.replace("nobody@desk.example", "E")


@pytest.mark.parametrize("took", [0.0, 0.1, 0.499, 0.5, 0.7, 30.2])
def test_a_failure_is_answered_at_a_full_half_second_however_busy_the_server(took: float) -> None:
    steps = (took + rest_of_step(took)) / FAILURE_SECONDS
    assert steps == pytest.approx(round(steps))
    assert 0 <= rest_of_step(took) < FAILURE_SECONDS


def test_what_is_typed_as_an_e_mail_never_becomes_markup(desk: Desk) -> None:
    answer = sign_in(desk, '"><script>alert(1)</script>', "not the password")
    assert "<script" not in answer.text


def test_after_five_failures_even_the_right_password_waits(desk: Desk) -> None:
    email = desk.person()
    for _ in range(5):
        sign_in(desk, email, "not the password")
    assert sign_in(desk, email, PASSWORD).status_code == 403


def test_failures_are_forgotten_after_a_success(desk: Desk) -> None:
    email = desk.person()
    sign_in(desk, email, "not the password")
    sign_in(desk, email, PASSWORD)
    with db.looking(desk.engine) as session:
        failed = session.scalar(select(col(Staff.failed_sign_ins)).where(col(Staff.email) == email))
    assert failed == 0


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(desk: Desk, wanted: str) -> None:
    browser = desk.signed_in()
    answer = browser.get("/signin", params={"next": wanted})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_form_that_is_too_long_is_refused(desk: Desk) -> None:
    assert desk.browser().post("/signin", content=b"a" * 20_000).status_code == 413


@pytest.mark.parametrize("body", [b"\xff\xfe=1", b"&".join(b"a=1" for _ in range(50))])
def test_a_form_that_cannot_be_read_is_refused(desk: Desk, body: bytes) -> None:
    assert desk.browser().post("/signin", content=body).status_code == 400


def test_after_signing_out_the_cookie_opens_nothing(desk: Desk) -> None:
    browser = desk.signed_in()
    token = browser.cookies["session_desk"]
    assert browser.post("/signout").headers["location"] == "/signin"
    assert not works(desk.browser(cookie=f"session_desk={token}"))


def test_a_link_to_sign_out_ends_nothing_by_itself(desk: Desk) -> None:
    browser = desk.signed_in()
    assert browser.get("/signout").status_code == 200
    assert works(browser)


def test_signing_in_again_ends_the_sign_in_that_the_browser_had(desk: Desk) -> None:
    browser = desk.signed_in()
    token = browser.cookies["session_desk"]
    browser.post("/signin", data={"email": desk.person(), "password": PASSWORD})
    assert works(browser)
    assert not works(desk.browser(cookie=f"session_desk={token}"))


def test_a_sign_in_ends_when_it_is_idle_too_long(desk: Desk) -> None:
    browser = desk.signed_in()
    age(desk, browser, last_active_at=clock.now() - timedelta(minutes=15, seconds=5))
    assert not works(browser)


def test_a_sign_in_ends_after_its_hours_however_busy(desk: Desk) -> None:
    browser = desk.signed_in()
    age(desk, browser, expires_at=clock.now() - timedelta(seconds=1))
    assert not works(browser)


def test_the_sign_in_page_says_that_the_sign_in_has_ended(desk: Desk) -> None:
    browser = desk.signed_in()
    age(desk, browser, expires_at=clock.now() - timedelta(seconds=1))
    assert "Your sign-in has ended" in browser.get("/signin?next=/sessions").text


def test_an_ordinary_desk_lets_nobody_become_anybody(desk: Desk) -> None:
    assert desk.browser().post("/signin/demo", data={"staff": "1"}).status_code == 403


def test_no_password_and_no_token_is_written_to_the_log(desk: Desk) -> None:
    browser = desk.signed_in()
    sign_in(desk, "who@desk.example", "a-canary-password")
    log = desk.log.read_text()
    assert "a-canary-password" not in log
    assert browser.cookies["session_desk"] not in log
