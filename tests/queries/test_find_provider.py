"""Finding the provider whose listing is wrong."""

import pytest
from sqlalchemy import Engine

from core import db
from core.db.transaction import reading
from core.errors import InvalidInput, NotFound
from core.queries.people.find_provider import (
    ProvidersFound,
    find_provider,
    provider_for_listing,
)
from core.queries.people.search import SHOWN
from core.vocabulary.people import Role
from tests.support import listing, make
from tests.support.filling import Filling
from tests.support.listing import NPI, Listings


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Listings:
    return filled(engine, listing.listings)


def find(desk: Listings, text: str) -> ProvidersFound:
    with reading(desk.engine, desk.people[Role.AGENT], desk.now) as look:
        return find_provider(look, text)


@pytest.mark.parametrize(
    "text", ["marsh", "Rosa Marsh", "marsh ro", "Marsh, Rosa", "  MARSH rosa ", NPI]
)
def test_a_provider_is_found_by_name_or_npi(desk, text):
    (found,) = find(desk, text).candidates
    assert (found.ref, found.npi) == (desk.provider_ref, NPI)


def test_a_provider_is_found_by_reference(desk):
    (found,) = find(desk, desk.provider_ref.lower()).candidates
    assert found.name == "Rosa Marsh"


def test_a_search_too_wide_says_that_there_are_more(desk, engine):
    with db.writing(engine) as work:
        for number in range(SHOWN + 1):
            make.provider(work, last_name=f"Many{number}")
    found = find(desk, "many")
    assert (len(found.candidates), found.has_more) == (SHOWN, True)


@pytest.mark.parametrize("text", ["", "x", "%", "\0\0"])
def test_too_little_to_search_for_is_said_by_field(desk, text):
    with pytest.raises(InvalidInput) as caught:
        find(desk, text)
    assert list(caught.value.fields) == ["search"]


def test_nobody_is_found_by_a_wildcard(desk):
    assert find(desk, "%%%%").candidates == ()


def test_the_record_shows_the_locations_that_are_active(desk, engine):
    with db.writing(engine) as work:
        provider = work.get(make.Provider, desk.provider_id)
        make.practice_location(work, provider)
        make.practice_location(work, provider, line1="9 Closed Road", is_active=False)
    with reading(engine, desk.people[Role.AGENT], desk.now) as look:
        found = provider_for_listing(look, desk.provider_ref)
    assert found.locations == ("1 Practice Way, Albany, NY 12207",)


@pytest.mark.parametrize("ref", ["P-NOBODY", "\0"])
def test_an_unknown_provider_is_not_found(desk, engine, ref):
    with (
        pytest.raises(NotFound),
        reading(engine, desk.people[Role.AGENT], desk.now) as look,
    ):
        provider_for_listing(look, ref)
