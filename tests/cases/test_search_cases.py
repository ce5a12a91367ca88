"""Names and references that were once not found, in each search of the pages."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core import db
from core.models.audit import ReadingEntry
from core.models.requests import SupportRequest
from core.vocabulary.people import Role
from tests.cases.conftest import As
from tests.support import correction, listing, make
from tests.support.app import beside, labelled, opener, shown
from tests.support.field_cases import inputs
from tests.support.make import NOW

OTHERS = [
    {"record": ["José Luis", "de la Cruz"], "typed": ["Jose Cruz", "delacruz", "Cruz, José Luis"]},
    {"record": ["Anaïs", "MacDonald-O’Neil"], "typed": ["ONeil Anais", "Macdonald O´Neil"]},
    {"record": ["Jean-Luc", "St. Pierre"], "typed": ["Jeanluc St Pierre", "pierre jean"]},
    {"record": ["Đorđe", "Al\u2011Amin"], "typed": ["dorde al-amin", "ALAMIN"]},
    {"record": ["Mei", "Ng"], "typed": ["ng mei", "Mei  NG"]},
]
PEOPLE = [*inputs(6), *inputs(7), *inputs(9), *inputs(10), *OTHERS]
TYPED = [(text, at) for at, one in enumerate(PEOPLE) for text in one["typed"]]
FOUND = {"C": "C-{at:03}", "P": "P-{at:03}", "S": "S-{at:03}", "B": "{name} and client C-000"}
"""What a page shows of a record that it found."""
PLACES = {
    "the client of a correction": ("work/client_correction.py", "Find the client", "Find", "C"),
    "the provider of a listing": ("work/directory_update.py", "Find the provider", "Find", "P"),
    "the sessions of a client": ("lookup/sessions.py", "Client", "", "S"),
    "the sessions of a provider": ("lookup/sessions.py", "Provider", "", "S"),
    "a client's billing": ("lookup/billing_check.py", "Client", "", "C"),
    "a provider's billing": ("lookup/billing_check.py", "Provider", "", "PB"),
}


@pytest.fixture
def people(engine: Engine) -> None:
    """A client and a provider of each name, and a session of the two."""
    with db.writing(engine) as work:
        for at, (first, last) in enumerate(one["record"] for one in PEOPLE):
            named = {"first_name": first, "last_name": last}
            client = make.client(work, ref=f"C-{at:03}", **named)
            provider = make.provider(work, ref=f"P-{at:03}", **named)
            make.care_session(work, provider, client, NOW, ref=f"S-{at:03}")


def not_found(page: AppTest, place: str, looked_for: list[tuple[str, int]]) -> Iterator[str]:
    """What was typed into the search of this place without finding its record."""
    _, box, button, kinds = PLACES[place]
    for text, at in looked_for:
        labelled(page.text_input, box).set_value(text)
        page = labelled(page.button, button).click().run() if button else page.run()
        words, name = shown(page), " ".join(PEOPLE[at]["record"])
        if not any(FOUND[kind].format(at=at, name=name) in words for kind in kinds):
            yield text


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("place", PLACES)
def test_every_search_finds_a_person_by_the_words_of_the_name(open_as: As, place: str) -> None:
    page = open_as(Role.AGENT)(PLACES[place][0])
    for box, ref in (("Provider", "P-000"), ("Client", "C-000")):
        if "billing" in place and box != PLACES[place][1]:
            labelled(page.text_input, box).set_value(ref)
    assert [*not_found(page, place, TYPED)] == []
    assert [*not_found(page, place, [("Mary Beth Smith", 1)])] == ["Mary Beth Smith"]


def test_both_people_of_a_session_narrow_one_search(engine: Engine, open_as: As) -> None:
    with db.writing(engine) as work:
        client = make.client(work, first_name="Søren", last_name="Łukasiewicz")
        refs = []
        for last in ("O’Fielding", "Smith-Jones"):
            provider = make.provider(work, first_name="Anne-Marie", last_name=last)
            refs.append(make.care_session(work, provider, client, NOW).ref)
    at = open_as(Role.AGENT)("lookup/sessions.py")
    labelled(at.text_input, "Client").set_value("soren lukasiewicz")
    labelled(at.text_input, "Provider").set_value("Anne Marie OFielding")
    words = shown(at.run())
    assert (refs[0] in words, refs[1] in words) == (True, False)


def test_requests_are_found_by_the_names_of_both_people(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, asked = correction.desk(engine), listing.listings(engine)
    of_client, of_provider = desk.filed(), asked.filed()
    page = opener(monkeypatch, engine, desk.people[Role.AGENT])("work/requests.py")
    for box, typed, found, other in (
        ("Client", "rivera, JONH", of_client, of_provider),
        ("Provider", "Marsh Rosa", of_provider, of_client),
    ):
        words = shown(labelled(page.text_input, box).set_value(typed).run())
        assert (found in words, other in words) == (True, False)
        assert typed not in str(page.query_params.get("client", ""))
        labelled(page.text_input, box).set_value("").run()
    at = labelled(page.text_input, "Client").set_value(desk.client_ref.lower()).run()
    assert at.query_params["client"] == desk.client_ref.lower()
    assert of_client in shown(at)


def test_a_viewer_says_why_requests_are_searched_by_a_clients_name(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = correction.desk(engine)
    ref = desk.filed()
    page = opener(monkeypatch, engine, desk.people[Role.VIEWER])("work/requests.py")
    page = labelled(page.text_input, "Client").set_value("Jonh Rivera").run()
    assert "Enter why you need this" in beside(page, "Reason for searching")
    assert ref not in shown(page)
    page = labelled(page.text_input, "Reason").set_value("The client called us again").run()
    assert ref in shown(page)
    assert [one.reason for one in desk.rows(ReadingEntry)] == ["The client called us again"]


NAME = inputs(9)[0]
GIVEN = [f"{NAME['record'][0]} {one}" for one in NAME["typed"]]


@pytest.mark.parametrize("given", [*GIVEN, "O´Fielding, Sean", "SEAN O FIELDING"])
def test_a_name_is_that_of_the_record_however_a_requester_writes_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    desk, (first, last) = correction.desk(engine), NAME["record"]
    with db.writing(engine) as work:
        client = make.client(work, first_name=first, last_name=last).ref
        provider = make.provider(work, first_name=first, last_name=last).ref
    open_page = opener(monkeypatch, engine, desk.people[Role.AGENT])
    for file, box, chosen in (
        ("work/client_correction.py", "Name on record", {"client": client}),
        ("work/directory_update.py", "Full name", {"provider": provider}),
    ):
        page = open_page(file, **chosen)
        labelled(page.text_input, "Requester's name").set_value("Dana Provider")
        labelled(page.text_input, box).set_value(given.lower().replace("sean", "shane"))
        labelled(page.button, "File request").click().run()
        assert "another name" in beside(page, box)
        labelled(page.text_input, box).set_value(given)
        labelled(page.button, "File request").click().run()
    assert [one.named_as for one in desk.rows(SupportRequest)] == [given, given]


IDS = [*inputs(13), "Ab-7/x", "3F2504E0-4F89-11D3-9A0C-0305E82C3301"]
ADDRESSES = [
    ("lookup/session.py", "ref"),
    ("lookup/sessions.py", "session"),
    ("lookup/sessions.py", "provider"),
    ("lookup/billing_check.py", "client"),
    ("work/client_correction.py", "client"),
    ("work/directory_update.py", "provider"),
    ("work/cancellation.py", "session"),
]


@pytest.mark.parametrize(("file", "key"), ADDRESSES)
def test_an_address_holds_a_reference_in_any_case(
    engine: Engine, open_as: As, file: str, key: str
) -> None:
    with db.writing(engine) as work:
        for ref in IDS:
            pair = make.provider(work, ref=ref), make.client(work, ref=ref)
            make.care_session(work, *pair, NOW, ref=ref)
    also = {"client": IDS[0], "provider": IDS[0]} if "billing" in file else {}
    for ref in IDS:
        for written in {ref.upper(), ref.lower()} - {ref}:
            words = shown(open_as(Role.AGENT)(file, **also | {key: written}))
            assert ref in words, (ref, written)
