"""Second records of one person: found, settled as one or as two, handed over, taken back (R44)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from core import db
from core.data_issues.run import run_data_checks
from core.data_issues.settle_duplicates import (
    HandOverMerge,
    KeepApart,
    hand_over_merge,
    keep_apart,
)
from core.db.transaction import Receipt, reading
from core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refused
from core.exchange.changes_out import export_changes
from core.models.audit import AuditEntry, ReadingEntry
from core.models.data_issues import DataIssue
from core.models.exchange import OutboundChange
from core.models.people import Client, DuplicateCandidate
from core.queries.people.compare import compare_clients, possible_duplicates
from core.vocabulary.data_issues import DataIssueCode, DataIssueStatus
from core.vocabulary.people import Role, Sex
from core.vocabulary.requests import CandidateStatus
from tests.support import make
from tests.support.bench import Bench
from tests.support.checked_records import OPERATOR
from tests.support.make import NOW

BORN = date(1987, 4, 9)
ANA = {"first_name": "Ana", "last_name": "Rivera", "date_of_birth": BORN, "sex": Sex.FEMALE}


@dataclass
class Pair(Bench):
    """Two records of one Ana Rivera."""

    one: str = ""
    other: str = ""

    def settle(
        self, reason: str = "Same insurance card", role: Role = Role.LEAD, seen: int = 0
    ) -> Receipt:
        command = HandOverMerge(self.other, self.one, seen, reason)
        return self.do(hand_over_merge, command, role)

    def apart(
        self, role: Role = Role.AGENT, seen: int = 0, reason: str = "Spoke to both"
    ) -> Receipt:
        return self.do(keep_apart, KeepApart(self.one, self.other, seen, reason), role)

    def ask(self, query: Any, *given: str) -> Any:
        with reading(self.engine, self.people[Role.AGENT], self.now) as context:
            return query(context, *given)

    def listed(self) -> list[tuple[str, str]]:
        """The open data issues: the record and the detail."""
        with db.looking(self.engine) as work:
            rows = work.execute(
                select(col(Client.ref), col(DataIssue.detail))
                .join(Client, col(Client.id) == col(DataIssue.entity_id))
                .where(col(DataIssue.code) == DataIssueCode.POSSIBLE_DUPLICATE)
                .where(col(DataIssue.status) == DataIssueStatus.OPEN)
                .order_by(col(DataIssue.id))
            )
            return [(row[0], row[1]) for row in rows]

    def check(self) -> list[tuple[str, str]]:
        run_data_checks(self.engine, OPERATOR, NOW)
        return self.listed()


def records(engine: Engine, *given: dict[str, Any]) -> list[str]:
    with db.writing(engine) as work:
        return [make.client(work, **{**ANA, **each}).ref for each in given]


@pytest.fixture
def pair(engine: Engine) -> Pair:
    with db.writing(engine) as work:
        people = {role: make.actor(work, role) for role in Role}
    one, other = records(engine, {}, {"first_name": "Anna"})
    return Pair(engine, people, one=one, other=other)


def test_a_second_record_is_listed_beside_the_first(pair):
    """R44-V2."""
    ((ref, detail),) = pair.check()
    assert ref == pair.other
    assert detail == f"{pair.one} (first name: 1 letter missing, same birth date)"


def test_checking_again_changes_nothing(pair):
    pair.check()
    assert run_data_checks(pair.engine, OPERATOR, NOW).opened == 0


PHONE = {"phone": "212-555-0188"}
TWO_PEOPLE = [
    ("a twin", {}, {"first_name": "Eva"}),
    ("a twin in rhyme", {"first_name": "Jaden"}, {"first_name": "Kaden"}),
    ("another birth date, one phone", PHONE, {**PHONE, "date_of_birth": date(1961, 10, 2)}),
    ("Jr. beside Sr.", {"last_name": "Rivera Sr."}, {"last_name": "Rivera Jr."}),
    ("a common name, nothing else", {}, {"date_of_birth": date(1990, 12, 30)}),
    ("a couple", PHONE, {**PHONE, "first_name": "Tom", "sex": Sex.MALE}),
    ("only the birth date", {}, {"first_name": "Grace", "last_name": "Okafor"}),
]


@pytest.mark.parametrize(("_what", "one", "other"), TWO_PEOPLE, ids=[row[0] for row in TWO_PEOPLE])
def test_records_of_two_people_are_not_listed(engine, _what, one, other):
    """R44-V3."""
    records(engine, one, other)
    assert Pair(engine, {}).check() == []


ONE_PERSON = [
    ("the same in capitals", {}, {"first_name": "ANA", "last_name": "RIVERA"}),
    ("names swapped", {}, {"first_name": "Rivera", "last_name": "Ana"}),
    ("a new last name, one phone", PHONE, {**PHONE, "last_name": "Lindqvist"}),
    (
        "day and month swapped, one e-mail",
        {"email": "a@b.example", "email_key": "a@b.example"},
        {"email": "A@b.example", "email_key": "a@b.example", "date_of_birth": date(1987, 9, 4)},
    ),
    ("no birth date, one phone", PHONE, {**PHONE, "date_of_birth": None}),
    ("a nickname", {"first_name": "William"}, {"first_name": "Bill"}),
]


@pytest.mark.parametrize(("_what", "one", "other"), ONE_PERSON, ids=[row[0] for row in ONE_PERSON])
def test_records_that_may_be_of_one_person_are_listed(engine, _what, one, other):
    refs = records(engine, one, other)
    assert [ref for ref, _ in Pair(engine, {}).check()] == refs[1:]


def test_a_merged_record_is_no_duplicate(pair):
    with db.writing(pair.engine) as work:
        kept = work.scalar(select(Client).where(col(Client.ref) == pair.one))
        gone = work.scalar(select(Client).where(col(Client.ref) == pair.other))
        gone.merged_into_id = kept.id
    assert pair.check() == []


def test_two_people_are_not_listed_again(pair):
    pair.check()
    pair.apart()
    assert pair.listed() == []
    assert pair.check() == []
    assert pair.rows(OutboundChange) == []


def test_one_person_is_asked_of_the_platform_and_never_merged_here(pair):
    pair.check()
    pair.settle()
    (change,) = pair.rows(OutboundChange)
    assert (change.field, change.old, change.new) == ("merged_into_id", "", pair.one)
    assert change.request_id is None
    assert [row.merged_into_id for row in pair.rows(Client)] == [None, None]
    assert pair.listed() == []


def test_the_change_file_names_both_records(pair, tmp_path):
    pair.settle()
    path = export_changes(pair.engine, OPERATOR, NOW, tmp_path).path
    (line,) = path.read_text().splitlines()[1:]
    assert line.split(",")[1:6] == ["clients", pair.other, "merged_into_id", "", pair.one]


def test_a_merge_not_yet_sent_is_dropped(pair):
    pair.settle()
    pair.apart(Role.LEAD, seen=1)
    assert pair.rows(OutboundChange) == []
    (row,) = pair.rows(DuplicateCandidate)
    assert row.status == CandidateStatus.DIFFERENT


def test_a_merge_that_was_sent_is_undone_by_another_change(pair, tmp_path):
    pair.settle()
    export_changes(pair.engine, OPERATOR, NOW, tmp_path)
    pair.now = NOW + timedelta(hours=1)
    pair.apart(Role.LEAD, seen=1)
    changes = sorted(pair.rows(OutboundChange), key=lambda one: one.key)
    assert [(one.old, one.new) for one in changes] == [("", pair.one), (pair.one, "")]


def test_two_people_can_be_settled_as_one_later(pair):
    pair.apart()
    pair.settle(seen=1)
    assert [row.new for row in pair.rows(OutboundChange)] == [pair.one]


def test_each_decision_is_audited_with_its_reason(pair):
    pair.apart()
    pair.settle(seen=1)
    entries = [one for one in pair.rows(AuditEntry) if one.action == "duplicate.settled"]
    assert [one.reason for one in entries] == ["Spoke to both", "Same insurance card"]


def test_only_a_lead_hands_a_merge_over_or_takes_it_back(pair):
    with pytest.raises(NotPermitted):
        pair.settle(role=Role.AGENT)
    pair.settle()
    with pytest.raises(NotPermitted):
        pair.apart(seen=1)


@pytest.mark.parametrize("act", [Pair.settle, Pair.apart])
def test_settling_takes_a_reason(pair, act):
    with pytest.raises(InvalidInput) as caught:
        act(pair, reason=" ")
    assert list(caught.value.fields) == ["reason"]


@pytest.mark.parametrize("act", [Pair.settle, Pair.apart])
def test_what_someone_settled_meanwhile_is_a_conflict(pair, act):
    pair.apart()
    with pytest.raises(Conflict):
        act(pair)
    with pytest.raises(Conflict):
        pair.apart(seen=1)


def test_a_record_is_handed_over_once(pair):
    (third,) = records(pair.engine, {})
    pair.settle()
    with pytest.raises(Refused):
        pair.do(hand_over_merge, HandOverMerge(pair.other, third, 0, "Same"), Role.LEAD)
    with pytest.raises(Refused):
        pair.do(hand_over_merge, HandOverMerge(third, pair.other, 0, "Same"), Role.LEAD)


@pytest.mark.parametrize("other", ["", "C-NOBODY", "itself"])
def test_a_pair_is_two_known_records(pair, other):
    ref = pair.one if other == "itself" else other
    with pytest.raises(NotFound):
        pair.do(keep_apart, KeepApart(pair.one, ref, 0, "Two people"), Role.LEAD)
    with pytest.raises(NotFound):
        pair.ask(compare_clients, pair.one, ref)


def test_the_comparison_says_what_differs_without_a_value(pair):
    found = pair.ask(compare_clients, pair.one, pair.other)
    assert found.differences["first_name"] == "1 letter missing"
    assert found.differences["date_of_birth"] == "Same"
    assert found.looks_like == "First name: 1 letter missing, same birth date"
    assert "Rivera" not in repr(found)


def test_comparing_is_in_the_reading_log_for_both(pair):
    pair.ask(compare_clients, pair.one, pair.other)
    assert len({row.entity_id for row in pair.rows(ReadingEntry)}) == 2


def test_what_was_settled_is_not_offered_again(pair):
    assert [one.ref for one in pair.ask(possible_duplicates, pair.one)] == [pair.other]
    pair.apart()
    assert pair.ask(possible_duplicates, pair.one) == ()
