"""Every reason and every contradiction of records, whole: weight, rule, article, sentence, step."""

from collections.abc import Iterator

from core.rules.reasons import CATALOGUE
from tests.support.papers.block import Block


def blocks() -> Iterator[Block]:
    for code, reason in CATALOGUE.items():
        where = _where(reason.article, reason.section)
        yield f"{code}: {reason.weight}, {reason.rule}, {where}", (reason.text, reason.next_step)


def _where(article: str, section: str) -> str:
    return f"{article} / {section or 'decided here'}"
