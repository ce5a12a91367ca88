"""Names of made-up people: many different last names, some of them common."""

from collections.abc import Sequence
from typing import Any

import numpy as np


def listed(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


FIRST = listed(
    "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara "
    "Richard Susan Joseph Jessica Thomas Sarah Charles Karen Chris Lisa Daniel Nancy Matthew "
    "Betty Anthony Sandra Mark Margaret Donald Ashley Steven Kimberly Andrew Emily Paul Donna "
    "Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa Timothy Deborah Ronald Stephanie "
    "Jason Rebecca George Laura Edward Helen Jeffrey Sharon Ryan Cynthia Jacob Kathleen Nicholas "
    "Aaliyah Priya Wei Fatima Jose Siobhan Zoe Renee Noor Mateo Ines Bjorn"
)
HEAD = listed(
    "Smi Joh Wil Bro Jon Gar Mil Dav Rod Mart Her Lop Gon Wils And Tho Tay Moo Jac Lee Per "
    "Whi Har San Cla Ram Lew Rob Wal You All Kin Wri Sco Tor Ngu Hil Flo Gre Ada Nel Bak Hal Riv "
    "Cam Mit Car Ro Gom Phil Eva Tur Dia Par Cru Edw Col Rey Ste Mor Mur Coo"
)
MIDDLE = listed("a e i o u an en in on ar er or al el il ol ac ec ic es is os")
TAIL = listed(
    "th son ms wn nes cia ler vis ez tin dez pez zalez der mas lor re ks kson rez te ris chez rk "
    "ley ker"
)


def people(rng: Any, number: int) -> tuple[Any, Any]:
    """First and last names; one last name in twenty is double."""
    last = pick(rng, HEAD, number, 0.3) + pick(rng, MIDDLE, number, 0.2)
    last += pick(rng, TAIL, number, 0.3)
    is_double = rng.random(number) < 0.05
    last[is_double] += "-" + pick(rng, HEAD, int(is_double.sum()), 0.3) + "son"
    return pick(rng, FIRST, number, 0.4), last


def pick(rng: Any, words: Sequence[str], number: int, skew: float) -> Any:
    """Words by chance, the first ones more often."""
    weight = 1 / np.arange(1, len(words) + 1) ** skew
    return np.asarray(words, dtype=object)[rng.choice(len(words), number, p=weight / weight.sum())]
