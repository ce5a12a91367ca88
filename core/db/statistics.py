"""What the planner of the database knows of its tables."""

from sqlalchemy import Engine

from core.db import writing
from core.models.all_tables import metadata

ROWS_OF_AN_INDEX = 400
"""SQLite counts at most so many rows of an index, so that a click waits some milliseconds."""


def refresh_statistics(engine: Engine) -> None:
    """Count the rows anew by which the database chooses its plans."""
    with writing(engine) as db:
        connection = db.connection()
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS_OF_AN_INDEX}")
            connection.exec_driver_sql("ANALYZE")
        else:
            connection.exec_driver_sql(f"ANALYZE {', '.join(metadata.tables)}")
