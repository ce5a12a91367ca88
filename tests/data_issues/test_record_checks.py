"""Impossible histories, records of someone else, and confirmed sessions that should not be."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core.models.care import CareSession, SessionDiagnosis, SessionPlace
from core.models.coverage import Credential
from core.models.people import License
from core.vocabulary.care import ClaimStatus, Modality, NoteMode, PayerKind, PayoutStatus
from core.vocabulary.care import SessionStatus as S
from core.vocabulary.coverage import CredentialStatus
from core.vocabulary.data_issues import DataIssueCode as F
from core.vocabulary.people import LicenseKind, LicenseStatus, ProviderStatus
from core.vocabulary.states import StateCode
from tests.support import make
from tests.support.checked_records import (
    CONFIRMED,
    LATER,
    MINUTE,
    MOS,
    NO_SHOW,
    START,
    Made,
    claimed,
    look,
    made,
    paid,
    reported,
    session,
    stored,
)
from tests.support.make import NOW

END = START + 45 * MINUTE
DAY = date(2026, 3, 10)
AT = "Tue, Mar 10, 2026, {} EDT".format


def confirmed(work: Session, **given: Any) -> CareSession:
    return session(work, **{**CONFIRMED, **given})


def without(work: Session, table: Any) -> CareSession:
    """A confirmed session from which the rows of `table` are gone."""
    row = confirmed(work)
    work.query(table).delete()
    return row


def changed(work: Session, table: Any, **values: Any) -> CareSession:
    """A confirmed session with another value in the row of `table`."""
    row = confirmed(work)
    for name, value in values.items():
        setattr(work.query(table).one(), name, value)
    work.flush()
    return row


def through_mos(work: Session, **enrolled: date) -> CareSession:
    """One through Military OneSource whose provider was enrolled so long."""
    row = reported(work, make.CarOutcome.TOOK_PLACE, **MOS, **CONFIRMED)
    for name, value in enrolled.items():
        setattr(work.get_one(make.Provider, row.provider_id), name, value)
    work.flush()
    return row


def noted(work: Session, at: Any, of: CareSession | None = None, **given: Any) -> CareSession:
    row = of or session(work)
    make.note(work, row, at, **given)
    return row


def covered_by_another(work: Session, **client: Any) -> CareSession:
    row = session(work)
    owner = make.client(work, **client) if client else make.client(work)
    row.coverage_id = make.coverage(work, owner, make.plan(work)).key
    work.flush()
    return row


def covered_by_merged(work: Session) -> CareSession:
    row = session(work)
    twin = make.client(work, merged_into_id=row.client_id)
    row.coverage_id = make.coverage(work, twin, make.plan(work)).key
    work.flush()
    return row


def practicing(work: Session, *, is_own: bool, **given: Any) -> CareSession:
    row = session(work, modality=Modality.IN_PERSON, **given)
    owner = work.get_one(make.Provider, row.provider_id) if is_own else make.provider(work)
    row.practice_location_id = make.practice_location(work, owner).key
    work.flush()
    return row


def left(work: Session, start: Any = NOW, **given: Any) -> CareSession:
    """A session of a provider who is inactive."""
    row = session(work, start, **given)
    work.get_one(make.Provider, row.provider_id).status = ProviderStatus.INACTIVE
    work.flush()
    return row


def replacing(work: Session, frequency: int, original: str = "", **given: Any) -> CareSession:
    """A session with a claim; its second claim replaces that, or one of another session."""
    row = claimed(work, session(work), ref="K-1")
    other = claimed(work, session(work, START + timedelta(days=1)), ref="K-9")
    claims = {"own": row, "another": other}
    replaced = None
    if original:
        replaced = work.query(make.Claim).filter_by(session_id=claims[original].key).one().key
    values = {"replaces_claim_id": replaced, "frequency": frequency, "ref": "K-2", "seq": 2}
    return claimed(work, row, **{**values, **given})


WRONG: list[tuple[F, str, Made]] = [
    (
        F.CONFIRMED_AFTER_CANCELING,
        f"canceled on {AT('10:50 AM')} and confirmed on {AT('11:00 AM')}",
        lambda w: session(w, **{**CONFIRMED, "status": S.CANCELLED}, cancelled_at=END + 5 * MINUTE),
    ),
    (
        F.CONFIRMED_AFTER_CANCELING,
        f"canceled on {AT('11:30 AM')} and confirmed on {AT('11:00 AM')}",
        lambda w: confirmed(w, cancelled_at=START + 90 * MINUTE),
    ),
    (F.CONFIRMED_NO_INSTANT, "", lambda w: confirmed(w, confirmed_at=None)),
    (
        F.CONFIRMED_NO_INSTANT,
        "",
        lambda w: session(w, status=S.CANCELLED_AFTER_CONFIRM, cancelled_at=NOW),
    ),
    (
        F.FIRST_CONFIRMATION_DISPUTED,
        f"{AT('11:00 AM')} and {AT('12:00 PM')}",
        lambda w: confirmed(w, disputed_confirmed_at=START + 2 * LATER),
    ),
    (
        F.NOTE_SIGNED_EARLY,
        f"on {AT('10:44 AM')} but ended on {AT('10:45 AM')}",
        lambda w: noted(w, END - MINUTE),
    ),
    (
        F.NOTE_SIGNED_EARLY,
        f"on {AT('10:44 AM')} but ended on {AT('10:50 AM')}",
        lambda w: noted(
            w,
            END - MINUTE,
            session(w, actual_start_at=START, actual_end_at=END + 5 * MINUTE),
            mode=NoteMode.UPLOAD,
        ),
    ),
    (F.CONFIRMED_WITHOUT_LOCATION, "", lambda w: without(w, SessionPlace)),
    (F.CONFIRMED_WITHOUT_DIAGNOSIS, "", lambda w: without(w, SessionDiagnosis)),
    (
        F.CONFIRMED_UNBILLABLE,
        "The provider has no license in NJ that covers Tue, Mar 10.",
        lambda w: changed(w, SessionPlace, state_code="NJ"),
    ),
    (
        F.CONFIRMED_UNBILLABLE,
        "The client was outside the US states",
        lambda w: changed(w, SessionPlace, state_code="OUTSIDE"),
    ),
    (
        F.CONFIRMED_UNBILLABLE,
        "The provider has no license in NY that covers Tue, Mar 10.",
        lambda w: changed(w, License, to_on=date(2026, 3, 9), status=LicenseStatus.ENDED),
    ),
    (
        F.CONFIRMED_UNBILLABLE,
        "The provider has no credential with Plan",
        lambda w: changed(w, Credential, status=CredentialStatus.PENDING),
    ),
    (
        F.CONFIRMED_UNBILLABLE,
        "The provider has no credential with Plan",
        lambda w: changed(w, Credential, status=CredentialStatus.ENDED),
    ),
    (
        F.CONFIRMED_UNBILLABLE,
        "not enrolled with Military OneSource",
        lambda w: through_mos(w, mos_enrolled_to=date(2026, 3, 9)),
    ),
    (F.PAYOUT_UNCONFIRMED, "O-1", lambda w: paid(w, session(w), ref="O-1")),
    (
        F.PAYOUT_UNCONFIRMED,
        "O-1",
        lambda w: paid(w, session(w, **NO_SHOW), ref="O-1", status=PayoutStatus.PAID),
    ),
    (F.COVERAGE_OF_ANOTHER, "V-", covered_by_another),
    (F.PRACTICE_OF_ANOTHER, "X-", lambda w: practicing(w, is_own=False)),
    (F.PROVIDER_INACTIVE, "", left),
    (F.CLAIM_WITHOUT_ORIGINAL, "K-2, a replacement,", lambda w: replacing(w, 7)),
    (F.CLAIM_WITHOUT_ORIGINAL, "K-2, a void,", lambda w: replacing(w, 8)),
    (
        F.CLAIM_OF_ANOTHER_SESSION,
        "K-2, a void of K-9,",
        lambda w: replacing(w, 8, "another"),
    ),
    (
        F.CLAIM_OF_ANOTHER_SESSION,
        "K-2, a replacement of K-9,",
        lambda w: replacing(w, 7, "another"),
    ),
]
RIGHT: dict[str, Made] = {
    "canceled after it was confirmed": lambda w: session(
        w, **{**CONFIRMED, "status": S.CANCELLED_AFTER_CONFIRM}, cancelled_at=NOW
    ),
    "canceled and never confirmed": lambda w: session(w, status=S.CANCELLED, cancelled_at=START),
    "a note signed at the end": lambda w: noted(w, END),
    "a note signed early and discarded": lambda w: noted(w, START, is_discarded=True),
    "a note of a canceled session": lambda w: noted(w, START, session(w, status=S.CANCELLED)),
    "in person, without a location of the client": lambda w: _in_person(w),
    "no location, not confirmed": lambda w: session(w),
    "no diagnosis and nobody but the client pays": lambda w: _self_paid(w),
    "a license that ends on the day": lambda w: changed(w, License, to_on=DAY),
    "a credential that ends on the day": lambda w: changed(w, Credential, to_on=DAY),
    "pay of a confirmed session": lambda w: paid(w, confirmed(w)),
    "pay that was voided": lambda w: paid(w, session(w), status=PayoutStatus.VOID),
    "no pay at all": lambda w: paid(w, session(w), amount_cents=0),
    "a coverage of the client's second record": covered_by_merged,
    "a practice location of the provider": lambda w: practicing(w, is_own=True),
    "another's location on a canceled session": lambda w: practicing(
        w, is_own=False, status=S.CANCELLED
    ),
    "an inactive provider's past": lambda w: left(w, NOW - MINUTE),
    "a canceled session of an inactive provider": lambda w: left(w, status=S.CANCELLED),
    "a replacement": lambda w: replacing(w, 7, "own"),
    "a void": lambda w: replacing(w, 8, "own"),
    "an original": lambda w: replacing(w, 1),
    "a replacement that was withdrawn": lambda w: replacing(w, 7, status=ClaimStatus.WITHDRAWN),
}


CLEAR: dict[str, Made] = {
    "a license and a credential": lambda w: confirmed(w),
    "a license that has ended since": lambda w: changed(
        w, License, to_on=DAY, status=LicenseStatus.ENDED
    ),
    "a credential that has ended since": lambda w: changed(
        w, Credential, to_on=DAY, status=CredentialStatus.ENDED
    ),
    "a compact privilege": lambda w: changed(w, License, kind=LicenseKind.COMPACT_PRIVILEGE),
    "the last day with Military OneSource": lambda w: through_mos(w, mos_enrolled_to=DAY),
}


def _in_person(work: Session) -> CareSession:
    row = practicing(work, is_own=True, **CONFIRMED)
    work.query(SessionPlace).delete()
    return row


def _self_paid(work: Session) -> CareSession:
    row = confirmed(work, payer_kind=PayerKind.SELF_PAY)
    work.query(SessionDiagnosis).delete()
    return row


@pytest.mark.parametrize(("code", "detail", "wrong"), WRONG)
def test_what_cannot_be_is_found(engine: Engine, code: F, detail: str, wrong: Made) -> None:
    row = made(engine, wrong)
    look(engine)
    (found,) = stored(engine)
    assert (found.code, found.entity_id) == (code, row.key)
    assert detail in found.detail


@pytest.mark.parametrize("right", RIGHT.values(), ids=RIGHT)
def test_what_can_be_is_no_issue(engine: Engine, right: Made) -> None:
    made(engine, right)
    look(engine)
    assert stored(engine) == []


def test_a_session_through_military_onesource_needs_a_license_too(engine: Engine) -> None:
    def moved(work: Session) -> CareSession:
        row = reported(work, make.CarOutcome.TOOK_PLACE, **MOS, **CONFIRMED)
        work.query(SessionPlace).one().state_code = StateCode.NJ.value
        return row

    made(engine, moved)
    look(engine)
    assert [(one.code, one.detail) for one in stored(engine)] == [
        (F.CONFIRMED_UNBILLABLE, "The provider has no license in NJ that covers Tue, Mar 10.")
    ]


@pytest.mark.parametrize("clear", CLEAR.values(), ids=CLEAR)
def test_the_rules_judge_no_session_that_is_clearly_covered(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, clear: Made
) -> None:
    """Each one takes longer than all that a statement can tell."""
    judged = list[object]()
    monkeypatch.setattr("core.data_issues.checks.confirmed.billing.of_session", judged.append)
    made(engine, clear)
    look(engine)
    assert (judged, stored(engine)) == ([], [])


def test_every_place_of_a_session_is_judged(engine: Engine) -> None:
    def traveled(work: Session) -> CareSession:
        row = confirmed(work)
        make.place(work, row, StateCode.TX, ordinal=2)
        return row

    made(engine, traveled)
    look(engine)
    (found,) = stored(engine)
    assert found.code == F.CONFIRMED_UNBILLABLE
    assert "TX" in found.detail
    assert "NY" not in found.detail


def test_many_sessions_are_judged_a_few_at_a_time(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.data_issues.checks.confirmed.CHUNK", 2)

    def five(work: Session) -> None:
        rows = [confirmed(work, confirmed_at=START + LATER) for _ in range(5)]
        for row in rows[1:]:
            work.query(SessionPlace).filter_by(session_id=row.key).one().state_code = "NJ"

    made(engine, five)
    look(engine)
    assert len([one for one in stored(engine) if one.code == F.CONFIRMED_UNBILLABLE]) == 4
