"""The rulebook, read from `data/rules.toml`: what each rule asks and which article says so."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from core.settings import DATA


@dataclass(frozen=True)
class Rule:
    """One rule. `says` is what its article asks, `decided` what we decided where the article is
    silent, or ""; the first of its `sections` is the main one."""

    id: str
    title: str
    says: str
    decided: str
    article: str
    sections: tuple[str, ...]

    @property
    def source(self) -> str:
        """Article and sections, as they are cited."""
        return ", ".join((self.article, *(f"'{one}'" for one in self.sections)))


@cache
def rulebook() -> Mapping[str, Rule]:
    """Every rule by its id, in order; read once."""
    entries = tomllib.loads((DATA / "rules.toml").read_text("utf-8"))["rule"]
    rules = (Rule(**{**one, "sections": tuple(one["sections"])}) for one in entries)
    return {rule.id: rule for rule in rules}
