"""Writes every paper down."""

from tests.support.papers import PAPERS, PLACE, paper

for name in PAPERS:
    (PLACE / f"{name}.txt").write_text(paper(name), "utf-8")
