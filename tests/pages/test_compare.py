"""Two clients side by side: masked, compared in words, settled as one person or as two."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from core import access, db
from core.data_issues.run import run_data_checks
from core.models.audit import ReadingEntry
from core.models.exchange import OutboundChange
from core.models.people import Client, DuplicateCandidate
from core.vocabulary.people import Role
from core.vocabulary.requests import CandidateStatus
from tests.pages.conftest import As
from tests.support import make
from tests.support.app import labelled, labels, shown
from tests.support.make import NOW

PAGE = "lookup/compare.py"


@pytest.fixture
def pair(engine: Engine) -> tuple[str, str]:
    born = date(1987, 4, 9)
    with db.writing(engine) as work:
        rows = [
            make.client(work, first_name=first, last_name="Quispe", date_of_birth=born)
            for first in ("Ximena", "Ximemna")
        ]
        refs = rows[0].ref, rows[1].ref
    run_data_checks(engine, access.operator("tests"), NOW)
    return refs


def stored(engine: Engine, table: type) -> list:
    with db.looking(engine) as work:
        return list(work.scalars(select(table)))


def test_the_data_issue_leads_to_the_comparison(open_as: As, pair):
    """R44-V2."""
    drawn = shown(open_as(Role.LEAD)("manage/data_issues.py"))
    assert f"/compare?one={pair[1]}" in drawn
    drawn = shown(open_as(Role.LEAD)(PAGE, one=pair[1]))
    assert f"/compare?one={pair[1]}&amp;other={pair[0]}" in drawn
    assert "Quispe" not in drawn


def test_the_comparison_shows_words_and_no_value(open_as: As, pair):
    drawn = shown(open_as(Role.AGENT)(PAGE, one=pair[0], other=pair[1]))
    assert "First name: 1 letter missing. Last name: same" in drawn
    assert not any(word in drawn for word in ("Quispe", "1987", "mail.example"))


def test_a_field_is_revealed_and_logged(engine, open_as: As, pair):
    at = open_as(Role.AGENT)(PAGE, one=pair[0], other=pair[1])
    at.button(key=f"reveal-go-{pair[1]}").click().run()
    assert "Ximemna Quispe" in shown(at)
    assert "name" in {one.field for one in stored(engine, ReadingEntry)}


def test_a_lead_hands_the_merge_over(engine, open_as: As, pair):
    at = open_as(Role.LEAD)(PAGE, one=pair[0], other=pair[1])
    labelled(at.text_input, "Reason").set_value("Same insurance card")
    labelled(at.button, f"Same person: keep {pair[0]}").click().run()
    assert f"asks to merge {pair[1]} into {pair[0]}" in shown(at)
    (change,) = stored(engine, OutboundChange)
    assert change.new == pair[0]
    assert "does not merge them itself" in shown(at)
    assert f"Same person: keep {pair[0]}" not in labels(at)


def test_without_a_reason_nothing_is_settled(engine, open_as: As, pair):
    at = open_as(Role.LEAD)(PAGE, one=pair[0], other=pair[1])
    labelled(at.button, "Settle as two people").click().run()
    assert "Enter a reason" in shown(at)
    assert stored(engine, DuplicateCandidate) == []


def test_an_agent_settles_two_people_alone(engine, open_as: As, pair):
    at = open_as(Role.AGENT)(PAGE, one=pair[0], other=pair[1])
    assert not [one for one in labels(at) if one.startswith("Same person")]
    labelled(at.text_input, "Reason").set_value("Spoke to both sisters")
    labelled(at.button, "Settle as two people").click().run()
    assert "Spoke to both sisters" in shown(at)
    assert [one.status for one in stored(engine, DuplicateCandidate)] == [CandidateStatus.DIFFERENT]


@pytest.mark.parametrize("query", [{}, {"one": "C-NOBODY"}, {"one": "'", "other": "C-1"}])
def test_an_address_that_leads_nowhere_is_said_in_words(open_as: As, query):
    at = open_as(Role.AGENT)(PAGE, **query)
    assert not at.exception
    assert "We found no client" in shown(at) or "Open this page from" in shown(at)


def test_the_form_says_that_a_value_belongs_to_another_record(engine, open_as: As, pair):
    with db.writing(engine) as work:
        other = make.client(work, email="dana@mail.example", first_name="Dana")
        ref, known = other.ref, work.scalar(select(Client).where(col(Client.ref) == pair[0])).ref
    at = open_as(Role.AGENT)("work/client_correction.py", client=known)
    labelled(at.selectbox, "Field").select("email").run()
    labelled(at.text_input, "Correct value").set_value("Dana@mail.example").run()
    assert f"{ref} (D." in shown(at)
    assert "Same e-mail" in shown(at)
    assert f"/compare?one={known}&amp;other={ref}" in shown(at)
