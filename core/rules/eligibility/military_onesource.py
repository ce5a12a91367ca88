"""Military OneSource: case, report, its date, the pay, and what must never happen (R31-R43)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from core.rules.eligibility.session_facts import MosCaseFact, SessionCase, SessionQuestion
from core.rules.reasons import reason
from core.rules.time import deadlines
from core.rules.time.formats import money_text
from core.rules.time.policy import PolicyBook
from core.vocabulary.care import CarOutcome, Modality, SessionKind, SessionStatus
from core.vocabulary.reasons import Reason
from core.vocabulary.words import phrase

GOVERNMENT_ZOOM = "zoomgov.com"
SHORT_MINUTES, LONG_MINUTES = 30, 60
"""Forty-five minutes are paid; at thirty and less, or at more than sixty, it is remarked on."""
MISSED = frozenset({SessionStatus.CANCELLED, SessionStatus.NO_SHOW})


@dataclass(frozen=True)
class Pay:
    """What the provider earns for one session, and in which month it counts (R35, R37)."""

    is_payable: bool
    amount_cents: int
    period: date


def case_id(asked: SessionQuestion) -> Iterator[Reason]:
    """The eCMS case ID, without which neither report nor confirmation can be made (R32)."""
    mos_case = asked.case.mos_case or MosCaseFact()
    if asked.case.is_mos and not (mos_case.ecms_case_id or "").strip():
        yield reason("case_id_missing")


def report(asked: SessionQuestion) -> Iterator[Reason]:
    """The Case Activity Report is done before the confirmation (R34)."""
    if asked.case.is_mos and not _is_done(asked):
        yield reason("car_missing")


def report_date(asked: SessionQuestion) -> Iterator[Reason]:
    """The date entered is the day after the date of service, exactly (R36)."""
    if wrong := _wrong_date(asked):
        yield reason("car_date", **wrong)


def report_outcome(asked: SessionQuestion) -> Iterator[Reason]:
    """A report of a no-show or a cancellation stops the confirmation (R40, A34)."""
    car = asked.case.car
    if asked.case.is_mos and car is not None and car.outcome != CarOutcome.TOOK_PLACE:
        yield reason("car_says_not_held", outcome=phrase(car.outcome))


def pay(case: SessionCase, book: PolicyBook) -> Pay:
    """100 dollars flat, once the report, the confirmation and the attestation are there (R34, R35).

    The report must come before the confirmation; the month is that of the date of service,
    whatever CAR date was entered (R37).
    """
    at, car = case.session.confirmed_at, case.car
    is_confirmed = case.session.status == SessionStatus.CONFIRMED
    is_in_order = at is not None and car is not None and car.is_done_by(at)
    is_held = car is not None and car.outcome == CarOutcome.TOOK_PLACE
    conditions = (case.is_mos, is_confirmed, is_in_order, is_held, case.attested_at is not None)
    is_payable = all(conditions)
    cents = book.on("mos_pay_cents", case.day).number if is_payable else 0
    return Pay(is_payable, cents, case.day.replace(day=1))


def referral(asked: SessionQuestion) -> Iterator[Reason]:
    """Referral, link, platform and training: remarks (R31-R33, R43)."""
    case, mos_case = asked.case, asked.case.mos_case or MosCaseFact()
    accepted = mos_case.referral_accepted_at
    if accepted is None or accepted > case.booked_at:
        yield reason("referral_late")
    wanting = [name for name in ("email", "phone") if name in case.client.missing]
    if wanting:
        yield reason("contact_missing", missing=" and no ".join(wanting))
    if not mos_case.zoomgov_url:
        yield reason("zoom_link_missing")
    elif host := other_host(mos_case.zoomgov_url):
        yield reason("not_government_zoom", detail=host)
    if case.modality != Modality.VIDEO:
        yield reason("not_government_zoom", detail=phrase(case.modality))
    if case.provider.mos_trained_on is None:
        yield reason("mos_training")


def report_owed(asked: SessionQuestion) -> Iterator[Reason]:
    """Every past session needs a report, even one that did not take place; overdue after the days
    of `car_overdue_days` (R39)."""
    case = asked.case
    is_call = case.session.kind == SessionKind.CONSULT
    if is_call or asked.now < case.session.end_at or _is_done(asked):
        return
    days = asked.book.on("car_overdue_days", case.day).number
    last = case.day + timedelta(days=days)
    if asked.today > last:
        yield reason("car_overdue", detail=asked.day_text(last))
    else:
        yield reason("car_due")


def money(asked: SessionQuestion) -> Iterator[Reason]:
    """A charge to the client, or any money on a session that did not take place (R38)."""
    case, is_missed = asked.case, asked.case.session.status in MISSED
    if case.money.charge_cents > 0:
        yield reason("mos_charge", detail=money_text(case.money.charge_cents))
    amounts = (("claim", case.money.claims), ("payout", case.money.payout_cents))
    for what, amount in amounts:
        if is_missed and amount > 0:
            yield reason("mos_missed_money", detail=what)


def confirmed(asked: SessionQuestion) -> Iterator[Reason]:
    """What is wrong with one that is confirmed already: order, attestation, date, outcome (R34,
    R36, R40)."""
    case, car, at = asked.case, asked.case.car, asked.case.session.confirmed_at
    if case.session.status != SessionStatus.CONFIRMED or at is None:
        return
    if car is None or not car.is_done_by(at):
        yield reason("car_after_confirming")
    if case.attested_at is None:
        yield reason("not_attested")
    if wrong := _wrong_date(asked):
        yield reason("car_date_recorded", detail="{entered}. It should be {wanted}".format(**wrong))
    if car is not None and car.outcome != CarOutcome.TOOK_PLACE:
        yield reason("confirmed_not_held", detail=phrase(car.outcome))


def other_host(url: str) -> str | None:
    """The host of a link that is not on government Zoom; None for one that is (R33)."""
    host = _host(url)
    is_government = host == GOVERNMENT_ZOOM or host.endswith(f".{GOVERNMENT_ZOOM}")
    return None if is_government else host or "not a web link"


def length(asked: SessionQuestion) -> Iterator[Reason]:
    """A length far from forty-five minutes; the pay is the same (R35, A14)."""
    if not SHORT_MINUTES < asked.case.minutes <= LONG_MINUTES:
        yield reason("mos_length", minutes=str(max(asked.case.minutes, 0)))


def _is_done(asked: SessionQuestion) -> bool:
    car = asked.case.car
    return car is not None and car.is_done_by(asked.now)


def _wrong_date(asked: SessionQuestion) -> dict[str, str] | None:
    """The date that was entered and the one that is wanted; None where both are the same, without
    a report, and of a session that has none."""
    car, wanted = asked.case.car, deadlines.car_date(asked.case.session, asked.book)
    if car is None or wanted is None or car.entered_on == wanted.last_day:
        return None
    entered = asked.day_text(car.entered_on) if car.entered_on else "missing"
    return {"entered": entered, "wanted": asked.day_text(wanted.last_day)}


def _host(url: str) -> str:
    """The host of a link; "" for what is no link."""
    try:
        return urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
