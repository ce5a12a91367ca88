"""A process that imports a folder and says when it begins and what it took."""

import resource
import time
from multiprocessing.connection import Connection
from pathlib import Path

from core import clock
from core.access import operator
from core.db import make_engine
from core.exchange.importer import import_extracts


def import_folder(said: Connection, url: str, folder: Path, rejects: Path) -> None:
    """Send None at the start; at the end the seconds, the most memory used since then in MB, and
    the file of rejected rows."""
    engine = make_engine(url)
    said.send(None)
    began, held = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    summary = import_extracts(engine, operator("tests"), clock.now(), folder, rejects_dir=rejects)
    used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024
    said.send((time.monotonic() - began, used, summary.rejects_file))
