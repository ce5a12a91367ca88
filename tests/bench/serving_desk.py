"""The product's server on a database of the bench, and signing in to it."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx

from core import db
from core.vocabulary.people import Role
from tests.bench.desk import environment, person
from tests.support.server import SESSION_DESK, Served, serving

CANNED = [sys.executable, "-m", "tests.bench.canned"]
PLAIN = SESSION_DESK
SHIFT = "SESSION_DESK_CLOCK_SHIFT"
WARM_SECONDS = 12
"""Until a server has loaded what the first page can do without, also beside another."""


@contextmanager
def serving_desk(url: str, command: Sequence[str] = PLAIN) -> Iterator[Served]:
    """Serve at the bench's instant, without the background work."""
    clock = f"{SHIFT}={environment(url)[SHIFT]}"
    words = ["env", clock, "SESSION_DESK_WORKER=false", *command, "serve", "--port", "{port}"]
    with serving(url, words) as served:
        yield served


def wait_until_warm() -> None:
    """Let the servers that were just started load everything."""
    time.sleep(WARM_SECONDS)


def sign_in(served: Served, url: str, role: str) -> str:
    """The cookie of a fictional person with this role."""
    engine = db.make_engine(url)
    staff_id = person(engine, Role(role)).staff_id
    engine.dispose()
    answer = httpx.post(
        f"{served.url}/signin/demo", data={"staff": staff_id}, headers={"origin": served.url}
    )
    assert answer.status_code == 303, answer.text
    return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())
