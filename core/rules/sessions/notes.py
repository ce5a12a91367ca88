"""The progress of a session note (R08-R11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.vocabulary.care import NoteMode, SignatureSource

TEMPLATES = frozenset({NoteMode.TEMPLATE_MANUAL, NoteMode.TEMPLATE_AI})


class NoteProgress(StrEnum):
    """What is known of a note; *unknown* is an upload whose signing time nobody attested."""

    NONE = "no note"
    DRAFT = "draft"
    SIGNED = "signed"
    UNKNOWN = "signing time unknown"


@dataclass(frozen=True)
class NoteFact:
    """One note: how it was written and when it was signed, and who says so."""

    mode: NoteMode
    drafted_at: datetime | None = None
    signed_at: datetime | None = None
    late_reason: str | None = None
    is_discarded: bool = False
    signature_source: SignatureSource | None = None

    @property
    def is_signed(self) -> bool:
        """Whether it is known when it was signed: of an upload only if that was attested (R10)."""
        is_known = self.mode != NoteMode.UPLOAD or self.signature_source == SignatureSource.ATTESTED
        return self.signed_at is not None and is_known


@dataclass(frozen=True)
class NoteState:
    """The note that decides for a session. `note` is None where there is none."""

    progress: NoteProgress
    note: NoteFact | None = None

    @property
    def signed_at(self) -> datetime | None:
        """The first complete signature."""
        return self.note.signed_at if self.note and self.note.is_signed else None

    @property
    def is_clawback_protected(self) -> bool:
        """Whether the note is a signed template, which protects the pay in an audit (R09)."""
        is_signed = self.progress == NoteProgress.SIGNED
        return is_signed and self.note is not None and self.note.mode in TEMPLATES


def state_of(notes: Iterable[NoteFact]) -> NoteState:
    """The earliest signature among the notes not discarded decides (R10).

    Without one, an upload leaves the signing time unknown; a template is a draft.
    """
    active = [note for note in notes if not note.is_discarded and note.mode != NoteMode.NONE]
    signed = [
        (note.signed_at, place)
        for place, note in enumerate(active)
        if note.signed_at and note.is_signed
    ]
    if signed:
        return NoteState(NoteProgress.SIGNED, active[min(signed)[1]])
    for note in active:
        if note.mode == NoteMode.UPLOAD:
            return NoteState(NoteProgress.UNKNOWN, note)
    return NoteState(NoteProgress.DRAFT, active[0]) if active else NoteState(NoteProgress.NONE)
