"""A session that has all it needs to be confirmed, row by row, for one to be taken away.

see = Seeing.of(session)
see.credential.to_on = yesterday
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from core.models.care import CareSession, Note, SessionDiagnosis, SessionPlace
from core.models.coverage import Coverage, Credential, Plan
from core.models.people import Client, ClientLocation, License, Provider
from core.vocabulary.care import Modality
from core.vocabulary.coverage import CredentialStatus, VerificationStatus
from core.vocabulary.people import LicenseKind, LicenseStatus
from core.vocabulary.states import StateCode
from tests.support import make

LONG_AGO = date(2020, 1, 1)
START = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
ASKED = datetime(2026, 3, 11, 15, 0, tzinfo=UTC)
"""The morning after: within every limit."""


@dataclass
class Seeing:
    """One provider who sees one client of one plan in New York by video."""

    db: Session
    provider: Provider
    client: Client
    plan: Plan
    license: License
    credential: Credential
    coverage: Coverage
    home: ClientLocation
    session: CareSession
    place: SessionPlace
    note: Note
    diagnosis: SessionDiagnosis

    @classmethod
    def of(cls, db: Session, **given: Any) -> "Seeing":
        """All of it in `db`; `given` goes to the session."""
        provider, plan = make.provider(db), make.plan(db)
        client = make.client(db, payment_method_at=START, forms_acknowledged_at=START)
        coverage = make.coverage(
            db,
            client,
            plan,
            verification_status=VerificationStatus.VERIFIED,
            verified_at=START,
        )
        wanted = {
            "coverage_id": coverage.key,
            "modality": Modality.VIDEO,
            "cpt": "90834",
            "actual_start_at": START,
            "actual_end_at": START.replace(minute=45),
        }
        session = make.care_session(db, provider, client, START, **wanted | given)
        return cls(
            db=db,
            provider=provider,
            client=client,
            plan=plan,
            license=licensed(db, provider),
            credential=credentialed(db, provider, plan),
            coverage=coverage,
            home=make.home(db, client, state_code="NY", zip="10007"),
            session=session,
            place=make.place(
                db, session, StateCode.NY, line1="5 Elm Street", city="New York", zip="10007"
            ),
            note=make.note(db, session, ASKED),
            diagnosis=make.diagnosis(db, session),
        )


def licensed(db: Session, provider: Provider, state: StateCode = StateCode.NY) -> License:
    """A license in force since long ago."""
    row = License(
        ref=f"L-{provider.ref}-{state}",
        provider_id=provider.key,
        state_code=state,
        number=f"N{provider.ref}",
        kind=LicenseKind.LICENSE,
        from_on=LONG_AGO,
        status=LicenseStatus.ACTIVE,
        created_at=make.NOW,
        updated_at=make.NOW,
    )
    return make.add(db, row)


def credentialed(
    db: Session, provider: Provider, plan: Plan, state: StateCode = StateCode.NY
) -> Credential:
    """A credential with the plan, since long ago."""
    row = Credential(
        ref=f"D-{provider.ref}-{plan.ref}-{state}",
        provider_id=provider.key,
        plan_id=plan.key,
        state_code=state,
        from_on=LONG_AGO,
        status=CredentialStatus.ACTIVE,
        is_on_headway=True,
        created_at=make.NOW,
        updated_at=make.NOW,
    )
    return make.add(db, row)
