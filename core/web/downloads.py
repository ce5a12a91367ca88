"""Sends the rows of a metric as a CSV, to whoever asked for it, while they are read."""

import csv
from collections.abc import AsyncIterator, Generator
from contextlib import closing
from datetime import datetime
from functools import partial
from io import StringIO

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
from core.metrics.registry import metric_named
from core.queries.downloads import RequestedDownload, open_download
from core.web.responses import problem, to_sign_in
from core.web.sign_in_records import signed_in


async def download(request: Request) -> Response:
    """The CSV of the token in the path; 404 when it is someone else's or has expired."""
    now, token = clock.now(), request.path_params["token"]
    who = await signed_in(request)
    if who is None:
        return to_sign_in(request.url.path, "")
    try:
        asked = await to_thread.run_sync(partial(_open, who.actor, now, token))
    except NotFound as gone:
        return problem(404, "Download not found", str(gone))
    except DeskError as refused:
        return problem(403, "Your role can't download this", str(refused))
    name = f"session-desk-{asked.metric}-{asked.asked_at:%Y-%m-%d}.csv"
    return StreamingResponse(
        _in_threads(_csv(who.actor, asked)),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


ROUTES = [Route("/download/{token}", download)]


def _open(actor: Actor, now: datetime, token: str) -> RequestedDownload:
    """Log the export, committed before the first row is sent. Raises NotFound."""
    with reading(engine(), actor, now) as context:
        asked = open_download(context, token)
        metric_named(asked.metric)
    return asked


def _csv(actor: Actor, asked: RequestedDownload) -> Generator[str]:
    """The text in pieces, as of when it was asked for, with the mark by which Excel knows UTF-8."""
    text = StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    with reading(engine(), actor, asked.asked_at) as context:
        for rows in export_rows(context, asked.metric, asked.wanted, asked.drill_down):
            writer.writerows(rows)
            yield text.getvalue()
            text.truncate(text.seek(0))


async def _in_threads(chunks: Generator[str]) -> AsyncIterator[str]:
    """Read each chunk in a thread; stop when the browser goes away."""
    with closing(chunks):
        while (chunk := await to_thread.run_sync(next, chunks, None)) is not None:
            yield chunk
