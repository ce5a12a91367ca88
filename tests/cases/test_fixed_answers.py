"""Right answers that were fixed before the rules which they judge: their shape, not the rules."""

import json
from collections import Counter
from datetime import date

from core.settings import ROOT
from core.vocabulary.people import Sex

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
