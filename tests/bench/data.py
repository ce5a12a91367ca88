"""A made-up platform: the same records for every target, from a fixed seed.

Instants are UTC without an offset; days are days. `note_due_at`, `note_due_on` and `confirm_by` are
worked out here from the rules in words, so that equal answers say something about both sides.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.rules.requests.npi import check_digit
from tests.bench.items import GOVERNMENT, NOW, OPEN_STATUSES, REQUEST_KINDS, TOOK_PLACE
from tests.bench.items import PAYER_KINDS as KINDS
from tests.bench.names import people, pick

SEED = 20260630
DAY = np.timedelta64(1, "D")
AT = np.datetime64(NOW.replace(tzinfo=None), "s")
STATES = np.array(["NY", "CA", "TX", "FL", "NJ", "PA", "IL", "MA", "WA", "CO"], dtype=object)
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
CODES = np.array(["90837", "90834", "90791", "90847", "90832"], dtype=object)
PLANS = 60
Rows = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Size:
    """How many records there are, by the number of sessions."""

    sessions: int

    @property
    def clients(self) -> int:
        return max(20, self.sessions // 10)

    @property
    def providers(self) -> int:
        return max(4, self.sessions // 200)

    @property
    def requests(self) -> int:
        return max(100, self.sessions // 5)


def platform(size: Size) -> Rows:
    """All tables, each in the order of its ids."""
    rng = np.random.default_rng(SEED)
    plans = _plans()
    providers = _providers(rng, size)
    clients = _clients(rng, size, plans)
    sessions = _sessions(rng, size, plans, providers, clients)
    return {
        "plan": plans,
        "provider": providers,
        "client": clients,
        "session": sessions,
        "claim": _claims(rng, plans, sessions),
        "request": _requests(rng, size),
    }


def _ids(number: int) -> Any:
    return np.arange(1, number + 1)


def _plans() -> pd.DataFrame:
    kinds = [list(KINDS)[number % len(KINDS)] for number in range(PLANS)]
    titles = [f"{kind.title()} plan {number}" for number, kind in enumerate(kinds, 1)]
    return pd.DataFrame({"id": _ids(PLANS), "name": titles, "kind": kinds})


def _providers(rng: Any, size: Size) -> pd.DataFrame:
    number = size.providers
    first, last = people(rng, number)
    nines = 100_000_000 + rng.permutation(90_000)[:number] * 997
    return pd.DataFrame(
        {
            "id": _ids(number),
            "npi": [f"{nine}{check_digit(str(nine))}" for nine in nines],
            "first_name": first,
            "last_name": last,
            "email": [f"p{key}@example.org" for key in _ids(number)],
            "time_zone": pick(rng, ZONES, number, 0.6),
        }
    )


def _clients(rng: Any, size: Size, plans: pd.DataFrame) -> pd.DataFrame:
    number = size.clients
    first, last = people(rng, number)
    plan = rng.integers(1, PLANS + 1, number)
    return pd.DataFrame(
        {
            "id": _ids(number),
            "first_name": first,
            "last_name": last,
            "email": [f"c{key}@example.org" for key in _ids(number)],
            "date_of_birth": np.datetime64("1940-01-01") + rng.integers(0, 25_000, number),
            "plan_id": plan,
            "provider_id": rng.integers(1, size.providers + 1, number),
            "state": pick(rng, STATES, number, 0.7),
        }
    )


def _sessions(
    rng: Any, size: Size, plans: pd.DataFrame, providers: pd.DataFrame, clients: pd.DataFrame
) -> pd.DataFrame:
    number = size.sessions
    appetite = rng.gamma(0.8, 1.0, size.clients)
    client = clients.iloc[rng.choice(size.clients, number, p=appetite / appetite.sum())]
    kind = plans["kind"].to_numpy()[client["plan_id"].to_numpy() - 1]
    is_other = (rng.random(number) < 0.1) & (kind != "mos")
    other = rng.integers(1, size.providers + 1, number)
    provider = np.where(is_other, other, client["provider_id"])
    zone = providers["time_zone"].to_numpy()[provider - 1]
    first, last = AT.astype("datetime64[D]") - 760 * DAY, AT.astype("datetime64[D]") + 14 * DAY
    day = first + (np.linspace(0, 1, number) * ((last - first) / DAY)).astype(int)
    local = day.astype("datetime64[s]") + rng.integers(8 * 12, 20 * 12, number) * 300
    starts = _in_utc(local, zone)
    ends = starts + np.where(rng.random(number) < 0.7, 53 * 60, 45 * 60)
    hours = np.where(np.isin(kind, GOVERNMENT), 48, 72)
    due = ends + hours * 3600
    return pd.DataFrame(
        {
            "id": _ids(number),
            "provider_id": provider,
            "client_id": client["id"].to_numpy(),
            "plan_id": client["plan_id"].to_numpy(),
            "service_day": day,
            "starts_at": starts,
            "ends_at": ends,
            "time_zone": zone,
            "state": client["state"].to_numpy(),
            **_outcomes(rng, ends),
            "note_class": np.where(np.isin(kind, GOVERNMENT), "government", "standard"),
            "note_due_at": due,
            "note_due_on": _new_york_day(due),
            "confirm_by": day + 30 * DAY,
            "cpt_code": pick(rng, CODES, number, 1.0),
        }
    )


def _outcomes(rng: Any, ends: Any) -> dict[str, Any]:
    """What became of sessions that end then, when they were confirmed and their notes signed."""
    number, age, chance = len(ends), (AT - ends) / DAY, rng.random(len(ends))
    status = np.where(chance < 0.09, "canceled", np.where(chance < 0.13, "no_show", "confirmed"))
    is_late = rng.random(number) < np.where(age < 30, 0.30, 0.012)
    status = np.where((status == "confirmed") & is_late, "unconfirmed", status)
    status = np.where(age < 0, "scheduled", status)
    confirmed = ends + (np.minimum(rng.exponential(3.0, number), 28) * 86400).astype(int)
    confirmed = np.minimum(confirmed, np.maximum(ends, AT))
    signed = ends + (rng.lognormal(2.9, 1.1, number) * 3600).astype(int)
    is_unsigned = ~np.isin(status, TOOK_PLACE) | (signed > AT) | (rng.random(number) < 0.015)
    return {
        "status": status.astype(object),
        "confirmed_at": np.where(status == "confirmed", confirmed, np.datetime64("NaT")),
        "note_signed_at": np.where(is_unsigned, np.datetime64("NaT"), signed),
    }


def _in_utc(local: Any, zones: Any) -> Any:
    found = local.copy()
    for zone in ZONES:
        here = zones == zone
        utc = pd.DatetimeIndex(local[here]).tz_localize(zone).tz_convert("UTC")
        found[here] = utc.tz_localize(None).to_numpy()
    return found


def _new_york_day(at: Any) -> Any:
    """The platform's calendar is that of New York."""
    local = pd.DatetimeIndex(at).tz_localize("UTC").tz_convert(ZONES[0]).tz_localize(None)
    return local.to_numpy().astype("datetime64[D]").astype("datetime64[s]")


def _claims(rng: Any, plans: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Most confirmed sessions are billed, those of Military OneSource never."""
    is_mos = plans["kind"].to_numpy()[sessions["plan_id"].to_numpy() - 1] == "mos"
    is_billed = sessions["status"].eq("confirmed") & (rng.random(len(sessions)) < 0.9) & ~is_mos
    billed = sessions.loc[is_billed, "id"].to_numpy()
    status = pick(rng, ["paid", "submitted", "denied", "accepted"], len(billed), 1.2)
    return pd.DataFrame({"id": _ids(len(billed)), "session_id": billed, "status": status})


def _requests(rng: Any, size: Size) -> pd.DataFrame:
    number = size.requests
    created = np.sort(AT - (rng.random(number) ** 1.5 * 730 * 86400).astype(int))
    age = (AT - created) / DAY
    is_open = rng.random(number) < np.where(age < 7, 0.7, np.where(age < 30, 0.25, 0.02))
    status = np.where(is_open, pick(rng, OPEN_STATUSES, number, 0.6), "closed")
    closed = np.minimum(created + (rng.exponential(2.5, number) * 86400).astype(int), AT)
    return pd.DataFrame(
        {
            "id": _ids(number),
            "kind": pick(rng, REQUEST_KINDS, number, 0.6),
            "status": status.astype(object),
            "client_id": rng.integers(1, size.clients + 1, number),
            "provider_id": rng.integers(1, size.providers + 1, number),
            "session_id": rng.integers(1, size.sessions + 1, number),
            "assignee": np.where(status == "ready", None, "agent").astype(object),
            "created_at": created,
            "resolved_at": np.where(is_open, np.datetime64("NaT"), closed),
            "version": np.ones(number, dtype=int),
        }
    )
