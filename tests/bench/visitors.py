"""People at a running Streamlit server, over its own websocket and messages, without a browser.

Each opens the page, then asks for one run after another. A run takes from the question to
`script_finished`; what a browser does with it is not part of it. Like a browser, each keeps the
messages that the server may send once only.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

PATIENCE_SECONDS = 120
WARM_UP = 2


@dataclass(frozen=True)
class Visit:
    """A page: its address, its query, who opens it, and words that it must show."""

    page: str
    query: str
    role: str
    shows: str


@dataclass(frozen=True)
class Load:
    """What so many people got: runs a second, milliseconds of one, and what was sent for it."""

    per_second: float
    ms: float
    kilobytes: float
    messages: float


@dataclass
class Visitor:
    """One tab, signed in by this cookie."""

    url: str
    cookie: str
    visit: Visit
    script: str = ""
    known: set[str] = field(default_factory=set)
    socket: Any = None
    taken: list[float] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)

    def question(self) -> bytes:
        """The message that asks for a run."""
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = self.visit.query
        if self.script:
            state.page_script_hash = self.script
        else:
            state.page_name = self.visit.page
        state.cached_message_hashes.extend(self.known)
        state.context_info.timezone = "America/New_York"
        state.context_info.locale = "en-US"
        state.context_info.url = f"{self.url}/{self.visit.page}"
        message: bytes = asked.SerializeToString()
        return message

    async def open(self) -> None:
        """Connect; Streamlit compresses nothing unless it is told to."""
        self.socket = await connect(
            f"ws{self.url.removeprefix('http')}/_stcore/stream",
            origin=self.url,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": self.cookie},
            compression=None,
            max_size=None,
        )

    async def rerun(self) -> bytes:
        """One run of the page; returns all that was sent for it. Raises RuntimeError when the
        page failed."""
        began, got = time.perf_counter(), bytearray()
        await self.socket.send(self.question())
        count = 0
        while True:
            data = await asyncio.wait_for(self.socket.recv(), PATIENCE_SECONDS)
            assert isinstance(data, bytes)
            got += data
            count += 1
            if self._ends(ForwardMsg.FromString(data)):
                break
        self.taken.append(time.perf_counter() - began)
        self.sent.append(count)
        return bytes(got)

    def _ends(self, message: Any) -> bool:
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            self.known.add(message.hash)
        if kind == "navigation":
            self.script = message.navigation.page_script_hash
        if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(message.delta.new_element.exception.message)
        if kind != "script_finished":
            return False
        if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise RuntimeError(f"{self.visit.page} did not compile")
        return bool(message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)


async def _enter(visitor: Visitor) -> None:
    await visitor.open()
    first = await visitor.rerun()
    if visitor.visit.shows.encode() not in first:
        raise RuntimeError(f"/{visitor.visit.page} does not show {visitor.visit.shows!r}")


async def _stay(visitor: Visitor, until: float) -> int:
    got = 0
    while time.perf_counter() < until:
        got += len(await visitor.rerun())
    return got


@asynccontextmanager
async def _tabs(
    url: str, cookie: str, visit: Visit, users: int = 1
) -> AsyncIterator[list[Visitor]]:
    """The page open in so many tabs."""
    people = [Visitor(url, cookie, visit) for _ in range(users)]
    try:
        await asyncio.gather(*map(_enter, people))
        yield people
    finally:
        await asyncio.gather(*(one.socket.close() for one in people if one.socket))


async def _visit(url: str, cookie: str, visit: Visit, users: int, seconds: float) -> Load:
    async with _tabs(url, cookie, visit, users) as people:
        for _ in range(WARM_UP):
            await asyncio.gather(*(one.rerun() for one in people))
        for one in people:
            one.taken.clear()
            one.sent.clear()
        began = time.perf_counter()
        got = sum(await asyncio.gather(*(_stay(one, began + seconds) for one in people)))
        wall = time.perf_counter() - began
    taken = [one for person in people for one in person.taken]
    return Load(
        per_second=len(taken) / wall,
        ms=median(taken) * 1000,
        kilobytes=got / len(taken) / 1024,
        messages=sum(sum(one.sent) for one in people) / len(taken),
    )


def load(url: str, cookie: str, visit: Visit, users: int, seconds: float) -> Load:
    """So many people at the page for that long."""
    return asyncio.run(_visit(url, cookie, visit, users, seconds))


def open_page(url: str, cookie: str, visit: Visit, more_runs: int = 0) -> None:
    """One person opens the page, and runs it so many times more."""

    async def stay() -> None:
        async with _tabs(url, cookie, visit, 1) as (visitor,):
            for _ in range(more_runs):
                await visitor.rerun()

    asyncio.run(stay())
