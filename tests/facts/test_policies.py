"""Policies and business days: read once in a context, and as this database has them."""

from datetime import date

from sqlalchemy import Engine

from core import access, db
from core.db.transaction import ReadContext, reading
from core.facts.policies import business_calendar, dated_rules, policy_book
from core.models.policies import HolidayOverride
from core.vocabulary.administration import HolidayOverrideKind
from core.vocabulary.people import Role
from tests.support import make
from tests.support.statements import counted, repeated

CHRISTMAS, TUESDAY = date(2026, 12, 25), date(2026, 3, 17)


def override(engine: Engine, day: date, kind: HolidayOverrideKind) -> None:
    with db.writing(engine) as work:
        row = HolidayOverride(
            created_at=make.NOW, updated_at=make.NOW, day=day, name="The office moves", kind=kind
        )
        make.add(work, row)


def test_a_context_reads_policies_and_holidays_once(engine: Engine) -> None:
    who = access.Actor("Someone", Role.AGENT)
    with reading(engine, who, make.NOW) as look, counted(engine) as sent:
        first, second = policy_book(look), policy_book(look)
        business_calendar(look)
    assert first is second
    assert not repeated(sent)


def test_another_context_sees_what_changed(engine: Engine) -> None:
    with db.writing(engine) as work:
        before = business_calendar(ReadContext(work, access.operator("tests"), make.NOW))
    override(engine, TUESDAY, HolidayOverrideKind.CLOSED)
    with db.writing(engine) as work:
        after = business_calendar(ReadContext(work, access.operator("tests"), make.NOW))
    assert (before.why_not(TUESDAY), after.why_not(TUESDAY)) == (None, "The office moves")


def test_a_holiday_can_be_a_business_day(engine: Engine) -> None:
    override(engine, CHRISTMAS, HolidayOverrideKind.OPEN)
    with db.looking(engine) as work:
        assert dated_rules(work).calendar.is_business_day(CHRISTMAS)


def test_an_override_is_no_policy(engine: Engine) -> None:
    with db.looking(engine) as work:
        before = list(dated_rules(work).book.all())
    override(engine, TUESDAY, HolidayOverrideKind.CLOSED)
    with db.looking(engine) as work:
        assert list(dated_rules(work).book.all()) == before
