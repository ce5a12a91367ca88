"""What is dated: policy values, changed business days, and the lists of diagnoses."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from core.models.base import EditedRow, Row, check_constraint, instant, word
from core.vocabulary.administration import HolidayOverrideKind, PolicyOrigin


class Policy(EditedRow, table=True):
    """One dated value of one policy; spans of a key never overlap."""

    __tablename__ = "policy"
    __table_args__ = (
        UniqueConstraint("policy_key", "from_on"),
        check_constraint("to_on IS NULL OR from_on <= to_on", "span"),
    )
    policy_key: str = Field(max_length=60)
    value: str = Field(max_length=200)
    unit: str = Field(max_length=40)
    from_on: date
    to_on: date | None = None
    origin: PolicyOrigin = word(PolicyOrigin, "origin")
    rule: str = Field(max_length=10)
    citation: str = Field(max_length=400)


class HolidayOverride(EditedRow, table=True):
    """A one-off closure, or a federal holiday on which we work all the same."""

    __tablename__ = "holiday_override"
    day: date = Field(unique=True)
    name: str = Field(max_length=120)
    kind: HolidayOverrideKind = word(HolidayOverrideKind, "kind")


class DiagnosisRelease(Row, table=True):
    """One ICD-10-CM list as it was loaded (R04); a later one never changes it. `covers`: chapters
    or categories, separated by blanks. `codes`: those that can be billed, one line a category."""

    __tablename__ = "diagnosis_release"
    __table_args__ = (check_constraint("from_on <= to_on", "span"),)
    release: str = Field(max_length=60)
    from_on: date
    to_on: date
    covers: str
    codes: str
    count: int
    digest: str = Field(max_length=64)
    loaded_at: datetime = instant()
    loaded_by: str = Field(max_length=160)
