"""What the rules say to each question of a case, held against what the case expects."""

from collections.abc import Callable
from typing import Any

from core.rules.eligibility import billing, canceling, military_onesource
from core.rules.eligibility.confirming import may_be_confirmed
from core.rules.eligibility.editing import may_be_edited
from core.rules.eligibility.session_facts import SessionQuestion
from core.rules.eligibility.verdict import Answer
from core.rules.sessions.notes import NoteProgress, state_of
from core.rules.time import deadlines
from core.rules.time.deadlines import Deadline
from core.vocabulary.deadlines import DeadlineStatus
from tests.oracle.dates import stamp
from tests.oracle.facts import asked_of, edit_of

Facts = dict[str, Any]


def differences(case: Facts) -> dict[str, str]:
    """Question -> what was said instead of what is expected; empty where all agree."""
    asked = asked_of(case)
    found = {}
    for question, expected in case["expect"].items():
        said = QUESTIONS[question](case, asked, expected)
        if said is not None:
            found[question] = f"expected {expected}, said {said}"
    return found


def _verdict(expected: Facts, said: Answer) -> Any:
    """None where verdict, ways and rules are as expected."""
    rules = set(said.rules)
    agree = [
        said.verdict == expected["verdict"],
        list(said.paths) == expected.get("paths", list(said.paths)),
        rules == set(expected.get("rules", rules)),
        rules >= set(expected.get("rules_include", ())),
        "rules_any" not in expected or bool(rules & set(expected["rules_any"])),
    ]
    codes = [str(one.code) for one in said.reasons]
    return None if all(agree) else (said.verdict.value, [*said.paths], said.rules, codes)


def _confirm(case: Facts, asked: SessionQuestion, expected: Facts) -> Any:
    return _verdict(expected, may_be_confirmed(asked))


def _edit(case: Facts, asked: SessionQuestion, expected: Facts) -> Any:
    return _verdict(expected, may_be_edited(asked, edit_of(case)))


def _billing(case: Facts, asked: SessionQuestion, expected: Facts) -> Any:
    return _verdict(expected, billing.of_session(asked))


def _cancel(case: Facts, asked: SessionQuestion, expected: Facts) -> Any:
    said = canceling.route(asked)
    agree = said.path == expected["path"] and (
        "rules" not in expected or expected["rules"] == [said.reason.rule]
    )
    return None if agree else (said.path.value, said.reason.rule)


def _reasons(case: Facts, asked: SessionQuestion, expected: list[str]) -> Any:
    answers = [may_be_confirmed(asked), billing.of_session(asked)]
    answers.append(may_be_edited(asked, edit_of(case)))
    codes = {str(code) for answer in answers for code in answer.codes}
    return None if codes >= set(expected) else sorted(codes)


def _remarked(asked: SessionQuestion) -> set[str]:
    return {one.rule for one in may_be_confirmed(asked).remarks}


def _flags(case: Facts, asked: SessionQuestion, expected: list[str]) -> Any:
    rules = _remarked(asked)
    return None if rules >= set(expected) else sorted(rules)


def _no_flags(case: Facts, asked: SessionQuestion, expected: list[str]) -> Any:
    rules = _remarked(asked) & set(expected)
    return sorted(rules) or None


def _deadlines(case: Facts, asked: SessionQuestion, expected: Facts) -> Any:
    said = _all_deadlines(case, asked)
    wrong = {key: said[key] for key, value in expected.items() if said[key] != value}
    return wrong or None


def _all_deadlines(case: Facts, asked: SessionQuestion) -> Facts:
    session, book = asked.case.session, asked.book
    note = deadlines.note_signature(session, book)
    confirm, edit = deadlines.confirmation(session, book), deadlines.edit_window(session, book)
    charge = deadlines.client_charge(session, book) if asked.case.money.charge_cents else None
    return {
        "note_hours": note and note.policy.number,
        "note_due_at": note and stamp(note.too_late_from),
        "confirm_last_on": confirm.last_day.isoformat(),
        "confirm_blocked_from": stamp(confirm.too_late_from),
        "edit_until_at": edit and stamp(edit.too_late_from),
        "car_date": _day(deadlines.car_date(session, book)),
        "charge_on": _day(charge),
    }


def _day(limit: Deadline | None) -> str | None:
    return limit.last_day.isoformat() if limit else None


def _note(case: Facts, asked: SessionQuestion, expected: Facts) -> Any:
    state = state_of(asked.case.notes)
    limit = deadlines.note_signature(asked.case.session, asked.book)
    assert limit is not None
    status = deadlines.status_at(limit, asked.now, met_at=state.signed_at)
    if state.progress == NoteProgress.UNKNOWN:
        status = DeadlineStatus.UNKNOWN
    said = {"status": status.value, "clawback_protected": state.is_clawback_protected}
    return None if expected.items() <= said.items() else said


def _mos_pay(case: Facts, asked: SessionQuestion, expected: Facts) -> Any:
    pay = military_onesource.pay(asked.case, asked.book)
    said = {
        "payable": pay.is_payable,
        "amount_cents": pay.amount_cents,
        "period": f"{pay.period:%Y-%m}",
    }
    return None if expected.items() <= said.items() else said


QUESTIONS: dict[str, Callable[[Facts, SessionQuestion, Any], Any]] = {
    "confirm": _confirm,
    "edit": _edit,
    "billing": _billing,
    "cancel": _cancel,
    "reasons": _reasons,
    "flags": _flags,
    "no_flags": _no_flags,
    "deadlines": _deadlines,
    "note": _note,
    "mos_pay": _mos_pay,
}
