"""Faults of every kind in a sound extract."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.support.sound import sound

Spoil = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Fault:
    """What is done to one line of a file, or to all of it, and the column that an import names."""

    file: str
    field: str
    spoil: Spoil
    of_all: bool = False


def swap(old: str, new: str | bytes) -> Spoil:
    """Replaces the first `old` of a line that has it."""
    to = new.encode() if isinstance(new, str) else new
    return lambda line: line.replace(old.encode(), to, 1)


NAME = ",Pat,"
FAULTS = (
    Fault("licenses.csv", "", lambda text: text.decode().encode("utf-16"), of_all=True),
    Fault("practice_locations.csv", "", swap("zone", "zome"), of_all=True),
    Fault("providers.csv", "npi", swap(",1234560", ",1234569")),
    Fault("payers.csv", "name", swap("Example Health", "")),
    Fault("plans.csv", "line", swap("commercial", "other")),
    Fault("credentials.csv", "from_on", swap("2021-01-01", "01/02/2021")),
    Fault("virtual_networks.csv", "provider_id", swap("P-1", "P-99")),
    Fault("clients.csv", "", swap(NAME, ',"Pat,')),
    Fault("clients.csv", "", swap(NAME, ',Pat",')),
    Fault("clients.csv", "first_name", swap(NAME, ",Pa\u200bt,")),
    Fault("clients.csv", "first_name", swap(NAME, ",Pa\0t,")),
    Fault("clients.csv", "first_name", swap(NAME, b",P\xe1t,")),
    Fault("clients.csv", "last_name", swap(",Row,", f",{'R' * 81},")),
    Fault("clients.csv", "first_name", swap(NAME, ',"New\nLine",')),
    Fault("coverages.csv", "member_id", swap("MEM1", "MEM\t1")),
    Fault("coverages.csv", "plan_id", swap("N-1", "N-99")),
    Fault("sessions.csv", "scheduled_end", swap("10:45:00", "09:45:00")),
    Fault("sessions.csv", "", swap(",\r\n", "\r\n")),
    Fault("sessions.csv", "modality", swap("video", "Video call")),
    Fault("sessions.csv", "zone", swap("America/New_York", "Mars")),
    Fault("notes.csv", "signed_at", swap("18:00:00Z", "18:00:00")),
    Fault("claims.csv", "status", swap("submitted", "sent")),
    Fault("client_charges.csv", "amount_cents", swap(",2000,", ",20.50,")),
    Fault("payouts.csv", "period", swap(",2025-", ",2025-9")),
)
"""Root faults of different kinds."""


def messy(folder: Path, chance: random.Random) -> dict[tuple[str, str, str], str]:
    """Write a sound extract of 200 sessions and spoil it by each of FAULTS, in lines of chance: by
    the file, line and column under which an import must name it, the place of each fault."""
    sound(folder)
    found = {}
    for file in dict.fromkeys(fault.file for fault in FAULTS):
        header, *lines = (folder / file).read_bytes().splitlines(keepends=True)
        spoiled: dict[int, Fault] = {}
        for fault in (one for one in FAULTS if one.file == file and not one.of_all):
            able = [at for at, line in enumerate(lines) if fault.spoil(line) != line]
            spoiled[chance.choice([at for at in able if at not in spoiled])] = fault
        more = 0
        for at, fault in sorted(spoiled.items()):
            number, ref = at + 2 + more, lines[at].decode().split(",")[0]
            lines[at] = fault.spoil(lines[at])
            more += lines[at].count(b"\n") - 1
            found[file, str(number), fault.field] = f"{file} line {number} ({ref})"
        text = b"".join([header, *lines])
        for fault in (one for one in FAULTS if one.file == file and one.of_all):
            text = fault.spoil(text)
            found[file, "1", fault.field] = f"{file} line 1"
        (folder / file).write_bytes(text)
    return found


ANYWHERE: tuple[Spoil, ...] = (
    lambda line: line.replace(b",", b",\0", 1),
    lambda line: line.replace(b",", b",\xff", 1),
    lambda line: line.replace(b",", ",a\u200bb".encode(), 1),
    lambda line: line.replace(b",", b',"', 1),
    lambda line: line.replace(b",", b'",', 1),
    lambda line: line.replace(b",", b"", 1),
    lambda line: line.replace(b",", b",X-404,", 1),
    lambda line: line.replace(b"-", b"-9", 1),
    lambda line: b"," + line.split(b",", 1)[1],
    lambda line: line + line,
    lambda line: line + b"\r\n",
    lambda line: line.replace(b"\r\n", b"\n,"),
)
"""Faults for any line of any file."""


def spoil_some(folder: Path, share: float, chance: random.Random) -> int:
    """Spoil that share of the lines of each file by faults of every kind in turn; their number."""
    done = 0
    for path in sorted(folder.glob("*.csv")):
        header, *lines = path.read_bytes().splitlines(keepends=True)
        for at in sorted(chance.sample(range(len(lines)), int(len(lines) * share))):
            lines[at] = ANYWHERE[done % len(ANYWHERE)](lines[at])
            done += 1
        path.write_bytes(b"".join([header, *lines]))
    return done
