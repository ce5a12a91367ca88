"""An application that is loaded beside a server that answers already."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any, Protocol

from anyio import to_thread
from starlette.types import Receive, Scope, Send

from core.web.incidents import incident

FIRST_PAGE_SECONDS = 3.0
"""The first person signs in and opens a page meanwhile; loading beside would slow that down."""


class Loaded(Protocol):
    """What is loaded: an ASGI application whose lifespan others may manage, as Streamlit's is."""

    def lifespan(self) -> Callable[[Any], AbstractAsyncContextManager[None]]:
        """The context in which it serves."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""


class LateApp:
    """ASGI application in whose place `load` puts another; until then, callers wait. Some seconds
    later `warm_up` loads what the first page can do without."""

    def __init__(self, load: Callable[[], Loaded], warm_up: Callable[[], object]) -> None:
        self.load, self.warm_up = load, warm_up
        self.ready: asyncio.Future[Loaded] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as soon as it can."""
        if self.ready is None:
            raise RuntimeError("A server without a lifespan cannot load the pages.")
        loaded = await asyncio.shield(self.ready)
        await loaded(scope, receive, send)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Load beside what runs inside, serve, and stop in the end."""
        self.ready, end = asyncio.get_running_loop().create_future(), asyncio.Event()
        beside = asyncio.create_task(self._serve(self.ready, end))
        try:
            yield
        finally:
            end.set()
            if not self.ready.done():
                beside.cancel()  # nobody waits for what is still being loaded
            with suppress(asyncio.CancelledError):
                await beside

    async def _serve(self, ready: asyncio.Future[Loaded], end: asyncio.Event) -> None:
        """A server that cannot show pages ends, as it does where it cannot start."""
        try:
            loaded = await to_thread.run_sync(self.load, abandon_on_cancel=True)
            async with loaded.lifespan()(loaded):
                ready.set_result(loaded)
                with suppress(TimeoutError):
                    await asyncio.wait_for(end.wait(), FIRST_PAGE_SECONDS)
                if not end.is_set():
                    await to_thread.run_sync(self.warm_up, abandon_on_cancel=True)
                await end.wait()
        except Exception as problem:
            incident(problem)
            if not ready.done():
                ready.set_exception(problem)
            signal.raise_signal(signal.SIGTERM)
