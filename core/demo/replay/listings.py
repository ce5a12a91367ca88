"""Changes of Evernorth listings, as the demo has them asked for, handed in and looked at."""

from typing import Any

from sqlmodel import col, select

from core.demo.replay.asking import asker
from core.demo.replay.cast import Someone
from core.demo.replay.hours import days_later
from core.demo.replay.script import Part, Turn, texts
from core.demo.replay.stage import Stage, Story
from core.models.requests import DirectoryLine, SupportRequest
from core.requests.endings import WithdrawRequest, withdraw_request
from core.requests.listing.check import LineSeen, RecordListingCheck, record_listing_check
from core.requests.listing.file import (
    CompleteDirectoryUpdate,
    FileDirectoryUpdate,
    ListingAsked,
    complete_directory_update,
    file_directory_update,
)
from core.requests.listing.submit import (
    ReturnListing,
    SubmitListing,
    return_listing,
    submit_listing,
)
from core.rules.requests.listing import ListingLine


class Listing:
    """What is wrong in one provider's listing."""

    def __init__(self, part: Part, provider: Someone) -> None:
        self.provider, self.asker = provider, asker(part, provider)
        also = part.also or ("place" if Turn.PARTLY in part.turns else "")
        names = dict.fromkeys(name for name in (part.what, also) if name)
        self.lines = tuple(_line(part, provider, name) for name in names)
        if len(self.lines) == 1 and Turn.PARTLY in part.turns:
            self.lines += (_line(part, provider, "availability"),)
        self.requester = self.asker.name
        self.fields = tuple(line.topic for line in self.lines)

    def file(self, stage: Stage, part: Part) -> str:
        """Without the NPI where the part says that something is missing."""
        asked = self._asked("" if Turn.INCOMPLETE in part.turns else self.provider.npi)
        return stage.do(
            part.filer,
            file_directory_update,
            FileDirectoryUpdate,
            asked=asked,
            requester=self.asker.asks(stage, part),
        )

    def complete(self, stage: Stage, part: Part, ref: str) -> None:
        """The NPI came."""
        stage.step(
            part.filer,
            complete_directory_update,
            CompleteDirectoryUpdate,
            ref,
            asked=self._asked(self.provider.npi),
        )

    def work(self, stage: Stage, part: Part, ref: str) -> Story:
        """Submitted, perhaps returned and submitted again, and looked at until all is right."""
        worker = stage.workers[ref]
        yield from _submitted(stage, worker, ref, 1)
        if Turn.EVERNORTH in part.turns:
            yield days_later(stage.now, 2, 11.2)
            why = part.dice.choice(texts()["evernorth_returned"])
            now = stage.now
            stage.step(worker, return_listing, ReturnListing, ref, returned_at=now, reason=why)
            yield stage.later(part.work)
            yield from _submitted(stage, worker, ref, 2)
        submitted_at = stage.now
        for day in part.looks:
            yield days_later(submitted_at, day, part.hour)
            seen = self._seen(stage, part, ref, is_last=day == part.looks[-1])
            stage.step(
                worker,
                record_listing_check,
                RecordListingCheck,
                ref,
                looked_at=stage.now,
                seen=seen,
            )

    def withdraw(self, stage: Stage, part: Part, ref: str) -> None:
        """Taken back by who asked."""
        why = part.dice.choice(texts()["withdrawn"])
        stage.step(part.worker, withdraw_request, WithdrawRequest, ref, reason=why)

    def _asked(self, npi: str) -> ListingAsked:
        return ListingAsked(self.provider.ref, self.provider.name, npi, self.lines)

    def _seen(self, stage: Stage, part: Part, ref: str, *, is_last: bool) -> tuple[LineSeen, ...]:
        """What the listing shows: all of it right on the last look; before, at most the first."""
        rows = stage.look(lambda db: list(db.scalars(_lines_of(ref))))
        right = {rows[0].key} if Turn.PARTLY in part.turns else set[int]()
        return tuple(
            LineSeen(row.key, is_right, "" if is_right else row.listed_value)
            for row in rows
            for is_right in (is_last or row.key in right,)
        )


def _submitted(stage: Stage, worker: str, ref: str, attempt: int) -> Story:
    """Handed to Evernorth now; the reference is the request's own, with the attempt."""
    number = f"EVN-{ref[2:]}-{attempt}"
    stage.step(worker, submit_listing, SubmitListing, ref, submitted_at=stage.now, reference=number)
    yield stage.later(0.1)


def _lines_of(ref: str) -> Any:
    of_request = col(SupportRequest.id) == col(DirectoryLine.request_id)
    joined = select(DirectoryLine).join(SupportRequest, of_request)
    return joined.where(col(SupportRequest.ref) == ref).order_by(col(DirectoryLine.id))


def _line(part: Part, provider: Someone, name: str) -> ListingLine:
    (entry,) = (one for one in texts()["listing"] if one["name"] == name)
    phone = f"{part.dice.choice(['312', '646', '718', '512'])}-555-01{part.number % 100:02d}"
    right = entry["right"].format(phone=phone, place=provider.place, name=provider.name)
    return ListingLine(entry["topic"], entry["listed"], right)
