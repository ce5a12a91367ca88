"""Where can it be billed, on the screen: one provider, several, nobody, and what is missing."""

import pytest
from sqlalchemy import Engine

from core import db
from core.vocabulary.people import Role
from core.vocabulary.states import StateCode
from tests.pages.conftest import As
from tests.support import make
from tests.support.app import beside, labelled, shown
from tests.support.seeing import Seeing


@pytest.fixture
def see(engine: Engine) -> Seeing:
    with db.writing(engine) as work:
        found = Seeing.of(work)
        make.practice_location(work, found.provider)
        make.practice_location(work, found.provider, StateCode.NJ)
        return found


def test_a_plan_is_answered_state_by_state_with_who_does_what(see: Seeing, open_as: As) -> None:
    plan = {"provider": see.provider.ref, "plan": see.plan.ref, "on": "2026-03-10"}
    drawn = shown(open_as(Role.VIEWER)("lookup/billing_check.py", **plan))
    assert "Yes in NY. No in all other states." in drawn
    assert "Yes, through the plan" in drawn
    assert f"The provider has no credential with {see.plan.name} in NJ" in drawn


def test_a_client_is_answered_plan_by_plan(see: Seeing, open_as: As) -> None:
    asked = {"provider": see.provider.npi, "client": see.client.ref, "on": "2026-03-10"}
    drawn = shown(open_as(Role.AGENT)("lookup/billing_check.py", **asked))
    assert f"and client {see.client.ref}" in drawn
    assert f"{see.plan.name}, primary coverage" in drawn
    assert see.client.last_name not in drawn


def test_a_zip_code_narrows_the_answer_to_its_state(see: Seeing, open_as: As) -> None:
    plan = {"provider": see.provider.ref, "plan": see.plan.ref, "on": "2026-03-10"}
    drawn = shown(open_as(Role.VIEWER)("lookup/billing_check.py", **plan, zip="10001"))
    assert "own credential, in New York (ZIP code 10001)." in drawn
    assert "ZIP code 10001" in drawn
    assert '<span class="kind">NY</span>' in drawn
    assert '<span class="kind">NJ</span>' not in drawn


def test_a_problem_stands_under_its_field_and_what_was_typed_stays(
    see: Seeing, open_as: As
) -> None:
    asked = {"provider": see.provider.ref, "plan": see.plan.ref, "zip": "0700"}
    at = open_as(Role.VIEWER)("lookup/billing_check.py", **asked)
    assert "Enter a US ZIP code of 5 digits." in beside(at, "Client's ZIP code")
    assert labelled(at.text_input, "Client's ZIP code").value == "0700"


def test_the_first_line_says_in_one_sentence_why_not(see: Seeing, open_as: As) -> None:
    plan = {"provider": see.provider.ref, "plan": see.plan.ref, "on": "2026-03-10"}
    at = open_as(Role.VIEWER)("lookup/billing_check.py", **plan, zip="75201")
    assert "No. The provider is not licensed in Texas (ZIP code 75201)." in shown(at)


def test_a_state_that_is_not_the_zip_codes_is_said_at_the_state(see: Seeing, open_as: As) -> None:
    plan = {"provider": see.provider.ref, "plan": see.plan.ref}
    at = open_as(Role.VIEWER)("lookup/billing_check.py", **plan, zip="75201", state="IL")
    assert "ZIP code 75201 is in Texas, not in Illinois" in shown(at)


def test_a_client_is_found_by_name_which_stays_out_of_the_address(
    engine: Engine, see: Seeing, open_as: As
) -> None:
    with db.writing(engine) as work:
        twins = [make.client(work, first_name=one, last_name="Twin") for one in ("Ann", "Bo")]
    at = open_as(Role.AGENT)("lookup/billing_check.py", provider=see.provider.ref, on="2026-03-10")
    labelled(at.text_input, "Client").set_value(
        f"{see.client.first_name} {see.client.last_name}"
    ).run()
    assert f"and client {see.client.ref}" in shown(at)
    assert "client" not in at.query_params
    labelled(at.text_input, "Client").set_value("twin").run()
    for one in twins:
        assert f"on=2026-03-10&amp;client={one.ref}" in shown(at)
    labelled(at.text_input, "Client").set_value(see.client.ref).run()
    assert at.query_params["client"] == see.client.ref


def test_who_may_not_search_clients_gives_the_reference(see: Seeing, open_as: As) -> None:
    asked = {"provider": see.provider.ref, "client": "Jonh"}
    at = open_as(Role.VIEWER)("lookup/billing_check.py", **asked)
    assert "reference, such as C-5H2BG3" in beside(at, "Client")


def test_of_several_providers_each_is_offered(engine: Engine, open_as: As) -> None:
    with db.writing(engine) as work:
        both = [make.provider(work, first_name=name, last_name="Twin") for name in ("Ann", "Bo")]
    drawn = shown(open_as(Role.AGENT)("lookup/billing_check.py", provider="twin"))
    for one in both:
        assert f"/billing-check?provider={one.ref}" in drawn


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({}, "Enter a provider, and a plan"),
        ({"provider": "Nobody Atall"}, "No provider matches"),
        ({"provider": "x"}, "Enter at least two letters"),
        ({"client": "C-NOBODY"}, "We found no client C-NOBODY"),
        ({"plan": ""}, "Enter a plan, or a client"),
        ({"on": "2021-01-01"}, "The client has no coverage on this day"),
    ],
)
def test_what_is_missing_or_unknown_is_said(
    see: Seeing, open_as: As, asked: dict[str, str], text: str
) -> None:
    known = {"provider": see.provider.ref, "client": see.client.ref}
    wanted = {} if not asked else known | asked
    if "plan" in asked:
        wanted.pop("client")
    at = open_as(Role.AGENT)("lookup/billing_check.py", **wanted)
    assert [one.message for one in at.exception] == []
    assert text in shown(at)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT])
def test_an_unknown_client_is_said_before_a_provider_is_given(open_as: As, role: Role) -> None:
    at = open_as(role)("lookup/billing_check.py", client="C-NOBODY")
    assert "We found no client C-NOBODY" in beside(at, "Client")


def test_a_merged_client_is_said_before_a_provider_is_given(
    engine: Engine, see: Seeing, open_as: As
) -> None:
    with db.writing(engine) as work:
        old = make.client(work, merged_into_id=see.client.key).ref
    drawn = shown(open_as(Role.VIEWER)("lookup/billing_check.py", client=old))
    assert f"{old} was merged into {see.client.ref}." in drawn
    assert f"Client {see.client.ref} is on file. Enter a provider" in drawn


def test_each_field_that_is_wrong_says_so_at_the_same_time(open_as: As) -> None:
    wrong = {"provider": "Nobody Atall", "client": "C-NOBODY", "zip": "0700"}
    at = open_as(Role.AGENT)("lookup/billing_check.py", **wrong)
    assert "No provider matches" in beside(at, "Provider")
    assert "We found no client C-NOBODY" in beside(at, "Client")
    assert "Enter a US ZIP code of 5 digits." in beside(at, "Client's ZIP code")
