"""Finding sessions: who is found by what, in which order, and what is written down about it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain, count
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from core import access, db
from core.db.transaction import ReadContext, reading
from core.errors import InvalidInput, NotFound, NotPermitted
from core.facts.session_deadlines import load_session_deadlines
from core.models.audit import ReadingEntry
from core.models.care import CareSession
from core.models.coverage import Payer
from core.queries.sessions import paging
from core.queries.sessions.search import SessionPage, SessionSearch, find_sessions, payer_choices
from core.rules.sessions.stage import stage
from core.vocabulary.care import (
    NoteMode,
    PayerKind,
    SessionKind,
    SessionStage,
    SessionStatus,
    SignatureSource,
)
from core.vocabulary.coverage import PayerClass
from core.vocabulary.deadlines import DeadlineKind, DeadlineStatus
from core.vocabulary.people import Role
from core.vocabulary.states import StateCode
from tests.support import make

NOW = make.NOW
MARCH_10 = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
Find = Callable[..., SessionPage]


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with db.writing(engine) as opened:
        yield opened


@pytest.fixture
def find(engine: Engine) -> Find:
    """Search as an agent, or as somebody else; a fixture so that each search is its own look."""

    def search(role: Role = Role.AGENT, now: datetime = NOW, **asked: Any) -> SessionPage:
        with reading(engine, access.Actor("Someone", role), now) as look:
            return find_sessions(look, SessionSearch(**asked))

    return search


def refs(page: SessionPage) -> list[str]:
    return [row.ref for row in page.rows]


def build(engine: Engine, *makers: Callable[[Session], CareSession]) -> list[str]:
    with db.writing(engine) as session:
        return [maker(session).ref for maker in makers]


def one(**given: Any) -> Callable[[Session], CareSession]:
    """A session of its own client and provider, under an insurer's plan."""
    provider, client = given.pop("provider", {}), given.pop("client", {})

    def made(session: Session) -> CareSession:
        person = make.client(session, **client)
        given.setdefault("coverage_id", make.coverage(session, person, make.plan(session)).key)
        return make.care_session(session, make.provider(session, **provider), person, **given)

    return made


def test_a_search_for_nothing_lists_all_sessions_newest_first(engine: Engine, find: Find) -> None:
    first, second, third = build(
        engine,
        one(start=MARCH_10),
        one(start=NOW + timedelta(days=3)),
        one(start=MARCH_10 + timedelta(hours=2)),
    )
    assert refs(find()) == [second, third, first]


@pytest.mark.parametrize("typed", ["S-77", "s-77", "77", "  s-77 "])
def test_a_reference_is_found_however_it_is_typed(engine: Engine, find: Find, typed: str) -> None:
    build(engine, one(ref="S-77"), one(ref="S-770"))
    assert refs(find(ref=typed)) == ["S-77"]


@pytest.mark.parametrize(
    "typed",
    [
        "C-9",
        "c-9",
        "gar",
        "García Ló",
        "garcia lopez, maria",
        "maria garcia",
        "garcia mar",
        "MARÍA  GARCÍA LÓPEZ",
    ],
)
def test_a_client_is_found_by_reference_or_name_in_either_order(
    engine: Engine, find: Find, typed: str
) -> None:
    maria = {"ref": "C-9", "first_name": "María", "last_name": "García López"}
    wanted, _ = build(engine, one(client=maria), one(client={"last_name": "Gray"}))
    assert refs(find(client=typed)) == [wanted]


def test_a_name_is_no_pattern(engine: Engine, find: Find) -> None:
    build(engine, one())
    assert refs(find(client="%%")) == refs(find(client="__")) == []


@pytest.mark.parametrize("typed", ["P-9", "o'brien", "sean o'brien"])
def test_a_provider_is_found_by_reference_or_name(engine: Engine, find: Find, typed: str) -> None:
    sean = {"ref": "P-9", "first_name": "Seán", "last_name": "O'Brien"}
    wanted, _ = build(engine, one(provider=sean), one())
    assert refs(find(provider=typed)) == [wanted]


def test_an_npi_finds_its_provider_only(engine: Engine, find: Find) -> None:
    wanted, _ = build(engine, one(provider={"npi": "1234567893"}), one())
    assert refs(find(npi="1234567893")) == [wanted]


@pytest.mark.parametrize("npi", ["123456789", "1234567890", "12345678ab", "3234567893"])
def test_an_npi_that_cannot_be_one_is_refused_by_field(find: Find, npi: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        find(npi=npi)
    assert list(refused.value.fields) == ["npi"]


def test_an_ecms_case_finds_the_sessions_under_it(engine: Engine, session: Session) -> None:
    client, provider = make.client(session), make.provider(session)
    case = make.mos_case(session, client, provider, ecms_case_id="ECMS-1")
    under = make.care_session(
        session, provider, client, payer_kind=PayerKind.MOS, mos_case_id=case.key
    )
    make.care_session(session, provider, client, start=MARCH_10 + timedelta(days=1))
    look = _look(session)
    assert refs(find_sessions(look, SessionSearch(ecms_case_id=" ECMS-1 "))) == [under.ref]


def _look(session: Session, role: Role = Role.AGENT) -> ReadContext:
    return ReadContext(session, access.Actor("Someone", role), NOW)


def test_days_of_service_count_both_ends(engine: Engine, find: Find) -> None:
    made = build(engine, *(one(start=MARCH_10 + timedelta(days=day)) for day in range(4)))
    found = find(from_on=date(2026, 3, 11), to_on=date(2026, 3, 12))
    assert refs(found) == [made[2], made[1]]


def test_days_the_wrong_way_round_are_refused_by_field(find: Find) -> None:
    with pytest.raises(InvalidInput) as refused:
        find(from_on=date(2026, 3, 11), to_on=date(2026, 3, 10))
    assert list(refused.value.fields) == ["to_on"]


EVERY_KIND: list[dict[str, Any]] = [
    {"start": NOW + timedelta(days=1)},
    {"start": NOW - timedelta(minutes=45)},
    {"start": NOW - timedelta(minutes=45) + timedelta(seconds=1)},
    {"start": NOW - timedelta(days=30)},
    {"start": NOW - timedelta(days=32)},
    {"start": NOW - timedelta(days=60), "kind": SessionKind.CONSULT},
    {"start": NOW - timedelta(days=1), "actual_end_at": NOW + timedelta(minutes=1)},
    *({"status": status} for status in SessionStatus if status != SessionStatus.SCHEDULED),
]


def test_a_stage_finds_exactly_the_sessions_that_show_it(engine: Engine, find: Find) -> None:
    build(engine, *(one(**given) for given in EVERY_KIND))
    shown = {row.ref: row.stage for row in find().rows}
    found = {row.ref: stage for stage in SessionStage for row in find(stage=stage).rows}
    assert found == shown
    assert set(shown.values()) == set(SessionStage)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1)])
def test_a_session_expires_with_the_first_instant_after_day_thirty(
    engine: Engine, find: Find, late: timedelta
) -> None:
    (ref,) = build(engine, one())
    blocked_from = datetime(2026, 4, 10, 4, 0, tzinfo=UTC)
    assert refs(find(now=blocked_from + late, stage=SessionStage.EXPIRED)) == [ref]
    assert refs(find(now=blocked_from - timedelta(seconds=1), stage=SessionStage.TOOK_PLACE)) == [
        ref
    ]


def test_a_payer_finds_the_sessions_under_its_plans(engine: Engine, session: Session) -> None:
    client, provider = make.client(session), make.provider(session)
    plan, other = make.plan(session), make.plan(session)
    ours = make.coverage(session, client, plan)
    theirs = make.coverage(session, client, other)
    wanted = make.care_session(session, provider, client, coverage_id=ours.key)
    make.care_session(session, provider, client, coverage_id=theirs.key)
    look = _look(session)
    choices = {choice.ref: choice.name for choice in payer_choices(look)}
    page = find_sessions(look, SessionSearch(payer_ref=f"Y-{plan.ref.removeprefix('L-')}"))
    assert refs(page) == [wanted.ref]
    assert page.rows[0].payer in choices.values()


def test_military_onesource_as_a_payer_finds_sessions_without_a_coverage(
    engine: Engine, session: Session
) -> None:
    client, provider = make.client(session), make.provider(session)
    plan = make.plan(session)
    payer = payer_of(session, plan.payer_id)
    payer.payer_class = PayerClass.MOS
    wanted = make.care_session(session, provider, client, payer_kind=PayerKind.MOS)
    make.care_session(session, provider, client)
    assert refs(find_sessions(_look(session), SessionSearch(payer_ref=payer.ref))) == [wanted.ref]


def payer_of(session: Session, key: int) -> Any:
    return session.get(Payer, key)


def test_a_state_is_where_the_client_was_or_where_the_practice_is(
    engine: Engine, session: Session
) -> None:
    client, provider = make.client(session), make.provider(session)
    office = make.practice_location(session, provider, StateCode.NJ)
    at_office = make.care_session(session, provider, client, practice_location_id=office.key)
    at_home = make.care_session(session, provider, client, start=MARCH_10 + timedelta(days=1))
    make.place(session, at_home, StateCode.NY)
    make.place(session, at_home, StateCode.CT, ordinal=2)
    look = _look(session)
    found = {
        state: refs(find_sessions(look, SessionSearch(state_code=state)))
        for state in (StateCode.NJ, StateCode.NY, StateCode.CT, StateCode.PA)
    }
    assert found == {"NJ": [at_office.ref], "NY": [at_home.ref], "CT": [at_home.ref], "PA": []}


def test_everything_asked_for_must_hold(engine: Engine, find: Find) -> None:
    build(engine, one(client={"ref": "C-9"}), one(provider={"ref": "P-9"}))
    assert refs(find(client="C-9", provider="P-9")) == []


def test_paging_forth_and_back_shows_every_session_once(
    engine: Engine, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "LIMIT", 3)
    same_start = [one(start=MARCH_10)] * 4
    days = [one(start=MARCH_10 + timedelta(days=day % 3)) for day in range(6)]
    made = build(engine, *same_start, *days)
    forth, page = [], find()
    while True:
        forth.append(refs(page))
        if not page.has_older:
            break
        page = find(after=forth[-1][-1])
    back = [forth[-1]]
    while page.has_newer:
        page = find(before=back[0][0])
        back.insert(0, refs(page))
    assert sorted(chain(*forth)) == sorted(made)
    assert list(chain(*back)) == list(chain(*forth))


def test_a_page_from_an_unknown_session_is_not_found(find: Find) -> None:
    with pytest.raises(NotFound):
        find(after="S-none")


def test_a_count_is_exact_up_to_the_cap_and_says_when_it_is_not(
    engine: Engine, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(engine, one(), one(), one())
    monkeypatch.setattr(paging, "COUNTED_UP_TO", 3)
    assert find().counted == "3"
    monkeypatch.setattr(paging, "COUNTED_UP_TO", 2)
    monkeypatch.setattr("core.queries.sessions.search.COUNTED_UP_TO", 2)
    assert find().counted == "2+"


@pytest.mark.parametrize(
    ("given", "signed", "words", "standing"),
    [
        ({}, None, "Overdue", DeadlineStatus.OVERDUE),
        ({}, NOW, "Late", DeadlineStatus.LATE),
        ({}, MARCH_10, "Met", DeadlineStatus.MET),
        ({"mode": NoteMode.UPLOAD}, None, "Signing time unknown", DeadlineStatus.UNKNOWN),
        ({"is_discarded": True}, MARCH_10, "Overdue", DeadlineStatus.OVERDUE),
        ({"mode": NoteMode.NONE}, None, "Overdue", DeadlineStatus.OVERDUE),
    ],
)
def test_a_row_says_how_the_note_stands(
    engine: Engine,
    session: Session,
    given: dict[str, Any],
    signed: datetime | None,
    words: str,
    standing: DeadlineStatus,
) -> None:
    care = make.care_session(session, make.provider(session), make.client(session))
    make.note(session, care, signed, **given)
    (row,) = find_sessions(_look(session), SessionSearch()).rows
    assert row.note_due == (standing, words)


@pytest.mark.parametrize(
    ("hours", "words"),
    [(-25, "Not due yet"), (-24, "Due soon"), (-0.001, "Due soon"), (0, "Expired")],
)
def test_a_row_says_how_long_it_can_be_confirmed(
    engine: Engine, find: Find, hours: float, words: str
) -> None:
    build(engine, one())
    blocked_from = datetime(2026, 4, 10, 4, 0, tzinfo=UTC)
    confirm_by = find(now=blocked_from + timedelta(hours=hours)).rows[0].confirm_by
    assert confirm_by is not None
    assert confirm_by.words == words


LATER = NOW + timedelta(days=2)


@pytest.mark.parametrize(
    "given",
    [
        *EVERY_KIND,
        {"payer_kind": PayerKind.MOS},
        {"confirmed_at": NOW},
        {"status": SessionStatus.CONFIRMED, "confirmed_at": LATER},
        {"status": SessionStatus.CANCELLED, "cancelled_at": LATER},
        {"status": SessionStatus.CANCELLED_AFTER_CONFIRM, "confirmed_at": LATER},
    ],
)
def test_a_row_tells_of_the_same_deadlines_as_the_session(
    session: Session, given: dict[str, Any]
) -> None:
    care = make.care_session(session, make.provider(session), make.client(session), **given)
    look = _look(session)
    (row,) = find_sessions(look, SessionSearch()).rows
    known = load_session_deadlines(look, [care.key])[care.key]
    note, confirm = known.of(DeadlineKind.NOTE_SIGNATURE), known.of(DeadlineKind.CONFIRMATION)
    assert row.note_due == (note and (note.status, note.words))
    assert row.confirm_by == (confirm and (confirm.status, confirm.words))
    assert row.stage == stage(known.facts, care.confirm_blocked_from, NOW)


@pytest.mark.parametrize("mode", NoteMode)
@pytest.mark.parametrize("drafted_at", [None, MARCH_10, LATER])
@pytest.mark.parametrize("signed_at", [None, MARCH_10, NOW, LATER])
@pytest.mark.parametrize("source", SignatureSource)
def test_a_row_tells_of_notes_as_they_are_by_now(
    session: Session,
    mode: NoteMode,
    drafted_at: datetime | None,
    signed_at: datetime | None,
    source: SignatureSource,
) -> None:
    care = make.care_session(session, make.provider(session), make.client(session))
    of = {"mode": mode, "drafted_at": drafted_at, "signature_source": source if signed_at else None}
    make.note(session, care, signed_at, **of)
    look = _look(session)
    (row,) = find_sessions(look, SessionSearch()).rows
    note = load_session_deadlines(look, [care.key])[care.key].of(DeadlineKind.NOTE_SIGNATURE)
    assert note is not None
    assert row.note_due == (note.status, note.words)


@pytest.mark.parametrize("role", sorted(access.NEEDS_REASON))
@pytest.mark.parametrize("reason", ["", "          ", "a  b  c  d", "short one"])
def test_a_viewer_and_a_manager_search_names_only_with_a_reason(
    find: Find, role: Role, reason: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        find(role, client="garcia", reason=reason)
    assert list(refused.value.fields) == ["reason"]


def test_a_reference_is_looked_up_without_a_reason(engine: Engine, find: Find) -> None:
    (ref,) = build(engine, one(client={"ref": "C-9"}))
    assert refs(find(Role.VIEWER, client="C-9")) == [ref]


def test_a_search_by_name_is_written_down_without_the_name(engine: Engine, find: Find) -> None:
    find(Role.VIEWER, client="Garcia", reason="Called about a bill")
    find(Role.AGENT, provider="Garcia")
    with db.looking(engine) as session:
        entries = session.scalars(select(ReadingEntry)).all()
    assert [(entry.action, entry.entity, entry.field, entry.reason) for entry in entries] == [
        ("search", "client", "name", "Called about a bill")
    ]
    assert "garcia" not in repr(entries).casefold()


@pytest.mark.parametrize("field", ["ref", "client", "provider", "ecms_case_id", "payer_ref"])
@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\u200bb", "ab " * 50])
def test_what_no_database_can_look_for_is_refused_by_field(
    find: Find, field: str, text: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        find(**{field: text})
    assert field in refused.value.fields


def test_one_letter_is_too_little_of_a_name(find: Find) -> None:
    with pytest.raises(InvalidInput) as refused:
        find(client="g")
    assert list(refused.value.fields) == ["client"]


def test_an_admin_finds_no_sessions(find: Find) -> None:
    with pytest.raises(NotPermitted):
        find(Role.ADMIN)


def test_no_client_is_named_in_a_list_to_anyone(
    engine: Engine, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "_count", count(10_000))  # no made number is like the secret
    canary = {"first_name": "Zyxfirst", "last_name": "Zyxlast", "email": "zyx@mail.example"}
    build(engine, one(client={**canary, "phone": "555-7361"}))
    for role in access.LOOKING:
        page = find(role)
        assert page.rows[0].client == "Z. Z."
        assert not any(text in repr(page).casefold() for text in ("zyx", "7361"))
