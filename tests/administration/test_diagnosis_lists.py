"""A release of ICD-10-CM is loaded: in both shapes, beside the old ones, never half (R04, A48)."""

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from core import access, db
from core.administration.diagnosis_file import days_of_name, read_list
from core.administration.diagnosis_lists import LoadDiagnosisList, load_diagnosis_list
from core.db.transaction import Receipt, reading, transaction
from core.errors import InvalidInput, NotPermitted
from core.facts.reference import load_reference
from core.models.audit import AuditEntry
from core.models.policies import DiagnosisRelease
from core.rules.reference import DiagnosisList, list_for
from core.vocabulary.people import Role
from tests.support import make
from tests.support.icd import CODES, code_file, order_file

NEXT = "icd10cm-order-2027.txt"
IN_2026, IN_2027 = date(2026, 9, 30), date(2026, 10, 1)
SPLIT = ("F50.00", ("F50.001", "F50.002"))
"""A code that others continue in the next release."""
NEW = (CODES - {SPLIT[0], "Z63.0"}) | {"F43.82", "G47.00", *SPLIT[1]}
Load = Callable[..., Receipt]


@pytest.fixture
def load(engine: Engine) -> Load:
    def loaded(path: Path, **given: object) -> Receipt:
        who = access.operator("tests")
        with transaction(engine, who, make.NOW) as context:
            return load_diagnosis_list(context, LoadDiagnosisList(path, read_list(path), **given))

    return loaded


def lists(engine: Engine) -> tuple[DiagnosisList, ...]:
    with reading(engine, access.operator("tests"), make.NOW) as context:
        return load_reference(context).diagnoses


def billable(engine: Engine, code: str, day: date) -> bool | None:
    found = list_for(lists(engine), code, day)
    return found.holds(code) if found else None


def releases(engine: Engine) -> list[DiagnosisRelease]:
    with db.looking(engine) as work:
        return list(work.scalars(select(DiagnosisRelease).order_by(col(DiagnosisRelease.id))))


@pytest.mark.parametrize("write", [order_file, code_file])
def test_each_day_is_checked_by_the_release_that_covers_it(engine, load, tmp_path, write):
    load(write(tmp_path / NEXT, NEW))
    assert (billable(engine, "F43.82", IN_2026), billable(engine, "F43.82", IN_2027)) == (
        *(False, True),
    )
    assert (billable(engine, "Z63.0", IN_2026), billable(engine, "Z63.0", IN_2027)) == (True, False)
    assert (billable(engine, "G47.00", IN_2026), billable(engine, "G47.00", IN_2027)) == (
        *(None, True),
    )
    assert billable(engine, "F41.1", date(2027, 9, 30)) is True
    assert billable(engine, "F41.1", date(2027, 10, 1)) is None


@pytest.mark.parametrize("write", [order_file, code_file])
def test_loading_says_and_writes_what_changed(load, tmp_path, write):
    said = load(write(tmp_path / NEXT, NEW)).text
    changes = tmp_path / "icd10cm-order-2027-changes.csv"
    assert said.splitlines() == [
        f"October 2026: {len(NEW):,} billable codes, in force Oct 1, 2026 – Sep 30, 2027.",
        "Compared with April 2026, in the chapters of both lists: "
        "3 added, 1 removed, 1 no longer billable.",
        f"The changes: {changes}",
    ]
    assert changes.read_bytes().startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(changes.read_text("utf-8-sig").splitlines())
    assert head == ["Code", "Change", "Title"]
    assert [(code, change) for code, change, _ in rows] == [
        ("F43.82", "Added"),
        ("F50.00", "No longer billable"),
        ("F50.001", "Added"),
        ("F50.002", "Added"),
        ("Z63.0", "Removed"),
    ]
    assert rows[0][2].endswith("(F43.82)")


def test_a_header_of_the_order_file_is_not_billable(engine, load, tmp_path):
    said = load(order_file(tmp_path / NEXT, CODES - {"F41.1"}, headers=["F41.1", "F43"])).text
    assert "0 added, 0 removed, 1 no longer billable" in said
    assert billable(engine, "F41.1", IN_2027) is False


def test_the_same_list_again_changes_nothing(engine, load, tmp_path):
    path = order_file(tmp_path / NEXT, NEW)
    load(path)
    assert load(path).text == "The list of October 2026 is loaded already."
    assert load(code_file(tmp_path / "icd10cm-codes-2027.txt", NEW)).text.endswith("already.")
    assert len(releases(engine)) == 1


def test_a_corrected_list_of_the_same_days_wins_and_the_first_stays(engine, load, tmp_path):
    path = order_file(tmp_path / NEXT, NEW)
    load(path)
    said = load(order_file(path, NEW | {"F43.83"})).text
    assert "Compared with October 2026, in the chapters of both lists: 1 added" in said
    assert billable(engine, "F43.83", IN_2027) is True
    assert len(releases(engine)) == 2


def test_an_april_update_takes_over_in_april(engine, load, tmp_path):
    load(order_file(tmp_path / NEXT, NEW))
    load(order_file(tmp_path / "icd10cm-order-April-2027.txt", NEW | {"F43.84"}))
    assert billable(engine, "F43.84", date(2027, 3, 31)) is False
    assert billable(engine, "F43.84", date(2027, 4, 1)) is True
    assert releases(engine)[1].release == "April 2027"


def test_an_earlier_release_checks_earlier_days(engine, load, tmp_path):
    said = load(order_file(tmp_path / "icd10cm_order_2025.txt", CODES - {"F41.1"})).text
    assert "no earlier list" in said
    assert billable(engine, "F41.1", date(2025, 9, 30)) is False
    assert billable(engine, "F41.1", date(2025, 10, 1)) is True


def test_loading_is_audited_with_the_days_and_the_counts(engine, load, tmp_path):
    load(order_file(tmp_path / NEXT, NEW))
    with db.looking(engine) as work:
        entry = work.scalars(
            select(AuditEntry).where(col(AuditEntry.entity) == "diagnosis_release")
        ).one()
    after = json.loads(entry.after or "")
    assert (entry.action, entry.actor) == ("diagnosis_list.loaded", "Operator tests")
    assert (after["release"], after["to_on"], after["codes"], after["changes"]) == (
        *("October 2026", "2027-09-30", len(NEW), 5),
    )


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_only_an_admin_loads_a_list(engine, tmp_path, role):
    path = order_file(tmp_path / NEXT, NEW)
    command = LoadDiagnosisList(path, read_list(path))
    with (
        pytest.raises(NotPermitted),
        transaction(engine, access.Actor("Someone", role), make.NOW) as context,
    ):
        load_diagnosis_list(context, command)


# files that are no list, or only a piece of one

NO_LISTS = {
    "empty": b"",
    "blank lines": b"\n\n",
    "CSV": b"code,title\nF41.1,Generalized anxiety disorder\n",
    "a page": b"<!DOCTYPE html><title>ICD-10</title>",
    "an archive": b"PK\x03\x04\x14\x00\x08\x00 icd10cm-order-2027.txt",
    "UTF-16": "F411    Generalized anxiety disorder\n".encode("utf-16"),
    "one long line": b"F411    " + b"x" * 100_000,
    "headers only": b"00001 F41     0 " + b"Other anxiety disorders".ljust(60) + b" Other\n",
    "a broken line": b"F411    Generalized anxiety disorder\nF4\n",
    "both shapes": b"00001 F411    1 " + b"Anxiety".ljust(60) + b" Anxiety\nF418    Anxiety\n",
    "a code twice": b"F411    Generalized anxiety\nF411    Generalized anxiety\n",
    "another flag": b"00001 F411    2 " + b"Anxiety".ljust(60) + b" Anxiety\n",
    "no title": b"F411    \n",
}


@pytest.mark.parametrize("name", NO_LISTS)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(tmp_path, name):
    path = tmp_path / NEXT
    path.write_bytes(NO_LISTS[name])
    with pytest.raises(InvalidInput) as wrong:
        read_list(path)
    (said,) = wrong.value.fields.values()
    assert said.startswith(f"{NEXT} is not an ICD-10-CM list of CMS: ")
    assert said.count(". ") == 0


def test_a_list_that_is_cut_off_is_refused_unless_it_is_meant(engine, load, tmp_path):
    path = order_file(tmp_path / NEXT, {"F43.81", "F43.82"})
    with pytest.raises(InvalidInput, match=r"lacks 3,516 of the 3,517 codes"):
        load(path)
    load(path, is_partial=True)
    assert billable(engine, "F43.82", IN_2027) is True
    assert billable(engine, "F43.0", IN_2027) is False
    assert billable(engine, "F41.1", IN_2027) is None


def test_a_title_with_an_accent_is_read_in_either_encoding(tmp_path):
    for encoding in ("utf-8", "latin-1", "utf-8-sig"):
        path = tmp_path / f"{encoding}.txt"
        path.write_bytes("H8101   Ménière's disease, right ear\n".encode(encoding))
        assert read_list(path)["H81.01"].title == "Ménière's disease, right ear"


def test_a_category_may_begin_with_two_letters(tmp_path):
    path = code_file(tmp_path / NEXT, {"QA0.0101", "C4A.0", "U07.1", "Z3A.01", "M1A.00X0"})
    assert sorted(read_list(path)) == ["C4A.0", "M1A.00X0", "QA0.0101", "U07.1", "Z3A.01"]


NAMES = {
    "icd10cm-order-2027.txt": (date(2026, 10, 1), date(2027, 9, 30)),
    "icd10cm_codes_2026.txt": (date(2025, 10, 1), date(2026, 9, 30)),
    "icd10cm-order-April-2026.txt": (date(2026, 4, 1), date(2026, 9, 30)),
    "icd10cm-order-April-1-2026.txt": (date(2026, 4, 1), date(2026, 9, 30)),
    "APRIL 2027 icd10cm codes.TXT": (date(2027, 4, 1), date(2027, 9, 30)),
    "codes.txt": None,
    "icd10cm-2026-2027.txt": None,
    "20260101.txt": None,
}


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_the_file_gives_the_days(name):
    assert days_of_name(name) == NAMES[name]


def test_days_that_are_given_count_before_those_of_the_name(engine, load, tmp_path):
    load(
        order_file(tmp_path / NEXT, NEW),
        from_on=date(2027, 1, 1),
        to_on=date(2027, 3, 31),
        release=" Early  2027 ",
    )
    (row,) = releases(engine)
    assert (row.release, row.from_on, row.to_on) == (
        *("Early 2027", date(2027, 1, 1), date(2027, 3, 31)),
    )


WRONG = {
    "no day": ("codes.txt", {}, "from"),
    "before ICD-10-CM": (NEXT, {"from_on": date(2015, 9, 30)}, "from"),
    "ends before it begins": (NEXT, {"to_on": date(2026, 9, 30)}, "to"),
    "lasts for years": (NEXT, {"to_on": date(2028, 9, 30)}, "to"),
    "a long name": (NEXT, {"release": "x" * 61}, "release"),
    "a name that cannot be shown": (NEXT, {"release": "a\u202eb"}, "release"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_day_or_a_name_that_cannot_be_is_refused_by_its_field(engine, load, tmp_path, name):
    file, given, field = WRONG[name]
    with pytest.raises(InvalidInput) as wrong:
        load(order_file(tmp_path / file, NEW), **given)
    assert list(wrong.value.fields) == [field]
    assert releases(engine) == []
