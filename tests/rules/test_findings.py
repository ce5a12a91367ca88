"""The table of contradictions is whole, and what a look does to a stored finding."""

import re
from datetime import UTC, datetime

import pytest

from core.rules.data_issues import DataIssueChange, change_of, stage_of
from core.rules.reasons import reason
from core.vocabulary.data_issues import DataIssueCode, DataIssueStage, DataIssueStatus

AT = datetime(2026, 3, 16, 15, tzinfo=UTC)
OPEN, ACCEPTED, GONE = DataIssueStage
WHOLE = {
    DataIssueCode.MOS_WITHOUT_CASE,
    DataIssueCode.CASE_ID_MISSING,
    DataIssueCode.ZOOM_LINK_MISSING,
    DataIssueCode.REFERRAL_LATE,
    DataIssueCode.CAR_AFTER_CONFIRMING,
    DataIssueCode.NOT_ATTESTED,
    DataIssueCode.CONFIRMED_NO_INSTANT,
    DataIssueCode.CONFIRMED_WITHOUT_LOCATION,
    DataIssueCode.CONFIRMED_WITHOUT_DIAGNOSIS,
    DataIssueCode.PROVIDER_INACTIVE,
}
"""Sentences that are the same for every record."""


@pytest.mark.parametrize("code", DataIssueCode)
def test_a_data_issue_names_rule_article_and_who_does_what(code: DataIssueCode) -> None:
    found = reason(code.value, detail="What is particular.")
    assert re.fullmatch(r"R[0-5]\d", found.rule)
    assert found.article
    assert all(text.endswith(".") for text in (found.text, found.next_step))


@pytest.mark.parametrize("code", DataIssueCode)
def test_the_detail_of_a_record_stands_in_the_sentence(code: DataIssueCode) -> None:
    sentence = reason(code.value, detail="what is particular").text
    assert ("what is particular" in sentence) is (code not in WHOLE)
    assert "{" not in sentence


@pytest.mark.parametrize(
    ("status", "resolved_at", "stage"),
    [
        (DataIssueStatus.OPEN, None, OPEN),
        (DataIssueStatus.RESOLVED, None, ACCEPTED),
        (DataIssueStatus.RESOLVED, AT, GONE),
    ],
)
def test_only_what_is_gone_from_the_record_bears_the_instant_of_it(
    status: DataIssueStatus, resolved_at: datetime | None, stage: DataIssueStage
) -> None:
    assert stage_of(status, resolved_at) == stage


@pytest.mark.parametrize(
    ("stage", "seen", "made"),
    [
        (OPEN, "as before", None),
        (OPEN, "otherwise", DataIssueChange.CHANGED),
        (OPEN, None, DataIssueChange.RESOLVED),
        (ACCEPTED, "as before", None),
        (ACCEPTED, "otherwise", DataIssueChange.REOPENED),
        (ACCEPTED, None, DataIssueChange.RESOLVED),
        (GONE, "as before", DataIssueChange.REOPENED),
        (GONE, "otherwise", DataIssueChange.REOPENED),
        (GONE, None, None),
    ],
)
def test_a_look_moves_a_finding(
    stage: DataIssueStage, seen: str | None, made: DataIssueChange | None
) -> None:
    assert change_of(stage, "as before", seen) == made
