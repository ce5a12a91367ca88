"""The product: its queries and actions as pages call them, access check and masking included."""

import csv
import hashlib
import io
from collections import defaultdict
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlmodel import col

from core import db
from core.access import Actor
from core.administration.downloads import AskDownload, ask_download
from core.db.transaction import perform, reading
from core.metrics.exports import export_rows
from core.metrics.results import metric_result
from core.models.people import Client
from core.models.requests import SupportRequest
from core.queries.downloads import open_download
from core.queries.sessions.page import session_page
from core.queries.sessions.search import SessionPage, SessionSearch, find_sessions
from core.requests.assignment import TakeRequest, take_request
from core.requests.correction.file import FileClientCorrection, file_client_correction
from core.requests.filing import Requester
from core.rules.metric_filters import DrillDown, MetricFilter
from core.rules.requests.corrections import Line
from core.vocabulary.care import SessionStage
from core.vocabulary.people import Role
from core.vocabulary.requests import Channel, RequesterType
from core.vocabulary.states import StateCode
from tests.bench.desk import person
from tests.bench.extracts import number_of
from tests.bench.items import NOW, WEEKS_FROM
from tests.bench.targets.base import Base, digest

EVERYTHING = DrillDown()
ASKED_NOW = MetricFilter(NOW.date(), NOW.date())
REQUESTER = Requester(RequesterType.PROVIDER, "A provider", "", Channel.PHONE, NOW)


class Target(Base):
    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        self.engine = db.make_engine(given["url"])
        self.agent = person(self.engine, Role.AGENT)
        self.manager = person(self.engine, Role.MANAGER)

    def _query(self, actor: Actor, query: Any, *given: Any) -> Any:
        with reading(self.engine, actor, NOW) as context:
            return query(context, *given)

    def _do(self, actor: Actor, action: Any, command: Any) -> str:
        return perform(self.engine, actor, NOW, action, command, uuid4().hex).ref

    def _found(self, **given: Any) -> SessionPage:
        found: SessionPage = self._query(self.agent, find_sessions, SessionSearch(**given))
        return found

    def L1(self, number: int) -> int:
        return number_of(self._query(self.agent, session_page, f"S-{number:08d}").ref)

    def L2(self, beginning: str) -> list[int]:
        return _numbers(self._found(client=beginning))

    def L3(self, asked: list[str]) -> list[int]:
        npi, first, last = asked
        return _numbers(self._found(npi=npi, from_on=_day(first), to_on=_day(last)))

    def L5(self, asked: list[str]) -> list[Any]:
        state, payer, stage, first, last = asked
        page = self._found(
            state_code=StateCode(state),
            payer_ref=f"Y-{payer}",
            stage=SessionStage(stage),
            from_on=_day(first),
            to_on=_day(last),
        )
        return [page.total + (not page.is_total_exact), _numbers(page)]

    def L6(self, days: list[str]) -> Any:
        """As the page and its download do it: asked for, opened, logged and written."""
        token = uuid4().hex
        hashed = hashlib.sha256(token.encode()).hexdigest()
        wanted = MetricFilter(*map(_day, days))
        ask = AskDownload(hashed, "notes_on_time", wanted, EVERYTHING)
        self._do(self.manager, ask_download, ask)
        asked = self._query(self.manager, open_download, token)
        text = io.StringIO()
        with reading(self.engine, self.manager, asked.asked_at) as context:
            write = csv.writer(text).writerows
            for rows in export_rows(context, asked.metric, asked.wanted, asked.drill_down):
                write(rows)
        return lambda: digest(_numbers_in(text.getvalue()))

    def M1(self, _: None) -> dict[str, list[int]]:
        return self._weeks()

    def M1s(self, state: str) -> dict[str, list[int]]:
        return self._weeks(state_code=StateCode(state))

    def M1p(self, provider: int) -> dict[str, list[int]]:
        return self._weeks(provider_ref=f"P-{provider:08d}")

    def _weeks(self, **of: Any) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for point in self._points("notes_on_time", MetricFilter(WEEKS_FROM, NOW.date(), **of)):
            group = found[f"{point.group} {point.series}"]
            group[0] += point.count
            group[1] += point.count if point.outcome == "on_time" else 0
        return dict(found)

    def M2(self, _: None) -> dict[str, int]:
        points = self._points("sessions_to_confirm", ASKED_NOW)
        return {f"{one.group} {one.series}": one.count for one in points}

    def M3(self, _: None) -> dict[str, int]:
        points = self._points("open_requests", ASKED_NOW)
        return {f"{one.group} {one.series}": one.count for one in points}

    def M4(self, _: None) -> dict[str, int]:
        return self._outcomes("expired_sessions")

    def M5(self, _: None) -> dict[str, int]:
        return self._outcomes("settled_cancellations")

    def _outcomes(self, metric: str) -> dict[str, int]:
        points = self._points(metric, MetricFilter(WEEKS_FROM, NOW.date()))
        return {f"{one.group} {one.outcome}": one.count for one in points}

    def _points(self, metric: str, wanted: MetricFilter) -> Any:
        return self._query(self.manager, metric_result, metric, wanted).points

    def W1(self, asked: list[Any]) -> Any:
        client, name = asked
        lines = (Line("preferred_name", "", "Bench"),)
        command = FileClientCorrection(f"C-{client:08d}", name, lines, REQUESTER)
        ref = self._do(self.agent, file_client_correction, command)
        return lambda: self._client_of(ref)

    def _client_of(self, ref: str) -> int:
        about = col(SupportRequest.client_id) == col(Client.id)
        statement = select(col(Client.ref)).join(SupportRequest, about)
        with db.looking(self.engine) as look:
            return number_of(look.scalars(statement.where(col(SupportRequest.ref) == ref)).one())

    def W2(self, number: int) -> Any:
        ref = f"R-{number:08d}"
        version = self._of_request(ref, col(SupportRequest.version))
        self._do(self.agent, take_request, TakeRequest(ref, version))
        return lambda: self._of_request(ref, col(SupportRequest.status))

    def _of_request(self, ref: str, column: Any) -> Any:
        with db.looking(self.engine) as look:
            return look.scalars(select(column).where(col(SupportRequest.ref) == ref)).one()

    def close(self) -> None:
        self.engine.dispose()


def _numbers(page: SessionPage) -> list[int]:
    return [number_of(one.ref) for one in page.rows]


def _numbers_in(text: str) -> list[int]:
    """The sessions of a file, below its headings."""
    return [number_of(row[0]) for row in list(csv.reader(text.splitlines()))[1:]]


def _day(text: str) -> date:
    return date.fromisoformat(text)
