"""Faults of every kind in a sound extract."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.support.sound import sound

Spoil = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Fault:
    """What is done to the line of a record (None: to the whole file), and the column that an
    import names for it."""

    file: str
    ref: str | None
    field: str
    spoil: Spoil


def swap(old: str, new: str | bytes) -> Spoil:
    """Replaces the first `old` of a line, which must have it."""
    to = new.encode() if isinstance(new, str) else new

    def spoil(line: bytes) -> bytes:
        assert old.encode() in line, (old, line)
        return line.replace(old.encode(), to, 1)

    return spoil


NAME = ",Pat,"
FAULTS = (
    Fault("licenses.csv", None, "", lambda text: text.decode().encode("utf-16")),
    Fault("practice_locations.csv", None, "", swap("zone", "zome")),
    Fault("providers.csv", "P-2", "npi", swap(",123456002", ",123456992")),
    Fault("payers.csv", "Y-2", "name", swap("Example Health", "")),
    Fault("plans.csv", "N-2", "line", swap("commercial", "other")),
    Fault("credentials.csv", "K-4", "from_on", swap("2021-01-01", "01/02/2021")),
    Fault("virtual_networks.csv", "O-1", "provider_id", swap("P-1", "P-99")),
    Fault("clients.csv", "C-3", "", swap(NAME, ',"Pat,')),
    Fault("clients.csv", "C-7", "", swap(NAME, ',Pat",')),
    Fault("clients.csv", "C-12", "first_name", swap(NAME, ",Pa\u200bt,")),
    Fault("clients.csv", "C-15", "first_name", swap(NAME, ",Pa\0t,")),
    Fault("clients.csv", "C-18", "first_name", swap(NAME, b",P\xe1t,")),
    Fault("clients.csv", "C-20", "last_name", swap(",Row,", f",{'R' * 81},")),
    Fault("clients.csv", "C-50", "first_name", swap(NAME, ',"New\nLine",')),
    Fault("coverages.csv", "V-5", "member_id", swap("MEM1", "MEM\t1")),
    Fault("coverages.csv", "V-9", "plan_id", swap("N-1", "N-99")),
    Fault("sessions.csv", "S-10", "scheduled_end", swap("10:45:00", "09:45:00")),
    Fault("sessions.csv", "S-21", "", lambda line: line.replace(b",\r\n", b"\r\n")),
    Fault("sessions.csv", "S-30", "modality", swap("video", "Video call")),
    Fault("sessions.csv", "S-40", "zone", swap("America/New_York", "Mars")),
    Fault("notes.csv", "D-5", "signed_at", swap("18:00:00Z", "18:00:00")),
    Fault("claims.csv", "B-8", "status", swap("submitted", "sent")),
    Fault("client_charges.csv", "G-19", "amount_cents", swap("2000", "20.50")),
    Fault("payouts.csv", "Q-23", "period", swap("2025-01", "2025-13")),
)
"""Root faults of different kinds. The one that adds a line is in the last row of its file."""


def messy(folder: Path, sessions: int = 200) -> dict[tuple[str, str, str], Fault]:
    """Write a sound extract and spoil it by each of FAULTS; they are returned by the file, line and
    column under which an import must name them."""
    sound(folder, sessions)
    found = {}
    for fault in FAULTS:
        path = folder / fault.file
        lines = path.read_bytes().splitlines(keepends=True)
        if fault.ref is None:
            path.write_bytes(fault.spoil(path.read_bytes()))
            found[fault.file, "1", fault.field] = fault
            continue
        start = f"{fault.ref},".encode()
        at = next(at for at, line in enumerate(lines) if line.startswith(start))
        lines[at] = fault.spoil(lines[at])
        path.write_bytes(b"".join(lines))
        found[fault.file, str(at + 1), fault.field] = fault
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
