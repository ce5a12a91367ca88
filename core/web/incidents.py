"""What a crash leaves in the log: an incident number, its type and place, never the data.

An exception's message may quote a client's record, so no log record of the process carries a
traceback, whichever library wrote it.
"""

import logging
import secrets
import traceback
from typing import Any

from core.settings import ROOT

log = logging.getLogger("session_desk")
WENT_WRONG = "Something went wrong on our side"
WHAT_TO_DO = "Nothing was saved. Try again; if it happens again, report incident {}."


def incident(problem: BaseException) -> str:
    """Log a crash under a new number; returns what to tell the person."""
    number = secrets.token_hex(4).upper()
    log.error("incident %s: %s", number, described(problem))
    return f"{WENT_WRONG}. {WHAT_TO_DO.format(number)}"


def described(problem: BaseException) -> str:
    """The exception's type and the path through our own files: "ValueError at core/a.py:12"."""
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [frame for frame in frames if _is_ours(frame.filename)] or list(frames)[-1:]
    places = [f"{_short(frame.filename)}:{frame.lineno}" for frame in ours]
    return f"{type(problem).__name__} at {' > '.join(places) or 'no place'}"


def keep_data_out_of_logs() -> None:
    """Strip tracebacks and exceptions' messages from all log records of this process."""
    logging.setLogRecordFactory(_without_data)


def _without_data(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record = logging.LogRecord(*args, **kwargs)
    if record.exc_info and record.exc_info[1] is not None:
        # an argument of the message may be the exception itself
        record.msg = f"{record.module}: {described(record.exc_info[1])}"
        record.args = None
        record.exc_info = None
    return record


def _is_ours(filename: str) -> bool:
    """Installed, our own files lie among the site packages; in a checkout those lie in ours."""
    place = filename.removeprefix(f"{ROOT}/")
    return place != filename and "site-packages" not in place


def _short(filename: str) -> str:
    if _is_ours(filename):
        return filename.removeprefix(f"{ROOT}/")
    return "/".join(filename.rsplit("/", 2)[-2:])
