"""Free text that people type: what may stand in it."""

import unicodedata

REASON_LENGTH = 400
BODY_LENGTH = 4000
"""Characters at most."""

BESIDES_PRINTABLE = frozenset("\n\t\u200d")
"""Line breaks, and the joiner that some names and signs are written with."""


def text_problem(text: str, missing: str, longest: int = REASON_LENGTH) -> str | None:
    """What is wrong with a text that has to be given; `missing` is said for an empty one."""
    if not text.strip():
        return missing
    if len(text) > longest:
        return f"At most {longest:,} characters."
    if not all(sign.isprintable() or sign in BESIDES_PRINTABLE for sign in text):
        return "This contains characters we cannot save. Type it again."
    return None


def one_line_problem(text: str, longest: int) -> str | None:
    """Why a value on one line cannot be kept; None when it can, as for ""."""
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Cf") for sign in text):
        return "This contains characters we cannot show. Type it again."
    return f"At most {longest} characters." if len(text) > longest else None
