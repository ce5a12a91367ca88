"""What is read whole and hardly ever changes, kept in the process from one read to the next.

Triggers give each kind a new random token in the transaction that changes its rows. So a token
stands for exactly one state of them, in whichever process or restored copy it is read.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Label, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.db.prepared import Prepared
from core.models.installation import ReferenceVersion

T = TypeVar("T")
ONE_STATE = "desk_one_state"
"""Whether all statements of a session see the same state of the database."""
VERSIONS = "desk_versions"
"""Where such a session keeps the tokens it has read."""
POLICIES, PLANS, DIAGNOSES = KINDS = ("policies", "plans", "diagnoses")
_TOKENS = Prepared(select(col(ReferenceVersion.kind), col(ReferenceVersion.token)))
MOST = 16
_kept: dict[tuple[Callable[[Session], Any], str], Any] = {}


def unchanging(db: Session, kind: str, load: Callable[[Session], T]) -> T:
    """What `load` reads of a kind, read again only after a change. Nobody may change the answer."""
    key = load, _tokens(db)[kind]
    if key in _kept:
        known: T = _kept[key]
        return known
    found = load(db)
    if ONE_STATE in db.info:  # elsewhere others may have changed it since its token was read
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = found
    return found


def version_columns() -> list[Label[str]]:
    """The tokens as columns of a statement that reads something else, for `keep_versions`."""
    kind = col(ReferenceVersion.kind)
    token = select(col(ReferenceVersion.token))
    return [token.where(kind == one).scalar_subquery().label(one) for one in KINDS]


def keep_versions(db: Session, row: Any) -> None:
    """Keep the `version_columns` of `row` for this session, which sees one state."""
    db.info[VERSIONS] = row._mapping


def _tokens(db: Session) -> Mapping[Any, Any]:
    known: Mapping[Any, Any] | None = db.info.get(VERSIONS)
    if known is None:
        known = {row.kind: row.token for row in _TOKENS.rows(db, {})}
        if ONE_STATE in db.info:
            db.info[VERSIONS] = known
    return known
