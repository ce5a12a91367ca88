"""The leads' page of records that contradict themselves."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core import access, db
from core.data_issues.run import run_data_checks
from core.models.care import CareSession
from core.models.data_issues import DataIssue
from core.vocabulary.care import CarOutcome, PayerKind, SessionStatus
from core.vocabulary.data_issues import DataIssueStatus
from core.vocabulary.people import Role
from tests.pages.conftest import As
from tests.support import make
from tests.support.app import beside, labelled, labels, shown
from tests.support.make import NOW


def broken(engine: Engine, count: int = 1) -> list[str]:
    """Sessions with half of their times, found out; their references."""
    with db.writing(engine) as work:
        client, refs = make.client(work, first_name="Ximena", last_name="Quispe"), []
        for number in range(count):
            start = NOW - timedelta(days=number)
            provider = make.provider(work)
            session = make.care_session(work, provider, client, start, actual_start_at=start)
            refs.append(session.ref)
    run_data_checks(engine, access.operator("tests"), NOW)
    return refs


def confirmed_no_show(engine: Engine) -> None:
    with db.writing(engine) as work:
        client, provider = make.client(work), make.provider(work)
        session = make.care_session(
            work,
            provider,
            client,
            payer_kind=PayerKind.MOS,
            mos_case_id=make.mos_case(work, client, provider).key,
            status=SessionStatus.CONFIRMED,
            confirmed_at=NOW,
        )
        make.car(work, session, outcome=CarOutcome.NO_SHOW)
    run_data_checks(engine, access.operator("tests"), NOW)


def accepting(at: AppTest, reason: str) -> AppTest:
    """The one finding is accepted with this reason, as a lead does it."""
    labelled(at.button, "Accept as is…").click().run()
    labelled(at.text_input, "Reason").set_value(reason)
    return labelled(at.button, "Accept as is").click().run()


def stored(engine: Engine) -> DataIssue:
    with db.looking(engine) as work:
        return work.query(DataIssue).one()


def test_a_finding_says_what_is_wrong_where_by_which_rule_and_who_does_what(
    engine: Engine, open_as: As
) -> None:
    (ref,) = broken(engine)
    text = shown(open_as(Role.LEAD)("manage/data_issues.py"))
    assert f'href="/session?ref={ref}"' in text
    assert "The session has an actual start but no actual end." in text
    assert "The provider adds the missing time." in text
    assert "R03, Confirming a session" in text


def test_no_client_is_on_it(engine: Engine, open_as: As) -> None:
    broken(engine)
    assert "Ximena" not in shown(open_as(Role.LEAD)("manage/data_issues.py"))


def test_without_a_finding_it_says_so(open_as: As) -> None:
    assert "No data issues. Records are checked" in shown(
        open_as(Role.LEAD)("manage/data_issues.py")
    )


def test_a_kind_without_findings_says_so(engine: Engine, open_as: As) -> None:
    broken(engine)
    at = open_as(Role.LEAD)("manage/data_issues.py", kind="two_active_primaries")
    assert "No data issues of this kind" in shown(at)


def test_accepting_asks_why(engine: Engine, open_as: As) -> None:
    broken(engine)
    at = accepting(open_as(Role.LEAD)("manage/data_issues.py"), "")
    assert "Enter a reason" in beside(at, "Reason")
    assert stored(engine).version == 1


def test_accepting_can_be_left_again_and_the_issue_stays_open(engine: Engine, open_as: As) -> None:
    broken(engine)
    at = open_as(Role.LEAD)("manage/data_issues.py")
    labelled(at.button, "Accept as is…").click().run()
    assert "Check again" not in labels(at)
    labelled(at.button, "Back").click().run()
    assert {"Check again", "Accept as is…"} <= set(labels(at))
    assert stored(engine).status == DataIssueStatus.OPEN


def test_an_issue_that_somebody_else_accepted_says_so(engine: Engine, open_as: As) -> None:
    broken(engine)
    at, other = (open_as(Role.LEAD)("manage/data_issues.py") for _ in range(2))
    labelled(at.button, "Accept as is…").click().run()
    accepting(other, "The clock was broken")
    labelled(at.text_input, "Reason").set_value("It is right")
    assert "changed this" in shown(labelled(at.button, "Accept as is").click().run())
    assert stored(engine).version == 2


def test_a_corrected_record_is_resolved_when_it_is_checked_again(
    engine: Engine, open_as: As
) -> None:
    broken(engine)
    at = open_as(Role.LEAD)("manage/data_issues.py")
    labelled(at.button, "Check again").click().run()
    assert "The record still shows this" in shown(at)
    assert "✓" not in shown(at)
    with db.writing(engine) as work:
        work.query(CareSession).one().actual_start_at = None
    labelled(at.button, "Check again").click().run()
    assert "Resolved: " in shown(at)
    assert "No data issues. Records are checked" in shown(at)


def test_each_kind_has_its_number_and_filters_by_a_click(engine: Engine, open_as: As) -> None:
    broken(engine, 2)
    confirmed_no_show(engine)
    text = shown(open_as(Role.LEAD)("manage/data_issues.py"))
    assert 'href="/data-issues?kind=half_times&amp;status=open"' in text
    one = shown(open_as(Role.LEAD)("manage/data_issues.py", kind="half_times"))
    assert "<strong>2 open data issues</strong>" in one
    assert 'href="/data-issues?status=open">All kinds' in one
    assert "no-show" not in one


def test_a_day_of_this_year_in_a_stored_issue_has_no_year(engine: Engine, open_as: As) -> None:
    with db.writing(engine) as work:
        times = {"actual_start_at": NOW - timedelta(days=9), "actual_end_at": NOW - timedelta(10)}
        make.care_session(work, make.provider(work), make.client(work), NOW, **times)
    run_data_checks(engine, access.operator("tests"), NOW)
    text = shown(open_as(Role.LEAD)("manage/data_issues.py"))
    assert "from Sat, Mar 7, " in text
    assert "2026" in stored(engine).detail


def test_what_was_accepted_is_among_the_settled_with_who_and_why(
    engine: Engine, open_as: As
) -> None:
    broken(engine)
    at = accepting(open_as(Role.LEAD)("manage/data_issues.py"), "The clock was broken")
    assert "No data issues. Records are checked" in shown(at)
    later = open_as(Role.LEAD)("manage/data_issues.py", status="accepted")
    assert "The clock was broken" in shown(later)


def test_the_session_says_who_accepted_it_and_why(engine: Engine, open_as: As) -> None:
    (ref,) = broken(engine)
    accepting(open_as(Role.LEAD)("manage/data_issues.py"), "The clock was broken")
    text = shown(open_as(Role.AGENT)("lookup/session.py", ref=ref))
    assert re.search(r"Accepted as it is by .+ on \w{3}, .+: The clock was broken", text)
    assert "adds the missing time" not in text.partition("<h2>Deadlines")[0]


def test_what_is_gone_can_be_looked_at(engine: Engine, open_as: As) -> None:
    broken(engine)
    with db.writing(engine) as work:
        work.query(CareSession).one().actual_start_at = None
    run_data_checks(engine, access.operator("tests"), NOW)
    at = open_as(Role.LEAD)("manage/data_issues.py", status="gone")
    assert "Resolved Mon, Mar 16" in shown(at)
    assert "Accept as is" not in labels(at)


def test_a_confirmed_no_show_leads_to_its_cancellation(engine: Engine, open_as: As) -> None:
    confirmed_no_show(engine)
    assert 'href="/request?ref=R-' in shown(open_as(Role.LEAD)("manage/data_issues.py"))


def test_a_long_list_says_how_many_there_are_and_goes_on(engine: Engine, open_as: As) -> None:
    refs = broken(engine, 27)
    at = open_as(Role.LEAD)("manage/data_issues.py")
    assert "<strong>27 open data issues</strong> of 1 kind, the" in shown(at)
    assert refs[-1] not in shown(at)
    assert refs[-1] in shown(labelled(at.button, "Next").click().run())


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER, Role.ADMIN, Role.VIEWER])
def test_it_is_for_leads(open_as: As, role: Role) -> None:
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        open_as(role)("manage/data_issues.py")
