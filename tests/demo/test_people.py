import re
from collections import Counter
from collections.abc import Iterator

from core.demo.catalog import catalog, demo_list
from core.rules.requests.npi import npi_problem
from core.vocabulary.people import LicenseStatus, LocationKind, Role, Sex
from tests.demo.conftest import Demo


def texts(demo: Demo) -> Iterator[str]:
    for rows in demo.tables.values():
        for row in rows:
            yield from (value for _, value in row if isinstance(value, str))


def test_no_address_could_reach_anyone(demo: Demo) -> None:
    found = {part for text in texts(demo) for part in re.findall(r"(?:@|://)([^/\s]+)", text)}
    assert found
    meetings = {one.zoomgov_url.rpartition("/")[2] for one in demo["mos_cases"] if one.zoomgov_url}
    assert all(domain.endswith(".example") or domain == "zoomgov.com" for domain in found)
    assert all(number.startswith("demo-") for number in meetings)


def test_every_phone_number_is_of_the_block_kept_for_fiction(demo: Demo) -> None:
    phones = [re.sub(r"\D", "", row.phone) for row in demo["clients"] if row.phone]
    assert all(re.fullmatch(r"\d{3}55501\d\d", phone) for phone in phones)


def test_every_npi_is_sound_and_of_a_range_not_handed_out(demo: Demo) -> None:
    npis = [row.npi for row in demo["providers"]]
    assert [npi_problem(npi) for npi in npis] == [None] * 60
    assert {npi[0] for npi in npis} == {"2"}


def test_providers_practice_in_a_dozen_states_and_zones_without_clock_changes(demo: Demo) -> None:
    zones = demo.words("providers", "calendar_zone")
    assert len(demo.words("practice_locations", "state_code")) >= 12
    assert {"America/Phoenix", "Pacific/Honolulu", "Pacific/Guam"} <= zones


def test_some_records_are_easily_taken_for_another(demo: Demo) -> None:
    clients = demo["clients"]
    names = Counter((row.first_name, row.last_name) for row in clients)
    twins = Counter((row.last_name, row.date_of_birth) for row in clients)
    emails = Counter(row.email for row in clients if row.email)
    assert names[("Wei", "Li")] == 2
    assert twins.most_common(1)[0][1] == 2
    assert emails["mercado.family@mail.example"] == 2


def test_some_clients_have_no_phone_and_some_no_email(demo: Demo) -> None:
    missing = [
        sum(getattr(row, name) is None for row in demo["clients"]) for name in ("phone", "email")
    ]
    assert all(20 < count < 100 for count in missing)


def test_a_merged_record_points_at_the_one_that_is_kept(demo: Demo) -> None:
    kept = {row.ref: row for row in demo["clients"]}
    merged = [row for row in demo["clients"] if row.merged_into_id]
    assert [kept[row.merged_into_id].last_name for row in merged] == ["Núñez"]


def test_every_character_of_the_book_is_there(demo: Demo) -> None:
    names = {(row.first_name, row.last_name) for row in demo["clients"]}
    assert {(one.first_name, one.last_name) for one in catalog().characters} <= names


def test_licenses_mostly_hold_and_sometimes_do_not(demo: Demo) -> None:
    statuses = Counter(row.status for row in demo["licenses"])
    assert set(statuses) == set(LicenseStatus)
    assert statuses[LicenseStatus.ACTIVE] > 0.75 * len(demo["licenses"])


def test_clients_of_every_sex_and_places_of_every_kind_are_there(demo: Demo) -> None:
    assert demo.words("clients", "sex") == set(Sex)
    assert demo.words("client_locations", "kind") == set(LocationKind)


def test_the_desk_has_two_of_agent_lead_and_manager_and_one_viewer_and_admin() -> None:
    roles = Counter(Role(one["role"]) for one in demo_list("staff")["staff"])
    assert roles == {Role.AGENT: 2, Role.LEAD: 2, Role.MANAGER: 2, Role.VIEWER: 1, Role.ADMIN: 1}
