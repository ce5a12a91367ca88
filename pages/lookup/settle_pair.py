"""Settling a compared pair: one person, or two."""

from functools import partial

from core.data_issues.settle_duplicates import (
    HandOverMerge,
    KeepApart,
    hand_over_merge,
    keep_apart,
)
from core.queries.people.compare import Comparison
from core.vocabulary.requests import CandidateStatus
from pages import context
from pages.components.command_form import FormButton, FormField, show_command_form
from pages.components.markup import show_text

ASKED = (
    "The platform was asked to merge these records. Session Desk does not merge them itself: the "
    "next extract shows it. Settling them as two people takes the merge back."
)
APART = "These records are not listed as possible duplicates. A lead can still hand over a merge."
OPEN = (
    "Compare what identifies a person before you settle this. Twins, couples, and parent and child "
    "share contacts or birth dates. A merge mixes two health records and is hard to undo."
)


def show_settling(found: Comparison) -> None:
    """The state of the pair, and the buttons that this person may use."""
    is_same = found.status == CandidateStatus.SAME
    is_apart = found.status == CandidateStatus.DIFFERENT
    show_text(ASKED if is_same else APART if is_apart else OPEN)
    buttons = [*_merging(found)] if not is_same and not _is_merged(found) else []
    if not is_apart and (is_same or not _is_merged(found)) and _may_keep_apart(is_same):
        buttons.append(_apart(found))
    if buttons:
        pair = f"{found.one.ref} {found.other.ref}"
        show_command_form("settle-pair", pair, (FormField("reason", "Reason"),), *buttons)
    if not context.signed_in().actor.may(hand_over_merge):
        show_text("A lead settles whether two records are of one person.", is_quiet=True)


def _is_merged(found: Comparison) -> bool:
    return bool(found.one.merged or found.other.merged)


def _may_keep_apart(is_same: bool) -> bool:
    actor = context.signed_in().actor
    return actor.may(hand_over_merge if is_same else keep_apart)


def _apart(found: Comparison) -> FormButton:
    command = partial(KeepApart, found.one.ref, found.other.ref, found.version)
    return FormButton("Settle as two people", keep_apart, command)


def _merging(found: Comparison) -> list[FormButton]:
    """Either record may be the one that is kept; that with more sessions comes first."""
    if not context.signed_in().actor.may(hand_over_merge):
        return []
    both = sorted((found.one, found.other), key=lambda one: -one.sessions)
    return [
        FormButton(
            f"Same person: keep {kept.ref}",
            hand_over_merge,
            partial(HandOverMerge, merged.ref, kept.ref, found.version),
        )
        for kept, merged in (both, both[::-1])
    ]
