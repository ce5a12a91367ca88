"""Policies: every dated value with its source, and every rule in words."""

import streamlit as st

from core.queries.policy_values import policy_values
from core.queries.rulebook import Rule, rulebook
from core.rules.time.policy import PolicyValue
from pages import context
from pages.components.markup import show_html, show_text, table
from pages.components.rule_link import rule_link
from pages.components.screen_dates import screen_today
from pages.components.url_choice import url_text
from pages.manage.policy_words import how_much, in_force, name_of, origin_of, use_of

VALUE_HEADS = ("Policy", "Value", "In force", "Used for", "Rule", "Origin", "Source")
RULE_HEADS = ("Rule", "What it says", "Internal rule", "Source")


def is_wanted(words: str, *texts: str) -> bool:
    """Whether the texts hold every word that was typed."""
    held = " ".join(texts).casefold()
    return all(word in held for word in words.casefold().split())


def find_policies(words: str) -> tuple[list[Rule], list[PolicyValue]]:
    """The rule whose number was typed, with its values; else all that hold the words."""
    rules, values = rulebook(), context.query(policy_values)
    if exact := rules.get(words.strip().upper()):
        return [exact], [one for one in values if one.rule == exact.id]
    worded_rules = [
        one
        for one in rules.values()
        if is_wanted(words, one.id, one.title, one.says, one.decided, one.source)
    ]
    worded_values = [
        one
        for one in values
        if is_wanted(words, name_of(one.key), use_of(one.key), one.key, one.rule, one.citation)
    ]
    return worded_rules, worded_values


def show_values(values: list[PolicyValue]) -> None:
    """One row a value and span, the newest span of each first."""
    today = screen_today()
    rows = [
        (
            name_of(one.key),
            how_much(one),
            in_force(one, today),
            use_of(one.key),
            rule_link(one.rule),
            origin_of(one),
            one.citation,
        )
        for one in values
    ]
    show_html(table(f"Policy values ({len(values)})", VALUE_HEADS, rows))


def show_rules(rules: list[Rule]) -> None:
    """One row a rule, in order."""
    rows = [(rule_link(one.id), one.says, one.decided, one.source) for one in rules]
    show_html(table(f"Rules ({len(rules)} of {len(rulebook())})", RULE_HEADS, rows))


st.title("Policies")
typed = url_text("Find", "rule", "Rule number (R17) or words", max_chars=80)
rules, values = find_policies(typed)
if not rules and not values:
    show_text("No policy or rule matches. Try fewer or other words.", is_status=True)
if len(rules) == 1:
    show_rules(rules)
if values:
    show_values(values)
if len(rules) > 1:
    show_rules(rules)
