"""Pictures of every page, as each role sees it: `python -m tests.support.pictures FOLDER`.

Makes a demo of its own, serves it, and photographs the pages wide and on a phone, light and dark.
`--readme` writes only the pictures that the README shows, into docs/pictures.
"""

import argparse
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from core import access
from core.settings import ROOT
from pages.navigation import SPECS
from tests.browser.visitor import WATCH, Visitor
from tests.support.browser import ARGUMENTS, get
from tests.support.server import SESSION_DESK, serving

PEOPLE = {
    access.VIEWER: "Vera Viewer",
    access.AGENT: "Avery Agent",
    access.LEAD: "Lena Lead",
    access.MANAGER: "Maya Manager",
    access.ADMIN: "Ada Admin",
}
LAPTOP, PHONE = (1440, 900), (390, 844)
SHOWN = {
    "desk": (access.AGENT, "/"),
    "session": (access.VIEWER, "/session?ref=S-FORMS0202"),
    "compliance": (access.MANAGER, "/compliance"),
    "data-issues": (access.LEAD, "/data-issues"),
    "imports": (access.ADMIN, "/imports"),
    "billing-check": (access.VIEWER, "/billing-check?provider=P-0OAKES&plan=L-06"),
}
"""What the README shows: whose page, and its address."""


def demo_at(folder: Path, scale: float) -> str:
    """A demo of today in `folder`, made as `make run` makes it; its database URL."""
    url = f"sqlite:///{folder / 'desk.sqlite'}"
    for words in (
        ["migrate"],
        ["demo", "--scale", str(scale), "--folder", str(folder / "extracts")],
    ):
        subprocess.run(
            [*SESSION_DESK, *words], cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, check=True
        )
    return url


def looks() -> Iterator[tuple[str, tuple[int, int], str]]:
    """Each way to look at a page: its name, the window, the color scheme."""
    for scheme in ("light", "dark"):
        yield f"laptop-{scheme}", LAPTOP, scheme
        yield f"phone-{scheme}", PHONE, scheme


def visitor(browser: Browser, url: str, name: str) -> Visitor:
    """This person at a window of their own."""
    page = browser.new_context().new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(WATCH)
    return Visitor(page, url).become(name)


def photograph_all(browser: Browser, url: str, folder: Path) -> None:
    """Every page of every role, in each look."""
    for role, name in PEOPLE.items():
        person = visitor(browser, url, name)
        for spec in SPECS:
            if spec.is_hidden or (spec.needs and not access.Actor(name, role).may(spec.needs)):
                continue
            for look, size, scheme in looks():
                place = folder / f"{role}-{spec.address or 'desk'}-{look}.png"
                photograph(person, f"/{spec.address}", size, scheme, place)


def photograph(person: Visitor, path: str, size: tuple[int, int], scheme: str, place: Path) -> None:
    """One page in one look, as high as its window."""
    width, height = size
    person.page.set_viewport_size({"width": width, "height": height})
    person.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    person.open(path)
    person.page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton]')")
    person.page.wait_for_timeout(800)  # charts fade in
    person.page.screenshot(path=place)


def main() -> None:
    """Make the pictures that were asked for."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "pictures")
    wanted.add_argument("--readme", action="store_true")
    wanted.add_argument("--scale", type=float, default=0.3)
    given = wanted.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        url = demo_at(Path(made), given.scale)
        browser = playwright.chromium.launch(executable_path=get(), args=ARGUMENTS)
        with serving(url) as served:
            if not given.readme:
                photograph_all(browser, served.url, given.folder)
                return
            for name, (role, path) in SHOWN.items():
                person = visitor(browser, served.url, PEOPLE[role])
                photograph(person, path, LAPTOP, "light", given.folder / f"{name}.png")


if __name__ == "__main__":
    main()
