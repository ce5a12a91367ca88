"""Guessing a password gets slower and slower, also across restarts and in parallel."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine

from core import access, db
from core.administration import staff
from core.administration.staff import AddStaff, SwitchOffStaff, add_staff, switch_off_staff
from core.db import make_engine
from core.db.transaction import transaction
from core.models.people import Staff
from core.vocabulary.people import Role
from core.web import accounts
from core.web.accounts import check_password, delay
from core.web.sign_in_records import start_sign_in
from tests.support import make
from tests.support.make import NOW

EMAIL, PASSWORD = "ana@desk.example", "correct horse battery"
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take no time: here tries are counted, and not how long each takes."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(staff, "PASSWORDS", hasher)
    monkeypatch.setattr(accounts, "PASSWORDS", hasher)
    monkeypatch.setattr(accounts, "_nobodys_hash", lambda: hasher.hash("nobody's"))


@pytest.fixture
def account(engine: Engine) -> Engine:
    with transaction(engine, access.operator("tests"), NOW) as change:
        add_staff(change, AddStaff(EMAIL, "Ana", Role.AGENT, "America/Chicago", PASSWORD))
    return engine


def fail(engine: Engine, times: int) -> None:
    for _ in range(times):
        check_password(engine, EMAIL, "wrong", NOW)


def test_the_right_password_is_the_person(account: Engine) -> None:
    staff_id = check_password(account, EMAIL, PASSWORD, NOW)
    assert make.stored(account, Staff, staff_id or 0).email == EMAIL


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper(), PASSWORD + " ", "x" * 10_000])
def test_any_other_password_is_nobody(account: Engine, password: str) -> None:
    assert check_password(account, EMAIL, password, NOW) is None


@pytest.mark.parametrize("email", ["", "nobody@desk.example", "%", EMAIL + "\0"])
def test_an_unknown_e_mail_is_nobody(account: Engine, email: str) -> None:
    assert check_password(account, email, "wrong", NOW) is None


def test_four_failures_cost_nothing(account: Engine) -> None:
    fail(account, 4)
    assert check_password(account, EMAIL, PASSWORD, NOW) is not None


def test_the_fifth_failure_makes_the_account_wait(account: Engine) -> None:
    fail(account, 5)
    assert check_password(account, EMAIL, PASSWORD, NOW + 30 * SECOND - SECOND) is None


def test_after_the_wait_the_right_password_counts(account: Engine) -> None:
    fail(account, 5)
    assert check_password(account, EMAIL, PASSWORD, NOW + 30 * SECOND) is not None


def test_tries_while_it_waits_do_not_lengthen_the_wait(account: Engine) -> None:
    fail(account, 12)
    assert check_password(account, EMAIL, PASSWORD, NOW + 30 * SECOND) is not None


@pytest.mark.parametrize(
    ("failed", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (10, 900), (1000, 900)]
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(failed: int, seconds: int) -> None:
    assert delay(failed) == timedelta(seconds=seconds)


def test_the_wait_outlives_a_restart(account: Engine, database_url: str) -> None:
    fail(account, 5)
    restarted = make_engine(database_url)
    assert check_password(restarted, EMAIL, PASSWORD, NOW) is None
    restarted.dispose()


def test_signing_in_forgets_the_failures(account: Engine) -> None:
    fail(account, 4)
    staff_id = check_password(account, EMAIL, PASSWORD, NOW)
    assert staff_id is not None
    start_sign_in(account, staff_id, NOW)
    row = make.stored(account, Staff, staff_id)
    assert (row.failed_sign_ins, row.locked_until) == (0, None)


def test_a_hundred_tries_at_once_are_not_a_hundred_guesses(account: Engine) -> None:
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: check_password(account, EMAIL, "wrong", NOW), range(24)))
    with db.looking(account) as session:
        assert session.query(Staff).one().failed_sign_ins == 5


def test_someone_who_was_switched_off_is_nobody(account: Engine) -> None:
    with transaction(account, access.operator("tests"), NOW) as change:
        switch_off_staff(change, SwitchOffStaff(EMAIL))
    assert check_password(account, EMAIL, PASSWORD, NOW) is None


def test_a_fictional_person_has_no_password(engine: Engine) -> None:
    with db.writing(engine) as session:
        email = make.staff(session, is_fictional=True).email
    assert check_password(engine, email, "", NOW) is None
