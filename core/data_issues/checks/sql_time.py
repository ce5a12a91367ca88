"""Reckoning with instants and dates inside a statement, on either database."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import Date, Float, case, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class seconds_between(GenericFunction[float]):
    """The seconds from a first instant to a second, to the millisecond; negative when reversed."""

    type = Float()
    inherit_cache = True
    name = "seconds_between"


class days_after(GenericFunction[Any]):
    """A date so many days later than another."""

    type = Date()
    inherit_cache = True
    name = "days_after"


@compiles(seconds_between, "sqlite")
def _seconds_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    first, second = (compiler.process(one, **given) for one in element.clauses)
    return f"round((julianday({second}) - julianday({first})) * 86400.0, 3)"


@compiles(seconds_between, "postgresql")
def _seconds_postgresql(element: Any, compiler: Any, **given: Any) -> str:
    first, second = (compiler.process(one, **given) for one in element.clauses)
    return f"EXTRACT(EPOCH FROM ({second} - {first}))"


@compiles(days_after, "sqlite")
def _days_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    day, days = (compiler.process(one, **given) for one in element.clauses)
    return f"date({day}, {days} || ' days')"


@compiles(days_after, "postgresql")
def _days_postgresql(element: Any, compiler: Any, **given: Any) -> str:
    day, days = (compiler.process(one, **given) for one in element.clauses)
    return f"({day} + CAST({days} AS INTEGER))"


def today_in(zone: Any, now: datetime) -> Any:
    """The date of `now` in the zone that the column names: it is one of two or three everywhere."""
    zones = defaultdict[date, list[str]](list)
    for name in available_timezones():
        zones[now.astimezone(ZoneInfo(name)).date()].append(name)
    usual = max(zones, key=lambda day: len(zones[day]))
    others = [(zone.in_(sorted(names)), day) for day, names in zones.items() if day != usual]
    return case(*others, else_=usual) if others else literal(usual)
