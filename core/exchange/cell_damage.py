"""Names what a program did to a cell: a word in place of a value, digits or a zero lost, a date in
local order. None of it is guessed back."""

import re
from collections.abc import Collection
from string import punctuation

SIGNS = f"{punctuation}–— "
MISSING = frozenset(
    {"", "null", "nil", "none", "nan", "nat", "na", "n/a", "n.a", "tbd", "tba", "unknown",
     "undefined", "unspecified", "missing", "unavail", "unavailable", "not available",
     "not applicable", "not provided"}
)  # fmt: skip
"""What stands for no value, in any case, and between any signs: <NA>, (null), --."""
ERRORS = frozenset({"#ref!", "#value!", "#name?", "#num!", "#div/0!", "\\n"})
"""What a spreadsheet writes for a failed formula, and a database for no value."""
NAMES = frozenset({"Na", "Nan", "Nat", "Nil", "Null"})
"""People are called so, and programs do not write them so."""
SCIENTIFIC = re.compile(r"-?\d+([.,]\d+)?[Ee]\+\d{1,3}", re.ASCII)
LOCAL_DATE = re.compile(
    r"\d{1,4}[/.]\d{1,2}([/.]\d{1,4})?\b.*|\d{1,2}-\d{1,2}-\d{2,4}\b.*"
    r"|(\d{1,2}[- ])?[A-Za-z]{3,9}[-., ]+\d{1,4}\b.*",
    re.ASCII,
)
DAY_NUMBER = re.compile(r"\d{5}([.,]\d+)?", re.ASCII)


def may_be_damaged(cells: Collection[str]) -> bool:
    """Whether some cell of a row may have a damage or a sign that cannot be read: one look at all
    of them, since nearly all rows have none."""
    row = "".join(cells)
    words = [cell.casefold() for cell in cells if cell]
    is_clear = row.isprintable() and "e+" not in row.casefold() and ERRORS.isdisjoint(words)
    return not (is_clear and MISSING.isdisjoint([word.strip(SIGNS) for word in words]))


def damage_problem(cell: str, *, has_words: bool, is_name: bool) -> str | None:
    """Why `cell`, of any column, has no value that can be trusted. Where the column `has_words`
    such as none or unknown, they are values; where it is the name of a person, so are NAMES."""
    if SCIENTIFIC.fullmatch(cell):
        return (
            "A spreadsheet wrote this number as a power of ten, and digits may be lost. Format the "
            "column as text where the file comes from, and export it again."
        )
    is_missing = cell.casefold() in ERRORS or cell.casefold().strip(SIGNS) in MISSING
    if is_missing and not has_words and not (is_name and cell in NAMES):
        return (
            "This word or sign stands for a missing value, like NULL or N/A. Write the value, or "
            "leave the cell empty."
        )
    return None


def date_advice(cell: str, form: str) -> str:
    """What probably happened to a date or time that is not written in `form`, and what to do."""
    if LOCAL_DATE.fullmatch(cell):
        happened = "A spreadsheet probably wrote it in local order, where day and month can swap."
    elif DAY_NUMBER.fullmatch(cell):
        happened = "It is probably the number by which a spreadsheet counts days."
    else:
        return f"Write {form}."
    return f"{happened} Format the column as {form}, and export it again."
