"""sqladmin over HTTP. It has no filters over joins: it cannot ask L3 and L5, and has no reports."""

import re
from typing import Any

from tests.bench.items import NOW, PAGE
from tests.bench.targets.base import last_client
from tests.bench.targets.served import Served

DETAILS = re.compile(rb"/admin/session/details/(\d+)")


class Target(Served):
    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        app = "tests.bench.targets.sqladmin_app:app"
        words = ("uvicorn", "--port", str(self.port), "--log-level", "warning", app)
        self.start(*words, ready="/admin/", BENCH_SQLITE=given["sqlite"])

    def L1(self, number: int) -> Any:
        page = self.get(f"/admin/session/details/{number}")
        return lambda: number if f">{number}<".encode() in page else None

    def L2(self, beginning: str) -> Any:
        """Its search box finds the letters anywhere in the name."""
        page = self.get("/admin/session/list", search=beginning, pageSize=PAGE)
        return lambda: [int(one) for one in dict.fromkeys(DETAILS.findall(page))]

    def W1(self, asked: list[Any]) -> Any:
        """The request alone."""
        status, _, content = self.post(
            "/admin/request/create",
            kind="client_correction",
            status="ready",
            client=asked[0],
            created_at=f"{NOW:%Y-%m-%d %H:%M:%S}",
            version=1,
            assignee="",
            save="Save",
        )
        if status not in (302, 303):
            raise RuntimeError(f"create form: {status} {content[:300]!r}")
        return lambda: last_client(self.given["sqlite"])
