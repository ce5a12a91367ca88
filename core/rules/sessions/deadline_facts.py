"""Facts of a session for its deadlines."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.rules.time.instants import covers, local_date
from core.vocabulary.care import PayerKind, SessionKind, SessionStatus
from core.vocabulary.coverage import LineOfBusiness

CANCELING = frozenset({SessionStatus.CANCEL_REQUESTED, SessionStatus.CANCELLED_AFTER_CONFIRM})


@dataclass(frozen=True)
class CoverageFact:
    """A coverage of the client; both dates count (A38). `known_at` None: known from the start."""

    line: LineOfBusiness
    from_on: date
    to_on: date | None
    known_at: datetime | None = None

    def covers(self, day: date) -> bool:
        """Whether the coverage is active on `day`."""
        return covers(self.from_on, self.to_on, day)


@dataclass(frozen=True)
class CancelAsked:
    """A request here to cancel a session: when it was filed, and when it was withdrawn."""

    asked_at: datetime
    request: str
    withdrawn_at: datetime | None = None

    def is_open_at(self, instant: datetime) -> bool:
        """Whether it was filed by `instant`, that instant included, and not yet withdrawn."""
        return self.asked_at <= instant and (
            self.withdrawn_at is None or instant < self.withdrawn_at
        )


@dataclass(frozen=True)
class SessionFacts:
    """A session's times, its zone, who pays, the coverages of its client, and the requests here to
    cancel it, the newest last; none where the platform alone knows."""

    scheduled_start_at: datetime
    scheduled_end_at: datetime
    tz: ZoneInfo
    payer_kind: PayerKind
    kind: SessionKind
    status: SessionStatus
    actual_start_at: datetime | None = None
    actual_end_at: datetime | None = None
    confirmed_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancellations: tuple[CancelAsked, ...] = ()
    coverages: tuple[CoverageFact, ...] = ()

    @property
    def cancel_request(self) -> str | None:
        """The newest request behind a cancellation that is in progress or done."""
        is_canceling = self.status in CANCELING
        return self.cancellations[-1].request if is_canceling and self.cancellations else None

    @property
    def start_at(self) -> datetime:
        """The actual start where it is known, else the scheduled one."""
        return self.actual_start_at or self.scheduled_start_at

    @property
    def end_at(self) -> datetime:
        """The actual end where it is known, else the scheduled one (A1)."""
        return self.actual_end_at or self.scheduled_end_at

    @property
    def date_of_service(self) -> date:
        """The calendar date of the start in the session's zone (A3, A4)."""
        return local_date(self.start_at, self.tz)
