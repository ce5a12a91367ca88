"""Every reason and every contradiction of records, whole: weight, rule, article, sentence, step."""

from collections.abc import Iterator

from core.rules.data_issues import FAULTS
from core.rules.reasons import TABLE
from tests.support.papers.block import Block


def blocks() -> Iterator[Block]:
    for code, reason in TABLE.items():
        where = _where(reason.article, reason.section)
        yield f"{code}: {reason.weight}, {reason.rule}, {where}", (reason.text, reason.next_step)
    for found, fault in FAULTS.items():
        where = _where(fault.article, fault.section)
        lines = (fault.label, fault.sentence("(its detail)"), fault.next_step)
        yield f"{found}: a contradiction, {fault.rule}, {where}", lines


def _where(article: str, section: str) -> str:
    return f"{article} / {section or 'decided here'}"
