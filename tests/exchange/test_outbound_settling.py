"""A correction that has not reached the platform survives the next extract."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from core import db
from core.data_issues.settle_duplicates import HandOverMerge, hand_over_merge
from core.db.transaction import perform
from core.models.exchange import OutboundChange, OutboundConflict
from core.models.people import Client
from core.outbound.conflicts import ResolveConflict, Stands, resolve_conflict
from core.outbound.records import cell_of
from core.queries.people.names import find_people
from core.vocabulary.exchange import OutboundConflictStatus, OutboundStatus
from core.vocabulary.people import Role
from tests.exchange.conftest import Take, counts
from tests.support import make
from tests.support.dump import dump
from tests.support.extracts import Extracts
from tests.support.make import NOW


@pytest.fixture
def extracts(tmp_path: Path) -> Extracts:
    """Extracts about people only."""
    return Extracts(tmp_path / "extracts", "providers.csv", "clients.csv")


def _correct(engine: Engine, new: str, old: str, days: int = 0, field: str = "first_name") -> None:
    """A correction of C-1 as an action leaves it: changed record, waiting change."""
    with db.writing(engine) as session:
        client = session.scalars(select(Client).where(col(Client.ref) == "C-1")).one()
        setattr(client, field, new)
        at = NOW + timedelta(days=days)
        session.add(
            OutboundChange(
                created_at=at,
                updated_at=at,
                entity="client",
                entity_id=client.key,
                field=field,
                old=old,
                new=new,
                changed_at=at,
                status=OutboundStatus.WAITING,
            )
        )


def _client(engine: Engine) -> Client:
    with db.looking(engine) as session:
        return session.scalars(select(Client).where(col(Client.ref) == "C-1")).one()


def _changes(engine: Engine) -> list[OutboundChange]:
    with db.looking(engine) as session:
        return list(session.scalars(select(OutboundChange).order_by(col(OutboundChange.id))))


def _drifts(engine: Engine) -> list[OutboundConflict]:
    with db.looking(engine) as session:
        return list(session.scalars(select(OutboundConflict)))


@pytest.fixture
def corrected(engine: Engine, extracts: Extracts, take: Take) -> Extracts:
    """Import, then correct the first name of C-1."""
    take()
    _correct(engine, "John", "Jonh")
    return extracts


def test_an_extract_that_still_says_the_old_value_keeps_ours(
    engine: Engine, corrected: Extracts, take: Take
) -> None:
    before = dump(engine)
    assert counts(take(), "clients.csv") == (2, 0, 0, 2, 0)
    assert dump(engine) == before


def test_other_fields_of_the_same_record_are_taken_all_the_same(
    engine: Engine, corrected: Extracts, take: Take
) -> None:
    corrected.set("clients.csv", "C-1", last_name="Mérida")
    take()
    client = _client(engine)
    assert (client.first_name, client.last_name) == ("John", "Mérida")
    with db.looking(engine) as session:
        assert find_people(session, Client, "john merida", 2) == [client.id]


def test_an_extract_that_says_the_new_value_acknowledges_the_change(
    engine: Engine, corrected: Extracts, take: Take
) -> None:
    corrected.set("clients.csv", "C-1", first_name="John")
    batch = take().batch_id
    [change] = _changes(engine)
    assert (change.status, change.batch_id) == (OutboundStatus.ACKNOWLEDGED, batch)
    assert change.settled_at is not None
    assert _client(engine).first_name == "John"


def test_once_acknowledged_the_platform_has_the_word_again(
    engine: Engine, corrected: Extracts, take: Take
) -> None:
    corrected.set("clients.csv", "C-1", first_name="John")
    take()
    corrected.set("clients.csv", "C-1", first_name="Johnny")
    take()
    assert _client(engine).first_name == "Johnny"


def test_an_extract_that_says_something_else_keeps_ours_and_opens_a_drift(
    engine: Engine, corrected: Extracts, take: Take
) -> None:
    corrected.set("clients.csv", "C-1", first_name="Jon")
    batch = take().batch_id
    [change], [drift] = _changes(engine), _drifts(engine)
    assert _client(engine).first_name == "John"
    assert change.status == OutboundStatus.CONTRADICTED
    assert (drift.outbound_change_id, drift.seen_value) == (change.id, "Jon")
    assert (drift.batch_id, drift.status) == (batch, OutboundConflictStatus.OPEN)


def test_a_contradicting_extract_that_comes_again_changes_nothing(
    engine: Engine, corrected: Extracts, take: Take
) -> None:
    corrected.set("clients.csv", "C-1", first_name="Jon")
    take()
    before = dump(engine)
    take()
    assert dump(engine) == before


def test_once_the_drift_is_decided_the_platform_has_the_word_again(
    engine: Engine, corrected: Extracts, take: Take
) -> None:
    corrected.set("clients.csv", "C-1", first_name="Jon")
    take()
    with db.writing(engine) as session:
        session.scalars(select(OutboundConflict)).one().status = OutboundConflictStatus.RESOLVED
    take()
    assert _client(engine).first_name == "Jon"


def test_a_value_that_was_emptied_or_unknown_counts_as_the_empty_cell(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    take()
    _correct(engine, "Johnny", "", field="preferred_name")
    take()
    assert _client(engine).preferred_name == "Johnny"
    assert _changes(engine)[0].status == OutboundStatus.WAITING


@pytest.mark.parametrize(
    ("seen", "statuses"),
    [
        ("Jonh", ["waiting", "waiting"]),
        ("John", ["acknowledged", "waiting"]),
        ("Jon", ["acknowledged", "acknowledged"]),
        ("Ivan", ["contradicted", "contradicted"]),
    ],
)
def test_of_a_field_corrected_twice_the_platform_may_be_anywhere_between(
    engine: Engine, corrected: Extracts, take: Take, seen: str, statuses: list[str]
) -> None:
    _correct(engine, "Jon", "John", days=1)
    corrected.set("clients.csv", "C-1", first_name=seen)
    take()
    assert [change.status.value for change in _changes(engine)] == statuses
    assert _client(engine).first_name == "Jon"
    assert len(_drifts(engine)) == (1 if seen == "Ivan" else 0)


def _handed_over(engine: Engine) -> None:
    """C-2 is a second record of C-1, and the platform was asked to merge it."""
    with db.writing(engine) as work:
        lead = make.actor(work, Role.LEAD)
    command = HandOverMerge("C-2", "C-1", 0, "Same insurance card")
    perform(engine, lead, NOW, hand_over_merge, command, "k")


def _merged_into(engine: Engine) -> str | None:
    with db.looking(engine) as session:
        second = session.scalars(select(Client).where(col(Client.ref) == "C-2")).one()
        return cell_of(second, "merged_into_id") or None


def test_a_merge_is_made_by_the_extract_that_shows_it(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    """R44-V2."""
    take()
    _handed_over(engine)
    take()
    assert (_merged_into(engine), _changes(engine)[0].status) == (None, OutboundStatus.WAITING)
    extracts.set("clients.csv", "C-2", merged_into_id="C-1")
    take()
    assert _merged_into(engine) == "C-1"
    assert _changes(engine)[0].status == OutboundStatus.ACKNOWLEDGED


def test_a_lead_accepts_that_the_platform_merged_it_elsewhere(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    take()
    extracts.add(
        "clients.csv", client_id="C-3", first_name="Lin", last_name="Berg", email="l@b.example"
    )
    take()
    _handed_over(engine)
    extracts.set("clients.csv", "C-2", merged_into_id="C-3")
    take()
    (conflict,) = _drifts(engine)
    assert conflict.seen_value == "C-3"
    with db.writing(engine) as work:
        lead = make.actor(work, Role.LEAD)
    command = ResolveConflict(conflict.key, conflict.version, "", Stands.THEIRS, "Checked there")
    perform(engine, lead, NOW + timedelta(hours=1), resolve_conflict, command, "c")
    assert _merged_into(engine) == "C-3"
