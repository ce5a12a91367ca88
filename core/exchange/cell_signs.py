"""Finds signs in a cell that cannot be read or are not seen: what a damaged file or a copied text
brings along."""

import re
import unicodedata

UNREADABLE = re.compile("[\0\ud800-\udfff]")
"""A NUL, or what stands for a byte that is not UTF-8."""
LINE_BREAKS = "\n\r\v\f\x85\u2028\u2029"


def sign_problem(cell: str, *, is_free: bool) -> str | None:
    """Why `cell` is rejected for one of its signs, without its value. Free text may have line
    breaks, tabs and invisible signs, and no cell may have what is no UTF-8 text."""
    if is_free or cell.isprintable():
        return unreadable(cell, "cell")
    for sign in cell:
        if sign in LINE_BREAKS:
            return f"This cell has a line break (U+{ord(sign):04X}). Write it on one line."
        if sign == "\t":
            return "This cell has a tab. Remove it."
        if sign != "\0" and unicodedata.category(sign) in ("Cc", "Cf"):
            name = unicodedata.name(sign, "control character").lower()
            return f"This cell has an invisible sign (U+{ord(sign):04X}, {name}). Remove it."
    return unreadable(cell, "cell")


def unreadable(text: str, what: str) -> str | None:
    """Why `text`, a "cell" or a "line", is no UTF-8 text."""
    found = UNREADABLE.search(text)
    if found is None:
        return None
    sign = "a NUL byte" if found[0] == "\0" else "a byte that is not UTF-8"
    return f"This {what} has {sign}. Correct it, and save the file as UTF-8."
