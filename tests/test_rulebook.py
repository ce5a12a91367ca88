"""The catalogue of the rules: whole, in order, and what the code says of a rule agrees with it."""

import re

import pytest

from core.administration.policies import baseline
from core.queries.rulebook import rulebook
from core.rules.reasons import CATALOGUE
from core.settings import ROOT
from pages.navigation import SPECS
from tests.support.rule_places import NOWHERE, PARTS, heard, is_shown, refused, rules_of, seen
from tests.support.rules_page import COMMAND, PAGE, deciders, proofs, rules_page
from tests.test_reachability import EDITING, HELP, PAY, ROUTING

RULES = rulebook()
ARTICLES = {
    "Confirming a session",
    "Billing insurance",
    "Scheduling your first session",
    "Military OneSource guide",
}
UNDECIDED = {
    "R21": EDITING,
    "R37": PAY,
    "R41": HELP,
    "R42": HELP,
    "R50": ROUTING,
    "R51": ROUTING,
    "R55": ROUTING,
}
"""Rules that no called function decides yet, with the subject that brings it."""
CODE = [path for name in ("core", "pages") for path in (ROOT / name).rglob("*.py")]


def test_the_rules_are_numbered_in_order():
    assert list(RULES) == [f"R{number:02}" for number in range(1, len(RULES) + 1)]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_says_what_it_asks_and_where_it_stands(rule):
    assert rule.article in ARTICLES
    assert rule.sections
    assert all((rule.title, rule.says, *rule.sections))
    assert all(not text or text.endswith(".") for text in (rule.says, rule.decided))
    assert len(rule.title.split()) <= 8


def test_no_two_rules_share_a_title():
    assert len({rule.title for rule in RULES.values()}) == len(RULES)


@pytest.mark.parametrize("code", CATALOGUE, ids=str)
def test_a_reason_cites_its_rule_where_that_stands(code):
    reason = CATALOGUE[code]
    rule = RULES[reason.rule]
    assert reason.article == rule.article
    assert reason.section in ("", *rule.sections)


@pytest.mark.parametrize("entry", baseline(), ids=lambda entry: f"{entry['key']} {entry['from']}")
def test_a_policy_belongs_to_a_rule_and_cites_one_of_its_sections(entry):
    rule = RULES[entry["rule"]]
    if entry["origin"] == "article":
        cited = {f"{rule.article}, '{section}'" for section in rule.sections}
        assert any(entry["citation"].startswith(source) for source in cited)


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_code_speaks_of_no_rule_that_is_not_there(path):
    assert set(re.findall(r"\bR\d\d\b", path.read_text("utf-8"))) <= set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_decided_by_a_function_and_proved_by_a_test(rule):
    assert bool(deciders().get(rule)) is (rule not in UNDECIDED)
    assert bool(proofs().get(rule)) is (rule != "R21")


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_seen_or_heard_of_or_has_its_subject(rule):
    is_met = bool(seen(rule) or heard(rule) or refused(rule))
    assert is_met is (rule not in NOWHERE)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.address} {part.heading}")
def test_a_part_stands_on_its_page_which_asks_what_it_shows(part):
    (file,) = [spec.file for spec in SPECS if spec.address == part.address]
    assert is_shown(part, file)
    assert rules_of(part) <= set(RULES)


def test_the_page_of_the_rules_is_what_rulebook_and_code_say():
    assert PAGE.read_text("utf-8") == rules_page(), f"Write it anew: {COMMAND}"
