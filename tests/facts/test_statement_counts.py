"""How many SQL statements the busiest reads and writes take, and that none is sent twice."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from core import db
from core.db.transaction import reading
from core.models.care import SessionEdit
from core.queries.requests.desk import PAGE, DeskSearch, desk_board
from core.queries.requests.page import request_page
from core.queries.sessions.page import session_page
from core.requests.assignment import TakeRequest, take_request
from core.requests.cancellation.file import file_session_cancellation
from core.requests.correction.file import file_client_correction
from core.vocabulary.people import Role
from tests.support import correction, make, metric_records
from tests.support.cancelling import Cancelling, cancelling
from tests.support.seeing import Seeing
from tests.support.statements import counted, repeated

SESSION_PAGE, REQUEST_PAGE, DESK, FILING = 6, 6, 8, 20
CORRECTION, TAKING = 11, 7


@pytest.fixture
def desk(engine: Engine) -> Cancelling:
    return cancelling(engine)


def session_with_everything(engine: Engine) -> str:
    """A session with its money, an edit and a place, and a Military OneSource case."""
    with db.writing(engine) as work:
        see = Seeing.of(work)
        see.session.practice_location_id = make.practice_location(work, see.provider).key
        see.session.mos_case_id = make.mos_case(work, see.client, see.provider).key
        make.claim(work, see.session)
        make.charge(work, see.session)
        make.payout(work, see.session)
        make.car(work, see.session)
        edit = SessionEdit(
            session_id=see.session.key,
            at=see.session.scheduled_end_at + timedelta(hours=1),
            by="Dana",
            field="cpt",
            is_within_window=True,
        )
        make.add(work, edit)
        return see.session.ref


def test_a_session_page_takes_few_statements(engine: Engine) -> None:
    ref = session_with_everything(engine)
    with db.writing(engine) as work:
        who = make.actor(work)
    for _ in range(2):  # what the first leaves in memory, the second does not read again
        with counted(engine) as sent, reading(engine, who, make.NOW) as look:
            session_page(look, ref)
    assert len(sent) <= SESSION_PAGE, "\n\n".join(text for text, _ in sent)
    assert not repeated(sent)


def test_a_request_page_takes_few_statements(engine: Engine, desk: Cancelling) -> None:
    ref = desk.begun()
    for _ in range(2):
        with counted(engine) as sent, reading(engine, desk.people[Role.LEAD], make.NOW) as look:
            request_page(look, ref)
    assert len(sent) <= REQUEST_PAGE, "\n\n".join(text for text, _ in sent)
    assert not repeated(sent)


def test_the_desk_takes_few_statements(engine: Engine, desk: Cancelling) -> None:
    desk.begun()
    with counted(engine) as sent, reading(engine, desk.people[Role.LEAD], make.NOW) as look:
        desk_board(look, DeskSearch())
    assert len(sent) <= DESK, sent
    assert not repeated(sent)


def test_a_full_desk_takes_no_more_statements(engine: Engine, desk: Cancelling) -> None:
    with db.writing(engine) as work:
        filed_by = desk.people[Role.AGENT].staff_id
        for _ in range(PAGE + 1):
            metric_records.request(work, filed_by_id=filed_by)
    with counted(engine) as sent, reading(engine, desk.people[Role.LEAD], make.NOW) as look:
        board = desk_board(look, DeskSearch())
    assert (len(board.rows), board.total) == (PAGE, PAGE + 1)
    assert len(sent) <= DESK, sent


def test_filing_a_cancellation_takes_few_statements(engine: Engine, desk: Cancelling) -> None:
    command = desk.asking()
    with counted(engine) as sent:
        desk.do(file_session_cancellation, command)
    assert len(sent) <= FILING, "\n".join(text[:90] for text, _ in sent)
    assert not repeated(sent)


def test_filing_a_correction_takes_few_statements(engine: Engine) -> None:
    desk = correction.desk(engine)
    command = desk.filing()
    with counted(engine) as sent:
        desk.do(file_client_correction, command)
    assert len(sent) <= CORRECTION, "\n".join(text[:90] for text, _ in sent)
    assert not repeated(sent)


def test_taking_a_request_is_one_edit_in_few_statements(engine: Engine) -> None:
    desk = correction.desk(engine)
    ref = desk.filed()
    before = desk.request(ref).version
    with counted(engine) as sent:
        desk.do(take_request, TakeRequest(ref, before))
    assert desk.request(ref).version == before + 1
    assert len(sent) <= TAKING, "\n".join(text[:90] for text, _ in sent)
    assert not repeated(sent)
