"""The states and the payer that lists filter sessions by follow the records they come from."""

from collections import defaultdict
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from core import db
from core.models.care import CareSession, SessionPlace
from core.models.coverage import Coverage, Payer, Plan
from core.models.people import Client, PracticeLocation, Provider
from core.vocabulary.states import StateCode
from tests.support import make

STATES = (StateCode.NY, StateCode.NJ, StateCode.CT)
Kept = dict[int, tuple[str | None, bool, int | None]]


class Records:
    """Records of every kind that the filters depend on, and random changes of them."""

    def __init__(self, work: Session, seed: int) -> None:
        self.work, self.random = work, Random(seed)
        provider, client = make.provider(work), make.client(work)
        for state in STATES:
            make.practice_location(work, provider, state)
            make.coverage(work, client, make.plan(work))
        for _ in range(6):
            self.add_session()

    def rows(self, kind: Any) -> list[Any]:
        return list(self.work.scalars(select(kind).order_by(kind.id)))

    def any(self, kind: Any) -> Any:
        return self.random.choice(self.rows(kind))

    def key_or_none(self, kind: Any) -> int | None:
        return self.random.choice([None, *(row.id for row in self.rows(kind))])

    def add_session(self) -> None:
        of = {"practice_location_id": self.key_or_none(PracticeLocation)}
        of |= {"coverage_id": self.key_or_none(Coverage)}
        make.care_session(self.work, self.any(Provider), self.any(Client), **of)

    def add_place(self) -> None:
        state = self.random.choice(STATES)
        make.place(self.work, self.any(CareSession), state, ordinal=self.free_ordinal())

    def free_ordinal(self) -> int:
        taken = {place.ordinal for place in self.rows(SessionPlace)}
        return self.random.choice([one for one in range(1, 99) if one not in taken])

    def move_place(self) -> None:
        place: SessionPlace = self.any(SessionPlace)
        match self.random.randrange(3):
            case 0:
                place.session_id = self.any(CareSession).id
            case 1:
                place.ordinal = self.free_ordinal()
            case _:
                place.state_code = self.random.choice(STATES)

    def remove_place(self) -> None:
        self.work.delete(self.any(SessionPlace))

    def move_location(self) -> None:
        self.any(PracticeLocation).state_code = self.random.choice(STATES)

    def move_session(self) -> None:
        self.any(CareSession).practice_location_id = self.key_or_none(PracticeLocation)

    def cover_session(self) -> None:
        self.any(CareSession).coverage_id = self.key_or_none(Coverage)

    def change_plan(self) -> None:
        self.any(Coverage).plan_id = self.any(Plan).id

    def change_payer(self) -> None:
        self.any(Plan).payer_id = self.any(Payer).id

    def change(self) -> None:
        changes: list[Callable[[], None]] = [
            self.add_session,
            self.add_place,
            self.add_place,
            self.move_location,
            self.move_session,
            self.cover_session,
            self.change_plan,
            self.change_payer,
        ]
        changes += [self.move_place, self.remove_place] if self.rows(SessionPlace) else []
        self.random.choice(changes)()
        self.work.flush()

    def kept(self) -> Kept:
        of = CareSession
        rows = self.work.execute(select(of.id, of.state_code, of.is_in_several_states, of.payer_id))
        return {key: tuple(values) for key, *values in rows}

    def defined(self) -> Kept:
        """The same, worked out from the records."""
        places = defaultdict[int, list[str]](list)
        for place in sorted(self.rows(SessionPlace), key=lambda one: one.ordinal):
            places[place.session_id].append(place.state_code)
        states = {one.id: one.state_code for one in self.rows(PracticeLocation)}
        plans = {one.id: one.plan_id for one in self.rows(Coverage)}
        payers = {one.id: one.payer_id for one in self.rows(Plan)}
        found: Kept = {}
        for of in self.rows(CareSession):
            there = [
                *places[of.id],
                *([states[of.practice_location_id]] if of.practice_location_id else []),
            ]
            payer = payers[plans[of.coverage_id]] if of.coverage_id else None
            found[of.id] = (there[0] if there else None, len(set(there)) > 1, payer)
        return found


@pytest.mark.parametrize("seed", range(3))
def test_state_and_payer_of_a_session_follow_every_change(engine: Engine, seed: int) -> None:
    with db.writing(engine) as work:
        records, seen = Records(work, seed), set[Any]()
        for _ in range(60):
            records.change()
            kept = records.kept()
            assert kept == records.defined()
            seen |= set(kept.values())
    assert {is_several for _, is_several, _ in seen} == {True, False}
    assert len({state for state, *_ in seen}) == len(STATES) + 1
    assert len({payer for *_, payer in seen}) > 2
