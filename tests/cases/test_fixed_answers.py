"""Right answers that were fixed before the rules which they judge: their shape, not the rules."""

import json
from collections import Counter
from datetime import date, datetime
from typing import Any

from core.rules.requests.npi import npi_problem
from core.settings import ROOT
from core.vocabulary.people import Sex
from core.vocabulary.requests import RequestKind

FIELDS = {
    "first_name",
    "last_name",
    "preferred_name",
    "suffix",
    "date_of_birth",
    "sex",
    "email",
    "phone",
    "state",
}


def test_pairs_of_records_have_every_kind_and_one_answer_each() -> None:
    told = json.loads((ROOT / "tests/cases/identity_pairs.json").read_text("utf-8"))
    pairs = told["pairs"]
    assert [pair["id"] for pair in pairs] == list(range(1, 121))
    assert {pair["reason"] for pair in pairs} == set(told["principles"])
    judged = {(pair["reason"], pair["judgment"]) for pair in pairs}
    assert len(judged) == len(told["principles"])
    assert Counter(pair["judgment"] for pair in pairs) == {"same": 63, "another person": 57}
    assert {pair["judgment"] for pair in pairs if "trap" in pair} == {"another person"}
    assert {pair["judgment"] for pair in pairs if "false_alarm" in pair} == {"same"}


def test_each_pair_changes_what_the_record_holds() -> None:
    told = json.loads((ROOT / "tests/cases/identity_pairs.json").read_text("utf-8"))
    for pair in told["pairs"]:
        record, changes = pair["record"], pair["changes"]
        assert set(record) == FIELDS, pair["id"]
        assert changes, pair["id"]
        assert all(record[field] != value for field, value in changes.items()), pair["id"]
        for side in (record, record | changes):
            assert date.fromisoformat(side["date_of_birth"]) < date(2026, 1, 1)
            assert side["sex"] in list(Sex)
            assert side["email"].endswith("@example.com")


def messages() -> list[dict[str, Any]]:
    told = json.loads((ROOT / "tests/cases/messages.json").read_text("utf-8"))
    return list(told["messages"])


def test_pasted_messages_cover_every_kind_and_danger() -> None:
    assert [message["id"] for message in messages()] == list(range(1, 61))
    kinds = Counter(message["expected"]["kind"] for message in messages())
    assert set(kinds) >= {*list(RequestKind)[:6], "new_location", "temporary_practice", None}
    assert min(kinds.values()) >= 2
    assert sum(message["expected"]["distress"] for message in messages()) == 4


def test_each_proposal_names_words_of_its_message() -> None:
    for message in messages():
        assert datetime.fromisoformat(message["received"]).tzinfo, message["id"]
        proposed = message["expected"]["proposals"]
        assert all(one["read"] in message["text"] for one in proposed), message["id"]
        values = [{key: one[key] for key in one if key != "read"} for one in proposed]
        assert not [one for one in message["not"] if one in values], message["id"]


def test_proposed_npis_are_sound_and_three_messages_hold_a_wrong_one() -> None:
    def npis(rows: list[dict[str, str]]) -> list[str]:
        return [row["value"] for row in rows if row["field"] == "npi" and len(row["value"]) == 10]

    proposed = [npi for one in messages() for npi in npis(one["expected"]["proposals"])]
    misleading = [npi for one in messages() for npi in npis(one["not"])]
    assert [npi for npi in proposed if npi_problem(npi)] == []
    assert len([npi for npi in misleading if npi_problem(npi)]) == 3
