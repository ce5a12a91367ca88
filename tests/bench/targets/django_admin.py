"""Django's admin over HTTP; the reports, which it lacks, are plain views of Django's ORM."""

import csv
import json
import os
import re
import subprocess
import sys
from http.client import HTTPMessage
from typing import Any

from core.settings import ROOT
from tests.bench.items import NOW
from tests.bench.targets.base import by_groups, by_week, counted, digest, last_client
from tests.bench.targets.served import Served

SITE = "tests.bench.targets.django_site"
BOX = re.compile(rb'name="_selected_action" value="(\d+)"')
COUNT = re.compile(rb"([\d,]+)\s+sessions?\s")
TOKEN = re.compile(rb'csrfmiddlewaretoken" value="([^"]+)')


class Target(Served):
    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        environment = {"BENCH_SQLITE": given["sqlite"]}
        subprocess.run(
            [sys.executable, "-m", SITE], cwd=ROOT, env=os.environ | environment, check=True
        )
        bind = ("-b", f"127.0.0.1:{self.port}", "--threads", "4", "--keep-alive", "75")
        self.start("gunicorn", *bind, f"{SITE}:application", ready="/admin/login/", **environment)
        self.cookies: dict[str, str] = {}
        _, headers, page = self.request("GET", "/admin/login/")
        self._remember(headers)
        status, headers, _ = self._submit("/admin/login/", page, username="bench", password="bench")
        assert status == 302, status
        self._remember(headers)
        self.blank = self.get("/admin/bench/request/add/")

    def _remember(self, headers: HTTPMessage) -> None:
        for line in headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.headers = {"Cookie": cookies}

    def _submit(self, path: str, page: bytes, **fields: object) -> tuple[int, HTTPMessage, bytes]:
        token = TOKEN.search(page)
        assert token
        return self.post(path, csrfmiddlewaretoken=token[1].decode(), **fields)

    def _list(self, **query: object) -> bytes:
        return self.get("/admin/bench/session/", **query)

    def L1(self, number: int) -> Any:
        page = self._list(id__exact=number)
        return lambda: _numbers(page)[0]

    def L2(self, beginning: str) -> Any:
        page = self._list(q=beginning)
        return lambda: _numbers(page)

    def L3(self, asked: list[str]) -> Any:
        npi, first, last = asked
        page = self._list(provider__npi__exact=npi, service_day__gte=first, service_day__lte=last)
        return lambda: _numbers(page)

    def L5(self, asked: list[str]) -> Any:
        state, kind, status, first, last = asked
        page = self._list(
            state__exact=state,
            plan__kind__exact=kind,
            status__exact=status,
            service_day__gte=first,
            service_day__lte=last,
        )
        return lambda: [_count(page), _numbers(page)]

    def L6(self, days: list[str]) -> Any:
        content = self.get("/export", first=days[0], last=days[1])
        rows = csv.reader(content.decode().splitlines())
        return lambda: digest(int(row[0]) for row in rows)

    def _rows(self, name: str) -> list[Any]:
        rows: list[Any] = json.loads(self.get(f"/{name}"))["rows"]
        return rows

    def M1(self, _: None) -> dict[str, list[int]]:
        return by_week(self._rows("m1"))

    def M2(self, _: None) -> dict[str, int]:
        return by_groups(self._rows("m2"))

    def M3(self, _: None) -> dict[str, int]:
        return by_groups(self._rows("m3"))

    def W1(self, asked: list[Any]) -> Any:
        """The add form; the admin writes its own log beside."""
        status, _, content = self._submit(
            "/admin/bench/request/add/",
            self.blank,
            kind="client_correction",
            status="ready",
            client=asked[0],
            created_at_0=f"{NOW:%Y-%m-%d}",
            created_at_1=f"{NOW:%H:%M:%S}",
            version=1,
        )
        if status != 302:
            raise RuntimeError(f"add form: {status} {content[:300]!r}")
        return lambda: last_client(self.given["sqlite"])


def _numbers(page: bytes) -> list[int]:
    """The sessions that the list has boxes for."""
    return [int(one) for one in BOX.findall(page)]


def _count(page: bytes) -> int:
    found = COUNT.findall(page)
    return counted(int(found[-1].replace(b",", b"")))
