"""No silent edits: a row that people edit is not written without its version going up."""

from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlmodel import SQLModel, col

from core import db
from core.db.edits import UncountedEdit, count_edit
from core.db.transaction import transaction
from core.errors import Conflict
from core.models.all_tables import metadata
from core.models.base import EditedRow
from core.models.people import Staff
from tests.support import make
from tests.support.make import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def actor(engine):
    with db.writing(engine) as work:
        return make.actor(work)


@pytest.fixture
def key(engine):
    with db.writing(engine) as work:
        return make.staff(work).key


def stored(engine, key):
    return make.stored(engine, Staff, key)


def edit(engine, actor, key, *names, flush=True):
    with transaction(engine, actor, LATER) as context:
        row = context.lock(Staff, key)
        for name in names:
            row.name = name
            if flush:
                context.db.flush()


def test_an_edit_is_counted_though_nobody_says_so(engine, actor, key):
    edit(engine, actor, key, "Ana B", flush=False)
    found = stored(engine, key)
    assert (found.name, found.version, found.updated_at) == ("Ana B", 2, LATER)


def test_every_write_of_a_row_is_counted(engine, actor, key):
    edit(engine, actor, key, "Ana B", "Ana C", "Ana D")
    assert stored(engine, key).version == 4


def test_the_same_value_again_is_no_edit(engine, actor, key):
    edit(engine, actor, key, stored(engine, key).name)
    assert (stored(engine, key).version, stored(engine, key).updated_at) == (1, NOW)


def test_an_edit_of_what_belongs_to_a_row_counts_as_its_own(engine, actor, key):
    with transaction(engine, actor, LATER) as context:
        count_edit(context.lock(Staff, key))
    assert (stored(engine, key).version, stored(engine, key).updated_at) == (2, LATER)


@pytest.mark.parametrize(
    "statement",
    [
        update(Staff).values(name="Ana B"),
        update(metadata.tables["staff"]).values(name="Ana B"),
        text("UPDATE staff SET name = 'Ana B'"),
        text("UPDATE staff SET failed_sign_ins = 1, name = 'Ana B' WHERE version = 1"),
    ],
    ids=["by class", "by table", "as text", "with a column of the product's own"],
)
def test_a_bulk_update_that_does_not_count_never_reaches_the_database(engine, key, statement):
    with pytest.raises(UncountedEdit), db.writing(engine) as work:
        work.execute(statement)
    assert stored(engine, key).name != "Ana B"


@pytest.mark.parametrize("values", [{"name": "Ana B", "version": 2}, {"failed_sign_ins": 1}])
def test_a_bulk_update_that_counts_or_need_not_count_is_carried_out(engine, key, values):
    with db.writing(engine) as work:
        work.execute(update(Staff).where(col(Staff.id) == key).values(values))
    assert {name: getattr(stored(engine, key), name) for name in values} == values


def test_a_bulk_update_by_key_is_looked_at_too(engine, key):
    with pytest.raises((KeyError, UncountedEdit)), db.writing(engine) as work:
        work.execute(update(Staff), [{"id": key, "name": "Ana B"}])
    assert stored(engine, key).name != "Ana B"


def test_what_somebody_wrote_since_it_was_read_is_not_written_over(engine, actor, key):
    def write_over() -> None:
        with transaction(engine, actor, LATER) as context:
            row = context.db.get_one(Staff, key)
            behind = {"name": "Ana B", "version": Staff.version + 1}
            context.db.connection().execute(update(Staff).values(behind))
            row.name = "Ana C"

    with pytest.raises(Conflict, match="Someone changed this"):
        write_over()
    assert stored(engine, key).version == 1


def test_a_stale_version_is_a_conflict_that_says_what_to_do(engine, actor, key):
    edit(engine, actor, key, "Ana B")
    with pytest.raises(Conflict) as refused, transaction(engine, actor, LATER) as context:
        context.lock(Staff, key, version=1).name = "Ana C"
    assert str(refused.value).endswith("Load the page again.")
    assert stored(engine, key).name == "Ana B"


def kinds(kind: type[SQLModel] = EditedRow) -> list[type[SQLModel]]:
    return [one for child in kind.__subclasses__() for one in (child, *kinds(child))]


@pytest.mark.parametrize("kind", [one for one in kinds() if hasattr(one, "__table__")])
def test_every_row_that_people_edit_is_compared_by_its_version(kind):
    mapper = kind.__mapper__
    assert mapper.version_id_col is kind.__table__.c.version
    assert mapper.version_id_generator is not False
    assert {*kind.UNCOUNTED} <= {*kind.__table__.c.keys()} - {"version", "updated_at"}


def test_every_table_with_a_version_is_one_that_people_edit():
    edited = {one.__tablename__ for one in kinds() if hasattr(one, "__table__")}
    assert edited == {table.name for table in metadata.sorted_tables if "version" in table.c}
