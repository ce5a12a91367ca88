"""A rejected row is reported by file, line, field and reason; all others are imported."""

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from core import db
from core.models.care import CareSession, Claim, SessionDiagnosis
from core.models.coverage import MosCase
from core.models.people import Client, Provider
from core.queries.people.names import find_people
from tests.exchange.conftest import Take, counts, rejects
from tests.support.extracts import NPI, OTHER_NPI, SESSION, Extracts

UNKNOWN = "No record has this ID. Add it to its own extract, then import again."
CLASH = "Another record already has this value."


def test_a_reference_to_no_record_is_named(extracts: Extracts, take: Take) -> None:
    extracts.set("sessions.csv", "S-2", client_id="C-9", coverage_id="V-9")
    extracts.rows["car_reports.csv"] = []
    extracts.write()
    assert rejects(take()) == [
        ("sessions.csv", "3", "client_id", UNKNOWN),
        ("sessions.csv", "3", "coverage_id", UNKNOWN),
    ]


def test_what_hangs_on_a_rejected_record_is_rejected_with_it(
    extracts: Extracts, take: Take
) -> None:
    extracts.set("sessions.csv", "S-2", status="done")
    found = [reject[:3] for reject in rejects(take())]
    assert found == [("sessions.csv", "3", "status"), ("car_reports.csv", "2", "session_id")]


def test_an_id_that_stands_twice_in_a_file_is_taken_once(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    extracts.add("clients.csv", client_id="C-1", first_name="Other", last_name="Person")
    reason = "An earlier line of this file has the same ID."
    assert rejects(take()) == [("clients.csv", "4", "client_id", reason)]
    with db.looking(engine) as session:
        assert session.scalar(select(Client.first_name).where(col(Client.ref) == "C-1")) == "Jonh"


def _second_provider(npi: str) -> dict[str, str]:
    return {
        "provider_id": "P-2",
        "npi": npi,
        "first_name": "Eli",
        "last_name": "Roe",
        "calendar_zone": "America/New_York",
        "first_contact": "call",
        "status": "active",
    }


def test_two_new_providers_with_one_npi_are_not_both_taken(extracts: Extracts, take: Take) -> None:
    extracts.add("providers.csv", **_second_provider(NPI))
    assert rejects(take()) == [("providers.csv", "3", "npi", CLASH)]


def test_a_provider_with_the_npi_of_a_stored_one_is_not_taken(
    extracts: Extracts, take: Take
) -> None:
    take()
    extracts.add("providers.csv", **_second_provider(NPI))
    assert rejects(take()) == [("providers.csv", "3", "npi", CLASH)]


def test_an_npi_that_one_record_gives_up_another_may_take_in_the_same_file(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    take()
    extracts.rows["providers.csv"].insert(0, _second_provider(NPI))
    extracts.set("providers.csv", "P-1", npi=OTHER_NPI)
    assert take().is_whole
    with db.looking(engine) as session:
        found = dict(session.execute(select(col(Provider.ref), col(Provider.npi))).all())
    assert found == {"P-1": OTHER_NPI, "P-2": NPI}


def test_an_ecms_case_number_belongs_to_one_record_only(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    case = extracts.row("mos_cases.csv", "M-1")
    extracts.add("mos_cases.csv", **{**case, "mos_case_id": "M-2"})
    extracts.add("mos_cases.csv", **{**case, "mos_case_id": "M-3", "ecms_case_id": ""})
    extracts.add("mos_cases.csv", **{**case, "mos_case_id": "M-4", "ecms_case_id": ""})
    assert rejects(take()) == [("mos_cases.csv", "3", "ecms_case_id", CLASH)]
    with db.looking(engine) as session:
        assert set(session.scalars(select(MosCase.ref))) == {"M-1", "M-3", "M-4"}


def test_a_second_first_claim_of_a_session_is_named_by_all_that_clashes(
    extracts: Extracts, take: Take
) -> None:
    claim = extracts.row("claims.csv", "B-1")
    extracts.add("claims.csv", **{**claim, "claim_id": "B-2"})
    [(file, line, field, _)] = rejects(take())
    assert (file, line, field) == ("claims.csv", "3", "session_id, seq")


CIRCLE = "These records are merged in a circle: {}. Correct one of them."


def test_a_row_that_closes_a_circle_with_stored_records_is_rejected(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    extracts.add("clients.csv", client_id="C-3", first_name="Ana", last_name="Berg")
    extracts.set("clients.csv", "C-1", merged_into_id="C-2")
    extracts.set("clients.csv", "C-2", merged_into_id="C-3")
    take()
    extracts.rows["clients.csv"] = extracts.rows["clients.csv"][2:]
    extracts.set("clients.csv", "C-3", merged_into_id="C-1")
    assert rejects(take()) == [
        ("clients.csv", "2", "merged_into_id", CIRCLE.format("C-3 → C-1 → C-2 → C-3"))
    ]
    with db.looking(engine) as session:
        assert session.scalar(select(Client.merged_into_id).where(col(Client.ref) == "C-3")) is None


def test_the_direction_of_a_merger_can_be_turned_round(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    extracts.set("clients.csv", "C-1", merged_into_id="C-2")
    take()
    extracts.set("clients.csv", "C-1", merged_into_id="")
    extracts.set("clients.csv", "C-2", merged_into_id="C-1")
    assert rejects(take()) == []
    with db.looking(engine) as session:
        ids = dict(session.execute(select(col(Client.ref), col(Client.id))).all())
        into = session.scalar(select(Client.merged_into_id).where(col(Client.ref) == "C-2"))
    assert into == ids["C-1"]


def test_a_client_may_be_merged_into_one_that_comes_later(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    extracts.set("clients.csv", "C-1", merged_into_id="C-2")
    extracts.set("clients.csv", "C-2", merged_into_id="C-3")
    extracts.add("clients.csv", client_id="C-3", first_name="Ana", last_name="Berg")
    summary = take()
    assert counts(summary, "clients.csv") == (3, 3, 0, 0, 0)
    with db.looking(engine) as session:
        ids = dict(session.execute(select(col(Client.ref), col(Client.id))).all())
        into = session.scalar(select(Client.merged_into_id).where(col(Client.ref) == "C-1"))
    assert into == ids["C-2"]


def test_records_merged_into_each_other_or_into_nobody_are_named(
    extracts: Extracts, take: Take
) -> None:
    extracts.rows = {"clients.csv": extracts.rows["clients.csv"]}
    for kind in list(extracts.folder.iterdir()):
        kind.unlink()
    extracts.set("clients.csv", "C-1", merged_into_id="C-2")
    extracts.set("clients.csv", "C-2", merged_into_id="C-1")
    extracts.add(
        "clients.csv", client_id="C-3", first_name="A", last_name="B", merged_into_id="C-8"
    )
    extracts.add("clients.csv", client_id="C-4", first_name="A", last_name="B")
    summary = take()
    assert sorted(rejects(summary)) == [
        ("clients.csv", "2", "merged_into_id", CIRCLE.format("C-1 → C-2 → C-1")),
        ("clients.csv", "3", "merged_into_id", CIRCLE.format("C-2 → C-1 → C-2")),
        ("clients.csv", "4", "merged_into_id", UNKNOWN),
    ]
    assert counts(summary, "clients.csv") == (4, 1, 0, 0, 3)


def test_a_claim_may_replace_one_of_its_own_file(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    claim = extracts.row("claims.csv", "B-1")
    extracts.add(
        "claims.csv",
        **{**claim, "claim_id": "B-2", "seq": "2", "frequency": "7", "replaces_claim_id": "B-1"},
    )
    assert take().is_whole
    with db.looking(engine) as session:
        first, second = session.scalars(select(Claim).order_by(col(Claim.seq)))
        assert second.replaces_claim_id == first.id


def test_a_row_the_database_refuses_does_not_lose_its_chunk(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    old = {
        **SESSION,
        "scheduled_start": "2000-03-10T10:00:00",
        "scheduled_end": "2000-03-10T10:45:00",
    }
    extracts.rows["sessions.csv"] += [
        {"session_id": f"S-{number}", **(old if number == 17 else SESSION)}
        for number in range(3, 40)
    ]
    extracts.write()
    summary = take()
    [(file, line, _, reason)] = rejects(summary)
    assert (file, line) == ("sessions.csv", "18")
    assert "No policy value" in reason
    assert counts(summary, "sessions.csv") == (39, 38, 0, 0, 1)
    with db.looking(engine) as session:
        assert session.scalar(select(CareSession).where(col(CareSession.ref) == "S-17")) is None


def test_diagnoses_are_replaced_as_a_whole_in_their_order(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    take()
    extracts.set("sessions.csv", "S-1", diagnoses="F32.A;F41.1;Z63.0")
    assert counts(take(), "sessions.csv") == (2, 0, 1, 1, 0)
    with db.looking(engine) as session:
        codes = session.scalars(
            select(col(SessionDiagnosis.code))
            .join(CareSession, col(CareSession.id) == col(SessionDiagnosis.session_id))
            .where(col(CareSession.ref) == "S-1")
            .order_by(col(SessionDiagnosis.ordinal))
        ).all()
    assert codes == ["F32.A", "F41.1", "Z63.0"]


@pytest.mark.parametrize("name", ["Muñoz", "MUÑOZ", "Munoz"])
def test_names_are_found_without_case_and_accents(
    engine: Engine, extracts: Extracts, take: Take, name: str
) -> None:
    extracts.set("clients.csv", "C-1", last_name=name, email="  John@Mail.Example ")
    take()
    with db.looking(engine) as session:
        row = session.scalars(select(Client).where(col(Client.ref) == "C-1")).one()
        assert find_people(session, Client, "jonh munoz", 2) == [row.id]
    assert row.email_key == "john@mail.example"
