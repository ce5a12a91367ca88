"""ICD-10-CM lists as CMS publishes them: the order file and the code file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.errors import InvalidInput
from core.rules.reference import DIAGNOSIS, with_dot

CODE_LINE = re.compile(r"(\S+)\s+(\S.*)")
LONGEST_LINE = 1000
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True)
class ListedCode:
    """One line of a list: the code with its dot, its title, and whether it can be billed."""

    code: str
    title: str
    is_billable: bool


def read_list(path: Path) -> dict[str, ListedCode]:
    """Every code of the file, in its order.

    Raises InvalidInput for a file that is no such list, and OSError for one that cannot be read.
    """
    found: dict[str, ListedCode] = {}
    parse: Callable[[str], ListedCode | None] | None = None
    for number, line in _lines(path):
        parse = parse or (_of_order_file if line[:5].isdigit() else _of_code_file)
        listed = parse(line)
        if listed is None:
            raise _no_list(path, f"line {number} is not a code with its title")
        if listed.code in found:
            raise _no_list(path, f"line {number} has {listed.code} again")
        found[listed.code] = listed
    if not any(one.is_billable for one in found.values()):
        raise _no_list(path, "it has no billable code")
    return found


def days_of_name(name: str) -> tuple[date, date] | None:
    """The days that a file's name stands for: the fiscal year of "icd10cm-order-2027.txt", its
    second half of "icd10cm-order-April-2027.txt"; None for a name without one year."""
    years = set(YEAR.findall(name))
    if len(years) != 1:
        return None
    year = int(years.pop())
    first = date(year, 4, 1) if "april" in name.casefold() else date(year - 1, 10, 1)
    return first, date(year, 9, 30)


def end_of_year(first: date) -> date:
    """The last day of the fiscal year of `first`."""
    return date(first.year + (first.month >= 10), 9, 30)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Each line that is not blank, with its number; a line is never read further than it may go."""
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LONGEST_LINE):
            number += 1
            line = _text(raw).removeprefix("\ufeff").rstrip()
            if line:
                yield number, line


def _text(raw: bytes) -> str:
    """A few titles have an accent, in either encoding."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _of_order_file(line: str) -> ListedCode | None:
    """Order number, code, flag, short and long title stand at fixed columns; 1 is billable."""
    number, code, flag = line[:5], line[6:13].rstrip(), line[14:15]
    blanks, title = line[5:6] + line[13:14] + line[15:16], line[77:].strip() or line[16:76].strip()
    if not re.fullmatch(r"\d{5}", number, re.ASCII) or flag not in ("0", "1") or blanks.strip():
        return None
    return _listed(code, title, is_billable=flag == "1")


def _of_code_file(line: str) -> ListedCode | None:
    """Code, blanks and title; all of them can be billed."""
    found = CODE_LINE.fullmatch(line)
    return _listed(*found.groups(), is_billable=True) if found else None


def _listed(code: str, title: str, *, is_billable: bool) -> ListedCode | None:
    dotted = with_dot(code)
    if "." in code or not DIAGNOSIS.fullmatch(dotted) or not title or not title.isprintable():
        return None
    return ListedCode(dotted, title, is_billable)


def _no_list(path: Path, why: str) -> InvalidInput:
    return InvalidInput({"file": f"{path.name} is not an ICD-10-CM list of CMS: {why}."})
