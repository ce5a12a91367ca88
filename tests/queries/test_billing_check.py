"""Where a provider can be billed for a plan or a client, before anything is booked."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from core import db
from core.access import Actor
from core.db.transaction import ReadContext, reading
from core.errors import InvalidInput, NotFound
from core.models.audit import ReadingEntry
from core.queries.sessions.billing_check import BillingCheck, billing_check, plan_choices
from core.queries.sessions.billing_question import BillingQuestion
from core.rules.eligibility.verdict import Answer
from core.vocabulary.care import PayerKind
from core.vocabulary.coverage import LineOfBusiness
from core.vocabulary.people import Role
from core.vocabulary.states import OUTSIDE, StateCode
from core.vocabulary.verdicts import Path, Verdict
from tests.support import make
from tests.support.seeing import ASKED, START, Seeing, credentialed, licensed

DAY = START.date()
SOMEONE = Actor("Someone", Role.VIEWER)


@pytest.fixture
def see(engine: Engine) -> Iterator[Seeing]:
    with db.writing(engine) as work:
        found = Seeing.of(work)
        make.practice_location(work, found.provider)
        yield found


def ask(see: Seeing, **given: Any) -> BillingCheck:
    see.db.flush()
    wanted = {"provider": see.provider.ref, "on": DAY} | given
    return billing_check(ReadContext(see.db, SOMEONE, ASKED), BillingQuestion(**wanted))


def by_state(answers: Any) -> dict[str, Answer]:
    return {box.state: box.answer for box in answers}


def test_a_plan_alone_is_answered_where_the_provider_practices_and_everywhere(see: Seeing) -> None:
    (answer,) = ask(see, plan=see.plan.ref).answers
    assert [box.state for box in answer.boxes] == ["NY"]
    found = by_state(answer.everywhere)
    assert found.keys() == {*StateCode.__members__, OUTSIDE}
    open_in = {state for state, one in found.items() if one.verdict == Verdict.ALLOW}
    assert (open_in, found["NY"].paths) == ({"NY"}, (Path.DIRECT,))


def test_a_client_is_answered_for_each_plan_of_the_day_by_rank(see: Seeing) -> None:
    second, old = make.plan(see.db), make.plan(see.db)
    make.coverage(see.db, see.client, second, rank=2)
    make.coverage(see.db, see.client, old, rank=3, to_on=DAY - timedelta(days=1))
    found = ask(see, client=see.client.ref)
    assert [(one.plan_ref, one.rank) for one in found.answers] == [
        (see.plan.ref, 1),
        (second.ref, 2),
    ]
    assert [one.boxes[0].answer.verdict for one in found.answers] == [Verdict.ALLOW, Verdict.BLOCK]


def test_a_case_with_this_provider_is_answered_beside_the_plans(see: Seeing) -> None:
    make.mos_case(see.db, see.client, see.provider)
    make.mos_case(see.db, see.client, make.provider(see.db))
    found = ask(see, client=see.client.ref).answers[-1]
    assert (found.payer_kind, found.plan_ref) == (PayerKind.MOS, "")
    assert "mos_not_enrolled" in found.boxes[0].answer.codes


def test_the_clients_places_of_that_day_are_asked_about(see: Seeing) -> None:
    make.home(see.db, see.client, state_code="TX", from_on=DAY)
    make.home(see.db, see.client, state_code="FL", from_on=DAY + timedelta(days=1))
    (answer,) = ask(see, client=see.client.ref).answers
    assert {box.state for box in answer.boxes} == {"NY", "TX"}


def test_a_license_that_begins_later_opens_the_state_from_that_day(see: Seeing) -> None:
    licensed(see.db, see.provider, StateCode.NJ).from_on = DAY
    credentialed(see.db, see.provider, see.plan, StateCode.NJ)
    verdicts = {
        day: by_state(ask(see, plan=see.plan.ref, on=day).answers[0].everywhere)["NJ"].verdict
        for day in (DAY - timedelta(days=1), DAY)
    }
    assert list(verdicts.values()) == [Verdict.BLOCK, Verdict.ALLOW]


def test_a_state_narrows_the_answer_and_a_zip_code_says_where(see: Seeing) -> None:
    (answer,) = ask(see, plan=see.plan.ref, state="NJ", zip="07001").answers
    assert [box.state for box in answer.boxes] == ["NJ"]


def test_a_zip_code_alone_says_in_which_state(see: Seeing) -> None:
    (answer,) = ask(see, plan=see.plan.ref, zip="07001").answers
    assert [box.state for box in answer.boxes] == ["NJ"]


def test_a_zip_code_that_two_states_share_goes_with_either(see: Seeing) -> None:
    for state in ("CT", "NY"):
        (answer,) = ask(see, plan=see.plan.ref, zip="06390", state=state).answers
        assert [box.state for box in answer.boxes] == [state]
    with pytest.raises(InvalidInput) as problem:
        ask(see, plan=see.plan.ref, zip="06390")
    assert "could be in Connecticut or New York. Choose the state" in str(problem.value)


def test_each_answer_names_its_address(see: Seeing) -> None:
    make.home(see.db, see.client, state_code="TX", from_on=DAY)
    by_client = ask(see, client=see.client.ref).answers[0]
    assert dict(zip([box.state for box in by_client.boxes], by_client.addresses, strict=True)) == {
        "NY": (
            "Client's address on file",
            "Practice location, 1 Practice Way, Albany, NY 12207",
        ),
        "TX": ("Client's address on file",),
    }
    by_zip = ask(see, client=see.client.ref, zip="75201").answers[0]
    assert by_zip.addresses == (("ZIP code 75201",),)
    by_state = ask(see, client=see.client.ref, state="NJ").answers[0]
    assert by_state.addresses == (("No address on file there",),)


def test_a_place_outside_the_states_is_answered_too(see: Seeing) -> None:
    (answer,) = ask(see, plan=see.plan.ref, state=OUTSIDE).answers
    assert "outside_us_states" in answer.boxes[0].answer.codes


@pytest.mark.parametrize(
    ("line", "kind"),
    [(LineOfBusiness.MOS, PayerKind.MOS), (LineOfBusiness.EAP, PayerKind.EAP)],
)
def test_the_line_of_a_plan_says_who_pays(
    see: Seeing, line: LineOfBusiness, kind: PayerKind
) -> None:
    plan = make.plan(see.db, line)
    assert ask(see, plan=plan.ref).answers[0].payer_kind == kind


def test_a_client_without_coverage_that_day_has_no_answer(see: Seeing) -> None:
    assert ask(see, client=see.client.ref, on=date(2021, 1, 1)).answers == ()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"plan": ""}, "plan"),
        ({"state": "ON"}, "state"),
        ({"zip": "0700"}, "zip"),
        ({"zip": "00001"}, "zip"),
        ({"zip": "09012"}, "zip"),
        ({"zip": "75201", "state": "IL"}, "state"),
        ({"zip": "75201", "state": OUTSIDE}, "state"),
        ({"zip": "06390"}, "state"),
        ({"provider": " "}, "provider"),
    ],
)
def test_a_question_that_does_not_hold_together_is_refused_by_field(
    see: Seeing, given: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as problem:
        ask(see, **({"plan": see.plan.ref} | given))
    assert list(problem.value.fields) == [field]


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("09012", "AE, Armed Forces Europe"),
        ("34035", "AA, Armed Forces Americas"),
        ("96201-1234", "AP, Armed Forces Pacific"),
        ("96601", "AP, Armed Forces Pacific"),
    ],
)
def test_a_military_zip_code_is_named_with_what_billing_answers(
    see: Seeing, code: str, place: str
) -> None:
    with pytest.raises(InvalidInput) as problem:
        ask(see, plan=see.plan.ref, zip=code)
    assert problem.value.fields["zip"].startswith(f"{code} is a military address ({place}).")
    assert "Insurance cannot be billed there" in problem.value.fields["zip"]


@pytest.mark.parametrize(
    "given",
    [{"provider": "P-NOBODY"}, {"client": "C-NOBODY"}, {"plan": "L-NONE"}, {"provider": "\0"}],
)
def test_an_unknown_reference_is_not_found(see: Seeing, given: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        ask(see, **({"plan": see.plan.ref} | given))


def test_a_look_at_a_clients_plans_is_logged_and_one_at_a_plan_is_not(engine: Engine) -> None:
    with db.writing(engine) as work:
        see = Seeing.of(work)
        who, plan, client = see.provider.ref, see.plan.ref, see.client
    for given in ({"plan": plan}, {"client": client.ref}):
        with reading(engine, SOMEONE, ASKED) as look:
            billing_check(look, BillingQuestion(provider=who, on=DAY, **given))
    with db.looking(engine) as done:
        logged = [(row.entity, row.entity_id) for row in done.scalars(select(ReadingEntry))]
    assert logged == [("client", client.key)]


def test_plans_are_offered_by_name(engine: Engine) -> None:
    with db.writing(engine) as work:
        for name in ("Zeta", "Alpha"):
            make.plan(work, name=name)
        found = plan_choices(ReadContext(work, SOMEONE, ASKED))
    assert [one.name for one in found] == ["Alpha", "Zeta"]


def test_a_client_may_be_asked_about_under_another_plan(engine: Engine, see: Seeing) -> None:
    other = make.plan(see.db)
    (answer,) = ask(see, client=see.client.ref, plan=other.ref).answers
    assert (answer.plan_ref, answer.rank) == (other.ref, None)
