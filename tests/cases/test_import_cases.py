"""Cells and lines that went wrong in imports, each taken in from the command line."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from core import clock, db
from core.models.care import CareSession, Claim, SessionPlace
from core.models.coverage import Coverage
from core.models.people import Client
from tests.cases.conftest import Bring, Reasons
from tests.support.extracts import Extracts
from tests.support.field_cases import inputs
from tests.support.table import table

CLIENTS, PROVIDERS, SESSIONS = "clients.csv", "providers.csv", "sessions.csv"
HOMES, PLACES, PRACTICES = "client_locations.csv", "session_places.csv", "practice_locations.csv"
TOMORROW = f"{clock.now() + timedelta(days=1):%Y-%m-%d}"
BORN = [TOMORROW if one == "tomorrow" else one for one in inputs(15)]
MISSING = inputs(20)
NO_VALUE = "stands for a missing value"
COUNTRY = "US for the United States, CA for Canada, MX for Mexico"


def each(file: str, column: str, told: dict[str, str]) -> list[tuple[str, str, str, str]]:
    return [(file, column, cell, reason) for cell, reason in told.items()]


SIGNS = ["U+200B", "U+202B", "line break (U+2028)", "has a tab", "has a line break"]
REFUSED = [
    (
        "signs that nobody sees",
        [
            *each(CLIENTS, "first_name", dict(zip(inputs(5), SIGNS, strict=True))),
            *each(CLIENTS, "last_name", {"\u2066Row": "U+2066", "R\u2029w": "U+2029"}),
            *each(PROVIDERS, "last_name", {"Dí\u200daz": "U+200D", "Dí\taz": "has a tab"}),
            *each(
                HOMES,
                "city",
                {"Al\xadbany": "U+00AD", "Al\x07bany": "U+0007"},
            ),
        ],
    ),
    (
        "birth dates and years",
        [
            *each(CLIENTS, "date_of_birth", dict.fromkeys(BORN, "in the future")),
            *each(CLIENTS, "date_of_birth", {"tomorrow": "not a date", "3/10/46": "local order"}),
            *each(CLIENTS, "date_of_birth", {"1846-03-10": "between 1900 and 2100"}),
            *each(SESSIONS, "scheduled_start", {"2206-03-10T10:00:00": "not a time"}),
            *each(SESSIONS, "booked_at", {"1926-03-01T09:00:00": "far off"}),
            *each("notes.csv", "signed_at", {"2062-03-10T18:00:00Z": "far off"}),
            *each("licenses.csv", "from_on", {"0202-01-01": "between 1900 and 2100"}),
        ],
    ),
    (
        "zones that are no place",
        [
            *each(SESSIONS, "zone", {inputs(16): "Write America/New_York"}),
            *each(SESSIONS, "zone", {"pst": "Write America/Los_Angeles", "Mars": "America/New_"}),
            *each(CLIENTS, "zone", {"Mountain": "Write America/Denver"}),
            *each(PRACTICES, "zone", {"GMT-6": "Write America/Chicago"}),
            *each(PROVIDERS, "calendar_zone", {"HST": "Write Pacific/Honolulu"}),
        ],
    ),
    (
        "zeros that were dropped",
        [
            *(
                one
                for file in (PRACTICES, HOMES, PLACES)
                for one in each(
                    file,
                    "zip",
                    dict(zip(inputs(19)["zip"], ["dropped"] * 2 + ["not a ZIP"], strict=True)),
                )
            ),
            *each(PLACES, "zip", {"7302-1234": "dropped", "73021234": "dropped", "12": "not a"}),
            *each(HOMES, "zip", {"926.0": "dropped", "10007.0": "not a ZIP", "0730": "dropped"}),
            *each("plan_areas.csv", "sub_area", {"73": "dropped", "6": "dropped"}),
            *each("plan_areas.csv", "sub_area", {"07302": "first three", "100-119": "a row for"}),
            *each(SESSIONS, "place_of_service", {inputs(19)["place_of_service"]: "write 02"}),
            *each(SESSIONS, "place_of_service", {"9": "write 09", "2.0": "write 02"}),
        ],
    ),
    (
        "words for no value",
        [
            *each(CLIENTS, "preferred_name", {MISSING["preferred_name"]: NO_VALUE}),
            *each(CLIENTS, "email", {MISSING["email"]: NO_VALUE}),
            *each(CLIENTS, "phone", {MISSING["phone"]: NO_VALUE, "Null": NO_VALUE}),
            *each(CLIENTS, "last_name", {"(null)": NO_VALUE, "nan": NO_VALUE, "?": NO_VALUE}),
            *each(PROVIDERS, "taxonomy", {"#NAME?": NO_VALUE, "Nan": NO_VALUE}),
            *each(HOMES, "line1", {"Not available": NO_VALUE, "--": NO_VALUE, "\\N": NO_VALUE}),
            *each("coverages.csv", "member_id", {"[None]": NO_VALUE, "Missing": NO_VALUE}),
        ],
    ),
    (
        "countries that are none",
        [
            *each(HOMES, "country", dict.fromkeys(["Canada", "usa", "us", "UK", "XX"], COUNTRY)),
            *each(PLACES, "country", dict.fromkeys(["CAN", "U.S.", "--"], COUNTRY)),
        ],
    ),
]


@pytest.mark.parametrize("cells", table(REFUSED))
def test_a_cell_that_cannot_be_right_is_rejected_in_words(
    extracts: Extracts, bring: Bring, cells: list[tuple[str, str, str, str]]
) -> None:
    told: Reasons = {}
    for number, (file, column, cell, reason) in enumerate(cells):
        row = extracts.rows[file][0]
        ref = f"X-{number}"
        extracts.rows[file].append({**row, next(iter(row)): ref, column: cell})
        told[ref, column] = reason
    extracts.write()
    found = bring()
    assert found.exit_code == 1
    assert {place: told[place] for place in found.rejected if place in told} == told
    assert [
        (cell, found.rejected[place])
        for place, (_, _, cell, reason) in zip(told, cells, strict=True)
        if reason not in found.rejected[place] or (len(cell) > 8 and cell in found.rejected[place])
    ] == []


STRAY = [
    ("in a first name", ",", inputs(3), [2], "11 12 13 14 15"),
    ("in a last name", ",", ["C-1,P,R", 'C-2,P,"R', "C-3,P,R", 'C-4,P,R"w'], [3, 5], "1 3"),
    ("between semicolons", ";", ['C-1;"P;R', "C-2;P;R", 'C-3;P;"R"'], [2], "2 3"),
    ("around an ID", ",", ["C-1,P,R", '"C-2,P,R', "C-3,P,R"], [3], "1 3"),
]


@pytest.mark.parametrize(("separator", "lines", "stray", "kept"), table(STRAY))
def test_a_stray_quote_costs_only_its_own_line(
    engine: Engine,
    extracts: Extracts,
    bring: Bring,
    separator: str,
    lines: list[str],
    stray: list[int],
    kept: str,
) -> None:
    head = extracts.text(CLIENTS).split("\r\n", 1)[0].replace(",", separator)
    rest = separator * (head.count(separator) - 2)
    extracts.keep_only(CLIENTS)
    extracts.write_bytes(CLIENTS, "\n".join([head, *(one + rest for one in lines)]).encode())
    found = bring()
    assert found.lines == {(CLIENTS, number) for number in stray}
    total, size = len(lines) + 1, len(kept.split())
    assert f"{total} lines: 1 header, {size} stored, {len(stray)} rejected\n" in found.said
    with db.looking(engine) as look:
        assert set(look.scalars(select(Client.ref))) == {f"C-{one}" for one in kept.split()}


FLAGS = ["is_crisis", "has_crisis_narrative", "has_crisis_resolution"]


@pytest.mark.parametrize("written", [inputs(23), "TRUE", "False", "tRUE"])
def test_a_flag_is_read_in_any_case(
    engine: Engine, extracts: Extracts, bring: Bring, written: str
) -> None:
    for file, refs, columns in (
        (SESSIONS, ["S-1", "S-2"], FLAGS),
        (PROVIDERS, ["P-1"], ["is_accepting_mos"]),
        (PRACTICES, ["W-1"], ["is_active"]),
        ("plans.csv", ["N-1"], ["is_bcbs", "is_bluecard_eligible", "is_telehealth_allowed"]),
    ):
        for ref in refs:
            extracts.set(file, ref, **dict.fromkeys(columns, written))
    assert bring().rejected == {}
    with db.looking(engine) as look:
        one = look.scalars(select(CareSession)).first()
        assert one is not None
        assert [getattr(one, name) for name in FLAGS] == [written.lower() == "true"] * 3


@pytest.mark.parametrize("written", [inputs(24), "2.0"])
def test_a_whole_number_may_end_in_a_point_and_a_zero(
    engine: Engine, extracts: Extracts, bring: Bring, written: str
) -> None:
    extracts.set(SESSIONS, "S-1", units=written)
    extracts.set("coverages.csv", "V-1", rank=written)
    extracts.set("claims.csv", "B-1", seq=written, billed_cents="15000.0")
    extracts.set(PLACES, "T-1", ordinal=written)
    assert bring().rejected == {}
    with db.looking(engine) as look:
        session, claim = look.get_one(CareSession, 1), look.get_one(Claim, 1)
        found = [session.units, claim.seq, look.get_one(Coverage, 1).rank]
        found.append(look.get_one(SessionPlace, 1).ordinal)
        assert (found, claim.billed_cents) == ([int(float(written))] * 4, 15000)


BLANK = inputs(26)
SPREADSHEETS = [
    ("blank columns", ",", "," * inputs(25), ["," * inputs(25)], []),
    ("blank columns of the header alone", ",", ",,,", [""], []),
    ("blank rows", ",", "", [""], [BLANK["row"]] * BLANK["times"]),
    ("blank rows of all widths", ",", "", [""], [",", " , ,", '"",""', "," * 30, ""]),
    ("semicolons, blank all over", ";", ";;", [";;", ""], [";;;;;"] * 3),
    ("tabs, blank all over", "\t", "\t\t", ["", "\t\t"], ["\t\t\t", " "]),
]


@pytest.mark.parametrize(("separator", "header", "ends", "more"), table(SPREADSHEETS))
@pytest.mark.parametrize("file", [CLIENTS, "licenses.csv"])
def test_blank_columns_and_rows_of_a_spreadsheet_are_passed_over(
    extracts: Extracts,
    bring: Bring,
    file: str,
    separator: str,
    header: str,
    ends: list[str],
    more: list[str],
) -> None:
    head, *rows = extracts.text(file).replace(",", separator).splitlines()
    rows = [row + ends[at % len(ends)] for at, row in enumerate(rows)]
    (extracts.folder / file).unlink()
    lines = [head.upper() + header, *rows, *more, ""]
    extracts.write_bytes(file.replace("csv", "CSV"), "\r\n".join(lines).encode("utf-8-sig"))
    found = bring()
    assert (found.exit_code, found.rejected) == (0, {})
    assert (f"{len(more)} blank" in found.said) is bool(more)


def test_a_replacement_without_its_original_is_a_data_issue(
    extracts: Extracts, bring: Bring
) -> None:
    original, void = extracts.rows["claims.csv"][0], {"session_id": "S-2", "frequency": "8"}
    claims = [
        {"claim_id": "B-OTHER", "session_id": "S-2"},
        *inputs(54),
        {**void, "claim_id": "B-20", "replaces_claim_id": "B-1"},
        {**void, "claim_id": "B-21"},
    ]
    for seq, cells in enumerate(claims, start=2):
        extracts.rows["claims.csv"].append({**original, "seq": str(seq), **cells})
    extracts.write()
    found = bring()
    assert found.rejected == {}
    assert {place: words for place, words in found.issues.items() if "claim" in place[0]} == {
        ("claim_without_original", "S-1"): "B-14, a replacement,",
        ("claim_of_another_session", "S-1"): "B-19, a replacement of B-OTHER,",
        ("claim_without_original", "S-2"): "B-21, a void,",
        ("claim_of_another_session", "S-2"): "B-20, a void of B-1,",
    }


UNCALLABLE = {
    "012-555-0177": "this area code",
    "112-555-0177": "this area code",
    "(911) 555-0177": "this area code",
    "212-155-0177": "after the area code",
    "555-0177": "this one has 7",
    "212-555-01777": "this one has 11",
    "call the office": "in digits",
    "2125550177/0178": "in digits",
}


def test_a_number_that_nobody_can_call_is_a_data_issue_until_mended(
    extracts: Extracts, bring: Bring
) -> None:
    row = extracts.rows[CLIENTS][0]
    sound = [*inputs(40), "12125550177", "+44 20 7946 0958", ""]
    for at, phone in enumerate([*UNCALLABLE, *sound]):
        extracts.rows[CLIENTS].append({**row, "client_id": f"X-{at}", "phone": phone})
    extracts.add(CLIENTS, **{**row, "client_id": "C-OLD", "phone": "0", "merged_into_id": "C-1"})
    extracts.set(PROVIDERS, "P-1", phone="112-555-0177")
    found = bring()
    told = {ref: words for (code, ref), words in found.issues.items() if code == "phone_impossible"}
    assert (found.rejected, set(told)) == ({}, {*(f"X-{at}" for at in range(8)), "P-1"})
    for at, (phone, reason) in enumerate(UNCALLABLE.items()):
        assert reason in told[f"X-{at}"]
        assert phone not in told[f"X-{at}"]
        extracts.row(CLIENTS, f"X-{at}")["phone"] = "212-555-0177"
    extracts.set(PROVIDERS, "P-1", phone="212-555-0177 ext. 12")
    assert [code for code, _ in bring().issues if code == "phone_impossible"] == []
