"""Signing in and out: by e-mail and password, or in a demo by one click."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from time import monotonic
from urllib.parse import parse_qsl

import anyio
from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from core import clock
from core.db import engine
from core.errors import SignedOut
from core.queries.people.sign_ins import COOKIE, ends_at, keep_alive, warning_time
from core.settings import settings
from core.vocabulary.words import label
from core.web import sites
from core.web.accounts import check_password
from core.web.demo_people import DemoGroup, demo_groups, demo_person
from core.web.responses import OURS, asset, page, problem, see_other
from core.web.sign_in_records import end_sign_in, signed_in, start_sign_in

FAILED = (
    "This e-mail and password do not match. Check both and try again. After five failed tries you "
    "have to wait 30 seconds, then longer each time."
)
ENDED = "Your sign-in has ended. Sign in again to continue where you were."
NOT_FICTIONAL = "You can choose the fictional people of a demo only. Go back and choose one."
LONGEST_FORM = 10_000
FAILURE_SECONDS = 0.5
"""Failures are answered at multiples of this, so that the time does not tell what was wrong."""

_hashing = CapacityLimiter(2)
"""A password check takes 64 MB and a core: more at once would slow everyone who is signed in."""


async def show_sign_in(request: Request) -> Response:
    """The sign-in page; sends on who is signed in, except in a demo, where people switch."""
    wanted = sites.safe_next(request.query_params.get("next"))
    who, groups = await signed_in(request), await _groups(request)
    if who is not None and not groups:
        return see_other(wanted)
    notice = ENDED if COOKIE in request.cookies and who is None else ""
    current = who.actor.name if who else ""
    response = _form(groups, wanted, notice=notice, current=current)
    if notice:
        response.delete_cookie(COOKIE)
    return response


async def sign_in(request: Request) -> Response:
    """Check e-mail and password; one answer for everything that can be wrong with them."""
    began = monotonic()
    form = await _fields(request)
    wanted = sites.safe_next(form.get("next"))
    email, password = form.get("email", "").strip(), form.get("password", "")
    check = partial(check_password, engine(), email, password, clock.now())
    staff_id = await to_thread.run_sync(check, limiter=_hashing)
    if staff_id is not None:
        return await _signed_in(request, staff_id, wanted)
    await anyio.sleep(rest_of_step(monotonic() - began))
    return _form(await _groups(request), wanted, status=403, email=email[:254], problem=FAILED)


def rest_of_step(took: float) -> float:
    """The seconds from `took` to the next full step of FAILURE_SECONDS."""
    return -took % FAILURE_SECONDS


async def become(request: Request) -> Response:
    """Sign in as a fictional person, in a demo on this machine only."""
    form = await _fields(request)
    chosen = partial(demo_person, engine(), form.get("staff", ""))
    staff_id = await to_thread.run_sync(chosen) if sites.demo_may_answer(request.scope) else None
    if staff_id is None:
        return problem(403, "You can't sign in as this person", NOT_FICTIONAL)
    return await _signed_in(request, staff_id, sites.safe_next(form.get("next")))


async def ask_sign_out(_request: Request) -> Response:
    """Ask before signing out: only the button does it, never a link."""
    return page("signout.html")


async def sign_out(request: Request) -> Response:
    """End the sign-in at once and forget the cookie."""
    token = request.cookies.get(COOKIE)
    await to_thread.run_sync(partial(end_sign_in, engine(), token, clock.now()))
    response = see_other("/signin")
    response.delete_cookie(COOKIE)
    return response


async def healthy(_request: Request) -> Response:
    """The health check, which tells nothing else."""
    return PlainTextResponse("ok")


async def style(_request: Request) -> Response:
    """The stylesheet of our own pages."""
    return asset("desk.css", "text/css")


async def state(request: Request) -> Response:
    """How long the sign-in of this browser still lasts; a page asks every few seconds, and asking
    prolongs nothing."""
    who, now = await signed_in(request), clock.now()
    if who is None:
        return JSONResponse({"sign_in": None}, headers=OURS)
    left = (ends_at(who) - now).total_seconds()
    return JSONResponse(
        {
            "sign_in": who.sign_in_id,
            "left": left,
            "warn": warning_time().total_seconds(),
            "can_stay": who.expires_at > ends_at(who),
        },
        headers=OURS,
    )


async def stay(request: Request) -> Response:
    """Prolong the sign-in, as anything that the person does on a page would."""
    who = await signed_in(request)
    if who is not None:
        await to_thread.run_sync(partial(keep_alive, engine(), who, clock.now(), timedelta(0)))
    return PlainTextResponse("", 204 if who else 403, headers=OURS)


async def watch(_request: Request) -> Response:
    """The script of the pages behind the sign-in, which asks for the state."""
    return asset("watch.js", "text/javascript")


async def mark(_request: Request) -> Response:
    """The icon in the browser's tab."""
    return asset("mark.svg", "image/svg+xml")


ROUTES = [
    Route("/signin", show_sign_in),
    Route("/signin", sign_in, methods=["POST"]),
    Route("/signin/demo", become, methods=["POST"]),
    Route("/signin/desk.css", style),
    Route("/signin/mark.svg", mark),
    Route("/signin/watch.js", watch),
    Route("/signin/state", state),
    Route("/signin/stay", stay, methods=["POST"]),
    Route("/signout", ask_sign_out),
    Route("/signout", sign_out, methods=["POST"]),
    Route("/healthz", healthy),
]


def _form(
    groups: tuple[DemoGroup, ...],
    wanted: str,
    status: int = 200,
    email: str = "",
    problem: str = "",
    notice: str = "",
    current: str = "",
) -> Response:
    return page(
        "demo.html" if groups else "signin.html",
        status,
        groups=groups,
        label=label,
        next=wanted,
        email=email,
        problem=problem,
        notice=notice,
        current=current,
    )


async def _signed_in(request: Request, staff_id: int, wanted: str) -> Response:
    old = request.cookies.get(COOKIE)
    try:
        start = partial(start_sign_in, engine(), staff_id, clock.now(), replaces=old)
        token = await to_thread.run_sync(start)
    except SignedOut as gone:
        return problem(403, "You can't sign in", str(gone))
    response = see_other(wanted)
    response.set_cookie(COOKIE, token, secure=settings().is_tls, httponly=True, samesite="lax")
    return response


async def _groups(request: Request) -> tuple[DemoGroup, ...]:
    if not sites.demo_may_answer(request.scope):
        return ()
    return await to_thread.run_sync(demo_groups, engine())


async def _fields(request: Request) -> Mapping[str, str]:
    """The fields of a form; raises 413 for a long one, 400 for one that cannot be read."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            raise HTTPException(413, "This form is too long. Shorten it and send it again.")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20))
    except ValueError as malformed:
        raise HTTPException(
            400, "This form cannot be read. Load the page and try again."
        ) from malformed
