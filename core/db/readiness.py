"""Whether a database can be used as it is; if not, one sentence says what to do."""

from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError

from core.errors import DeskError

INSUFFICIENT_PRIVILEGE = "42501"
STEPS = Path(__file__).parent / "migrations" / "versions"


class DatabaseNotReady(DeskError):
    """The database is missing, or not at the newest step of its history."""


def require_current(engine: Engine) -> None:
    """Raise DatabaseNotReady for a database that is not there or not up to date."""
    path = engine.url.database
    if engine.dialect.name == "sqlite" and not Path(path or "").exists():
        raise DatabaseNotReady(
            f"There is no database at {path} yet. Run `session-desk migrate` to make it, "
            "or `session-desk demo` for a demo."
        )
    found = revision(engine)
    if found is None:
        raise DatabaseNotReady("The database is empty. Run `session-desk migrate` first.")
    if found != max(path.stem[:5] for path in STEPS.glob("m*.py")):
        raise DatabaseNotReady("The database is not up to date. Run `session-desk migrate` first.")


def revision(engine: Engine) -> str | None:
    """The step of its history that a database is at; None before the first."""
    with engine.connect() as connection:
        try:
            step: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        except (OperationalError, ProgrammingError) as problem:
            if "alembic_version" in str(problem.orig):
                return None
            raise
        return step


def trouble(problem: DatabaseError) -> str | None:
    """What to do about a database that does not answer; None where a statement of ours is wrong.

    Only the first line of what the database said is repeated: a second may quote a record.
    """
    said = str(problem.orig).partition("\n")[0]
    if "database is locked" in said:
        return "Another program is writing to the database. Try again when it is done."
    is_connecting = problem.statement is None
    may_not = getattr(problem.orig, "sqlstate", None) == INSUFFICIENT_PRIVILEGE
    is_unusable = isinstance(problem, OperationalError) or "not a database" in said
    if is_connecting or may_not or is_unusable:
        return f"The database cannot be used: {said}. Check DATABASE_URL."
    return None
