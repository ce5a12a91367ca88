"""Papers: what the rules say in every case that staff can meet, written down to be read whole.

`python -m tests.support.papers` writes them; a test holds the rules to them word by word.
"""

from collections.abc import Callable, Iterable, Mapping

from core.settings import ROOT
from tests.support.papers import (
    cancelling,
    corrections,
    limits,
    listings,
    reasons,
    remarks,
    routes,
    sentences,
    standings,
    typed,
)
from tests.support.papers.block import Block

PLACE = ROOT / "tests" / "rules" / "papers"
PAPERS: Mapping[str, Callable[[], Iterable[Block]]] = {
    "cancelling": cancelling.blocks,
    "corrections": corrections.blocks,
    "limits": limits.blocks,
    "listings": listings.blocks,
    "reasons": reasons.blocks,
    "remarks": remarks.blocks,
    "routes": routes.blocks,
    "sentences": sentences.blocks,
    "standings": standings.blocks,
    "typed": typed.blocks,
}


def paper(name: str) -> str:
    """Every block with its head, its lines indented below it."""
    blocks = ("\n  ".join((head, *lines)) for head, lines in PAPERS[name]())
    return "\n\n".join(blocks) + "\n"
