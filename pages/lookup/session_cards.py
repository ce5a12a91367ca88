"""Cards of a session's page: data issues, money, session note and coding, places, requests."""

from datetime import date

from markupsafe import Markup

from core.queries.data_issues import find_data_issues
from core.queries.sessions.issues import SessionIssue
from core.queries.sessions.page import SessionDetail
from core.rules.time.formats import money_text
from core.vocabulary.data_issues import DataIssueStage
from core.vocabulary.words import label, phrase
from pages import context
from pages.components.chips import chip
from pages.components.markup import fill, join, pairs, record_link, show_card, table
from pages.components.rule_link import rule_link
from pages.components.screen_dates import screen_day, screen_instant


def show_issues(session: SessionDetail) -> None:
    """What is wrong with the record, with the list that it is on for those who may open it."""
    if not session.issues:
        return
    may_open = context.signed_in().actor.may(find_data_issues)
    items = join(_issue(one, may_open) for one in session.issues)
    show_card("Data issues", fill('<ul class="limits">{items}</ul>', items=items))


def _issue(one: SessionIssue, may_open: bool) -> Markup:
    said = one.acceptance
    status = DataIssueStage.ACCEPTED if said else DataIssueStage.OPEN
    address = f"/data-issues?kind={one.code.value}&status={status.value}"
    name = fill('<a href="{address}">{name}</a>', address=address, name=label(one.code))
    found = f"Found {screen_instant(one.found_at)}." if one.found_at else "Not on the list yet."
    return fill(
        '<li class="{tone}"><div class="head"><span class="kind">{name}</span>{chip}</div>'
        "<div>{text} <strong>{step}</strong></div>"
        '<div class="quiet">{found} Rule {rule}</div></li>',
        tone="plain" if said else "bad",
        name=name if may_open and one.found_at else label(one.code),
        chip=chip("Accepted as is", "plain") if said else "",
        text=one.reason.text,
        step=_step(one),
        found=found,
        rule=rule_link(one.reason.rule),
    )


def _step(one: SessionIssue) -> str:
    """Who does what; nobody does anything about what was accepted."""
    if said := one.acceptance:
        return f"Accepted as it is by {said.by} on {screen_instant(said.at)}: {said.reason}"
    return one.reason.next_step


def show_money(session: SessionDetail) -> None:
    """Claims, what the client is charged, what the provider is paid, and the CAR."""
    parts = [part for part in (_claims(session), _flows(session), _car(session)) if part]
    why = session.billing
    line = why.text if why else ("" if parts else "No claim, charge or payout yet")
    show_card("Money", fill("<p>{line}</p>{body}", line=line, body=join(parts)))


def _claims(session: SessionDetail) -> Markup | None:
    claims = session.money.claims
    if not claims:
        return None
    rows = [
        (
            one.ref,
            label(one.status),
            screen_instant(one.submitted_at) if one.submitted_at else None,
            money_text(one.billed_cents),
            money_text(one.paid_cents),
            one.payer_control_number,
        )
        for one in claims
    ]
    heads = ("Claim", "Status", "Submitted", "Billed", "Paid", "Payer control number")
    return table("Insurance claims", heads, rows)


def _flows(session: SessionDetail) -> Markup | None:
    rows = [
        ("Client charge", label(one.status), money_text(one.amount_cents), _due(one.due_on))
        for one in session.money.charges
    ]
    rows += [
        ("Provider payout", label(one.status), money_text(one.amount_cents), _month(one.period))
        for one in session.money.payouts
    ]
    heads = ("Kind", "Status", "Amount", "When")
    return table("Charges and payouts", heads, rows) if rows else None


def _car(session: SessionDetail) -> Markup | None:
    car = session.money.car
    if car is None:
        return None
    rows = [
        ("Outcome", label(car.outcome)),
        ("Date entered", screen_day(car.entered_on) if car.entered_on else None),
        ("Reference", car.reference),
    ]
    return fill("<p><strong>Case Activity Report</strong></p>{rows}", rows=pairs(rows))


def show_record(session: SessionDetail) -> None:
    """The session note, the coding, the places, and requests about the session."""
    note, coding = session.note, session.coding
    mode = f" ({phrase(note.note.mode)})" if note.note else ""
    rows: list[tuple[str, object]] = [
        ("Session note", label(note.progress) + mode),
        ("Clawback protection", "Yes" if note.is_clawback_protected else "No"),
        ("Reason for signing late", note.note.late_reason if note.note else None),
        ("CPT codes", " + ".join(code for code in (coding.cpt, coding.cpt_addon) if code)),
        ("Diagnoses", ", ".join(coding.diagnoses)),
        ("Place of service", coding.place_of_service),
        *((one.words, one.state_code) for one in session.places),
    ]
    show_card("Record", pairs(rows) + _requests(session))


def _due(day: date) -> str:
    return f"Due {screen_day(day)}"


def _month(period: str) -> str:
    """A payout period as a month: "For Apr 2026" for "2026-04"; as it is where it names none."""
    try:
        return f"For {date.fromisoformat(f'{period}-01'):%b %Y}"
    except ValueError:
        return f"For {period}"


def _requests(session: SessionDetail) -> Markup:
    rows = [
        (record_link("/request?ref=", one.ref), label(one.kind), label(one.status))
        for one in session.requests
    ]
    return table("Requests", ("Request", "Kind", "Status"), rows) if rows else Markup()
