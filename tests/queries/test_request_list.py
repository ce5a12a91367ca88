"""The list of requests: each filter, the order, its pages, and where each request stands."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from core import db
from core.db.transaction import reading
from core.errors import InvalidInput, NotFound, StalePage
from core.models.requests import DirectorySubmission, SupportRequest
from core.queries.requests import paging, search
from core.queries.requests.search import RequestPage, RequestSearch, find_requests, staff_choices
from core.rules.requests.corrections import Line
from core.rules.time.instants import start_of
from core.vocabulary.people import Role
from core.vocabulary.requests import (
    DueFilter,
    RequestKind,
    RequestScope,
    RequestSort,
    RequestStage,
)
from tests.support import correction, make, working
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.make import NOW
from tests.support.working import TODAY

PHONE = Line("phone", "", "212-555-0123")


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def found(desk: Desk, role: Role = Role.AGENT, **asked: object) -> RequestPage:
    with reading(desk.engine, desk.people[role], desk.now) as look:
        return find_requests(look, RequestSearch(**asked))


def refs(desk: Desk, role: Role = Role.AGENT, **asked: object) -> list[str]:
    return [row.ref for row in found(desk, role, **asked).rows]


def become(desk: Desk, ref: str, **values: object) -> None:
    with db.writing(desk.engine) as work:
        request = work.scalars(select(SupportRequest).where(col(SupportRequest.ref) == ref)).one()
        for name, value in values.items():
            setattr(request, name, value)


def test_nothing_asked_finds_every_open_request_the_next_due_first(desk):
    working.closed(desk)
    late = desk.filed(PHONE)
    without_clock = desk.filed(Line("phone", "", ""))
    desk.now = NOW + timedelta(days=2)
    later = desk.filed(PHONE)
    assert refs(desk) == [late, later, without_clock]


def test_by_age_what_came_in_first_comes_first(desk):
    young = desk.filed(PHONE, received_at=NOW - timedelta(hours=1))
    old = desk.filed(PHONE, received_at=NOW - timedelta(hours=5))
    assert refs(desk, sort=RequestSort.AGE) == [old, young]


def test_a_row_says_where_a_request_stands(desk):
    ref = desk.taken(PHONE)
    (row,) = found(desk).rows
    assert (row.ref, row.stage, row.client_ref) == (ref, RequestStage.IN_PROGRESS, desk.client_ref)
    assert row.assignee == desk.people[Role.AGENT].name
    assert row.due_on == date(2026, 3, 18)
    assert row.due_at == start_of(date(2026, 3, 19), desk.people[Role.AGENT].tz)


@pytest.mark.parametrize(
    ("days", "stage"), [(1, RequestStage.SNOOZED), (2, RequestStage.WOKEN), (9, RequestStage.WOKEN)]
)
def test_a_request_that_waits_is_woken_from_its_day_on_by_nobody(desk, days, stage):
    ref = desk.taken(PHONE)
    working.put_away(desk, ref, TODAY + timedelta(days=2))
    desk.now = NOW + timedelta(days=days)
    assert found(desk).rows[0].stage == stage
    assert refs(desk, status=stage) == [ref]
    assert [one for one, count in found(desk).counts.items() if count] == [stage]


def test_the_day_of_waking_begins_on_the_platforms_clock(desk):
    ref = desk.taken(PHONE)
    working.put_away(desk, ref, TODAY + timedelta(days=1))
    midnight = start_of(TODAY + timedelta(days=1), desk.people[Role.AGENT].tz)
    desk.now = midnight - timedelta(seconds=1)
    assert refs(desk, status=RequestStage.WOKEN) == []
    desk.now = midnight
    assert refs(desk, status=RequestStage.WOKEN) == [ref]


@pytest.fixture
def every(desk: Desk) -> dict[str, str]:
    """A request at each stage that matters, by its name."""
    made = {"closed": working.closed(desk), "incomplete": desk.filed(Line("phone", "", ""))}
    made |= {name: desk.taken(PHONE) for name in ("in_progress", "waiting", "rejected")}
    made["to_tell"] = desk.taken(Line("email", "", "john@mail.example"))
    made["ready"] = desk.filed(PHONE)
    working.put_away(desk, made["waiting"])
    working.reject(desk, made["rejected"])
    desk.apply(made["to_tell"])
    return made


def test_each_status_finds_its_own(desk, every):
    assert {name: refs(desk, status=RequestStage(name)) for name in every} == {
        name: [ref] for name, ref in every.items()
    }


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        (RequestScope.OPEN, {"incomplete", "in_progress", "waiting", "to_tell", "ready"}),
        (RequestScope.ENDED, {"closed", "rejected"}),
    ],
)
def test_a_scope_finds_what_is_open_or_has_ended(desk, every, scope, names):
    assert set(refs(desk, status=scope)) == {every[name] for name in names}
    assert found(desk, status=scope).total == str(len(names))


def test_the_counts_are_of_each_status_whatever_status_is_asked_for(desk, every):
    counts = found(desk, status=RequestStage.READY).counts
    assert {stage.value: count for stage, count in counts.items() if count} == dict.fromkeys(
        every, 1
    )


def test_counting_stops_among_requests_that_ended(desk, every, monkeypatch):
    monkeypatch.setattr(search, "COUNTED_UP_TO", 1)
    assert found(desk, status=RequestScope.ALL).total == "7"
    working.reject(desk, desk.taken(PHONE))
    many = found(desk, status=RequestScope.ALL)
    assert (many.total, many.counted(RequestStage.REJECTED)) == ("7+", "1+")
    assert many.counted(RequestStage.CLOSED) == many.counted(RequestStage.READY) == "1"


def test_whose_they_are(desk):
    mine, nobodys = desk.taken(PHONE), desk.filed(PHONE)
    lead = desk.people[Role.LEAD].staff_id
    hers = desk.filed(PHONE)
    working.reassign(desk, hers, lead)
    assert refs(desk, assignee="me") == [mine]
    assert refs(desk, assignee="nobody") == [nobodys]
    assert refs(desk, assignee=str(lead)) == [hers]


def test_which_kind(desk):
    ref, other = desk.filed(PHONE), desk.filed(PHONE)
    become(desk, other, kind=RequestKind.OTHER)
    assert refs(desk, kind=RequestKind.CLIENT_CORRECTION) == [ref]


def test_when_they_are_due(desk):
    due = desk.request(desk.filed(PHONE)).due_at
    desk.filed(Line("phone", "", ""))
    desk.now = due - timedelta(seconds=1)
    assert [int(found(desk, due=one).total) for one in DueFilter] == [0, 1, 1]
    desk.now = due
    assert [int(found(desk, due=one).total) for one in DueFilter] == [1, 0, 0]
    desk.now = due - timedelta(days=1, seconds=1)
    assert [int(found(desk, due=one).total) for one in DueFilter] == [0, 0, 1]


def test_what_falls_due_next_week_is_not_due_this_week(desk):
    friday = NOW + timedelta(days=4)
    desk.now = friday
    desk.taken(PHONE)
    assert refs(desk, due=DueFilter.THIS_WEEK) == []


def test_what_waits_is_not_overdue_until_it_is_back(desk):
    ref = desk.taken(PHONE)
    become(desk, ref, due_at=NOW - timedelta(days=9))
    working.put_away(desk, ref, TODAY + timedelta(days=1))
    become(desk, ref, due_at=NOW - timedelta(days=9))
    assert refs(desk, due=DueFilter.OVERDUE) == []
    desk.now = NOW + timedelta(days=1)
    assert refs(desk, due=DueFilter.OVERDUE) == [ref]


def test_what_has_ended_is_never_due(desk):
    working.closed(desk)
    desk.now = NOW + timedelta(days=30)
    assert refs(desk, status=RequestScope.ALL, due=DueFilter.OVERDUE) == []


def test_when_they_came_in_on_the_readers_calendar(desk):
    ref = desk.filed(PHONE, received_at=start_of(TODAY, desk.people[Role.AGENT].tz))
    assert refs(desk, received_from_on=TODAY, received_to_on=TODAY) == [ref]
    assert refs(desk, received_to_on=TODAY - timedelta(days=1)) == []
    assert refs(desk, received_from_on=TODAY + timedelta(days=1)) == []


def test_days_at_the_ends_of_the_calendar_find_all(desk):
    ref = desk.filed(PHONE)
    assert refs(desk, received_from_on=date.min, received_to_on=date.max) == [ref]


def test_whom_they_are_about(desk):
    ref, other = desk.filed(PHONE), desk.filed(PHONE)
    with db.writing(desk.engine) as work:
        provider = make.provider(work, ref="P-1")
        session = make.care_session(work, provider, make.client(work, ref="C-1"), ref="S-1")
        keys = {"provider_id": provider.key, "session_id": session.key}
        keys["client_id"] = session.client_id
    become(desk, other, **keys)
    asked = {"client": "C-1", "provider": "p-1", "session_ref": " S-1 "}
    assert [refs(desk, **{name: value}) for name, value in asked.items()] == [[other]] * 3
    assert refs(desk, client=desk.client_ref) == [ref]
    assert refs(desk, client="C-NOBODY") == []


def test_a_reference_finds_its_request_open_or_not(desk):
    ref = working.closed(desk)
    desk.filed(PHONE)
    assert refs(desk, ref=f" {ref.lower()} ") == [ref]
    assert refs(desk, ref=ref.removeprefix("R-")) == [ref]
    assert refs(desk, ref=ref, status=RequestStage.READY) == []


def test_evernorths_reference_finds_its_request(desk):
    ref = desk.filed(PHONE)
    with db.writing(desk.engine) as work:
        work.add(
            DirectorySubmission(
                created_at=NOW,
                updated_at=NOW,
                request_id=desk.request(ref).key,
                attempt=1,
                full_name="Dana Provider",
                npi="1234567893",
                submitted_on=TODAY,
                submission_reference="EV-77",
                expected_on=TODAY,
                late_after_on=TODAY,
            )
        )
    assert refs(desk, ref="ev-77") == [ref]


@pytest.mark.parametrize("sort", list(RequestSort))
def test_pages_hold_every_request_once_there_and_back(desk, monkeypatch, sort):
    monkeypatch.setattr(paging, "LIMIT", 2)
    lines = [PHONE, Line("phone", "", ""), PHONE, Line("phone", "", ""), PHONE]
    made = {desk.filed(line) for line in lines}
    pages = [found(desk, sort=sort)]
    while pages[-1].has_next:
        pages.append(found(desk, sort=sort, after=pages[-1].rows[-1].ref))
    seen = [row.ref for page in pages for row in page.rows]
    assert (len(pages), set(seen), len(seen)) == (3, made, 5)
    back = [pages[-1]]
    while back[-1].has_previous:
        back.append(found(desk, sort=sort, before=back[-1].rows[0].ref))
    assert [row.ref for page in reversed(back) for row in page.rows] == seen
    assert (pages[0].has_previous, pages[-1].has_previous) == (False, True)


def test_going_on_from_a_request_that_is_not_there_is_not_found(desk):
    with pytest.raises(NotFound):
        found(desk, after="R-NOBODY")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"ref": "x" * 61}, "ref"),
        ({"client": "\0"}, "client"),
        ({"provider": "x"}, "provider"),
        ({"assignee": "everybody"}, "assignee"),
        ({"assignee": "1" * 30}, "assignee"),
        ({"received_from_on": TODAY, "received_to_on": date(2020, 1, 1)}, "received_to_on"),
    ],
)
def test_what_cannot_be_asked_is_said_by_field(desk, asked, field):
    with pytest.raises(InvalidInput) as caught:
        found(desk, **asked)
    assert set(caught.value.fields) == {field}


@pytest.mark.parametrize("asked", [{"after": "\u202e"}, {"after": "R-A", "before": "R-B"}])
def test_a_page_that_cannot_be_gone_on_from_is_stale(desk, asked):
    with pytest.raises(StalePage):
        found(desk, **asked)


def test_the_same_question_gets_the_same_answer(desk, every):
    assert found(desk) == found(desk)


def test_requests_are_given_to_active_agents_and_leads(desk):
    with db.writing(desk.engine) as work:
        make.staff(work, Role.AGENT, is_active=False)
    with reading(desk.engine, desk.people[Role.LEAD], NOW) as look:
        names = {one.name for one in staff_choices(look)}
    assert names == {desk.people[Role.AGENT].name, desk.people[Role.LEAD].name}
