"""Due instants are the same whether they are written for a row at hand or for many by id."""

from sqlalchemy import Engine
from sqlmodel import col

from core import db
from core.facts.clients import COVERAGES
from core.facts.due_instants import session_columns, set_due_instants, write_sessions
from core.facts.gather import gather
from core.facts.policies import dated_rules
from core.facts.session_bundles import session_bundles
from core.facts.sessions import session_facts
from core.models.care import CareSession
from core.vocabulary.care import SessionStatus
from core.vocabulary.coverage import LineOfBusiness
from tests.support import make
from tests.support.seeing import ASKED, Seeing


def test_a_row_at_hand_gets_what_the_database_would(engine: Engine) -> None:
    with db.writing(engine) as work:
        see = Seeing.of(work)
        see.plan.line = LineOfBusiness.MEDICARE
        see.session.status, see.session.confirmed_at = SessionStatus.CONFIRMED, ASKED
        work.flush()
        book, key = dated_rules(work).book, see.session.key
        covered = gather(work, ([see.client.key], (COVERAGES,)))[COVERAGES][see.client.key]
        set_due_instants(see.session, covered, book)
        at_hand = {name: getattr(see.session, name) for name in _columns(work, key)}
        write_sessions(work, [key], book)
        work.refresh(see.session)
        assert at_hand == {name: getattr(see.session, name) for name in at_hand}
        assert see.session.note_class == "government"


def _columns(work: db.Session, key: int) -> list[str]:
    return list(session_columns(session_facts(work, [key])[key], dated_rules(work).book))


def test_a_bundle_and_a_list_see_the_same_session(engine: Engine) -> None:
    with db.writing(engine) as work:
        see = Seeing.of(work, status=SessionStatus.CONFIRMED, confirmed_at=ASKED)
        key = see.session.key
        (bundle,) = session_bundles(work, col(CareSession.id) == key).values()
        assert bundle.case.session == session_facts(work, [key])[key]
        assert bundle.case.session.end_at < make.NOW
