"""The parts of a message: what its writer says, the head of the e-mail, and what is quoted.

Each part is as long as the text, with blanks for the others, so that places in them agree.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

_QUOTE = re.compile(r"^[ \t]*>.*$|^On [^\n]{6,120}wrote:[ \t]*$", re.M)
_ORIGINAL = re.compile(r"^-+ ?Original message ?-+.*", re.M | re.I | re.S)
_HEAD = re.compile(r"^(?:From|Sent|Date|To|Cc|Subject|De|Para|Asunto):.*$|^-{4,}.*$", re.M)
_FOOTER = re.compile(
    r"^(?:CONFIDENTIAL|NOTICE|DISCLAIMER|This (?:e-?mail|message) (?:and|may|is|contains)).*",
    re.M | re.S,
)
_DEVICE = re.compile(r"^(?:Sent from|Get Outlook for|Enviado desde) .*$", re.M)
_AUTOMATIC = re.compile(
    r"^\s*(?:subject: *)?(?:automatic reply|auto-?reply|out of office|respuesta automática)", re.I
)
SENTENCE_END = re.compile(r"[.!?]+[\s\"”)]|\n")


@dataclass(frozen=True)
class MessageParts:
    """The writer's own words, the lines of the head, and the quoted lines."""

    own: str
    head: str
    quoted: str

    def sentence(self, start: int) -> tuple[int, int]:
        """Where the sentence of the writer's begins and ends that `start` stands in."""
        ends = [0, *(found.end() for found in SENTENCE_END.finditer(self.own)), len(self.own)]
        place = bisect_right(ends, start, hi=len(ends) - 1)
        return ends[place - 1], ends[place]


def is_automatic(text: str) -> bool:
    """Whether a machine wrote it because somebody is away: it asks for nothing."""
    return _AUTOMATIC.match(text) is not None


def message_parts(text: str) -> MessageParts:
    """The parts of `text`; a notice of confidentiality and a line of the device are in none."""
    left, _ = _parted(text, _FOOTER)
    left, _ = _parted(left, _DEVICE)
    left, original = _parted(left, _ORIGINAL)
    left, quoted = _parted(left, _QUOTE)
    own, head = _parted(left, _HEAD)
    both = "".join(max(pair) for pair in zip(original, quoted, strict=True))
    return MessageParts(own, head, both)


def _parted(text: str, pattern: re.Pattern[str]) -> tuple[str, str]:
    """`text` without what matches, and that alone."""
    spans = [found.span() for found in pattern.finditer(text)]
    left, taken = list(text), list(re.sub(r"[^\n]", " ", text))
    for start, end in spans:
        left[start:end], taken[start:end] = taken[start:end], left[start:end]
    return "".join(left), "".join(taken)
