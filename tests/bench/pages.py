"""Pages of the running product beside the same pages with canned answers."""

from collections.abc import Sequence
from dataclasses import fields
from statistics import median
from typing import Any

from tests.bench.data import Rows
from tests.bench.serving_desk import CANNED, PLAIN, serving_desk, sign_in, wait_until_warm
from tests.bench.tables import number, table
from tests.bench.visitors import Load, Visit, load

SECONDS, ROUNDS = 1.5, 3
"""Both servers are visited in turn for so long, so many times."""
USERS = (1, 10)
WITH_PAGE = "status != 'closed' and kind in ('client_correction', 'directory_update')"
"""Open requests that have a page; other kinds of the rows are only counted and listed."""
HEAD = ("page", "1 person: ms", "× canned", "10 people: runs a second", "canned", "kB", "messages")


def visits(rows: Rows) -> dict[str, Visit]:
    """Pages that people open all day, at records that are there."""
    npi = rows["provider"]["npi"].iloc[0]
    session, opened = rows["session"]["id"].iloc[-1], rows["request"].query(WITH_PAGE)
    ref, request = f"S-{session:08d}", f"R-{opened['id'].iloc[0]:08d}"
    return {
        "Desk": Visit("", "", "agent", "Unassigned"),
        "Sessions of an NPI": Visit("sessions", f"npi={npi}", "agent", "S-0"),
        "Sessions by payer, state and status": Visit(
            "sessions", "payer=Y-medicaid&state=NY&status=confirmed", "agent", "S-0"
        ),
        "Session": Visit("session", f"ref={ref}", "agent", ref),
        "Requests": Visit("requests", "", "agent", "R-0"),
        "Request": Visit("request", f"ref={request}", "agent", request),
        "Session notes on time": _metric("notes_on_time", "Session notes signed on time"),
        "Expired sessions": _metric("expired_sessions", "Sessions not confirmed on time"),
        "Cancellations": _metric("settled_cancellations", "Cancellations settled on time"),
        "Data issues": Visit("data-issues", "", "lead", "Data issues"),
    }


def _metric(code: str, title: str) -> Visit:
    return Visit("compliance", f"metric={code}", "manager", title)


def page_table(rows: Rows, url: str, watch: Any) -> str:
    """How long each page takes on the database at `url`, by one and by ten people."""
    lines = []
    with serving_desk(url, PLAIN) as desk, serving_desk(url, CANNED) as canned:
        wait_until_warm()
        for name, visit in visits(rows).items():
            cookies = [(one, sign_in(one, url, visit.role)) for one in (desk, canned)]
            rounds = [
                [
                    load(served.url, cookie, visit, users, SECONDS)
                    for users in USERS
                    for served, cookie in cookies
                ]
                for _ in range(ROUNDS)
            ]
            lines.append([name, *_cells(*map(_middle, zip(*rounds, strict=True)))])
            watch(" | ".join(lines[-1]))
    return table(HEAD, lines)


def _middle(loads: Sequence[Load]) -> Load:
    """The median of each figure."""
    return Load(*(median(getattr(one, each.name) for one in loads) for each in fields(Load)))


def _cells(one: Load, one_canned: Load, ten: Load, ten_canned: Load) -> list[str]:
    return [
        number(one.ms),
        number(one.ms / one_canned.ms),
        number(ten.per_second),
        number(ten_canned.per_second),
        number(one.kilobytes),
        number(one.messages),
    ]
