"""Every reason of the catalogue: weight, rule, article, sentence and next step."""

from collections.abc import Iterator

from core.rules.reasons import CATALOGUE
from tests.support.snapshots.block import Block


def blocks() -> Iterator[Block]:
    for code, reason in CATALOGUE.items():
        where = f"{reason.article} / {reason.section or 'internal rule'}"
        yield code, [f"{reason.sentences} | {reason.weight}, {reason.rule}, {where}"]
