"""What each item is asked in each run: the same for every target, as plain JSON values."""

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from tests.bench.data import AT, SEED, STATES, Rows
from tests.bench.items import EXPORT_WEEKS, NOW, WEEKS_FROM
from tests.bench.names import FIRST

RUNS = 64
SHORTEST = 5
MOST_PEOPLE = 200
"""The product refuses a name that more people have, and asks for more letters of it."""


def asked(rows: Rows) -> dict[str, list[Any]]:
    """By item, what is asked in turn; W2 ends when its requests are taken."""
    rng = np.random.default_rng(SEED + 1)
    clients, providers = rows["client"], rows["provider"]
    sessions, requests = rows["session"], rows["request"]
    some = clients.iloc[rng.integers(0, len(clients), RUNS)]
    free = requests.loc[(requests["status"] == "ready"), "id"].to_numpy()
    return {
        "L1": rng.integers(1, len(sessions) + 1, RUNS).tolist(),
        "L2": _beginnings(rng, clients["last_name"]),
        "L3": [
            [npi, *_half_year(int(back))]
            for npi, back in zip(
                rng.choice(providers["npi"].to_numpy(), RUNS),
                rng.integers(0, 300, RUNS),
                strict=True,
            )
        ],
        "L4": [name[1:6].lower() for name in some["last_name"]],
        "L4t": [
            [first.lower(), _misspelled(last.lower(), place)]
            for place, (first, last) in enumerate(
                zip(some["first_name"], some["last_name"], strict=True)
            )
        ],
        "L5": [[str(STATES[run % 3]), "medicaid", "confirmed", *_days(90)] for run in range(RUNS)],
        "L6": [_weeks(run) for run in range(RUNS)],
        "M1s": [str(STATES[run % 3]) for run in range(RUNS)],
        "M1p": rng.integers(1, len(providers) + 1, RUNS).tolist(),
        "W1": [
            [int(key), f"{first} {last}"]
            for key, first, last in zip(
                some["id"], some["first_name"], some["last_name"], strict=True
            )
        ],
        "W2": rng.permutation(free)[:RUNS].tolist(),
    }


def _beginnings(rng: Any, last_names: pd.Series) -> list[str]:
    """Five letters or more, so many that the product accepts them, and that no first name has."""
    found: list[str] = []
    for name in last_names.iloc[rng.permutation(len(last_names))]:
        lengths = range(SHORTEST, len(name) + 1)
        beginnings = (name[:length] for length in lengths)
        fit = next((one for one in beginnings if _count(last_names, one) <= MOST_PEOPLE), None)
        if fit and "-" not in fit and not any(first.startswith(fit) for first in FIRST):
            found.append(fit)
        if len(found) == RUNS:
            break
    return found


def _count(last_names: pd.Series, beginning: str) -> int:
    return int(last_names.str.startswith(beginning).sum())


def _misspelled(word: str, place: int) -> str:
    """With two letters swapped, not the first."""
    at = 1 + place % (len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _half_year(back: int) -> tuple[str, str]:
    last = NOW.date() - timedelta(days=back)
    return (last - timedelta(days=180)).isoformat(), last.isoformat()


def _days(back: int) -> tuple[str, str]:
    return (NOW.date() - timedelta(days=back)).isoformat(), NOW.date().isoformat()


def _weeks(run: int) -> tuple[str, str]:
    """Monday to Sunday of whole weeks that are over, the newest first."""
    this_week = AT.astype("datetime64[D]").item() - timedelta(days=NOW.weekday())
    first = this_week - timedelta(weeks=EXPORT_WEEKS + run % 90)
    assert first >= WEEKS_FROM
    return first.isoformat(), (first + timedelta(days=7 * EXPORT_WEEKS - 1)).isoformat()
