"""Pages that are loaded beside a server that answers already."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from core.web import late_app
from core.web.late_app import LateApp


class Pages:
    """What is loaded; it notes that it was started and stopped."""

    def __init__(self) -> None:
        self.life: list[str] = []

    def lifespan(self) -> Callable[[Any], AbstractAsyncContextManager[None]]:
        @asynccontextmanager
        async def running(_app: object) -> AsyncIterator[None]:
            self.life.append("started")
            yield
            self.life.append("stopped")

        return running

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("page")(scope, receive, send)


def test_a_page_asked_for_early_waits_until_it_is_loaded() -> None:
    loaded, may_load = Pages(), threading.Event()

    def load() -> Pages:
        assert may_load.wait(10)
        return loaded

    async def visit() -> str:
        pages = LateApp(load, lambda: None)
        async with (
            pages.running(),
            httpx.AsyncClient(transport=httpx.ASGITransport(pages), base_url="http://desk") as desk,
        ):
            page = asyncio.create_task(desk.get("/"))
            await asyncio.sleep(0.05)
            assert not page.done()
            may_load.set()
            return (await page).text

    assert asyncio.run(visit()) == "page"
    assert loaded.life == ["started", "stopped"]


def test_a_server_that_is_stopped_while_it_loads_waits_for_nothing() -> None:
    never = threading.Event()

    def load() -> Pages:
        never.wait(30)
        return Pages()

    async def visit() -> None:
        async with LateApp(load, lambda: None).running():
            await asyncio.sleep(0.05)

    asyncio.run(asyncio.wait_for(visit(), 10))
    never.set()


def test_a_server_whose_pages_cannot_be_loaded_ends(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(late_app.signal, "raise_signal", ended.append)

    def load() -> Pages:
        raise ImportError("of a client")

    async def visit() -> None:
        pages = LateApp(load, lambda: None)
        async with pages.running():
            with pytest.raises(ImportError):
                await pages.ready  # type: ignore[misc]
            await asyncio.sleep(0)

    asyncio.run(visit())
    assert ended == [late_app.signal.SIGTERM]
    assert "ImportError" in caplog.text
    assert "of a client" not in caplog.text


def test_what_the_first_page_can_do_without_is_loaded_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(late_app, "FIRST_PAGE_SECONDS", 0.05)
    is_warm = threading.Event()

    async def visit() -> None:
        pages = LateApp(Pages, is_warm.set)
        async with pages.running():
            assert pages.ready is not None
            await pages.ready
            assert not is_warm.is_set()
            assert await asyncio.to_thread(is_warm.wait, 10)

    asyncio.run(visit())
