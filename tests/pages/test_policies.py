"""The Policies page: every value with its source, every rule in words, found by the address."""

from datetime import date

import pytest
from markupsafe import escape

from core.administration.policies import baseline
from core.queries.rulebook import rulebook
from core.vocabulary.people import Role
from pages.components.rule_link import rule_link
from pages.manage.policy_words import NAMES, how_much, in_force, name_of
from tests.pages.conftest import As
from tests.rules.test_vectors import BOOK
from tests.support.app import shown

KEYS = sorted({entry["key"] for entry in baseline()})
ALL = len(rulebook())
TODAY = date(2026, 3, 16)
MUCH = {
    "note_hours": "72 hours",
    "mos_pay_cents": "$100.00",
    "tz.platform": "New York time",
    "mos_note_clock": "Yes",
    "submit_bd": "1 business day",
}


def rows(at) -> int:
    return shown(at).count("<tr><td")


@pytest.mark.parametrize("role", list(Role))
def test_everybody_sees_every_value_and_every_rule(open_as: As, role: Role):
    words = shown(open_as(role)("manage/policies.py"))
    assert f"Rules ({ALL} of {ALL})" in words
    assert f"Policy values ({len(baseline())})" in words
    assert all(f'<a href="/policies?rule={rule}">{rule}</a>' in words for rule in rulebook())
    assert all(str(escape(name_of(key))) in words for key in KEYS)


def test_the_address_opens_at_one_rule_with_its_values(open_as: As):
    at = open_as(Role.AGENT)("manage/policies.py", rule="r49")
    words = shown(at)
    assert f"Rules (1 of {ALL})" in words
    assert rulebook()["R49"].decided in words
    assert "Policy values (3)" in words
    assert "5 business days" in words
    assert rows(at) == 4


def test_a_rule_without_values_stands_alone(open_as: As):
    words = shown(open_as(Role.AGENT)("manage/policies.py", rule="R17"))
    assert f"Rules (1 of {ALL})" in words
    assert "Policy values" not in words


def test_words_find_values_and_rules(open_as: As):
    words = shown(open_as(Role.MANAGER)("manage/policies.py", rule="evernorth LISTING"))
    assert f"Rules (3 of {ALL})" in words
    assert "R47" in words
    assert "Listing overdue after" in words
    assert "Time to confirm" not in words


@pytest.mark.parametrize("typed", ["no such words at all", "\0", "<b>", "R99"])
def test_what_is_not_there_is_said(open_as: As, typed: str):
    at = open_as(Role.VIEWER)("manage/policies.py", rule=typed)
    assert [problem.message for problem in at.exception] == []
    assert "No policy or rule matches" in shown(at)


@pytest.mark.parametrize("key", KEYS)
def test_a_value_has_a_name_and_a_use(key):
    assert all(NAMES[key])


def test_no_name_is_left_of_a_value_that_is_gone():
    assert sorted(NAMES) == KEYS


@pytest.mark.parametrize("key", MUCH)
def test_a_value_is_said_with_its_unit(key):
    assert how_much(BOOK.on(key, TODAY)) == MUCH[key]


def test_a_span_says_since_when_and_until_when_it_holds():
    spans = [one for one in BOOK.all() if one.key == "telehealth_location_required"]
    day = spans[0].effective_from
    assert [in_force(one, day) for one in spans] == [
        "Since Mon, May 6",
        "Wed, Jan 1, 2020 to Sun, May 5",
    ]
    assert in_force(spans[0], spans[1].effective_from) == "From Mon, May 6, 2024"


def test_a_rule_is_linked_by_number_and_named_by_title():
    assert rule_link("R21") == '<a href="/policies?rule=R21">R21</a> (Who adds a location)'
    assert rule_link("R99") == '<a href="/policies?rule=R99">R99</a>'
