"""What holds for every case that can be made up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules.eligibility import billing
from core.rules.eligibility.confirming import may_be_confirmed
from core.rules.eligibility.practice_facts import AreaFact, PlanFact
from core.rules.eligibility.session_facts import CrisisFact
from core.rules.time import deadlines
from core.vocabulary.care import PayerKind
from core.vocabulary.coverage import CredentialStatus, LineOfBusiness
from core.vocabulary.people import LicenseKind, LicenseStatus
from core.vocabulary.verdicts import Verdict
from tests.rules.test_vectors import BOOK
from tests.support.cases import (
    DAY,
    asked,
    credential,
    facts,
    license_in,
    opt_in,
    ordinary,
    place,
    provider,
    times,
)

CALM = settings(max_examples=150, deadline=None, derandomize=True)
STATES = st.sampled_from(["NY", "NJ", "TX", "NC", "PA", "OUTSIDE"])
REFS = ("home", "local", "other")
FAR = st.integers(-40, 40).map(lambda days: DAY + timedelta(days=days))
RANK = [Verdict.BLOCK, Verdict.NOT_ASSESSED, Verdict.REVIEW, Verdict.ALLOW]
ZONES = st.sampled_from(
    ["America/New_York", "America/Los_Angeles", "Pacific/Guam", "America/Phoenix"]
)
FIRST = datetime(2024, 6, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 6 * 365 * 86400).map(lambda seconds: FIRST + timedelta(seconds=seconds))

areas = st.builds(AreaFact, STATES, st.sampled_from([None, "191", "152"]))
plans = st.tuples(
    *(
        st.builds(
            PlanFact,
            st.just(ref),
            st.just(ref),
            st.just(ref),
            line=st.sampled_from([LineOfBusiness.COMMERCIAL, LineOfBusiness.MEDICARE_ADVANTAGE]),
            is_bcbs=st.booleans(),
            bluecard_eligible=st.sampled_from([None, True, False]),
            areas=st.lists(areas, max_size=3).map(tuple),
        )
        for ref in REFS
    )
)
licenses = st.builds(
    license_in,
    STATES,
    status=st.sampled_from(LicenseStatus),
    kind=st.sampled_from(LicenseKind),
    to_on=st.none() | FAR,
)
credentials = st.builds(
    credential,
    st.sampled_from(REFS),
    STATES,
    status=st.sampled_from(CredentialStatus),
    to_on=st.none() | FAR,
)
opt_ins = st.builds(opt_in, st.sampled_from(REFS), STATES)


@st.composite
def situations(draw):
    known = draw(plans)
    who = replace(
        provider(""),
        licenses=draw(st.lists(licenses, max_size=4).map(tuple)),
        credentials=draw(st.lists(credentials, max_size=4).map(tuple)),
        opt_ins=draw(st.lists(opt_ins, max_size=3).map(tuple)),
        mos_from=draw(st.none() | FAR),
    )
    kind = draw(st.sampled_from(PayerKind))
    return replace(facts(who, known[0]), plans=known, payer_kind=kind)


def rank(told, state: str, **changes) -> int:
    return RANK.index(billing.of_place(replace(told, **changes), place(state)).verdict)


@CALM
@given(situations(), STATES, credentials)
def test_an_added_credential_never_loses_a_state(told, state, more):
    provider = replace(told.provider, credentials=(*told.provider.credentials, more))
    assert rank(told, state, provider=provider) >= rank(told, state)


@CALM
@given(situations(), STATES, licenses)
def test_an_added_license_never_loses_a_state(told, state, more):
    provider = replace(told.provider, licenses=(*told.provider.licenses, more))
    assert rank(told, state, provider=provider) >= rank(told, state)


@CALM
@given(situations(), STATES, opt_ins)
def test_an_added_opt_in_never_loses_a_state(told, state, more):
    provider = replace(told.provider, opt_ins=(*told.provider.opt_ins, more))
    assert rank(told, state, provider=provider) >= rank(told, state)


@CALM
@given(situations(), STATES, st.randoms())
def test_the_order_of_facts_changes_nothing(told, state, dice):
    def mixed(rows):
        return tuple(dice.sample(rows, len(rows)))

    who = told.provider
    shuffled = replace(
        who,
        licenses=mixed(who.licenses),
        credentials=mixed(who.credentials),
        opt_ins=mixed(who.opt_ins),
    )
    other = replace(told, provider=shuffled, plans=mixed(told.plans))
    assert billing.of_place(other, place(state)) == billing.of_place(told, place(state))


@CALM
@given(situations(), st.lists(STATES, max_size=4), st.booleans(), st.randoms())
def test_the_order_of_places_changes_nothing(told, states, is_crisis, dice):
    case = ordinary(
        provider=told.provider,
        plan=told.plan,
        plans=told.plans,
        places=tuple(place(state) for state in states),
        crisis=CrisisFact(True, True) if is_crisis else None,
    )
    other = replace(case, places=tuple(dice.sample(case.places, len(states))))
    assert may_be_confirmed(asked(other)) == may_be_confirmed(asked(case))


@CALM
@given(situations(), STATES)
def test_a_way_is_named_exactly_where_it_may_be_billed(told, state):
    found = billing.of_place(told, place(state))
    if found.verdict == Verdict.BLOCK:
        assert found.paths == ()
        assert found.deciding
    elif state != "OUTSIDE":
        assert found.paths


@CALM
@given(INSTANTS, ZONES, st.integers(0, 60 * 24 * 40), st.integers(1, 60 * 24 * 5))
def test_a_later_confirmation_never_gains_time(start, zone, after, more):
    session = replace(times(), scheduled_start_at=start, tz=ZoneInfo(zone))
    session = replace(session, scheduled_end_at=start + timedelta(minutes=50))
    early, late = (session.end_at + timedelta(minutes=n) for n in (after, after + more))
    case = ordinary(session, notes=())
    allowed = [may_be_confirmed(asked(case, now)).verdict == "allow" for now in (early, late)]
    assert allowed in ([True, True], [True, False], [False, False])


@CALM
@given(INSTANTS, ZONES)
def test_a_changed_clock_never_adds_or_steals_an_hour(end, zone):
    session = replace(times(), scheduled_start_at=end - timedelta(hours=1), tz=ZoneInfo(zone))
    session = replace(session, scheduled_end_at=end, confirmed_at=end)
    note, edit = deadlines.note_signature(session, BOOK), deadlines.edit_window(session, BOOK)
    assert (note.due_at - end, edit.due_at - end) == (timedelta(hours=72), timedelta(hours=48))
