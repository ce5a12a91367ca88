"""Changes of Evernorth listings, as the demo has them requested, submitted and checked."""

from typing import Any

from sqlmodel import col, select

from core.demo.catalog import demo_list
from core.demo.replay.desk import DemoDesk, Steps
from core.demo.replay.plan import PlannedRequest
from core.demo.replay.records import ProviderOnFile
from core.demo.replay.steps import RequestSteps
from core.models.requests import DirectoryLine, SupportRequest
from core.requests.listing import check, file, submit
from core.requests.listing.file import ListingAsked
from core.rules.requests.listing import ListingLine


class ListingSteps(RequestSteps):
    """What is wrong in one provider's listing."""

    def __init__(self, desk: DemoDesk, planned: PlannedRequest, provider: ProviderOnFile) -> None:
        super().__init__(desk, planned, provider)
        names = [planned.what, planned.also]
        if "partly" in planned.turns and not planned.also:
            names.append("availability" if planned.what == "place" else "place")
        self.lines = tuple(self._line(name) for name in dict.fromkeys(filter(None, names)))
        self.fields = tuple(line.topic for line in self.lines)

    def file(self) -> str:
        """Without the NPI if something is planned to be missing."""
        asked = self._asked("" if "incomplete" in self.planned.turns else self.provider.npi)
        who, requester = self.planned.filer, self.requester()
        return self.desk.act(who, file.file_directory_update, asked=asked, requester=requester)

    def complete(self) -> None:
        """With the NPI."""
        asked, who = self._asked(self.provider.npi), self.planned.filer
        self.carry_out(file.complete_directory_update, who=who, asked=asked)

    def work(self) -> Steps:
        """Submitted, perhaps returned and submitted again, and checked until all is right."""
        desk, planned = self.desk, self.planned
        yield from self._submitted(1)
        if "returned" in planned.turns:
            yield desk.days_later(2, 11.2)
            reason = planned.text("returned")
            self.carry_out(submit.return_listing, returned_at=desk.now, reason=reason)
            yield desk.later(planned.work)
            yield from self._submitted(2)
        checks = [desk.days_later(day, planned.hour) for day in planned.checks]
        for at in checks:
            yield at
            seen = self._seen(is_last=at == checks[-1])
            self.carry_out(check.record_listing_check, looked_at=desk.now, seen=seen)

    def _submitted(self, attempt: int) -> Steps:
        number = f"EVN-{self.ref[2:]}-{attempt}"
        self.carry_out(submit.submit_listing, submitted_at=self.desk.now, reference=number)
        yield self.desk.later(0.1)

    def _asked(self, npi: str) -> ListingAsked:
        return ListingAsked(self.provider.ref, self.provider.name, npi, self.lines)

    def _seen(self, *, is_last: bool) -> tuple[check.LineSeen, ...]:
        """What the listing shows: all of it right on the last check; before, at most the first."""
        rows = self.desk.load(lambda db: list(db.scalars(_lines_of(self.ref))))
        right = {rows[0].key} if "partly" in self.planned.turns else set[int]()
        return tuple(
            check.LineSeen(row.key, is_right, "" if is_right else row.listed_value)
            for row in rows
            for is_right in (is_last or row.key in right,)
        )

    def _line(self, name: str) -> ListingLine:
        (entry,) = (one for one in demo_list("requests")["directory_update"] if one["name"] == name)
        area, number = self.planned.chance.choice(["312", "646", "718", "512"]), self.planned.number
        provider = {"place": self.provider.place, "name": self.provider.name}
        right = entry["right"].format(phone=f"{area}-555-01{number % 100:02d}", **provider)
        return ListingLine(entry["topic"], entry["listed"], right)


def _lines_of(ref: str) -> Any:
    of_request = col(SupportRequest.id) == col(DirectoryLine.request_id)
    joined = select(DirectoryLine).join(SupportRequest, of_request)
    return joined.where(col(SupportRequest.ref) == ref).order_by(col(DirectoryLine.id))
