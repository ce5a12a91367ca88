"""Reasons about where a session may be billed (R17-R30, R56)."""

from functools import partial

from core.rules.reasons.reason import BILLING, FIRST, Reason
from core.vocabulary.verdicts import Code, Weight

BLOCK, REVIEW, WARN, INFO = Weight.BLOCK, Weight.REVIEW, Weight.WARN, Weight.INFO
TOP, CREDENTIALS = "Billing insurance on Headway", "Credentialing vs. licensing"
LOCATION = "Beta: Client location"
BLUE, VIRTUAL = "Blue Cross and Blue Shield (BCBS) plans", "Virtual networks"
VACATION, MOVES = "FAQ: client goes on vacation", "FAQ: client moves"

_of = partial(Reason, article=BILLING)

STATES = {
    Code.OUTSIDE_US_STATES: _of(
        "R17",
        BLOCK,
        TOP,
        "The client was in none of the states and territories.",
        "It cannot be billed; the provider corrects the place if that is wrong.",
    ),
    Code.OUTSIDE_US_STATES_MOS: _of(
        "R17",
        REVIEW,
        "",
        "The Military OneSource client was in none of the states and territories.",
        "A lead asks Military OneSource whether the provider may see the client there.",
    ),
    Code.NO_LICENSE: _of(
        "R17",
        BLOCK,
        TOP,
        "The provider has no license in {state} on {on}.",
        "The provider adds the license in force that day, or asks that state's board.",
    ),
    Code.COMPACT_PRIVILEGE: _of(
        "R17",
        REVIEW,
        "",
        "The provider practices in {state} by a compact's privilege and has no license there.",
        "Compliance decides whether the privilege stands for a license.",
    ),
    Code.TEMPORARY_PRACTICE: _of(
        "R27",
        REVIEW,
        VACATION,
        "There is no license in {state}; a board's word on temporary practice is attached.",
        "Compliance reads what the board allows.",
    ),
    Code.NO_CREDENTIAL: _of(
        "R17",
        BLOCK,
        TOP,
        "The provider is not credentialed with {plan} in {state} on {on}.",
        "The provider gets credentialed there, or refers the client on.",
    ),
    Code.CREDENTIAL_WITHOUT_LICENSE: _of(
        "R30",
        INFO,
        CREDENTIALS,
        "The credential with {plan} in {state} counts for nothing without a license there.",
        "The provider renews the license; data staff look at the record.",
    ),
    Code.CLIENT_MOVED: _of(
        "R29",
        INFO,
        MOVES,
        "The client has moved to {state} for good.",
        "The provider gets licensed and credentialed in {state}, or refers the client on.",
    ),
    Code.MOVED_PROMPT: _of(
        "R29",
        INFO,
        MOVES,
        "The client has been seen in {state} {count} times since {since}.",
        "Ask the provider whether the client has moved there.",
    ),
}

BLUES = {
    Code.NO_OWN_BLUE_CREDENTIAL: _of(
        "R23",
        BLOCK,
        BLUE,
        "The client is within the usual area of {plan}, which wants a credential of its own in "
        "{state}.",
        "The provider gets credentialed with that very plan; another Blue plan does not do.",
    ),
    Code.BLUE_AREA_UNCLEAR: _of(
        "R23",
        REVIEW,
        BLUE,
        "Whether this place in {state} is within the usual area of {plan} is not clear.",
        "Billing staff ask the plan, or the provider adds the ZIP code.",
    ),
    Code.NO_LOCAL_BLUE_CREDENTIAL: _of(
        "R24",
        BLOCK,
        BLUE,
        "The client is outside the usual area of {plan}, and the provider is not credentialed "
        "with the local Blue plan in {state}.",
        "The provider gets credentialed with the local Blue plan, or joins the virtual network.",
    ),
    Code.LOCAL_BLUE_UNCLEAR: _of(
        "R24",
        REVIEW,
        BLUE,
        "Whether the provider's Blue plan in {state} is the local one at this place is not clear.",
        "Billing staff ask the plan, or the provider adds the ZIP code.",
    ),
    Code.BLUECARD_EXCLUDED: _of(
        "R24",
        BLOCK,
        "",
        "{plan} does not take part in BlueCard.",
        "The provider joins the plan's virtual network, or refers the client on.",
    ),
    Code.BLUECARD_UNKNOWN: _of(
        "R24",
        REVIEW,
        "",
        "Whether {plan}, a government plan, takes part in BlueCard is not known.",
        "Billing staff ask the plan and write it down.",
    ),
    Code.NO_OPT_IN: _of(
        "R25",
        INFO,
        VIRTUAL,
        "The provider has not opted into the virtual network of {plan} for {state}.",
        "Opting in would do without the local Blue plan.",
    ),
    Code.CREDENTIAL_OUTSIDE_AREA: _of(
        "R25",
        INFO,
        VIRTUAL,
        "A credential with {plan} in {state} does not carry outside its area without an opt-in.",
        "The provider opts into the virtual network, or is credentialed with the local Blue plan.",
    ),
}

PLACES = {
    Code.LOCATION_MISSING: _of(
        "R19",
        BLOCK,
        LOCATION,
        "Where the client was during the session is not recorded.",
        "The provider enters the client's location for this session.",
    ),
    Code.LOCATION_NOT_ASKED: _of(
        "R19",
        Weight.NOT_ASSESSED,
        LOCATION,
        "Where the client was is not recorded, and was not asked for on {on}.",
        "Nothing is judged; it is left out of the figures.",
    ),
    Code.PRACTICE_LOCATION_MISSING: _of(
        "R19",
        REVIEW,
        "",
        "The session was held in person and no practice location is recorded.",
        "The provider adds the practice location.",
    ),
    Code.LOCATION_WITHOUT_REQUEST: _of(
        "R21",
        BLOCK,
        "Managing client locations",
        "Provider and client add locations themselves; support does so inside a request alone.",
        "Open a request, or have the provider or the client add the location.",
    ),
    Code.ADDRESS_INCOMPLETE: _of(
        "R20",
        WARN,
        LOCATION,
        "The address in {state} has no {missing}.",
        "The provider or the client completes the address.",
    ),
    Code.ZIP_MISMATCH: _of(
        "R20",
        WARN,
        LOCATION,
        "The ZIP code {zip} is not one of {state}.",
        "The provider or the client corrects the address.",
    ),
    Code.TELEHEALTH_NOT_OFFERED: _of(
        "R56",
        WARN,
        "Telehealth / virtual sessions",
        "{plan} does not pay for virtual sessions.",
        "Support asks the plan before the next session.",
        article=FIRST,
    ),
    Code.TELEHEALTH_UNKNOWN: _of(
        "R56",
        WARN,
        "Telehealth / virtual sessions",
        "Whether {plan} pays for virtual sessions is not known.",
        "Support asks the plan and writes it down.",
        article=FIRST,
    ),
}

CRISIS = {
    Code.CRISIS_CPT: _of(
        "R28",
        BLOCK,
        VACATION,
        "A crisis must be billed as one: 90839, and 90840 beside it.",
        "The provider corrects the CPT code.",
    ),
    Code.CRISIS_NARRATIVE: _of(
        "R28",
        BLOCK,
        VACATION,
        "The crisis is not documented.",
        "The provider documents the crisis.",
    ),
    Code.CRISIS_RESOLUTION: _of(
        "R28",
        BLOCK,
        VACATION,
        "How the crisis was resolved is not documented.",
        "The provider documents the resolution.",
    ),
    Code.CRISIS_ADDRESS: _of(
        "R28",
        BLOCK,
        VACATION,
        "The client's exact address during the crisis is missing.",
        "The provider enters street, city, state and ZIP code.",
    ),
    Code.CRISIS_SHORT: _of(
        "R28",
        REVIEW,
        "",
        "The crisis lasted {minutes} minutes; its code is for thirty and more.",
        "A manager decides with the provider how it is reported.",
    ),
    Code.CRISIS_MOS: _of(
        "R28",
        REVIEW,
        "",
        "Military OneSource counseling is not meant for crises.",
        "A manager asks Military OneSource.",
    ),
    Code.CRISIS_UNAPPROVED: _of(
        "R28",
        REVIEW,
        VACATION,
        "The place does not pass, and nobody has approved the crisis as an exception.",
        "A manager decides within one business day and before the last day to confirm.",
    ),
    Code.CRISIS_APPROVED: _of(
        "R28",
        INFO,
        VACATION,
        "The place does not pass; {by} approved the crisis as an exception.",
        "Nothing more is to be done.",
    ),
}
