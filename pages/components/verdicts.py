"""What you can do with a session: each answer, its reasons, and who does what next."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from core.queries.sessions.verdicts import SessionVerdicts
from core.rules.eligibility.billing import StateVerdict
from core.rules.eligibility.canceling import CancelRoute
from core.rules.eligibility.verdict import Answer
from core.vocabulary.care import SessionStage as S
from core.vocabulary.reasons import Reason
from core.vocabulary.states import MILITARY_NAMES, OUTSIDE, place_label
from core.vocabulary.verdicts import CancelPath, Path, Verdict
from pages.components.chips import chip
from pages.components.markup import fill, join, show_html
from pages.components.rule_link import rule_link

TONES = {
    Verdict.ALLOW: "good",
    Verdict.REVIEW: "soon",
    Verdict.BLOCK: "bad",
    Verdict.NOT_ASSESSED: "plain",
}
YES = {
    Verdict.ALLOW: "Yes",
    Verdict.REVIEW: "Needs a decision",
    Verdict.BLOCK: "No",
    Verdict.NOT_ASSESSED: "Not assessed",
}
BY = {
    CancelPath.SUPPORT: ("By support", "info"),
    CancelPath.PROVIDER_CALENDAR: ("By the provider", "plain"),
    CancelPath.NONE: ("No", "plain"),
}
WAYS = {
    Path.DIRECT: "the plan's own credential",
    Path.BLUECARD: "BlueCard",
    Path.VIRTUAL_NETWORK: "a virtual network",
    Path.CRISIS: "a crisis exception",
    Path.MOS: "Military OneSource",
    Path.SELF_PAY: "self-pay",
}
WAY_RULES = {
    Path.DIRECT: "R17",
    Path.BLUECARD: "R24",
    Path.VIRTUAL_NETWORK: "R25",
    Path.CRISIS: "R28",
    Path.MOS: "R31",
    Path.SELF_PAY: "R17",
}
"""The rule behind each way of billing."""
ASKED_OF = {
    S.CONFIRMED: ("edit", "cancel", "billing"),
    S.CANCEL_REQUESTED: ("cancel", "billing"),
    S.CANCELLED_AFTER_CONFIRM: ("cancel",),
    S.CANCELLED: ("confirm",),
    S.NO_SHOW: ("confirm",),
}
"""The questions that make sense at a stage; at others: can it be confirmed, canceled, billed."""


def show_verdicts(verdicts: SessionVerdicts, stage: S) -> None:
    """The answers about one session, then the states that matter."""
    drawn = {
        "confirm": lambda: _confirm(verdicts),
        "edit": lambda: question("Can the provider still edit it?", verdicts.edit),
        "cancel": lambda: _cancel(verdicts.cancel),
        "billing": lambda: question("Can it be billed in the client's state?", verdicts.billing),
    }
    items = [drawn[name]() for name in asked_of(stage)]
    show_html(
        fill(
            '<div class="desk card"><h2>What you can do</h2><ul class="limits">{items}</ul>'
            "{states}</div>",
            items=join(items),
            states=_states(verdicts.boxes),
        )
    )


def asked_of(stage: S) -> tuple[str, ...]:
    """The questions about a session at this stage, in order."""
    return ASKED_OF.get(stage, ("confirm", "cancel", "billing"))


def boxes(
    found: Sequence[StateVerdict], addresses: Sequence[Sequence[str]] | None = None
) -> Markup:
    """One item for each state: the answer, the ways, what is missing, and the addresses it is
    about."""
    known = addresses or [()] * len(found)
    items = join(_box(one, of) for one, of in zip(found, known, strict=True))
    return fill('<ul class="limits">{items}</ul>', items=items)


def ways(answer: Answer) -> str:
    """The ways of billing in words; "" for none."""
    return " or ".join(WAYS[path] for path in answer.paths)


def place(state: str) -> str:
    """A state's letters; what lies outside all of them in words."""
    if state in MILITARY_NAMES:
        return place_label(state)
    return "Outside the US states and territories" if state == OUTSIDE else state


def _states(found: Sequence[StateVerdict]) -> Markup | str:
    if not found:
        return ""
    return fill(
        "<details><summary>Where this provider can bill for this client: {names}</summary>"
        "{boxes}</details>",
        names=", ".join(f"{YES[one.answer.verdict]} in {place(one.state)}" for one in found),
        boxes=boxes(found),
    )


def _box(one: StateVerdict, addresses: Sequence[str]) -> Markup:
    return question(place(one.state), one.answer, "; ".join(addresses))


def _confirm(verdicts: SessionVerdicts) -> Markup:
    """Billing is one of its checks and has its own answer below: no reason is said twice."""
    answer, billed = verdicts.confirm, frozenset(verdicts.billing.reasons)
    own = tuple(one for one in answer.deciding if one not in billed)
    remarks = tuple(one for one in answer.remarks if one not in billed)
    also = "Billing is blocked, so the provider cannot confirm the session. See the reasons below."
    return _item(
        "Can the provider confirm it now?",
        YES[answer.verdict],
        TONES[answer.verdict],
        own,
        remarks,
        also if len(own) < len(answer.deciding) else "",
    )


def question(asked: str, answer: Answer, about: str = "") -> Markup:
    """The answer to one question, with its reasons and remarks."""
    by = ways(answer)
    words = f"{YES[answer.verdict]}, through {by}" if by else YES[answer.verdict]
    tone, by_rules = TONES[answer.verdict], _by_rules(answer)
    also = fill('<div class="quiet">{about}</div>', about=about) + by_rules if about else by_rules
    return _item(asked, words, tone, answer.deciding, answer.remarks, also)


def _cancel(route: CancelRoute) -> Markup:
    words, tone = BY[route.path]
    return _item("Can it be canceled?", words, tone, (route.reason,), ())


def _by_rules(answer: Answer) -> Markup:
    """The rules by which its ways are open; empty where none is."""
    rules = sorted({WAY_RULES[path] for path in answer.paths})
    links = join((rule_link(rule) for rule in rules), ", ")
    return fill('<div class="quiet">Rule {links}</div>', links=links) if rules else Markup()


def _item(
    asked: str,
    words: str,
    tone: str,
    reasons: Iterable[Reason],
    remarks: Sequence[Reason],
    also: Markup | str = "",
) -> Markup:
    return fill(
        '<li class="{tone}"><div class="head"><span class="kind">{asked}</span>{chip}</div>'
        "{reasons}<div>{also}</div>{remarks}</li>",
        also=also,
        tone=tone,
        asked=asked,
        chip=chip(words, tone),
        reasons=join(_reason(one) for one in reasons),
        remarks=_remarks(remarks),
    )


def _remarks(found: Sequence[Reason]) -> Markup | str:
    if not found:
        return ""
    return fill(
        "<details><summary>{count} to note</summary>{found}</details>",
        count=f"{len(found)} thing{'s' if len(found) > 1 else ''}",
        found=join(_reason(one) for one in found),
    )


def _reason(one: Reason) -> Markup:
    """The sentence, who does what now, and the rule behind it."""
    source = f"{one.article}, '{one.section}'" if one.section else "Internal rule"
    return fill(
        '<div>{text} <strong>{step}</strong> <details class="why"><summary>Why?</summary>'
        " Rule {rule}. {source}.</details></div>",
        text=one.text,
        step=one.next_step,
        rule=rule_link(one.rule),
        source=source,
    )
