"""Which note of a session decides."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.rules.sessions.notes import NoteFact, NoteProgress, NoteState, state_of
from core.vocabulary.care import NoteMode, SignatureSource

EARLY = datetime(2026, 3, 16, 15, tzinfo=UTC)
LATE = EARLY + timedelta(hours=1)
DRAFT = NoteFact(NoteMode.TEMPLATE_MANUAL, drafted_at=EARLY)
UPLOAD = NoteFact(NoteMode.UPLOAD)
FIRST = NoteFact(NoteMode.TEMPLATE_AI, signed_at=EARLY)
SECOND = NoteFact(NoteMode.TEMPLATE_MANUAL, signed_at=LATE)
GONE = NoteFact(NoteMode.TEMPLATE_AI, signed_at=EARLY, is_discarded=True)
NOTHING = NoteFact(NoteMode.NONE, signed_at=EARLY)
UNATTESTED = NoteFact(NoteMode.UPLOAD, signed_at=EARLY)
OF_THE_SYSTEM = replace(UNATTESTED, signature_source=SignatureSource.SYSTEM)
ATTESTED = replace(UNATTESTED, signature_source=SignatureSource.ATTESTED)
STATES = {
    "an upload signed by nobody known": ([UNATTESTED], NoteProgress.UNKNOWN, UNATTESTED),
    "an upload that nobody attested": ([OF_THE_SYSTEM], NoteProgress.UNKNOWN, OF_THE_SYSTEM),
    "an attested upload": ([UNATTESTED, ATTESTED], NoteProgress.SIGNED, ATTESTED),
    "no note": ([], NoteProgress.NONE, None),
    "a draft": ([DRAFT], NoteProgress.DRAFT, DRAFT),
    "a draft of two": ([DRAFT, NoteFact(NoteMode.TEMPLATE_AI)], NoteProgress.DRAFT, DRAFT),
    "an upload beside a draft": ([DRAFT, UPLOAD], NoteProgress.UNKNOWN, UPLOAD),
    "the earliest signature": ([DRAFT, UPLOAD, SECOND, FIRST], NoteProgress.SIGNED, FIRST),
    "a discarded one beside a later one": ([GONE, SECOND], NoteProgress.SIGNED, SECOND),
    "a discarded one alone": ([GONE], NoteProgress.NONE, None),
    "the mark that there is none": ([NOTHING, DRAFT], NoteProgress.DRAFT, DRAFT),
}


@pytest.mark.parametrize(("notes", "progress", "decides"), STATES.values(), ids=STATES)
def test_the_first_signature_decides_then_an_upload_then_a_draft(
    notes: list[NoteFact], progress: NoteProgress, decides: NoteFact | None
) -> None:
    assert state_of(notes) == NoteState(progress, decides)


def test_a_session_is_signed_for_when_its_deciding_note_is() -> None:
    assert state_of([SECOND, FIRST]).signed_at == EARLY
    assert state_of([DRAFT]).signed_at is None
    assert state_of([UNATTESTED]).signed_at is None
    assert state_of([]).signed_at is None


@pytest.mark.parametrize(
    ("note", "is_protected"), [(FIRST, True), (SECOND, True), (UPLOAD, False), (DRAFT, False)]
)
def test_only_a_signed_template_stands_behind_a_session(note: NoteFact, is_protected: bool) -> None:
    assert state_of([note]).is_clawback_protected is is_protected


def test_without_a_note_nothing_stands_behind_a_session() -> None:
    assert state_of([]).is_clawback_protected is False
