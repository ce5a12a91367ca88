"""What people wait for while others work, and what the server keeps of a day of clicks."""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.desk import command
from tests.bench.serving_desk import serving_desk, sign_in, wait_until_warm
from tests.bench.tables import number, table
from tests.bench.targets.product import Target
from tests.bench.visitors import Visit, open_page
from tests.support.server import Served

THREADS, EACH = 32, 10
PAUSE_SECONDS = 0.1
BEFORE, RERUNS = 50, 1_000
HEAD = ("at once", "filed", "failed", "a second", "median wait, ms", "longest wait, ms")


def filing_table(urls: dict[str, str], clients: list[Any]) -> str:
    """Requests filed by many at once, and one after another beside data checks, by database."""
    lines = []
    for name, url in urls.items():
        target = Target({"url": url})
        lines.append([f"{THREADS} people file, {name}", *_by_many(target, clients)])
        lines.append([f"filing beside data checks, {name}", *_beside_checks(target, url, clients)])
        target.close()
    return table(HEAD, lines)


def memory_table(url: str, visit: Visit) -> str:
    """What the server holds after one person ran a page often, and much more often."""
    with serving_desk(url) as desk:
        wait_until_warm()
        cookie = sign_in(desk, url, visit.role)
        open_page(desk.url, cookie, visit, BEFORE)
        before = _megabytes(desk)
        open_page(desk.url, cookie, visit, RERUNS)
        after = _megabytes(desk)
    head = ("memory of the server, MB", f"after {BEFORE} runs", f"after {RERUNS:,} more", "×")
    return table(head, [[visit.page, number(before), number(after), f"{after / before:.2f}"]])


def _by_many(target: Target, clients: list[Any]) -> list[str]:
    began = time.monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        turns = islice(_in_turn(clients), THREADS * EACH)
        waits = list(pool.map(lambda client: _wait(target, client), turns))
    return _cells(waits, time.monotonic() - began)


def _beside_checks(target: Target, url: str, clients: list[Any]) -> list[str]:
    waits: list[float | None] = []
    with ThreadPoolExecutor(1) as pool:
        began = time.monotonic()
        checks: Future[None] = pool.submit(command, url, "data-issues")
        for client in _in_turn(clients):
            waits.append(_wait(target, client))
            if checks.done():
                break
            time.sleep(PAUSE_SECONDS)
        checks.result()
    return _cells(waits, time.monotonic() - began)


def _in_turn(clients: list[Any]) -> Iterator[Any]:
    while True:
        yield from clients


def _wait(target: Target, client: Any) -> float | None:
    """Seconds until the request is filed; None when it failed, whatever the reason."""
    began = time.monotonic()
    try:
        target.W1(client)
    except Exception:
        return None
    return time.monotonic() - began


def _cells(waits: list[float | None], wall: float) -> list[str]:
    done = [one * 1000 for one in waits if one is not None]
    failed = len(waits) - len(done)
    times = [median(done), max(done)] if done else []
    return [str(len(done)), str(failed), number(len(done) / wall), *map(number, times)]


def _megabytes(desk: Served) -> float:
    lines = Path(f"/proc/{desk.process.pid}/status").read_text("ascii").splitlines()
    (resident,) = (line.split()[1] for line in lines if line.startswith("VmRSS"))
    return int(resident) / 1024
