"""Sessions of one provider at the same time: which are named, however many they are."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core import db
from core.models.care import CareSession
from core.vocabulary.data_issues import DataIssueCode
from tests.support import make
from tests.support.checked_records import MINUTE, START, after, look, made, session, stored


def named(engine: Engine) -> dict[int, str]:
    """The detail of each session that overlaps earlier ones."""
    look(engine)
    overlapping = DataIssueCode.OVERLAPPING_SESSIONS
    return {row.entity_id: row.detail for row in stored(engine) if row.code == overlapping}


def at_random(work: Session) -> list[CareSession]:
    """Sixty sessions of two providers within two days."""
    chance = random.Random(5)
    providers, client = [make.provider(work) for _ in range(2)], make.client(work)
    spans = [(chance.randrange(0, 2880, 15), chance.randrange(15, 180, 15)) for _ in range(60)]
    return [
        make.care_session(work, chance.choice(providers), client, START + start * MINUTE, minutes)
        for start, minutes in spans
    ]


def test_overlaps_are_what_a_comparison_of_all_pairs_finds(engine: Engine) -> None:
    with db.writing(engine) as work:
        spans = [
            (one.provider_id, one.scheduled_start_at, one.scheduled_end_at, one.key, one.ref)
            for one in at_random(work)
        ]
    counted: dict[int, list[str]] = {}
    for provider, start, _, key, _ in sorted(spans, key=lambda one: (one[1], one[3])):
        earlier = [
            ref
            for owner, begun, end, other, ref in sorted(spans, key=lambda one: (one[1], one[3]))
            if owner == provider and (begun, other) < (start, key) and end > start
        ]
        if earlier:
            counted[key] = earlier
    assert len(counted) > 20
    assert named(engine) == {key: ", ".join(refs) for key, refs in counted.items()}


@pytest.mark.parametrize("minutes", [0, 30, 44])
def test_of_two_sessions_at_once_the_later_names_the_other(engine: Engine, minutes: int) -> None:
    first = made(engine, session)
    second = made(engine, lambda w: after(w, w.get_one(CareSession, first.key), minutes))
    assert named(engine) == {second.key: first.ref}
    assert len(stored(engine)) == 1


def test_a_long_session_overlaps_all_that_begin_in_it(engine: Engine) -> None:
    first = made(engine, lambda w: session(w, minutes=180))
    later = [
        made(engine, lambda w, m=minutes: after(w, w.get_one(CareSession, first.key), m))
        for minutes in (30, 100)
    ]
    assert named(engine) == {one.key: first.ref for one in later}


def test_of_many_sessions_at_once_five_are_named_and_the_rest_counted(engine: Engine) -> None:
    with db.writing(engine) as work:
        provider, client = make.provider(work), make.client(work)
        rows = [make.care_session(work, provider, client, START, 45) for _ in range(8)]
        refs, keys = [one.ref for one in rows], [one.key for one in rows]
    five = ", ".join(refs[:5])
    assert list(named(engine).items())[4:] == [
        (keys[5], five),
        (keys[6], f"{five} and 1 more"),
        (keys[7], f"{five} and 2 more"),
    ]


def test_an_end_years_away_does_not_overlap_years_of_sessions(engine: Engine) -> None:
    times = {"actual_start_at": START, "actual_end_at": START + timedelta(days=700)}
    first = made(engine, lambda w: session(w, **times))
    hours = [
        made(engine, lambda w, h=hours: after(w, w.get_one(CareSession, first.key), h * 60))
        for hours in (47, 48)
    ]
    assert named(engine) == {hours[0].key: first.ref}
