"""Finding the one record a correction is about."""

from datetime import date

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from core import db
from core.db.transaction import reading
from core.errors import InvalidInput, NotFound
from core.models.audit import ReadingEntry
from core.models.people import Client
from core.queries.people.find_client import ClientsFound, find_client, record_for_correction
from core.queries.people.search import SHOWN
from core.vocabulary.administration import ReadingAction
from core.vocabulary.people import Role
from tests.support import correction, make
from tests.support.correction import Desk
from tests.support.filling import Filling


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def named(desk: Desk, first: str, last: str, **given: object) -> str:
    with db.writing(desk.engine) as work:
        return make.client(work, first_name=first, last_name=last, **given).ref


def find(desk: Desk, text: str) -> ClientsFound:
    with reading(desk.engine, desk.people[Role.AGENT], desk.now) as look:
        return find_client(look, text)


def refs(found: ClientsFound) -> list[str]:
    return [one.ref for one in found.candidates]


@pytest.mark.parametrize(
    "text", ["Núñez", "nunez jo", "josé nuñez", "Nunez, José", "  JOSE   NUNEZ "]
)
def test_a_name_is_found_in_either_order_without_accents_or_case(desk, text):
    ref = named(desk, "José", "Núñez")
    assert refs(find(desk, text)) == [ref]


def test_a_short_name_is_found(desk):
    ref = named(desk, "Mai", "Ng")
    assert refs(find(desk, "ng")) == [ref]


def test_a_whole_e_mail_address_finds_its_record(desk):
    assert refs(find(desk, "Jon@Mail.Example")) == [desk.client_ref]


def test_a_reference_finds_its_record(desk):
    assert refs(find(desk, desk.client_ref.lower())) == [desk.client_ref]


def test_two_people_of_one_name_are_told_apart_by_birth_year(desk):
    named(desk, "Sam", "Twin", date_of_birth=date(2001, 1, 1))
    named(desk, "Sam", "Twin", date_of_birth=date(2002, 2, 2))
    born = [one.birth_year for one in find(desk, "twin").candidates]
    assert born == [2001, 2002]


def test_a_search_too_wide_says_that_there_are_more(desk):
    for number in range(SHOWN + 1):
        named(desk, f"N{number}", "Many")
    found = find(desk, "many")
    assert (len(found.candidates), found.has_more) == (SHOWN, True)


@pytest.mark.parametrize("text", ["", " ", "x", "%", "_"])
def test_too_little_to_search_for_is_said_by_field(desk, text):
    with pytest.raises(InvalidInput) as caught:
        find(desk, text)
    assert list(caught.value.fields) == ["search"]


def test_a_wildcard_stands_for_itself(desk):
    assert refs(find(desk, "%i")) == []


def test_a_merged_record_leads_to_the_one_that_is_kept(desk):
    middle = named(
        desk, "Second", "Merged", merged_into_id=desk.client_id, email="two@mail.example"
    )
    with db.writing(desk.engine) as work:
        key = work.scalars(select(Client.id).where(col(Client.ref) == middle)).one()
    oldest = named(desk, "First", "Oldest", merged_into_id=key)
    for typed, old in (("oldest", oldest), (oldest, oldest), ("second merged", middle)):
        (candidate,) = find(desk, typed).candidates
        assert candidate.ref == desk.client_ref
        assert candidate.merged == f"{old} was merged into {desk.client_ref}."


def test_a_record_asked_for_by_an_old_reference_is_the_one_kept(desk):
    old = named(desk, "Old", "Merged", merged_into_id=desk.client_id)
    with reading(desk.engine, desk.people[Role.AGENT], desk.now) as look:
        record = record_for_correction(look, old)
        own = record_for_correction(look, desk.client_ref)
    assert (record.ref, record.values) == (own.ref, own.values)
    assert record.merged == f"{old} was merged into {desk.client_ref}."
    assert own.merged is None


def test_a_search_that_finds_both_records_offers_the_kept_one_once(desk):
    named(desk, "Jonh", "Rivera", merged_into_id=desk.client_id)
    assert refs(find(desk, "jonh rivera")) == [desk.client_ref]


def test_a_search_is_logged_without_the_name(desk):
    find(desk, "rivera")
    (entry,) = desk.rows(ReadingEntry)
    assert entry.action == ReadingAction.SEARCH
    assert "rivera" not in repr(entry).casefold()


def test_the_record_comes_with_every_field_it_has_a_place_for(desk):
    with reading(desk.engine, desk.people[Role.AGENT], desk.now) as look:
        record = record_for_correction(look, desk.client_ref)
    assert record.values["first_name"] == "Jonh"
    assert "home_city" not in record.values


def test_an_unknown_record_is_not_found(desk):
    with (
        pytest.raises(NotFound),
        reading(desk.engine, desk.people[Role.AGENT], desk.now) as look,
    ):
        record_for_correction(look, "C-NOBODY")
