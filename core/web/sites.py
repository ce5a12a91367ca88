"""Under which names this server answers, and whether a request comes from its own pages."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from core.settings import settings

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
LONGEST_NEXT = 2000


def is_our_host(host: str | None) -> bool:
    """Whether `Host` names this server: the host of the public URL, else loopback on any port.

    This refuses requests of a page whose name was pointed at this machine (DNS rebinding).
    """
    if host is None:
        return False
    if settings().public_url:
        return host.lower() == _public_host()
    return _hostname(host) in LOOPBACK_NAMES


def is_our_origin(origin: str | None, host: str | None) -> bool:
    """Whether `Origin` is the site that `Host` names; False when it is missing."""
    scheme = "https" if settings().is_tls else "http"
    return origin is not None and host is not None and origin == f"{scheme}://{host}"


def is_from_our_page(headers: Mapping[str, str]) -> bool:
    """Whether a form was sent from one of our own pages, by the browser's own headers."""
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    return is_our_origin(headers.get("origin"), headers.get("host"))


def is_loopback(address: str) -> bool:
    """Whether `address`, a name or a number, is reachable from this machine only."""
    if address in LOOPBACK_NAMES:
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def demo_may_answer(scope: Mapping[str, Any]) -> bool:
    """Whether a demo may answer: on loopback only, however the server was started."""
    address = (scope.get("server") or ("", None))[0]
    return is_loopback(address) and not has_public_host()


def has_public_host() -> bool:
    """Whether the settings let people come from other machines."""
    return bool(settings().public_url) and _hostname(_public_host()) not in LOOPBACK_NAMES


def safe_next(wanted: str | None) -> str:
    """The page to go to after signing in: a path of this site with its query, else "/".

    Refuses what a browser could read as another site's address: `//host`, `/\\host`, a scheme,
    control characters and spaces anywhere.
    """
    if not wanted or len(wanted) > LONGEST_NEXT or not wanted.startswith("/"):
        return "/"
    if wanted.startswith("//") or "\\" in wanted or not _is_plain(wanted):
        return "/"
    return "/" if wanted.startswith(("/signin", "/signout")) else wanted


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text


def _public_host() -> str:
    return urlsplit(settings().public_url).netloc.lower()


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
