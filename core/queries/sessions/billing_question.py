"""What can be asked of the billing check, and what is wrong with a question."""

from dataclasses import dataclass
from datetime import date

from core.facts.reference import packaged_reference
from core.rules.eligibility.place_facts import PlaceFact
from core.vocabulary.states import MILITARY_NAMES, OUTSIDE, STATE_NAMES, StateCode

MILITARY = (
    "{code} is a military address ({place}). Insurance cannot be billed there, and a lead must "
    "ask Military OneSource about its clients. Clear the ZIP code and choose Outside the US to see "
    "why."
)


@dataclass(frozen=True)
class BillingQuestion:
    """Whom, by reference or NPI; for which client or which plan, by reference; on which date of
    service. `state` narrows the answer to one of the 56, or OUTSIDE; `zip` to a place in it, and
    alone to its state. The two must agree."""

    provider: str
    on: date
    client: str = ""
    plan: str = ""
    state: str = ""
    zip: str = ""

    @property
    def zip_states(self) -> frozenset[str]:
        """The states of the ZIP code; none for a broken one and for digits that are not in use."""
        return packaged_reference().zip_states.get(self._zip3, frozenset())

    @property
    def _zip3(self) -> str:
        return PlaceFact(OUTSIDE, zip=self.zip).zip3 or ""

    def problems(self) -> dict[str, str]:
        """What is wrong with it by field: neither client nor plan, an unknown state or ZIP code, or
        two that do not agree; nothing wrong: empty."""
        found = {}
        if not self.provider.strip():
            found["provider"] = "Enter a provider's reference or NPI."
        if not self.client and not self.plan:
            found["plan"] = "Enter a plan, or a client to check all of their plans."
        if self.state and self.state not in {*StateCode.__members__, OUTSIDE}:
            found["state"] = (
                f"{self.state} is not one of the 56 states and territories. Sessions outside them "
                f"cannot be billed; enter {OUTSIDE} to see why."
            )
        elif self.zip:
            found |= self._zip_problem()
        return found

    def _zip_problem(self) -> dict[str, str]:
        """What is wrong with the ZIP code, or with the state beside it: a few ZIP codes share their
        first three digits across a border."""
        code, states = self.zip.strip(), sorted(self.zip_states)
        names = " or ".join(STATE_NAMES[state] for state in states)
        if not PlaceFact(OUTSIDE, zip=code).has_zip:
            return {"zip": "Enter a US ZIP code of 5 digits."}
        for place in packaged_reference().zip_military.get(self._zip3, ()):
            return {"zip": MILITARY.format(code=code, place=f"{place}, {MILITARY_NAMES[place]}")}
        if not states:
            unused = f"No state or territory has ZIP codes that begin with {code[:3]}. Check it."
            return {"zip": unused}
        if self.state and self.state not in states:
            said = STATE_NAMES.get(self.state)
            other = f"in {said}" if said else "outside the US"
            wrong = f"ZIP code {code} is in {names}, not {other}."
            return {"state": f"{wrong} Correct the state or the ZIP code."}
        if not self.state and len(states) > 1:
            return {"state": f"{code} could be in {names}. Choose the state."}
        return {}
