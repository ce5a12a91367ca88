"""The records in plain tables with the indexes that the questions need: a floor to measure from."""

import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.compute as pc

from tests.bench.data import Rows

TABLES = """
CREATE TABLE plan (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, kind VARCHAR NOT NULL);
CREATE TABLE provider (id INTEGER PRIMARY KEY, npi VARCHAR NOT NULL, first_name VARCHAR NOT NULL,
  last_name VARCHAR NOT NULL, email VARCHAR NOT NULL, time_zone VARCHAR NOT NULL);
CREATE TABLE client (id INTEGER PRIMARY KEY, first_name VARCHAR NOT NULL,
  last_name VARCHAR NOT NULL, email VARCHAR NOT NULL, date_of_birth DATE NOT NULL,
  plan_id INTEGER NOT NULL REFERENCES plan(id),
  provider_id INTEGER NOT NULL REFERENCES provider(id), state VARCHAR NOT NULL);
CREATE TABLE session (id INTEGER PRIMARY KEY,
  provider_id INTEGER NOT NULL REFERENCES provider(id),
  client_id INTEGER NOT NULL REFERENCES client(id), plan_id INTEGER NOT NULL REFERENCES plan(id),
  service_day DATE NOT NULL, starts_at {at} NOT NULL, ends_at {at} NOT NULL,
  time_zone VARCHAR NOT NULL, state VARCHAR NOT NULL, status VARCHAR NOT NULL,
  confirmed_at {at}, note_signed_at {at}, note_class VARCHAR NOT NULL, note_due_at {at} NOT NULL,
  note_due_on DATE NOT NULL, confirm_by DATE NOT NULL, cpt_code VARCHAR NOT NULL);
CREATE TABLE claim (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id),
  status VARCHAR NOT NULL);
CREATE TABLE request (id INTEGER PRIMARY KEY, kind VARCHAR NOT NULL, status VARCHAR NOT NULL,
  client_id INTEGER REFERENCES client(id), provider_id INTEGER REFERENCES provider(id),
  session_id INTEGER REFERENCES session(id), assignee VARCHAR, created_at {at} NOT NULL,
  resolved_at {at}, version INTEGER NOT NULL DEFAULT 1);
CREATE TABLE request_event (id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request(id), at {at} NOT NULL, actor VARCHAR NOT NULL,
  kind VARCHAR NOT NULL);
"""
INDEXES = """
CREATE UNIQUE INDEX provider_npi ON provider(npi);
CREATE INDEX session_client ON session(client_id, service_day, starts_at);
CREATE INDEX session_provider ON session(provider_id, service_day, starts_at);
CREATE INDEX session_note ON session(note_due_on, note_class, status, note_due_at, note_signed_at);
CREATE INDEX session_state_note
  ON session(state, note_due_on, note_class, status, note_due_at, note_signed_at);
CREATE INDEX session_provider_note
  ON session(provider_id, note_due_on, note_class, status, note_due_at, note_signed_at);
CREATE INDEX session_state ON session(state, status, service_day, plan_id);
CREATE INDEX session_unconfirmed ON session(confirm_by, ends_at, plan_id)
  WHERE status = 'unconfirmed';
CREATE INDEX claim_session ON claim(session_id);
CREATE INDEX request_open ON request(kind, created_at) WHERE resolved_at IS NULL;
CREATE INDEX event_request ON request_event(request_id);
"""
SQLITE_INDEXES = """
CREATE INDEX client_last ON client(last_name COLLATE NOCASE, first_name COLLATE NOCASE);
CREATE VIRTUAL TABLE client_fts USING fts5(first_name, last_name, content='client',
  content_rowid='id', tokenize='trigram', columnsize=0);
INSERT INTO client_fts(client_fts) VALUES ('rebuild');
ANALYZE;
PRAGMA journal_mode=WAL;
"""
POSTGRESQL_INDEXES = """
CREATE INDEX client_last ON client(lower(last_name) text_pattern_ops);
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX client_trgm ON client
  USING gin ((lower(first_name || ' ' || last_name)) gin_trgm_ops);
CREATE SEQUENCE request_seq OWNED BY request.id;
SELECT setval('request_seq', (SELECT max(id) FROM request));
ALTER TABLE request ALTER id SET DEFAULT nextval('request_seq');
CREATE SEQUENCE request_event_seq OWNED BY request_event.id;
ALTER TABLE request_event ALTER id SET DEFAULT nextval('request_event_seq');
"""
DAYS = {"date_of_birth", "service_day", "note_due_on", "confirm_by"}


def as_text(rows: pd.DataFrame) -> pd.DataFrame:
    """With days and instants as text, as SQLAlchemy writes them to SQLite."""
    found = rows.copy()
    for name in rows.select_dtypes("datetime").columns:
        form = "%Y-%m-%d" if name in DAYS else "%Y-%m-%d %H:%M:%S.000000"
        found[name] = written(rows[name], form)
    return found


def written(column: pd.Series, form: str) -> pd.Series:
    """Instants as text of this form; pandas' own way takes ten times as long."""
    instants = pa.Array.from_pandas(column.astype("datetime64[s]"))
    return pc.strftime(instants, format=form).to_pandas().set_axis(column.index)


def fill_sqlite(rows: Rows, path: Path) -> None:
    """Write a new SQLite file."""
    db = sqlite3.connect(path)
    db.executescript("PRAGMA synchronous=OFF;" + TABLES.format(at="DATETIME"))
    for table, frame in rows.items():
        names = ", ".join(frame.columns)
        marks = ", ".join("?" * len(frame.columns))
        db.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", _tuples(frame))
    db.commit()
    db.executescript(INDEXES + SQLITE_INDEXES)
    db.close()


def _tuples(frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    text = as_text(frame).astype(object)
    return text.where(text.notna(), None).itertuples(index=False, name=None)


def fill_postgresql(rows: Rows, url: str) -> None:
    """Write the tables into an empty PostgreSQL database."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(TABLES.format(at="TIMESTAMP").encode())
        for table, frame in rows.items():
            text = io.StringIO()
            as_text(frame).to_csv(text, header=False, index=False)
            names = ", ".join(frame.columns)
            into = f"COPY {table} ({names}) FROM STDIN (FORMAT csv)"
            with db.cursor() as cursor, cursor.copy(into.encode()) as copy:
                copy.write(text.getvalue())
        db.execute((INDEXES + POSTGRESQL_INDEXES).encode())
        db.execute("VACUUM ANALYZE")
