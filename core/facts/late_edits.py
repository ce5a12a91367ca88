"""A late edit and its session: the rows that it writes, and what the rules are asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session
from sqlmodel import col, select

from core.db.transaction import Context
from core.facts.cancellations import CancellationRows, answered, cancellation_rows, items_of
from core.facts.policies import policy_book
from core.facts.reference import load_reference
from core.facts.session_bundles import SessionBundle, session_bundles
from core.models.care import CareSession, SessionPlace
from core.models.people import PracticeLocation
from core.models.requests import LateEdit, SupportRequest
from core.rules.eligibility.editing import ProposedEdit, may_be_edited_late
from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.session_facts import SessionQuestion
from core.rules.eligibility.verdict import Answer
from core.rules.requests import late_edit
from core.rules.requests.late_edit import EditValues
from core.vocabulary.requests import ENDED_STATUSES, RequestKind, SettleStatus


@dataclass(frozen=True)
class EditRows:
    """A session with its money and report, the first place that was recorded, the provider's
    practice locations in use, and everything that the checks read."""

    found: CancellationRows
    place: SessionPlace | None
    practices: Mapping[str, PracticeLocation]
    bundle: SessionBundle

    @property
    def version(self) -> int:
        """A number that goes up with each change of any of them."""
        return self.found.version + (self.place.version if self.place else 0)

    @property
    def values(self) -> EditValues:
        """What can be edited, as the record has it."""
        session, place, car = self.found.session, self.place, self.found.car
        practice = self.bundle.practice_location
        return EditValues(
            start_at=self.bundle.case.session.start_at,
            end_at=self.bundle.case.session.end_at,
            cpt=session.cpt or "",
            diagnoses=self.bundle.case.diagnoses,
            practice_ref=practice.ref if practice else "",
            line1=(place and place.line1) or "",
            city=(place and place.city) or "",
            state=place.state_code if place else "",
            zip=(place and place.zip) or "",
            car_on=car.entered_on if car else None,
        )

    def claims(self) -> Mapping[str, str]:
        """What billing does for each claim that has the old values, by its reference."""
        plan = self.bundle.case.plan
        method = plan.correction_method if plan else None
        return late_edit.claims_to_correct(self.bundle.claims, method)


def edit_rows(db: Session, session: CareSession, *, hold: bool = False) -> EditRows:
    """The rows of this session; `hold` locks them until the commit."""
    first = select(SessionPlace).where(col(SessionPlace.session_id) == session.key)
    first = first.order_by(col(SessionPlace.ordinal)).limit(1)
    own = col(PracticeLocation.provider_id) == session.provider_id
    in_use = select(PracticeLocation).where(own, col(PracticeLocation.is_active))
    return EditRows(
        found=cancellation_rows(db, session, hold=hold),
        place=db.scalar(first.with_for_update() if hold else first),
        practices={one.ref: one for one in db.scalars(in_use.order_by(col(PracticeLocation.id)))},
        bundle=session_bundles(db, col(CareSession.id) == session.key)[session.key],
    )


def question(context: Context, rows: EditRows) -> SessionQuestion:
    """The session as it is, now."""
    case = rows.bundle.case
    return SessionQuestion(case, context.now, policy_book(context), load_reference(context))


def checks(context: Context, rows: EditRows, wanted: EditValues) -> Answer:
    """The checks of the session as it would be (R14, R15)."""
    asked = question(context, rows)
    case = asked.case
    practice = case.practice_place
    if (row := rows.practices.get(wanted.practice_ref)) is not None:
        practice = PlaceFact(row.state_code.value, row.line1, row.city, row.zip)
    fields = frozenset(late_edit.differing(rows.values, wanted, case.session.tz))
    edit = ProposedEdit(fields, late_edit.edited(case, wanted, practice))
    return may_be_edited_late(asked, edit)


def edit_of(db: Session, request: SupportRequest) -> LateEdit:
    """What this request changes."""
    return db.scalars(select(LateEdit).where(col(LateEdit.request_id) == request.key)).one()


def applied_at(db: Session, request: SupportRequest) -> datetime | None:
    """When a late edit was written into the record; None before, and for other kinds."""
    mine = col(LateEdit.request_id) == request.key
    return db.scalar(select(col(LateEdit.applied_at)).where(mine))


def wanted_values(edit: LateEdit, now: EditValues) -> EditValues:
    """The record's values with those of the request in their place."""
    names = ("start_at", "end_at", "cpt", "practice_ref", "line1", "city", "state", "zip", "car_on")
    given = {name: value for name in names if (value := getattr(edit, name)) is not None}
    if edit.diagnoses is not None:
        given["diagnoses"] = tuple(filter(None, edit.diagnoses.split(";")))
    return replace(now, **given)


def open_edit(db: Session, session: CareSession) -> str | None:
    """The reference of a late edit of this session that is still open."""
    return db.scalar(
        select(col(SupportRequest.ref)).where(
            col(SupportRequest.session_id) == session.key,
            col(SupportRequest.kind) == RequestKind.SESSION_EDIT,
            col(SupportRequest.status).not_in(ENDED_STATUSES),
        )
    )


def claim_answers(db: Session, request: SupportRequest) -> dict[str, SettleStatus]:
    """The corrections of claims that were recorded, by the claim's reference."""
    return answered(items_of(db, request))
