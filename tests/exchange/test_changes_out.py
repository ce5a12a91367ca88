"""Corrections are exported to a change file, and a later extract acknowledges them."""

import csv
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from core import access, db
from core.db import audit
from core.db.transaction import perform, reading
from core.errors import InvalidInput, NotPermitted
from core.exchange.changes_out import COLUMNS, ChangeFile, export_changes
from core.models.audit import AuditEntry, ReadingEntry
from core.models.exchange import OutboundChange, OutboundConflict
from core.models.people import Client, Provider
from core.models.requests import SupportRequest
from core.outbound.conflicts import ResolveConflict, Stands, resolve_conflict
from core.queries.outbound_changes import OutboundChangeList, list_outbound_changes
from core.queries.people.names import find_people
from core.queries.requests.conflicts import conflict_detail, list_conflicts
from core.requests.assignment import TakeRequest, take_request
from core.requests.correction.apply import ApplyClientCorrection, apply_client_correction
from core.requests.correction.file import FileClientCorrection, file_client_correction
from core.rules.requests.corrections import Line
from core.vocabulary.administration import ReadingAction
from core.vocabulary.exchange import OutboundConflictStatus, OutboundStatus
from core.vocabulary.people import Role
from tests.exchange.conftest import Take
from tests.support import make
from tests.support.correction import DANA
from tests.support.dump import dump
from tests.support.extracts import Extracts
from tests.support.make import NOW

LATER = NOW + timedelta(days=1)
Export = Callable[..., ChangeFile]


@pytest.fixture
def extracts(tmp_path: Path) -> Extracts:
    """Extracts about people only."""
    return Extracts(tmp_path / "extracts", "providers.csv", "clients.csv")


@pytest.fixture
def people(engine: Engine) -> dict[Role, access.Actor]:
    with db.writing(engine) as work:
        return {role: make.actor(work, role) for role in Role}


@pytest.fixture
def export(engine: Engine, tmp_path: Path) -> Export:
    """Export as the operator, one minute later on each call."""
    times = iter(range(1000))

    def run(**given: Any) -> ChangeFile:
        now = LATER + timedelta(minutes=next(times))
        return export_changes(engine, access.operator("tests"), now, tmp_path / "changes", **given)

    return run


@pytest.fixture
def corrected(
    engine: Engine, extracts: Extracts, take: Take, people: dict[Role, access.Actor]
) -> str:
    """Import, then correct C-1; returns the reference of the request."""
    take()
    return correct(engine, people[Role.AGENT], Line("first_name", "", "John"))


def version_of(engine: Engine, ref: str) -> int:
    with db.looking(engine) as work:
        found = select(SupportRequest).where(col(SupportRequest.ref) == ref)
        return work.scalars(found).one().version


def correct(engine: Engine, agent: access.Actor, *lines: Line) -> str:
    def do(action: Any, command: Any) -> str:
        key = f"{action.__name__}{command}"
        return perform(engine, agent, NOW, action, command, str(hash(key))).ref

    name = f"{client(engine).first_name} {client(engine).last_name}"
    ref = do(
        file_client_correction,
        FileClientCorrection(
            client_ref="C-1",
            named_as=name,
            lines=lines,
            requester=DANA,
        ),
    )
    do(take_request, TakeRequest(ref, version_of(engine, ref)))
    seen = version_of(engine, ref), client(engine).version
    do(apply_client_correction, ApplyClientCorrection(ref, *seen))
    return ref


def client(engine: Engine) -> Client:
    with db.looking(engine) as work:
        return work.scalars(select(Client).where(col(Client.ref) == "C-1")).one()


def rows(engine: Engine, table: Any) -> list[Any]:
    with db.looking(engine) as work:
        return list(work.scalars(select(table).order_by(table.id)))


def actions(engine: Engine, prefix: str) -> list[str]:
    with db.looking(engine) as work:
        found = work.scalars(select(AuditEntry).order_by(col(AuditEntry.number)))
        return [one.action for one in found if one.action.startswith(prefix)]


def read(out: ChangeFile) -> list[dict[str, str]]:
    assert out.path is not None
    with out.path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def the_change(engine: Engine) -> OutboundChange:
    (found,) = rows(engine, OutboundChange)
    change: OutboundChange = found
    return change


def decide(
    engine: Engine, lead: access.Actor, stands: Stands, reason: str = "Asked the client"
) -> None:
    with reading(engine, lead, LATER) as look:
        (row,) = list_conflicts(look)
        item = conflict_detail(look, row.conflict_id)
    command = ResolveConflict(item.conflict_id, item.version, item.ours, stands, reason)
    perform(engine, lead, LATER, resolve_conflict, command, f"decide-{item.version}")


# the file


def test_a_correction_goes_out_in_the_words_of_the_extracts(
    engine: Engine, corrected: str, export: Export
) -> None:
    (line,) = read(export())
    assert tuple(line) == COLUMNS
    assert line == {
        "change_id": str(the_change(engine).id),
        "record": "clients",
        "platform_id": "C-1",
        "field": "first_name",
        "old": "Jonh",
        "new": "John",
        "changed_at": NOW.isoformat().replace("+00:00", "Z"),
        "request": corrected,
    }


def test_a_change_goes_out_once(engine: Engine, corrected: str, export: Export) -> None:
    assert export().count == 1
    before = dump(engine)
    assert export() == ChangeFile(0, None)
    assert dump(engine) == before


def test_asked_for_again_it_goes_out_again_under_the_same_id(
    corrected: str, export: Export
) -> None:
    assert read(export()) == read(export(again=True))


def test_when_it_went_out_is_noted_and_audited(
    engine: Engine, corrected: str, export: Export
) -> None:
    out = export()
    change = the_change(engine)
    assert (change.exported_at, change.status) == (LATER, OutboundStatus.WAITING)
    assert actions(engine, "outbound_change") == ["outbound_change.exported"]
    read_of = [one for one in rows(engine, ReadingEntry) if one.action == ReadingAction.EXPORT]
    assert out.path is not None
    assert [(one.entity, one.reason) for one in read_of] == [("outbound_change", out.path.name)]


def test_only_its_owner_may_read_the_file(corrected: str, export: Export) -> None:
    path = export().path
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_values_that_look_like_formulas_come_back_exactly(
    engine: Engine, extracts: Extracts, take: Take, export: Export
) -> None:
    take()
    values = ["=1+1", "+1", "@x", "'quoted", "  =2", 'plain, "both"\nlines', "＝3", ""]
    with db.writing(engine) as work:
        key = work.scalars(select(Client).where(col(Client.ref) == "C-1")).one().key
        for place, value in enumerate(values):
            work.add(_waiting("client", key, "preferred_name", "", value, place))
    found = [line["new"] for line in read(export())]
    assert [cell.removeprefix("'") for cell in found] == values
    assert not [cell for cell in found if cell.lstrip()[:1] in "=+-@＝" and cell]


def test_a_flag_and_a_renamed_column_are_written_as_extracts_have_them(
    engine: Engine, extracts: Extracts, take: Take, export: Export
) -> None:
    Extracts(extracts.folder)  # with all the files: this is about a session too
    take()
    with db.writing(engine) as work:
        provider = work.scalars(select(Provider)).first()
        assert provider is not None
        work.add(_waiting("provider", provider.key, "is_accepting_mos", "true", "false"))
        work.add(_waiting("care_session", 1, "scheduled_start_at", "", "2026-03-10T15:00:00Z", 1))
    lines = [(one["record"], one["field"], one["new"]) for one in read(export())]
    assert lines == [
        ("providers", "is_accepting_mos", "false"),
        ("sessions", "scheduled_start", "2026-03-10T15:00:00Z"),
    ]


def _waiting(
    entity: str, key: int, field: str, old: str, new: str, second: int = 0
) -> OutboundChange:
    at = NOW + timedelta(seconds=second)
    return OutboundChange(
        created_at=at,
        updated_at=at,
        entity=entity,
        entity_id=key,
        field=field,
        old=old,
        new=new,
        changed_at=at,
        status=OutboundStatus.WAITING,
    )


def test_a_folder_that_cannot_be_written_is_named_and_nothing_is_marked(
    engine: Engine, corrected: str, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    before = dump(engine)
    with pytest.raises(InvalidInput) as refused:
        export_changes(engine, access.operator("tests"), LATER, blocked)
    assert refused.value.fields["folder"].startswith(f"Cannot write to {blocked}")
    assert dump(engine) == before


def test_a_commit_that_fails_leaves_no_file(
    engine: Engine, corrected: str, export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise ConnectionError

    before = dump(engine)
    with monkeypatch.context() as failing:
        failing.setattr(audit, "append", gone)
        with pytest.raises(ConnectionError):
            export()
    assert list((tmp_path / "changes").iterdir()) == []
    assert dump(engine) == before
    assert export().count == 1


def test_only_an_admin_exports(
    engine: Engine, corrected: str, people: dict[Role, access.Actor], tmp_path: Path
) -> None:
    with pytest.raises(NotPermitted):
        export_changes(engine, people[Role.LEAD], LATER, tmp_path)


# the round trip


def test_an_extract_that_confirms_it_acknowledges_it(
    engine: Engine, corrected: str, export: Export, extracts: Extracts, take: Take
) -> None:
    (line,) = read(export())
    extracts.set("clients.csv", line["platform_id"], **{line["field"]: line["new"]})
    take()
    assert the_change(engine).status == OutboundStatus.ACKNOWLEDGED
    assert export(again=True).count == 0


def test_ours_stands_and_goes_out_again_as_a_change_from_theirs(
    engine: Engine,
    corrected: str,
    export: Export,
    extracts: Extracts,
    take: Take,
    people: dict[Role, access.Actor],
) -> None:
    export()
    extracts.set("clients.csv", "C-1", first_name="Jon")
    take()
    decide(engine, people[Role.LEAD], Stands.OURS)
    (line,) = read(export())
    assert (line["old"], line["new"]) == ("Jon", "John")
    take()  # the platform is behind, and that is no new difference
    assert the_change(engine).status == OutboundStatus.WAITING
    extracts.set("clients.csv", "C-1", first_name="John")
    take()
    assert the_change(engine).status == OutboundStatus.ACKNOWLEDGED
    assert client(engine).first_name == "John"


def test_contradicted_again_it_is_there_to_be_decided_again(
    engine: Engine,
    corrected: str,
    extracts: Extracts,
    take: Take,
    people: dict[Role, access.Actor],
) -> None:
    for theirs in ("Jon", "Ivan"):
        extracts.set("clients.csv", "C-1", first_name=theirs)
        take()
        (drift,) = rows(engine, OutboundConflict)
        assert (drift.status, drift.seen_value) == (OutboundConflictStatus.OPEN, theirs)
        assert drift.resolution is None
        decide(engine, people[Role.LEAD], Stands.OURS)
    assert client(engine).first_name == "John"


def test_theirs_stands_and_the_record_takes_it(
    engine: Engine,
    corrected: str,
    export: Export,
    extracts: Extracts,
    take: Take,
    people: dict[Role, access.Actor],
) -> None:
    extracts.set("clients.csv", "C-1", first_name="Jon")
    take()
    decide(engine, people[Role.LEAD], Stands.THEIRS)
    change, (drift,) = the_change(engine), rows(engine, OutboundConflict)
    assert client(engine).first_name == "Jon"
    with db.looking(engine) as session:
        assert find_people(session, Client, "jon", 2) == [client(engine).id]
    assert (change.status, change.settled_at) == (OutboundStatus.CONTRADICTED, LATER)
    assert (drift.status, drift.resolution) == (
        OutboundConflictStatus.RESOLVED,
        "theirs: Asked the client",
    )
    assert export(again=True).count == 0
    before = dump(engine)
    take()
    assert len(rows(engine, OutboundConflict)) == 1
    assert dump(engine)["client"] == before["client"]


def test_of_two_corrections_of_one_field_the_newest_goes_out_again(
    engine: Engine,
    corrected: str,
    export: Export,
    extracts: Extracts,
    take: Take,
    people: dict[Role, access.Actor],
) -> None:
    with db.writing(engine) as work:
        work.scalars(select(Client).where(col(Client.ref) == "C-1")).one().first_name = "Johnny"
        key = rows(engine, OutboundChange)[0].entity_id
        work.add(_waiting("client", key, "first_name", "John", "Johnny", 60))
    extracts.set("clients.csv", "C-1", first_name="Ivan")
    take()
    decide(engine, people[Role.LEAD], Stands.OURS)
    assert [(line["old"], line["new"]) for line in read(export(again=True))] == [("Ivan", "Johnny")]


# the list


def look(engine: Engine, admin: access.Actor, status: OutboundStatus) -> OutboundChangeList:
    with reading(engine, admin, LATER) as reader:
        return list_outbound_changes(reader, status)


def test_an_admin_sees_where_each_change_stands_and_no_value(
    engine: Engine,
    corrected: str,
    export: Export,
    extracts: Extracts,
    take: Take,
    people: dict[Role, access.Actor],
) -> None:
    admin = people[Role.ADMIN]
    assert look(engine, admin, OutboundStatus.WAITING).to_export == 1
    export()
    found = look(engine, admin, OutboundStatus.WAITING)
    assert (found.to_export, found.counts[OutboundStatus.WAITING]) == (0, 1)
    (row,) = found.rows
    assert (row.record, row.platform_id, row.field) == ("client", "C-1", "first_name")
    assert (row.request_ref, row.exported_at) == (corrected, LATER)
    assert "John" not in repr(found)
    extracts.set("clients.csv", "C-1", first_name="Jon")
    take()
    assert look(engine, admin, OutboundStatus.CONTRADICTED).counts == {
        OutboundStatus.WAITING: 0,
        OutboundStatus.ACKNOWLEDGED: 0,
        OutboundStatus.CONTRADICTED: 1,
    }
