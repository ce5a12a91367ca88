"""Which form a message asks for, by its words."""

import re

from core.rules.names import fold

CORRECTION, DIRECTORY, CANCELLATION = (
    "client_correction",
    "directory_update",
    "session_cancellation",
)
EDIT, MOS_BOOKING, MOS_CONFIRMATION = "session_edit", "mos_booking", "mos_confirmation"
NEW_LOCATION, TEMPORARY_PRACTICE = "new_location", "temporary_practice"
RESCHEDULE, JOIN_CALL, CODING = "reschedule", "join_call", "coding"

_CHANGE = (
    r"(?:wrong|chang\w*|cambi\w*|fix\w*|(?:in)?correct\w*|misspel\w*|updat\w*|should|"
    r"edit|modify|mal|error|typo|instead)"
)
_KINDS = (
    (TEMPORARY_PRACTICE, (r"\bboard\b", r"practi[cs]|temporar")),
    (
        DIRECTORY,
        (r"\bevernorth|\bdirector(?:y|io)\b|\blisting\b|(?:tak|accept|see)ing (?:mos|military)",),
    ),
    (NEW_LOCATION, (r"\b(?:new|add (?:the|a|another)) location\b|\bnueva ubicacion\b",)),
    (
        CANCELLATION,
        (
            r"\b(?:cancel\w*|undo|void|kill|reverse)\b",
            r"\b(?:session|sesion|appt|appointment|visit|confirmed|claim)\b|\bcancel it\b|\bs-\w+",
            r"^(?!.*\b(?:tomorrow|next week|upcoming)\b)",
        ),
    ),
    (
        EDIT,
        (
            r"\b(?:cpt|code|diagnos\w+|(?:start|end) time|wrong (?:date|time|day)|"
            r"location|codigo)\b",
            _CHANGE,
            r"\b(?:session|visit|confirmed|48|appt)\b|\bs-\w+",
        ),
    ),
    (
        MOS_CONFIRMATION,
        (
            r"\bmos\b|military ?onesource",
            r"confirm",
            r"can['’]?t|cannot|wo ?n['’]?t|stuck|error|trouble|doesn|unable|fail",
        ),
    ),
    (MOS_BOOKING, (r"\bmos\b|military ?onesource", r"book|schedul|slot|calendar")),
    (RESCHEDULE, (r"\b(?:move|reschedul\w*|change)\b", r"\b(?:appointment|appt|session)\b")),
    (
        JOIN_CALL,
        (r"\b(?:zoom|link|video)\b", r"n['’]?t (?:work|open|load)|broken|can['’]?t (?:join|get)"),
    ),
    (CODING, (r"\bwhy\b", r"\b(?:code|9\d{4})\b")),
    (
        CORRECTION,
        (
            r"\b(?:names?|apellido|nombre|dob|birth\w*|e-?mail|correo|phone|telefono|number|"
            r"add?ress|"
            r"direccion|sex|gender|married|member id)\b",
            rf"\b{_CHANGE}\b|\bold\b|\bnew\b|\bnow\b|->|\bswitched\b|\bmistake\b",
        ),
    ),
    (
        CORRECTION,
        (
            r"\b(?:client|patient|paciente)\b",
            r"\b(?:should (?:be|read|say)|debe ser|misspel\w*|mal escrit\w*)\b",
        ),
    ),
)
FORMS = frozenset({kind for kind, _ in _KINDS} - {RESCHEDULE, JOIN_CALL, CODING})
"""What becomes a request; the others are matters that someone else handles."""


def kind_of(text: str) -> str | None:
    """The kind of request, else the matter; None where the words say neither."""
    plain = fold(text)
    return next(
        (kind for kind, words in _KINDS if all(re.search(one, plain) for one in words)), None
    )
