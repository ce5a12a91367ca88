"""The pages as a person of some role opens them: the whole frame runs, on a database of the test.

at = open_page("work/request.py", ref="R-AAAAAA")
everything_drawn(at)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import chain, takewhile
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from core import clock, db
from core.access import Actor
from core.queries.people.sign_ins import SignedIn
from core.settings import ROOT
from pages import context
from tests.support.make import NOW

FRAME = ROOT / "pages" / "frame.py"
PATIENCE_SECONDS = 60
SCAN = cache(manifest_scanner.scan_component_manifests)
"""Streamlit scans all installed packages for components: a server once, AppTest on each run, which
takes longer than most pages. Installed packages do not change during a run."""
Open = Callable[..., AppTest]


@dataclass(frozen=True)
class Drawn:
    """An element on the screen: its Streamlit type and the message that renders it."""

    kind: str
    proto: Any

    @property
    def text(self) -> str:
        """All text of the message, without escapes."""
        return _words(self.proto)


def opener(monkeypatch: pytest.MonkeyPatch, engine: Engine, actor: Actor) -> Open:
    """A function that opens pages as `actor`; query parameters are passed by name."""
    who = SignedIn(1, actor, True, False, NOW, NOW, NOW)
    monkeypatch.setattr(db, "engine", lambda: engine)
    monkeypatch.setattr(context, "signed_in", lambda: who)
    monkeypatch.setattr(context, "_sign_in", lambda: who)
    # on whatever day the tests run: what a test filed is not of the future
    behind = max(NOW - clock.now(), timedelta(0))
    monkeypatch.setattr(context, "now", lambda: clock.now() + behind)
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", SCAN)

    at = AppTest.from_file(FRAME, default_timeout=PATIENCE_SECONDS)
    at.run()  # the frame says which pages there are

    def open_page(file: str, **params: str) -> AppTest:
        at.switch_page(file)
        at.query_params.clear()
        for name, value in params.items():
            at.query_params[name] = value
        return at.run()

    return open_page


def everything_drawn(at: AppTest) -> Iterator[Drawn]:
    """Every element and container on the screen."""
    yield from _walk(at._tree)


def beside(at: AppTest, label: str) -> str:
    """The problem shown under the field whose label starts with `label`, or ""."""
    return _under(at, label, "desk wrong")


def understood(at: AppTest, label: str) -> str:
    """How the date in the field whose label starts with `label` was read, or ""."""
    return _under(at, label, "desk quiet")


def _under(at: AppTest, label: str, style: str) -> str:
    """What of this style is drawn between such a field and whatever follows it."""
    drawn = list(everything_drawn(at))
    below = [
        takewhile(lambda one: one.kind == "html", drawn[place + 1 :])
        for place, one in enumerate(drawn)
        if str(getattr(one.proto, "label", "")).startswith(label)
    ]
    return "\n".join(one.text for one in chain(*below) if style in one.text)


def labelled(elements: Any, label: str) -> Any:
    """The first element whose label starts with `label`: labelled(at.button, "File")."""
    return next(one for one in elements if one.label.startswith(label))


def choose_action(at: AppTest, words: str) -> AppTest:
    """The page with the dialog of this item of its menu. A run of the whole page closes it."""
    return in_dialog(at, words).run()


def in_dialog(at: AppTest, words: str) -> AppTest:
    """The page, whose next run shows the dialog of this item."""
    at.get("menu_button")[0].set_value(words)
    return at


def heading(at: AppTest) -> str:
    """The page's one main heading."""
    (found,) = [
        one.text for one in everything_drawn(at) if "<h1" in one.text or one.kind == "title"
    ]
    return found


def labels(at: AppTest) -> list[str]:
    """The labels of all buttons."""
    return [one.label for one in at.button]


def shown(at: AppTest) -> str:
    """All text on the screen."""
    return "\n".join(drawn.text for drawn in everything_drawn(at))


def section(at: AppTest, heading: str) -> str:
    """All text of the card with this heading, else from this subheader to the next; all of the page
    for ""."""
    if not heading:
        return shown(at)
    drawn = list(everything_drawn(at))
    if cards := [one.text for one in drawn if f"<h2>{heading}" in one.text]:
        return "\n".join(cards)
    heads = [place for place, one in enumerate(drawn) if one.kind == "subheader"]
    (start,) = (place for place in heads if heading in drawn[place].text)
    end = next((place for place in heads if place > start), len(drawn))
    return "\n".join(one.text for one in drawn[start:end])


def _walk(node: Any) -> Iterator[Drawn]:
    if getattr(node, "proto", None) is not None:
        yield Drawn(node.type, node.proto)
    for child in getattr(node, "children", {}).values():
        yield from _walk(child)


def _words(proto: Any) -> str:
    """Every string in a message, at any depth."""
    if isinstance(proto, str):
        return proto
    if isinstance(proto, bytes):
        return proto.decode("utf-8", errors="replace")
    if hasattr(proto, "ListFields"):
        return "\n".join(_words(value) for _, value in proto.ListFields())
    if hasattr(proto, "items"):
        return "\n".join(_words(value) for value in proto.values())
    if hasattr(proto, "__iter__"):
        return "\n".join(_words(value) for value in proto)
    return ""
