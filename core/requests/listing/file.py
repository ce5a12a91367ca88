"""Filing the change of a provider's Evernorth listing, and adding what was missing."""

from dataclasses import dataclass

from sqlalchemy import delete
from sqlmodel import col, select

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import Conflict, Refused, refuse_problems
from core.facts import due_instants
from core.facts.policies import business_calendar, policy_book
from core.facts.providers import listed_provider
from core.facts.references import find_by_ref
from core.models.people import Provider
from core.models.requests import DirectoryLine, SupportRequest
from core.requests import lifecycle, locking
from core.requests.filing import Requester, new_request, requester_problems
from core.requests.urgency import notice_self_harm
from core.rules.requests import listing
from core.rules.requests.corrections import clean
from core.rules.requests.listing import Directory, ListingLine
from core.rules.time.platform_clock import platform_day
from core.vocabulary.requests import (
    DirectoryTopic,
    EvernorthStatus,
    RequestKind,
    RequestStatus,
)


@dataclass(frozen=True)
class ListingAsked:
    """Whose listing, and what of it. `provider_ref` is the record that staff chose, "" for none;
    the NPI is what ties the request to a provider, so without it the request is incomplete."""

    provider_ref: str
    full_name: str
    npi: str
    lines: tuple[ListingLine, ...]
    directory: Directory = Directory.EVERNORTH


@dataclass(frozen=True)
class FileDirectoryUpdate:
    """What a requester asked for."""

    asked: ListingAsked
    requester: Requester


@dataclass(frozen=True)
class CompleteDirectoryUpdate:
    """What was missing, for a request that was filed incomplete."""

    ref: str
    version: int
    asked: ListingAsked


@guard(WORKING)
def file_directory_update(context: WriteContext, command: FileDirectoryUpdate) -> Receipt:
    """File the request: ready when every input is there, else incomplete (R48).

    Raises InvalidInput by field (an NPI that is none, or not this provider's; another name; a
    value that is listed already; a receipt in the future) and Refused with advice for a directory
    that is not Evernorth's and for a start with Military OneSource without enrollment (R47).
    """
    asked = _cleaned(command.asked)
    provider = _provider(context, asked)
    _check(context, asked, provider, requester_problems(command.requester, context.now))
    request = new_request(context, RequestKind.DIRECTORY_UPDATE, command.requester)
    _fill(context, request, asked, provider)
    context.record("request.filed", "support_request", request.key, after=_shown(request, asked))
    notice_self_harm(context, request, command, is_known=command.requester.has_danger)
    return Receipt(request.ref, _sentence(request))


@guard(WORKING)
def complete_directory_update(context: WriteContext, command: CompleteDirectoryUpdate) -> Receipt:
    """Add what was missing to an incomplete request; ready once all of it is there (R48)."""
    request = locking.lock_request(context, command.ref, command.version)
    locking.must_be_kind(request, RequestKind.DIRECTORY_UPDATE)
    if request.status != RequestStatus.NEEDS_INFORMATION:
        raise Conflict("Someone already completed this request. Load the page again.")
    asked = _cleaned(command.asked)
    provider = _provider(context, asked)
    _check(context, asked, provider, {})
    context.db.execute(delete(DirectoryLine).where(col(DirectoryLine.request_id) == request.key))
    _fill(context, request, asked, provider)
    lifecycle.record_edit(context, request, "request.completed", after=_shown(request, asked))
    notice_self_harm(context, request, command)
    return Receipt(request.ref, _sentence(request))


def _provider(context: WriteContext, asked: ListingAsked) -> Provider | None:
    """The chosen provider, else the one with this NPI."""
    ref = asked.provider_ref
    if ref or not asked.npi.isprintable():
        return find_by_ref(context.db, Provider, ref)
    return context.db.scalar(select(Provider).where(col(Provider.npi) == asked.npi))


def _check(
    context: WriteContext, asked: ListingAsked, provider: Provider | None, problems: dict[str, str]
) -> None:
    """Raises InvalidInput with every fault at once; Refused where Evernorth is not who helps."""
    if reasons := listing.elsewhere(asked.directory):
        raise Refused(reasons)
    fact = listed_provider(provider) if provider else None
    today = platform_day(context.now, policy_book(context))
    if asked.provider_ref and fact is None:
        problems["provider_ref"] = "There is no provider with this reference. Search again."
    elif asked.npi:
        wrong = listing.given_npi_problem(asked.npi, fact, bool(asked.provider_ref))
        problems |= {"npi": wrong} if wrong else {}
    problems |= listing.line_problems(asked.lines, today)
    refuse_problems({**problems, "full_name": listing.name_problem(asked.full_name, fact)})
    if reasons := listing.not_enrolled(asked.lines, fact, today):
        raise Refused(reasons)


def _fill(
    context: WriteContext, request: SupportRequest, asked: ListingAsked, provider: Provider | None
) -> None:
    request.named_as = asked.full_name or None
    request.provider_id = provider.key if provider and asked.npi else None
    if not listing.missing(asked.full_name, asked.npi, asked.lines):
        is_taken = request.assignee_id is not None
        request.status = RequestStatus.IN_PROGRESS if is_taken else RequestStatus.READY
        request.ready_at = context.now
        book, calendar = policy_book(context), business_calendar(context)
        due_instants.write_request_deadlines(request, book, calendar)
    context.db.add(request)
    context.db.flush()
    context.db.add_all(_row(context, request, line) for line in asked.lines)
    context.db.flush()


def _row(context: WriteContext, request: SupportRequest, line: ListingLine) -> DirectoryLine:
    return DirectoryLine(
        created_at=context.now,
        updated_at=context.now,
        request_id=request.key,
        topic=DirectoryTopic(line.topic),
        listed_value=line.listed_value,
        correct_value=line.correct_value,
        evernorth_status=EvernorthStatus.TO_SUBMIT,
    )


def _cleaned(asked: ListingAsked) -> ListingAsked:
    return ListingAsked(
        provider_ref=asked.provider_ref.strip(),
        full_name=clean(asked.full_name),
        npi="".join(asked.npi.split()),
        lines=listing.cleaned(asked.lines),
        directory=asked.directory,
    )


def _shown(request: SupportRequest, asked: ListingAsked) -> dict[str, object]:
    return {"status": request.status, "fields": [line.topic for line in asked.lines]}


def _sentence(request: SupportRequest) -> str:
    if request.status == RequestStatus.NEEDS_INFORMATION:
        return f"Request {request.ref} filed. The deadline starts when you add what is missing."
    return f"Request {request.ref} filed. Next: submit the listing to Evernorth."
