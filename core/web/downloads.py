"""Downloads: rows as CSV for the person who asked for them, sent while they are read."""

import csv
from collections.abc import AsyncIterator, Generator
from contextlib import closing
from datetime import datetime
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from core import clock
from core.access import Actor
from core.db import engine
from core.db.transaction import reading
from core.errors import DeskError, NotFound
from core.metrics.exports import export_rows
from core.queries.downloads import RequestedDownload, open_download
from core.web.responses import problem, to_sign_in
from core.web.sign_in_records import COOKIE, look_up

CHUNK = 64 * 1024
"""Characters that are gathered before they are sent."""


async def download(request: Request) -> Response:
    """The CSV asked for under the token in the path; 404 for another's and for one run out."""
    now, token = clock.now(), request.path_params["token"]
    cookie = request.cookies.get(COOKIE)
    who = await to_thread.run_sync(partial(look_up, engine(), cookie, now))
    if who is None:
        return to_sign_in(request.url.path, "")
    try:
        asked = await to_thread.run_sync(partial(_open, who.actor, now, token))
    except NotFound as gone:
        return problem(404, "Nothing to download", str(gone))
    except DeskError as refused:
        return problem(403, "Your role can't download this", str(refused))
    name = f"session-desk-{asked.kind.value}-{asked.asked_at:%Y-%m-%d}.csv"
    return StreamingResponse(
        _in_threads(_csv(who.actor, asked)),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


ROUTES = [Route("/download/{token}", download)]


def _open(actor: Actor, now: datetime, token: str) -> RequestedDownload:
    """Logged and durable before the first row is sent."""
    with reading(engine(), actor, now) as look:
        return open_download(look, token)


def _csv(actor: Actor, asked: RequestedDownload) -> Generator[str]:
    """The text in chunks: the rows of one state of the database, counted as when asked for."""
    lines = _Lines()
    writer = csv.writer(lines)
    with reading(engine(), actor, asked.asked_at) as look:
        for row in export_rows(look, asked.kind, asked.wanted, asked.pick):
            writer.writerow(row)
            if lines.length >= CHUNK:
                yield lines.take()
    yield lines.take()


class _Lines:
    """What was written and not yet sent."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.length = 0

    def write(self, text: str) -> None:
        """As `csv.writer` wants it."""
        self.lines.append(text)
        self.length += len(text)

    def take(self) -> str:
        """All of it; from here on it is empty."""
        text, self.lines, self.length = "".join(self.lines), [], 0
        return text


async def _in_threads(chunks: Generator[str]) -> AsyncIterator[str]:
    """Each chunk is read in a thread; a browser that goes away ends the reading."""
    with closing(chunks):
        while (chunk := await to_thread.run_sync(next, chunks, None)) is not None:
            yield chunk
