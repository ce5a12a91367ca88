"""The answers about a session, the billing check, data issues and metrics show each rule that the
page of the rules says they do."""

from collections.abc import Iterable, Iterator

import pytest
from markupsafe import escape
from sqlalchemy import Engine

from core import db
from core.data_issues.checks.all_checks import CHECKS
from core.metrics.contract import Metric
from core.metrics.registry import METRICS
from core.models.care import CareSession
from core.queries.sessions.verdicts import SessionVerdicts
from core.rules.eligibility import billing, canceling
from core.rules.eligibility.confirming import may_be_confirmed
from core.rules.eligibility.editing import may_be_edited
from core.rules.eligibility.session_facts import SessionQuestion
from core.rules.reasons import reason
from core.rules.sessions.stage import stage
from core.rules.time import deadlines
from core.vocabulary.care import SessionStage
from core.vocabulary.people import Role
from core.vocabulary.reasons import Reason
from pages.components import verdicts
from pages.navigation import SPECS
from tests.oracle.facts import asked_of
from tests.oracle.load import all_cases
from tests.pages.conftest import As
from tests.support import make
from tests.support.app import section, shown
from tests.support.cases import asked
from tests.support.record import Record
from tests.support.rule_places import PARTS, Part, rules_of, rules_of_metric
from tests.support.seeing import Seeing
from tests.support.snapshots.remarks import CASES

FILES = {spec.address: spec.file for spec in SPECS}
SESSION, CHECK = (
    next(one for one in PARTS if (one.address, one.heading) == key)
    for key in (("session", "What you can do"), ("billing-check", ""))
)
JUDGED = [(part, rule) for part in (SESSION, CHECK) for rule in sorted(rules_of(part))]
UNREASONED = {
    (SESSION, "R18"): ("R18", "The provider has no credential with"),
    (SESSION, "R22"): ("R22", "Where this provider can bill for this client"),
    (SESSION, "R26"): ("R26", "Yes, through the plan&#39;s own credential"),
    (SESSION, "R52"): ("R53", "A client asks the provider in Messages."),
    (CHECK, "R18"): ("R18", "The provider has no credential with"),
    (CHECK, "R22"): ("R22", '<span class="kind">NY</span>'),
    (CHECK, "R26"): ("R26", "Yes, through the plan&#39;s own credential"),
}
"""What is said by a rule that gives no reason of its own, and the rule of the cases that say it."""
CHECKED = {
    one.code.value: {each.entity for each in CHECKS if each.code == one.code} for one in CHECKS
}
"""The code of every data issue that is checked for, and the kinds of record that can have it."""


def questions() -> Iterator[tuple[Iterable[str], SessionQuestion]]:
    """Every session that the rules are tried on, with the rules that it is about."""
    yield from ((case["source"], asked_of(case)) for case in all_cases())
    yield from (((), asked(case)) for case in CASES.values())


@pytest.fixture(scope="module")
def said() -> set[tuple[Part, str]]:
    """The rules whose sentences the answers about those sessions show, by part of a page."""
    found: set[tuple[Part, str]] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verdicts, "show_html", lambda drawn: html.append(drawn))
        for about, one in questions():
            html: list[str] = []
            given = answers(one)
            verdicts.show_verdicts(given, stage_of(one))
            alone = (given.confirm, given.edit, given.billing)
            reasons = [given.cancel.reason, *(each for answer in alone for each in answer.reasons)]
            found |= shown_by(SESSION, about, html.pop(), reasons)
            if one.billing.plan or one.case.is_mos:
                boxes = verdicts.boxes(given.boxes)
                reasons = [each for box in given.boxes for each in box.answer.reasons]
                found |= shown_by(CHECK, about, boxes, reasons)
    return found


def answers(one: SessionQuestion) -> SessionVerdicts:
    boxes = billing.matrix(one.billing, one.case.places_of_care)
    edit, cancel = may_be_edited(one), canceling.route(one)
    billed = billing.of_session(one)
    return SessionVerdicts(may_be_confirmed(one), edit, cancel, billed, boxes, None)


def stage_of(one: SessionQuestion) -> SessionStage:
    limit = deadlines.confirmation(one.case.session, one.book)
    return stage(one.case.session, limit.blocked_from, one.now)


def shown_by(
    part: Part, about: Iterable[str], html: str, reasons: Iterable[Reason]
) -> set[tuple[Part, str]]:
    """The rules whose sentence and link are drawn, and those of UNREASONED."""
    found = {
        (part, one.rule)
        for one in reasons
        if escape(one.text) in html and f"/policies?rule={one.rule}" in html
    }
    return found | {
        (where, rule)
        for (where, rule), (case, sentence) in UNREASONED.items()
        if where == part and case in about and sentence in html
    }


@pytest.mark.parametrize(("part", "rule"), JUDGED, ids=lambda one: getattr(one, "address", one))
def test_an_answer_shows_the_sentence_of_each_of_its_rules(said, part: Part, rule: str) -> None:
    assert (part, rule) in said


def test_an_answer_shows_no_rule_that_the_page_of_the_rules_leaves_out(said) -> None:
    assert said <= set(JUDGED)


def test_the_pages_draw_these_answers(engine: Engine, open_as: As) -> None:
    with db.writing(engine) as work:
        see = Seeing.of(work)
        billed = {"provider": see.provider.ref, "plan": see.plan.ref, "on": "2026-03-10"}
        ref = see.session.ref
    page = open_as(Role.LEAD)
    on_session = section(page(FILES[SESSION.address], ref=ref), SESSION.heading)
    for text in (on_session, shown(page(FILES[CHECK.address], **billed, state="NY"))):
        assert "Yes, through the plan&#39;s own credential" in text
        assert "/policies?rule=R17" in text


def test_what_a_data_check_finds_is_on_its_list_and_on_its_session(
    engine: Engine, record: Record, open_as: As
) -> None:
    with db.writing(engine) as work:
        session = work.query(CareSession).filter_by(ref=record.confirmed).one()
        for code in CHECKED:
            make.data_issue(work, session, code=code)
    page = open_as(Role.LEAD)
    on_session = section(page(FILES["session"], ref=record.confirmed), "Data issues")
    for code, entities in CHECKED.items():
        text = escape(reason(code, detail="").text)
        assert text in shown(page(FILES["data-issues"], kind=code))
        assert "care_session" not in entities or text in on_session


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_a_metric_of_a_rule_is_on_its_page(open_as: As, metric: Metric) -> None:
    assert rules_of_metric(metric)
    text = shown(open_as(Role.LEAD)(FILES["compliance"], metric=metric.code))
    assert metric.title in text
    assert metric.question in text
