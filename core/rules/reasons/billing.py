"""Reasons about where a session may be billed (R17-R30, R56)."""

from functools import partial

from core.rules.reasons.articles import BILLING, FIRST
from core.vocabulary.reasons import Reason, Weight
from core.vocabulary.reasons import ReasonCode as Code

BLOCK, REVIEW, WARN, INFO = Weight.BLOCK, Weight.REVIEW, Weight.WARN, Weight.INFO
TOP, CREDENTIALS = "Billing insurance on Headway", "Credentialing vs. licensing"
LOCATION = "Beta: Client location"
BLUE, VIRTUAL = "Blue Cross and Blue Shield (BCBS) plans", "Virtual networks"
VACATION, MOVES = "FAQ: client goes on vacation", "FAQ: client moves"

_of = partial(Reason, article=BILLING)

STATES = (
    _of(
        Code.OUTSIDE_US_STATES,
        "R17",
        BLOCK,
        TOP,
        "The client was outside the US states and territories, so the session cannot be billed.",
        "The provider corrects the location if it is wrong.",
    ),
    _of(
        Code.OUTSIDE_US_STATES_MOS,
        "R17",
        REVIEW,
        "",
        "The Military OneSource client was outside the US states and territories.",
        "A lead asks Military OneSource whether the provider may see the client there.",
    ),
    _of(
        Code.NO_LICENSE,
        "R17",
        BLOCK,
        TOP,
        "The provider has no license in {state} on {on}.",
        "The provider adds the license for that day, or asks the state board.",
    ),
    _of(
        Code.COMPACT_PRIVILEGE,
        "R17",
        REVIEW,
        "",
        "The provider practices in {state} under a compact privilege and has no license there.",
        "Compliance decides whether the privilege counts as a license.",
    ),
    _of(
        Code.TEMPORARY_PRACTICE,
        "R27",
        REVIEW,
        VACATION,
        "The provider has no license in {state}, but a permission for temporary practice is "
        "attached.",
        "Compliance checks what the state board allows.",
    ),
    _of(
        Code.NO_CREDENTIAL,
        "R17",
        BLOCK,
        TOP,
        "The provider is not credentialed with {plan} in {state} on {on}.",
        "The provider gets credentialed there, or refers the client to another provider.",
    ),
    _of(
        Code.CREDENTIAL_WITHOUT_LICENSE,
        "R30",
        INFO,
        CREDENTIALS,
        "A credential does not count without a license in the same state ({detail}).",
        "Credentialing asks the provider for the license, or ends the credential.",
    ),
    _of(
        Code.CLIENT_MOVED,
        "R29",
        INFO,
        MOVES,
        "The client has moved to {state} permanently.",
        "The provider gets licensed and credentialed in {state}, or refers the client to another "
        "provider.",
    ),
    _of(
        Code.MOVED_PROMPT,
        "R29",
        INFO,
        MOVES,
        "The client has had {count} sessions in {state} since {since}.",
        "Ask the provider whether the client has moved to {state}.",
    ),
)

BLUES = (
    _of(
        Code.NO_OWN_BLUE_CREDENTIAL,
        "R23",
        BLOCK,
        BLUE,
        "The client is inside the service area of {plan}, and the provider is not credentialed "
        "with that plan in {state}.",
        "The provider gets credentialed with {plan}. Another Blue plan does not count.",
    ),
    _of(
        Code.BLUE_AREA_UNCLEAR,
        "R23",
        REVIEW,
        BLUE,
        "We cannot tell whether this location in {state} is inside the service area of {plan}.",
        "The provider adds the ZIP code, or billing asks the plan.",
    ),
    _of(
        Code.NO_LOCAL_BLUE_CREDENTIAL,
        "R24",
        BLOCK,
        BLUE,
        "The client is outside the service area of {plan}, and the provider is not credentialed "
        "with the local Blue plan in {state}.",
        "The provider gets credentialed with the local Blue plan, or joins the virtual network.",
    ),
    _of(
        Code.LOCAL_BLUE_UNCLEAR,
        "R24",
        REVIEW,
        BLUE,
        "We cannot tell whether the provider's Blue plan in {state} is the local one here.",
        "The provider adds the ZIP code, or billing asks the plan.",
    ),
    _of(
        Code.BLUECARD_EXCLUDED,
        "R24",
        BLOCK,
        "",
        "{plan} does not take part in BlueCard.",
        "The provider joins the plan's virtual network, or refers the client to another provider.",
    ),
    _of(
        Code.BLUECARD_UNKNOWN,
        "R24",
        REVIEW,
        "",
        "We do not know whether {plan}, a government plan, takes part in BlueCard.",
        "Billing asks the plan and records the answer.",
    ),
    _of(
        Code.NO_OPT_IN,
        "R25",
        INFO,
        VIRTUAL,
        "The provider has not opted in to the virtual network of {plan} for {state}.",
        "If the provider opts in, they need no credential with the local Blue plan.",
    ),
    _of(
        Code.CREDENTIAL_OUTSIDE_AREA,
        "R25",
        INFO,
        VIRTUAL,
        "Outside its area, a credential with {plan} in {state} counts only with an opt-in.",
        "The provider opts in to the virtual network, or gets credentialed with the local Blue "
        "plan.",
    ),
)

PLACES = (
    _of(
        Code.LOCATION_MISSING,
        "R19",
        BLOCK,
        LOCATION,
        "The client's location during the session is not recorded.",
        "The provider enters the client's location for this session.",
    ),
    _of(
        Code.LOCATION_NOT_ASKED,
        "R19",
        Weight.NOT_ASSESSED,
        LOCATION,
        "The client's location is not recorded, and providers were not asked for it on {on}.",
        "No action needed. The session is left out of the metrics.",
    ),
    _of(
        Code.PRACTICE_LOCATION_MISSING,
        "R19",
        REVIEW,
        "",
        "The session took place in person, and no practice location is recorded.",
        "The provider adds the practice location.",
    ),
    _of(
        Code.ADDRESS_INCOMPLETE,
        "R20",
        WARN,
        LOCATION,
        "The address in {state} has no {missing}.",
        "The provider or the client completes the address.",
    ),
    _of(
        Code.ZIP_MISMATCH,
        "R20",
        WARN,
        LOCATION,
        "The ZIP code {zip} is not in {state}.",
        "The provider or the client corrects the address.",
    ),
    _of(
        Code.TELEHEALTH_NOT_OFFERED,
        "R56",
        WARN,
        "Telehealth / virtual sessions",
        "{plan} does not pay for virtual sessions.",
        "Support asks the plan before the next session.",
        article=FIRST,
    ),
    _of(
        Code.TELEHEALTH_UNKNOWN,
        "R56",
        WARN,
        "Telehealth / virtual sessions",
        "We do not know whether {plan} pays for virtual sessions.",
        "Support asks the plan and records the answer.",
        article=FIRST,
    ),
)

CRISIS = (
    _of(
        Code.CRISIS_CPT,
        "R28",
        BLOCK,
        VACATION,
        "A crisis session needs CPT code 90839, with 90840 as its only add-on.",
        "The provider corrects the CPT code.",
    ),
    _of(
        Code.CRISIS_NARRATIVE,
        "R28",
        BLOCK,
        VACATION,
        "The crisis is not documented.",
        "The provider documents the crisis.",
    ),
    _of(
        Code.CRISIS_RESOLUTION,
        "R28",
        BLOCK,
        VACATION,
        "The resolution of the crisis is not documented.",
        "The provider documents how the crisis was resolved.",
    ),
    _of(
        Code.CRISIS_ADDRESS,
        "R28",
        BLOCK,
        VACATION,
        "The client's exact address during the crisis is missing.",
        "The provider enters street, city, state and ZIP code.",
    ),
    _of(
        Code.CRISIS_SHORT,
        "R28",
        REVIEW,
        "",
        "The crisis session lasted {minutes} minutes. Its code needs at least 30.",
        "A manager decides with the provider how to report it.",
    ),
    _of(
        Code.CRISIS_MOS,
        "R28",
        REVIEW,
        "",
        "Military OneSource counseling is not meant for crises.",
        "A manager asks Military OneSource.",
    ),
    _of(
        Code.CRISIS_UNAPPROVED,
        "R28",
        REVIEW,
        VACATION,
        "The location does not pass, and no manager has approved the crisis as an exception.",
        "A manager decides within one business day, and before the last day to confirm.",
    ),
    _of(
        Code.CRISIS_APPROVED,
        "R28",
        INFO,
        VACATION,
        "The location does not pass, but {by} approved the crisis as an exception.",
        "No action needed.",
    ),
)
