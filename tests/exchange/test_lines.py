"""No line of an extract disappears: it is stored, rejected by name, blank, or the header."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlmodel import col

from core import db
from core.exchange.extract_lines import MOST_LINES, Record, RecordReader
from core.exchange.importer import ImportSummary
from core.models.care import CareSession
from core.models.people import Client
from core.rules.import_counts import LineCount, line_account
from tests.exchange.conftest import Take, rejects
from tests.support.extracts import Extracts

FILE = "clients.csv"


def write(extracts: Extracts, *lines: str) -> None:
    """Write clients.csv with lines of its first three columns; a line after "!" stays as it is."""
    columns = extracts.text(FILE).split("\r\n", 1)[0]
    rest = "," * (columns.count(",") - 2)
    rows = [line if line.startswith("!") else line + rest for line in lines]
    extracts.write_bytes(
        FILE, "\n".join([columns, *(row.lstrip("!") for row in rows), ""]).encode()
    )


def stored(engine: Engine) -> dict[str, str]:
    with db.looking(engine) as session:
        return dict(session.execute(select(col(Client.ref), col(Client.first_name))).all())


def adds_up(summary: ImportSummary, file: str, lines: int) -> bool:
    """Whether each of the file's lines is accounted for, once."""
    one = next(one for one in summary.files if one.file == file)
    told = one.header + one.stored + one.rejected + one.blank + one.continued
    return one.lines == lines == told


def test_stray_quotes_that_pair_up_well_swallow_nothing(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    write(extracts, 'C-1,"Bob,Row', "C-2,Pat,Row", 'C-3,Al",Row', "C-4,Pat,Row")
    summary = take()
    found = [reject[:2] for reject in rejects(summary) if reject[0] == FILE]
    assert found == [(FILE, "2"), (FILE, "4")]
    assert set(stored(engine)) == {"C-2", "C-4"}
    assert adds_up(summary, FILE, 5)


def test_an_odd_number_of_quotes_over_two_lines_loses_neither(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    write(extracts, '!C-1,"""', '!",Row', "C-2,Pat,Row")
    summary = take()
    found = [reject[1] for reject in rejects(summary) if reject[0] == FILE]
    assert found == ["2", "3"]
    assert set(stored(engine)) == {"C-2"}
    assert adds_up(summary, FILE, 4)


def test_a_quote_without_end_costs_its_row_only(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    good = [f"C-{number},Pat,Row" for number in range(10, 10 + 3 * MOST_LINES)]
    write(extracts, 'C-1,"Bob,Row', *good)
    summary = take()
    [reject] = [reject for reject in rejects(summary) if reject[0] == FILE]
    assert reject[:2] == (FILE, "2")
    assert len(stored(engine)) == len(good)
    assert adds_up(summary, FILE, len(good) + 2)


def test_a_line_break_in_a_name_is_named_with_each_of_its_lines(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    write(extracts, '!C-1,"New', '!Line",Row,,,,,,,,,', "C-2,Pat,Row")
    summary = take()
    first, second = (reject for reject in rejects(summary) if reject[0] == FILE)
    assert first[:3] == (FILE, "2", "first_name")
    assert "reaches from line 2 to line 3" in first[3]
    assert second[:3] == (FILE, "3", "")
    assert set(stored(engine)) == {"C-2"}
    assert adds_up(summary, FILE, 4)


def test_free_text_may_have_line_breaks(engine: Engine, extracts: Extracts, take: Take) -> None:
    extracts.set("sessions.csv", "S-1", cancel_reason="Ill.\nCalled, 9 AM.\tSorry")
    extracts.set("sessions.csv", "S-2", status="done")
    summary = take()
    assert rejects(summary)[0][:3] == ("sessions.csv", "4", "status")
    assert adds_up(summary, "sessions.csv", 4)
    with db.looking(engine) as session:
        reason = session.scalar(select(CareSession.cancel_reason).where(CareSession.ref == "S-1"))
    assert reason == "Ill.\nCalled, 9 AM.\tSorry"


def test_stray_quotes_in_free_text_swallow_no_rows(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    extracts.rows["sessions.csv"] = [
        {**extracts.row("sessions.csv", "S-1"), "session_id": f"S-{number}", "cancel_reason": "ill"}
        for number in range(1, 7)
    ]
    extracts.write()
    lines = extracts.text("sessions.csv").split("\r\n")
    lines[2], lines[5] = lines[2].replace(",ill,", ',"ill,'), lines[5].replace(",ill,", ',ill",')
    extracts.write_bytes("sessions.csv", "\r\n".join(lines).encode())
    summary = take()
    found = [reject[1] for reject in rejects(summary) if reject[0] == "sessions.csv"]
    assert found == ["3", "6"]
    with db.looking(engine) as session:
        assert set(session.scalars(select(CareSession.ref))) == {"S-1", "S-3", "S-4", "S-6"}
    assert adds_up(summary, "sessions.csv", 7)


@pytest.mark.parametrize("column", ["client_id", "email", "phone", "date_of_birth", "zone"])
def test_every_column_of_one_line_is_checked_for_signs(
    extracts: Extracts, take: Take, column: str
) -> None:
    extracts.set(FILE, "C-2", **{column: "1\u200b2"})
    [reject] = [reject for reject in rejects(take()) if reject[0] == FILE]
    assert (reject[:3], "U+200B" in reject[3]) == ((FILE, "3", column), True)


@pytest.mark.parametrize("name", ["Zoë", "O’Fielding", "María\u00a0José", "李", "Al-\u2011Amin"])
def test_letters_of_every_language_are_taken(
    engine: Engine, extracts: Extracts, take: Take, name: str
) -> None:
    write(extracts, f"C-1,{name},Row")
    take()
    assert stored(engine) == {"C-1": name}


@pytest.mark.parametrize(
    ("bad", "told"),
    [(b"\0", "a NUL byte"), (b"\xff", "not UTF-8"), ("ñ".encode("latin-1"), "not UTF-8")],
)
def test_one_bad_byte_is_one_bad_row(
    engine: Engine, extracts: Extracts, take: Take, bad: bytes, told: str
) -> None:
    extracts.rows[FILE] = [
        {"client_id": f"C-{number}", "first_name": "Ana", "last_name": "Berg"}
        for number in range(1, 1243)
    ]
    extracts.write()
    text = extracts.text(FILE).encode().replace(b"\r\nC-700,Ana", b"\r\nC-700,A" + bad + b"a")
    extracts.write_bytes(FILE, text)
    summary = take()
    [reject] = [reject for reject in rejects(summary) if reject[0] == FILE]
    assert (reject[:3], told in reject[3]) == ((FILE, "701", "first_name"), True)
    assert len(stored(engine)) == 1241
    assert adds_up(summary, FILE, 1243)


def test_blank_lines_and_rows_of_empty_cells_are_counted(extracts: Extracts, take: Take) -> None:
    extracts.write_bytes(FILE, extracts.text(FILE).encode() + b"\r\n,,,,,,,,,,,\r\n  \r\n")
    summary = take()
    assert rejects(summary) == []
    assert adds_up(summary, FILE, 6)


SIGNS = st.text(st.sampled_from('ab,"\n\r '), max_size=60)


@given(text=SIGNS)
def test_every_line_of_any_text_is_a_row_rejected_or_blank(text: str) -> None:
    lines = list(io.StringIO(text, newline=""))
    count = LineCount()
    found = list(RecordReader(iter(lines), count, ["x", "y"], {"y"}, "x"))
    rows = sum(isinstance(one, Record) for one in found)
    named = [fault.line for one in found if not isinstance(one, Record) for fault in one]
    assert len(named) == len(set(named))
    assert count.lines == len(lines) == rows + len(named) + count.blank + count.continued


CELL = st.text(st.sampled_from('ab,"\n '), max_size=12)


@given(rows=st.lists(st.tuples(st.just("k"), st.sampled_from("abc"), CELL.map("t".__add__))))
def test_whatever_csv_writes_is_read_back_or_named(rows: list[tuple[str, str, str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    lines = io.StringIO(out.getvalue(), newline="")
    found = RecordReader(lines, LineCount(), ["x", "y", "z"], {"z"}, "x")
    read = [tuple(one.cells) for one in found if isinstance(one, Record)]
    looks_like_rows = any(line.count(",") > 1 for row in rows for line in row[2].split("\n"))
    assert looks_like_rows or read == rows


def test_no_more_lines_are_held_than_a_record_may_have() -> None:
    reader = RecordReader(
        iter(['a,"b\n'] + ["a,b\n"] * 10_000), LineCount(), ["x", "y"], set(), "x"
    )
    held = [len(reader._ahead) for _ in reader]
    assert (max(held) < MOST_LINES, len(held)) == (True, 10_001)


def test_an_import_says_what_became_of_its_lines(extracts: Extracts, take: Take) -> None:
    extracts.write_bytes(FILE, extracts.text(FILE).encode() + b"C-3\r\n\r\n")
    summary = take()
    assert line_account(one for one in summary.files if one.file == FILE) == (
        "5 lines: 1 header, 2 stored, 1 rejected, 1 blank"
    )
