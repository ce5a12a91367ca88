"""Responses of our own, not Streamlit's: pages from templates, refusals, redirects."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

HERE = Path(__file__).parent
STRICT_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
OURS = {"content-security-policy": STRICT_CSP}

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
)


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A page from a template; no script runs on it, and nothing is loaded from elsewhere."""
    text = _templates.get_template(template).render(**values)
    return HTMLResponse(text, status, headers=OURS)


def problem(status: int, title: str, text: str) -> Response:
    """A page that says what happened and what to do."""
    return page("problem.html", status, title=title, text=text)


def refusal(text: str = "Sign in first.", status: int = 403) -> Response:
    """A refusal of something other than a page: a websocket, a file, an upload."""
    return Response(text, status, headers=OURS, media_type="text/plain")


def see_other(path: str) -> Response:
    """A redirect (303) to a path of this site."""
    return RedirectResponse(path, 303, headers=OURS)


def to_sign_in(path: str, query: str) -> Response:
    """A redirect to the sign-in page, which leads back to `path` afterwards."""
    wanted = quote(path) + (f"?{query}" if query else "")
    return see_other("/signin" if wanted == "/" else f"/signin?next={quote(wanted, safe='')}")


def asset(name: str, media_type: str) -> Response:
    """A small file of `static/`."""
    return Response((HERE / "static" / name).read_bytes(), headers=OURS, media_type=media_type)
