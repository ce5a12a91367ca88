"""Turns the facts of a case into what the rules are told. Nothing is decided here."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.facts import reference
from core.rules.eligibility.editing import ProposedEdit
from core.rules.eligibility.place_facts import LocationFact, PlaceFact
from core.rules.eligibility.practice_facts import (
    AreaFact,
    CredentialFact,
    LicenseFact,
    OptInFact,
    PlanFact,
    ProviderPractice,
)
from core.rules.eligibility.session_facts import (
    BookedCoverage,
    CarFact,
    ClientFact,
    CrisisFact,
    MoneyFact,
    MosCaseFact,
    SessionCase,
    SessionQuestion,
)
from core.rules.sessions.deadline_facts import CoverageFact, SessionFacts
from core.rules.sessions.notes import NoteFact
from core.rules.time.policy import PolicyBook
from core.vocabulary.care import (
    CarOutcome,
    ClaimStatus,
    Modality,
    NoteMode,
    PayerKind,
    SessionKind,
    SessionStatus,
    SignatureSource,
)
from core.vocabulary.coverage import CredentialStatus, LineOfBusiness, VerificationStatus
from core.vocabulary.people import LicenseKind, LicenseStatus, LocationKind
from core.vocabulary.verdicts import EditField
from tests.rules.test_vectors import BOOK

Facts = dict[str, Any]
GONE = {ClaimStatus.WITHDRAWN, ClaimStatus.VOIDED, ClaimStatus.REPLACED}
MONEY_GONE = {"stopped", "refunded", "void", "recovered"}


def asked_of(case: Facts) -> SessionQuestion:
    facts = case["facts"]
    return SessionQuestion(
        case_of(facts), _at(case["at"]), _book(facts["policy"]), reference.packaged_reference()
    )


def edit_of(case: Facts) -> ProposedEdit | None:
    """The proposed edit as fields and as the session would be; the date is a field of its own
    where the date of service moves."""
    facts, proposed = case["facts"], case["facts"]["proposed_edit"]
    if proposed is None:
        return None
    after = {**facts, **{key: proposed[key] for key in ("places",) if key in proposed}}
    for key in ("session", "car"):
        if key in proposed:
            after[key] = {**(facts[key] or {}), **proposed[key]}
    was, becomes = case_of(facts), case_of(after)
    fields = {_FIELDS[key] for key in proposed.get("session", {}) if key in _FIELDS}
    named = {"places": EditField.LOCATION, "client": EditField.CLIENT, "car": EditField.CAR_DATE}
    fields |= {field for key, field in named.items() if key in proposed}
    if was.day != becomes.day:
        fields |= {EditField.DATE}
    return ProposedEdit(frozenset(fields), becomes)


_FIELDS = {
    "cpt": EditField.CPT,
    "cpt_addon": EditField.CPT,
    "diagnoses": EditField.DIAGNOSIS,
    "coverage": EditField.PLAN,
    "actual_start": EditField.TIME,
    "actual_end": EditField.TIME,
}


def case_of(facts: Facts) -> SessionCase:
    session, provider, client = facts["session"], facts["provider"], facts["client"]
    plans = {key: _plan(key, row) for key, row in facts["plans"].items()}
    booked = next((row for row in client["coverages"] if row["key"] == session["coverage"]), None)
    practice = provider["practice_location"]
    return SessionCase(
        session=_session(session, client, plans),
        provider=_provider(provider),
        client=_client(client),
        booked_at=_at(session["created_at"]),
        modality=Modality(session["modality"]),
        plan=plans[booked["plan"]] if booked else None,
        coverage=_coverage(booked) if booked else None,
        plans=tuple(plan for plan in plans.values() if plan.is_bcbs),
        cpt=session["cpt"],
        cpt_addon=session["cpt_addon"],
        diagnoses=tuple(session["diagnoses"]),
        practice_place=_place(practice) if practice else None,
        places=tuple(_place(row) for row in facts["places"]),
        notes=(_note(facts["note"]),) if facts["note"] else (),
        crisis=_crisis(session) if session["is_crisis"] else None,
        mos_case=_mos_case(client["mos_case"]) if client["mos_case"] else None,
        car=_car(facts["car"]) if facts["car"] else None,
        attested_at=_at(session["attested_at"]),
        money=_money(facts),
    )


def _session(row: Facts, client: Facts, plans: dict[str, PlanFact]) -> SessionFacts:
    return SessionFacts(
        scheduled_start_at=_at(row["scheduled_start"]),
        scheduled_end_at=_at(row["scheduled_end"]),
        tz=ZoneInfo(row["zone"]),
        payer_kind=PayerKind(row["payer_kind"]),
        kind=SessionKind(row["kind"]),
        status=SessionStatus(row["status"]),
        actual_start_at=_at(row["actual_start"]),
        actual_end_at=_at(row["actual_end"]),
        confirmed_at=_at(row["confirmed_at"]),
        coverages=tuple(
            CoverageFact(plans[one["plan"]].line, *_span(one), _at(one["known_at"]))
            for one in client["coverages"]
        ),
    )


def _provider(row: Facts) -> ProviderPractice:
    return ProviderPractice(
        licenses=tuple(
            LicenseFact(
                one["state"],
                *_span(one),
                kind=LicenseKind(one["kind"]),
                status=LicenseStatus(one["status"]),
            )
            for one in row["licenses"]
        ),
        credentials=tuple(
            CredentialFact(
                one["plan"],
                one["state"],
                *_span(one),
                status=CredentialStatus(one["status"]),
                is_on_headway=one["is_on_headway"],
            )
            for one in row["credentials"]
        ),
        opt_ins=tuple(OptInFact(one["plan"], one["state"], *_span(one)) for one in row["opt_ins"]),
        mos_from=_on(row["mos_enrolled_from"]),
        mos_to=_on(row["mos_enrolled_to"]),
        mos_trained_on=_on(row["mos_trained_on"]),
    )


def _client(row: Facts) -> ClientFact:
    return ClientFact(
        payment_method_at=_at(row["payment_method_on_file_at"]),
        forms_at=_at(row["forms_ack_at"]),
        tz=ZoneInfo(row["tz"]) if row["tz"] else None,
        locations=tuple(
            LocationFact(
                one["state"],
                LocationKind(one["kind"]),
                *_span(one),
                has_evidence=bool(one["temp_practice_evidence"]),
            )
            for one in row["locations"]
        ),
    )


def _plan(key: str, row: Facts) -> PlanFact:
    return PlanFact(
        ref=key,
        name=key,
        payer=row["payer"],
        line=LineOfBusiness(row["line"]),
        is_bcbs=row["is_bcbs"],
        bluecard_eligible=row["bluecard_eligible"],
        telehealth_allowed=row["telehealth_allowed"],
        areas=tuple(AreaFact(area["state"], area["sub_area"]) for area in row["service_areas"]),
    )


def _place(row: Facts) -> PlaceFact:
    return PlaceFact(row["state"], row["line1"], row["city"], row["zip"])


def _coverage(row: Facts) -> BookedCoverage:
    status = VerificationStatus(row["verification_status"])
    return BookedCoverage(*_span(row), status=status, verified_at=_at(row["verified_at"]))


def _note(row: Facts) -> NoteFact:
    drafted, signed = _at(row["drafted_at"]), _at(row["signed_at"])
    source = row["signature_source"] and SignatureSource(row["signature_source"])
    return NoteFact(
        NoteMode(row["mode"]),
        drafted,
        signed,
        is_discarded=row["discarded"],
        signature_source=source,
    )


def _crisis(row: Facts) -> CrisisFact:
    return CrisisFact(
        row["has_crisis_narrative"],
        row["has_crisis_resolution"],
        row["exception_approved_by"],
        _at(row["exception_approved_at"]),
    )


def _mos_case(row: Facts) -> MosCaseFact:
    accepted = _at(row["referral_accepted_at"])
    return MosCaseFact(row["ecms_case_id"], row["zoomgov_url"], accepted)


def _car(row: Facts) -> CarFact:
    outcome, done = CarOutcome(row["outcome"]), _at(row["completed_at"])
    return CarFact(outcome, done, _on(row["entered_date"]))


def _money(facts: Facts) -> MoneyFact:
    alive = [one for one in facts["claims"] if ClaimStatus(one["status"]) not in GONE]
    cents = [
        row["amount_cents"] if row and row["status"] not in MONEY_GONE else 0
        for row in (facts["charge"], facts["payout"])
    ]
    return MoneyFact(len(alive), *cents)


def _book(policy: Facts) -> PolicyBook:
    """The dated values of the product, with the spans that the case names in their place."""
    kept = [value for value in BOOK.all() if value.key not in policy]
    for key, spans in policy.items():
        like = next(value for value in BOOK.all() if value.key == key)
        kept += [
            replace(
                like,
                value=span["value"],
                effective_from=date.fromisoformat(span["from"]),
                effective_to=_on(span["to"]),
            )
            for span in spans
        ]
    return PolicyBook(kept)


def _span(row: Facts) -> tuple[Any, date | None]:
    return _on(row["from"]), _on(row["to"])


def _on(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _at(text: str | None) -> Any:
    return datetime.fromisoformat(text) if text else None
