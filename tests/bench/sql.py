"""The questions in SQL, put as well as each database allows; the two differ in dialect only.

Instants and days of the text are constants of the bench, never what a person typed.
"""

from tests.bench.items import COUNTED_UP_TO, NOW, PAGE, TOOK_PLACE, WEEKS_FROM, stored

AT, TODAY = stored(NOW), NOW.date().isoformat()
HELD = "('" + "', '".join(TOOK_PLACE) + "')"
SHOWN = (
    "s.id, s.starts_at, s.ends_at, s.state, s.status, s.confirmed_at, s.note_signed_at, "
    "s.cpt_code, c.first_name, c.last_name, v.npi, v.first_name AS provider_first, "
    "v.last_name AS provider_last, p.name AS plan, p.kind"
)
JOINS = (
    "JOIN client c ON c.id = s.client_id JOIN provider v ON v.id = s.provider_id "
    "JOIN plan p ON p.id = s.plan_id"
)
ORDER = "ORDER BY s.service_day DESC, s.starts_at DESC, s.id DESC"


def newest(found: str) -> str:
    """The newest sessions of a page first, then the joins: not the joins of every match."""
    return f"SELECT {SHOWN} FROM (SELECT s.* FROM {found} {ORDER} LIMIT {PAGE}) s {JOINS} {ORDER}"


L1 = (
    f"SELECT {SHOWN}, k.status AS claim FROM session s {JOINS} "
    "LEFT JOIN claim k ON k.session_id = s.id WHERE s.id = ?"
)
L2_SQLITE = newest(
    "client c0 JOIN session s ON s.client_id = c0.id "
    "WHERE c0.last_name >= ? COLLATE NOCASE AND c0.last_name < ? COLLATE NOCASE"
)
L2_POSTGRESQL = newest(
    "client c0 JOIN session s ON s.client_id = c0.id WHERE lower(c0.last_name) LIKE ?"
)
L3 = newest(
    "session s WHERE s.provider_id = (SELECT id FROM provider WHERE npi = ?) "
    "AND s.service_day BETWEEN ? AND ?"
)
IN_FTS = "SELECT rowid FROM client_fts WHERE client_fts MATCH ?"
L4_SQLITE = newest(f"session s WHERE s.client_id IN ({IN_FTS})")
L4T_SQLITE = newest(f"session s WHERE s.client_id IN ({IN_FTS} ORDER BY rank LIMIT 20)")
FULL_NAME = "lower(first_name || ' ' || last_name)"
L4_POSTGRESQL = newest(
    f"session s WHERE s.client_id IN (SELECT id FROM client WHERE {FULL_NAME} LIKE ?)"
)
L4T_POSTGRESQL = newest(
    f"session s WHERE s.client_id IN (SELECT id FROM client WHERE {FULL_NAME} % ? "
    f"ORDER BY {FULL_NAME} <-> ? LIMIT 20)"
)
L5_FOUND = (
    "session s WHERE s.state = ? AND s.plan_id IN (SELECT id FROM plan WHERE kind = ?) "
    "AND s.status = ? AND s.service_day BETWEEN ? AND ?"
)
L5_COUNT = f"SELECT count(*) FROM (SELECT 1 FROM {L5_FOUND} LIMIT {COUNTED_UP_TO + 1}) few"
L5_PAGE = newest(L5_FOUND)
# "+" keeps SQLite from walking all providers, each with an index of their session notes
L6 = (
    "SELECT s.id, CASE WHEN s.note_signed_at <= s.note_due_at THEN 'On time' "
    "WHEN s.note_signed_at > s.note_due_at THEN 'Late' ELSE 'Unsigned' END AS outcome, "
    "s.note_due_at, s.note_signed_at, v.first_name || ' ' || v.last_name AS provider, "
    "c.id AS client, substr(c.first_name, 1, 1) || substr(c.last_name, 1, 1) AS initials "
    "FROM session s JOIN client c ON c.id = s.client_id "
    f"JOIN provider v ON v.id = +s.provider_id WHERE s.note_due_on BETWEEN ? AND ? "
    f"AND s.note_due_at < '{AT}' AND s.status IN {HELD} ORDER BY s.note_due_at, s.id"
)
ALL, OF_STATE, OF_PROVIDER = "", " AND state = ?", " AND provider_id = ?"
WEEK = {
    "sqlite": "date(note_due_on, 'weekday 0', '-6 days')",
    "postgresql": "to_char(date_trunc('week', note_due_on), 'YYYY-MM-DD')",
    "duckdb": "strftime(date_trunc('week', note_due_on::DATE), '%Y-%m-%d')",
}


def m1(dialect: str, of: str) -> str:
    """By day first where that is faster: a day is an index away, a week a function."""
    due = (
        f"FROM session WHERE note_due_on >= '{WEEKS_FROM}' AND note_due_at < '{AT}' "
        f"AND status IN {HELD}{of} GROUP BY note_due_on, note_class"
    )
    return (
        "WITH day AS (SELECT note_due_on, note_class, count(*) AS n, "
        f"count(CASE WHEN note_signed_at <= note_due_at THEN 1 END) AS good {due}) "
        f"SELECT {WEEK[dialect]} AS week, note_class, sum(n) AS due, sum(good) AS on_time "
        "FROM day GROUP BY 1, 2 ORDER BY 1, 2"
    )


DAYS_LEFT = {
    "sqlite": f"julianday(confirm_by) - julianday('{TODAY}')",
    "postgresql": f"confirm_by - date '{TODAY}'",
}
PAID_BY = "CASE WHEN p.kind IN ('mos', 'eap') THEN p.kind ELSE 'insurance' END"
M2 = (
    "SELECT CASE WHEN {days} <= 2 THEN '0-2' WHEN {days} <= 8 THEN '3-8' "
    "WHEN {days} <= 15 THEN '9-15' ELSE '16+' END AS days_left, "
    f"{PAID_BY} AS payer, count(*) AS n FROM session s JOIN plan p ON p.id = s.plan_id "
    f"WHERE status = 'unconfirmed' AND confirm_by >= '{TODAY}' AND ends_at <= '{AT}' "
    "GROUP BY 1, 2 ORDER BY 1, 2"
)
AGES = {"0-1": 2, "2-3": 4, "4-7": 8, "8-14": 15}
"""Days that a request of each age is younger than."""


def m3(younger: str) -> str:
    """`younger` is the instant that many days before now, with {days} for the number."""
    whens = " ".join(
        f"WHEN created_at > {younger.format(days=days)} THEN '{age}'" for age, days in AGES.items()
    )
    return (
        f"SELECT kind, CASE {whens} ELSE '15+' END AS age, count(*) AS n FROM request "
        "WHERE resolved_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2"
    )


M3_SQLITE = m3(f"strftime('%Y-%m-%d %H:%M:%S.000000', '{AT}', '-{{days}} days')")
M3_POSTGRESQL = m3(f"timestamp '{AT}' - interval '{{days}} days'")
W1_REQUEST = (
    "INSERT INTO request (kind, status, client_id, created_at, version) "
    f"VALUES ('client_correction', 'ready', ?, '{AT}', 1) RETURNING id"
)
W1_EVENT = (
    "INSERT INTO request_event (request_id, at, actor, kind) "
    f"VALUES (?, '{AT}', 'bench', 'created')"
)
W2_READ = "SELECT version FROM request WHERE id = ?"
W2_WRITE = (
    "UPDATE request SET assignee = 'bench', status = 'in_progress', version = version + 1 "
    "WHERE id = ? AND version = ?"
)


def beyond(beginning: str) -> str:
    """The first text after all that begin so."""
    return beginning[:-1] + chr(ord(beginning[-1]) + 1)


def alike(first: str, last: str) -> str:
    """The search in trigrams for a name that is nearly this."""
    grams = " OR ".join(f'"{last[at : at + 3]}"' for at in range(len(last) - 2))
    return f'first_name : "{first}" AND last_name : ({grams})' if len(first) > 2 else grams
