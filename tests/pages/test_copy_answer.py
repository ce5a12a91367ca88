"""On a session that is refused something, the reasons can be copied into a reply."""

from core.models.people import Client
from core.vocabulary.people import Role
from tests.pages.conftest import As
from tests.support.record import Record

PAGE = "lookup/session.py"


def test_a_refused_session_offers_its_reasons_as_texts(record: Record, open_as: As) -> None:
    at = open_as(Role.AGENT)(PAGE, ref=record.session)
    assert not at.code
    at.session_state[f"answer-{record.session}"] = True
    texts = [one.value for one in at.run().code]
    assert texts
    assert all(f"session {record.session} (" in one for one in texts)
    assert all(one.endswith("\n\nSupport team") for one in texts)


def test_no_text_names_the_client(record: Record, open_as: As) -> None:
    at = open_as(Role.AGENT)(PAGE, ref=record.session)
    at.session_state[f"answer-{record.session}"] = True
    text = " ".join(one.value for one in at.run().code)
    (client,) = [one for one in record.desk.rows(Client) if one.ref == record.client]
    assert text
    assert not [part for part in (client.first_name, client.last_name) if part in text]
