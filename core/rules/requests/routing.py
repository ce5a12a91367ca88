"""Who takes a matter: the provider through Messages, support, an article (R41, R42, R50-R55)."""

from dataclasses import dataclass
from enum import StrEnum

from core.vocabulary.routing import Desk, Matter


@dataclass(frozen=True)
class Route:
    """Where a matter goes, by which rule, and what to say."""

    desk: Desk
    rule: str
    text: str


@dataclass(frozen=True)
class Asker:
    """Who asks. `has_scheduled`: a call or session with that provider was ever scheduled, which
    opens Messages; `had_first`: it also took place, so that follow-ups are the provider's."""

    is_client: bool = True
    has_scheduled: bool = False
    had_first: bool = False


class ProviderCheck(StrEnum):
    """How one of the provider's own checks stands."""

    DONE = "done"
    NOT_APPLICABLE = "not_applicable"
    OPEN = "open"


@dataclass(frozen=True)
class BookingChecks:
    """What a provider tries before support looks at a Military OneSource booking (R41)."""

    unavailable_blocks: ProviderCheck = ProviderCheck.OPEN
    external_calendar: ProviderCheck = ProviderCheck.OPEN
    tried_again: ProviderCheck = ProviderCheck.OPEN


_FIXED = {
    Matter.JOIN_CALL: Route(
        Desk.PROVIDER, "R51", "The provider chose the video platform and sends the link."
    ),
    Matter.SIGN_IN: Route(Desk.SUPPORT, "R51", "Support helps with signing in to the account."),
    Matter.BENEFITS: Route(
        Desk.HELP_ARTICLES, "R55", "Help articles answer questions about benefits."
    ),
    Matter.EAP: Route(Desk.HELP_ARTICLES, "R55", "Help articles answer questions about the EAP."),
    Matter.OWN_DATA: Route(Desk.OWN_ACCOUNT, "R55", "The client changes this in their account."),
    Matter.OTHER: Route(Desk.CONTACT_FORM, "R55", "The contact form takes everything else."),
    Matter.MOS_BOOKING: Route(
        Desk.SUPPORT, "R41", "Support helps after the provider's own checks."
    ),
    Matter.MOS_CONFIRMATION: Route(
        Desk.SUPPORT, "R42", "Support helps once the report and the CAR date are right."
    ),
    Matter.TEMPORARY_PRACTICE: Route(
        Desk.STATE_BOARD, "R27", "The provider asks the board of the client's state."
    ),
    Matter.EDIT_CONFIRMED: Route(
        Desk.PROVIDER, "R13", "The provider can edit for 48 hours. After that, support edits."
    ),
}
_BY_MESSAGES = {
    Matter.BOOK_FIRST: "R52",
    Matter.BOOK_AGAIN: "R52",
    Matter.RESCHEDULE: "R52",
    Matter.CANCEL_SCHEDULED: "R53",
    Matter.CLINICAL: "R53",
    Matter.CODING: "R53",
    Matter.SERVICES: "R53",
}
_WRITE = "Ask the client to write to the provider in Messages."


def route(matter: Matter, asker: Asker) -> Route:
    """Where `matter` goes for `asker` (R50-R53, R55; R13, R16, R27, R41, R42 for the matters of
    those); a client without Messages comes to support."""
    if matter in _FIXED:
        return _FIXED[matter]
    if matter in (Matter.BOOK_FIRST, Matter.BOOK_AGAIN) and not asker.had_first:
        return Route(Desk.SUPPORT, "R50", "Support helps with the first appointment.")
    if matter == Matter.CANCEL_CONFIRMED and not asker.is_client:
        return Route(Desk.SUPPORT, "R16", "Support cancels a confirmed session.")
    if matter == Matter.CANCEL_CONFIRMED:
        return Route(Desk.PROVIDER_MESSAGES, "R53", f"{_WRITE} The provider then asks support.")
    if asker.is_client and not asker.has_scheduled:
        text = "Messages opens once something is scheduled. Until then, support helps."
        return Route(Desk.SUPPORT, "R53", text)
    return Route(Desk.PROVIDER_MESSAGES, _BY_MESSAGES[matter], _WRITE)


def open_checks(checks: BookingChecks) -> tuple[str, ...]:
    """What the provider still has to try before support takes the booking; empty: accepted (R41).

    Only the external calendar can be not applicable: not every provider has one synced.
    """
    wanted = (
        ("Remove the unavailable blocks over that time.", checks.unavailable_blocks, False),
        ("Look for conflicts in the synced calendar.", checks.external_calendar, True),
        ("Try to schedule again.", checks.tried_again, False),
    )
    return tuple(
        text
        for text, check, may_be_absent in wanted
        if check != ProviderCheck.DONE
        and not (may_be_absent and check == ProviderCheck.NOT_APPLICABLE)
    )
