"""Settling whether two records of clients are of one person (R44). Nothing is merged here: the
platform does that, and its next extract says so."""

from dataclasses import dataclass, field

from sqlmodel import col, select

from core.access import LEADING, WORKING, guard
from core.data_issues.run import follow_record
from core.db.transaction import Receipt, WriteContext
from core.errors import Conflict, NotFound, NotPermitted, Refused, refuse_problems
from core.facts.lookalikes import kept_clients, limits_on
from core.facts.policies import policy_book
from core.facts.references import find_by_ref
from core.models.exchange import OutboundChange
from core.models.people import Client, DuplicateCandidate
from core.outbound.queue import ChangedField, queue_outbound_changes
from core.outbound.records import MERGED_INTO, cell_of
from core.rules.people.duplicates import possible_duplicate
from core.rules.reasons import reason
from core.rules.texts import text_problem
from core.vocabulary.data_issues import DataIssueCode
from core.vocabulary.exchange import OutboundStatus
from core.vocabulary.requests import CandidateStatus

SAME, DIFFERENT = CandidateStatus.SAME, CandidateStatus.DIFFERENT


@dataclass(frozen=True)
class KeepApart:
    """Two records are of two people, and why; `seen` is the version of the earlier decision, 0 for
    none."""

    ref: str
    other_ref: str
    seen: int
    reason: str = field(repr=False)


@dataclass(frozen=True)
class HandOverMerge:
    """Two records are of one person: the platform is asked to merge one into the one that is kept,
    and why."""

    merged_ref: str
    kept_ref: str
    seen: int
    reason: str = field(repr=False)


@guard(WORKING)
def keep_apart(context: WriteContext, command: KeepApart) -> Receipt:
    """Settle that the records are of two people; they are not listed again. Only a lead takes back
    that they are of one: what the platform was asked is asked no longer, or undone there.

    Raises InvalidInput without a reason, Conflict where someone settled it meanwhile.
    """
    pair = _pair(context, command.ref, command.other_ref)
    if not command.seen:
        _must_be_kept(pair)
    candidate = _candidate(context, pair, command.seen, command.reason)
    if candidate.status == DIFFERENT:
        raise Conflict("Someone already settled this: two people. Load the page again.")
    if candidate.status == SAME:
        if context.actor.role not in LEADING:
            raise NotPermitted("A lead settled that these are one person. Ask a lead to change it.")
        for client in pair:
            _take_back(context, client, pair)
    _settle(context, candidate, pair, DIFFERENT, command.reason)
    return Receipt(pair[0].ref, "Settled: two people. We will not list these records again.")


@guard(LEADING)
def hand_over_merge(context: WriteContext, command: HandOverMerge) -> Receipt:
    """Settle that the records are of one person. The merge goes out with the next change file.

    Raises InvalidInput without a reason, Refused where one of them is merged already, Conflict
    where someone settled it meanwhile.
    """
    merged, kept = _pair(context, command.merged_ref, command.kept_ref)
    _must_be_kept((merged, kept))
    candidate = _candidate(context, (merged, kept), command.seen, command.reason)
    if candidate.status == SAME:
        raise Conflict("Someone already settled this: one person. Load the page again.")
    for client in (merged, kept):
        if _wanted(context, client):
            raise Refused([reason("merge_already_sent", ref=client.ref)])
    change = ChangedField(merged, MERGED_INTO, cell_of(merged, MERGED_INTO), kept.ref)
    queue_outbound_changes(context, None, [change])
    _settle(context, candidate, (merged, kept), SAME, command.reason, kept.ref)
    text = f"Settled: one person. The next change file asks to merge {merged.ref} into {kept.ref}."
    return Receipt(kept.ref, text)


def _pair(context: WriteContext, ref: str, other_ref: str) -> tuple[Client, Client]:
    """Both records, held until the commit in the order of their ids."""
    one, other = (find_by_ref(context.db, Client, each) for each in (ref, other_ref))
    if one is None or other is None or one is other:
        raise NotFound("Choose two records of clients. Check the references.")
    for key in sorted((one.key, other.key)):
        context.lock(Client, key)
    return one, other


def _must_be_kept(pair: tuple[Client, Client]) -> None:
    for client in pair:
        if client.merged_into_id is not None:
            raise Refused([reason("merged_already", ref=client.ref)])


def _candidate(
    context: WriteContext, pair: tuple[Client, Client], seen: int, why: str
) -> DuplicateCandidate:
    """The row of the pair, held until the commit, and a new one where nobody settled it yet."""
    refuse_problems({"reason": text_problem(why, "Enter a reason. The next person reads it.")})
    context.queue("duplicates")
    low, high = sorted(client.key for client in pair)
    of_pair = col(DuplicateCandidate.a_id) == low, col(DuplicateCandidate.b_id) == high
    row = context.db.scalar(select(DuplicateCandidate).where(*of_pair).with_for_update())
    if (row.version if row else 0) != seen:
        raise Conflict("Someone settled this while you were looking at it. Load the page again.")
    return row or _compared(context, low, high)


def _compared(context: WriteContext, low: int, high: int) -> DuplicateCandidate:
    one, other = kept_clients(context.db, col(Client.id).in_((low, high)))
    limits = limits_on(policy_book(context), context.now)
    found = possible_duplicate(one.values, other.values, limits)
    return DuplicateCandidate(
        created_at=context.now,
        updated_at=context.now,
        a_id=low,
        b_id=high,
        score=found.score if found else 0.0,
        reasons=found.text if found else "Compared by a person",
        status=CandidateStatus.OPEN,
    )


def _settle(
    context: WriteContext,
    row: DuplicateCandidate,
    pair: tuple[Client, Client],
    status: CandidateStatus,
    why: str,
    kept_ref: str = "",
) -> None:
    before = row.status
    row.status, row.decided_by_id = status, context.staff_id
    context.db.add(row)
    context.db.flush()
    refs = " and ".join(sorted(client.ref for client in pair))
    context.record(
        "duplicate.settled",
        "duplicate_candidate",
        row.key,
        before={"status": before},
        after={"status": status, "records": refs} | ({"kept": kept_ref} if kept_ref else {}),
        reason=why.strip(),
    )
    for client in pair:
        follow_record(context, DataIssueCode.POSSIBLE_DUPLICATE, "client", client.key)


def _changes(context: WriteContext, client: Client) -> list[OutboundChange]:
    """What the platform was asked about merging this record, the newest first."""
    rows = context.db.scalars(
        select(OutboundChange)
        .where(col(OutboundChange.entity) == "client")
        .where(col(OutboundChange.entity_id) == client.key)
        .where(col(OutboundChange.field) == MERGED_INTO)
        .order_by(col(OutboundChange.changed_at).desc(), col(OutboundChange.id).desc())
        .with_for_update()
    )
    return list(rows)


def _wanted(context: WriteContext, client: Client) -> bool:
    """Whether the platform was asked to merge this record, and has not answered."""
    newest = next(iter(_changes(context, client)), None)
    return bool(newest and newest.new and newest.status != OutboundStatus.ACKNOWLEDGED)


def _take_back(context: WriteContext, client: Client, pair: tuple[Client, Client]) -> None:
    """A merge that no change file has yet is dropped; another one is undone by the next file."""
    newest = next(iter(_changes(context, client)), None)
    if newest is None or newest.new not in {one.ref for one in pair}:
        return
    if newest.status == OutboundStatus.CONTRADICTED:
        raise Refused([reason("merge_contradicted", ref=client.ref)])
    if newest.exported_at is None:
        context.record(
            "outbound_change.withdrawn",
            "outbound_change",
            newest.key,
            after={"field": newest.field},
        )
        context.db.delete(newest)
    else:
        undone = ChangedField(client, MERGED_INTO, newest.new, "")
        queue_outbound_changes(context, None, [undone])
