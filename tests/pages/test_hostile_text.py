"""Whatever somebody wrote into a name or a reason stays text: Streamlit takes most strings for
Markdown, which would fetch a picture
from elsewhere."""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from sqlalchemy import Engine, Table, inspect, update
from sqlmodel import AutoString
from streamlit.testing.v1 import AppTest

from core import db
from core.errors import InvalidInput
from core.models.all_tables import metadata
from core.requests.assignment import UnassignRequest, unassign_request
from core.vocabulary.people import Role
from core.vocabulary.requests import DirectoryTopic
from pages.components.markup import pairs
from tests.pages.conftest import As
from tests.support.app import Drawn, Open, everything_drawn, labelled, shown
from tests.support.record import Record

ELSEWHERE = "evil.example"
HOSTILE = f"![x](https://{ELSEWHERE}/x) <script>alert(1)</script>"
BIDI = f"\u202e{ELSEWHERE} <b>\u2066 :red[x] $x$"
LONG = f"{ELSEWHERE} <i>" + "w" * 4000
TEXTS = {"hostile": HOSTILE, "bidi": BIDI, "long": LONG}

AS_TYPED = {"text_input", "text_area", "code", "dataframe", "selectbox"}
"""Elements whose value Streamlit shows as it is; their labels are Markdown all the same."""
MARKDOWN_PARTS = ("label", "help", "placeholder", "columns")
PRODUCTS_OWN = {"audit_entry", "reading_entry", "desk_fact", "receipt"}
SHORTEST, LONGEST = 40, 4000
NOT_FREE = {"ref", "zone", "calendar_zone", "field", "policy_key", "unit", "value", "email_key"}
NOT_FREE |= {"state_code", "entity", "word", "npi", "result", "files", "form", "page", "action"}
NOT_FREE |= {"restore", "waiting"}
"""Columns of text that the product itself fills, from lists of its own."""


def free_columns(table: Table, engine: Engine) -> Iterator[tuple[str, int]]:
    """The columns that hold what somebody typed, here or on the platform, and their lengths."""
    unique = {
        name
        for constraint in inspect(engine).get_unique_constraints(table.name)
        for name in constraint["column_names"]
    }
    for column in table.columns:
        length = getattr(column.type, "length", None) or LONGEST
        is_free = isinstance(column.type, AutoString) and length >= SHORTEST
        if is_free and column.name not in NOT_FREE | unique:
            yield column.name, length


def write_everywhere(engine: Engine, text: str) -> set[str]:
    """Put the text into every such column of every row; returns which columns there were."""
    written = set()
    with db.writing(engine) as work:
        for table in metadata.sorted_tables:
            if table.name in PRODUCTS_OWN:
                continue
            counted = {"version": table.c.version + 1} if "version" in table.c else {}
            for name, length in free_columns(table, engine):
                work.execute(update(table).values({name: text[:length], **counted}))
                written.add(f"{table.name}.{name}")
    return written


@pytest.fixture(params=TEXTS)
def poisoned(request: pytest.FixtureRequest, record: Record) -> Record:
    """The record after somebody wrote a hostile text into all of it."""
    desk = record.desk
    again = desk.taken()
    text = TEXTS[request.param][:400]
    with suppress(InvalidInput):  # of signs that nobody can read
        desk.do(unassign_request, UnassignRequest(again, desk.request(again).version, text))
    write_everywhere(desk.engine, TEXTS[request.param])
    return record


OUR_SCRIPT = re.compile(r'^<script src="/signin/watch.js" data-sign-in="\d+"></script>$', re.ASCII)


def markdown_of(drawn: Drawn) -> str:
    """What of an element Streamlit reads as Markdown or puts into the page as HTML."""
    if drawn.kind in AS_TYPED:
        return "\n".join(str(getattr(drawn.proto, part, "")) for part in MARKDOWN_PARTS)
    return drawn.text


def is_safe(drawn: Drawn) -> bool:
    """Nowhere but in our own HTML, and there escaped."""
    text = markdown_of(drawn)
    if drawn.kind == "html":
        text = OUR_SCRIPT.sub("", text)
        return not any(tag in text for tag in ("<script", "<b>", "<i>", "<img"))
    return ELSEWHERE not in text


def addresses(record: Record) -> list[tuple[str, dict[str, str]]]:
    return [
        ("work/desk.py", {}),
        ("lookup/sessions.py", {}),
        ("lookup/session.py", {"ref": record.session}),
        ("work/requests.py", {}),
        ("work/client_correction.py", {"client": record.client}),
        ("work/directory_update.py", {"provider": record.provider}),
        ("work/cancellation.py", {"session": record.confirmed}),
        *(("work/request.py", {"ref": ref}) for ref in record.requests),
    ]


def all_safe(open_page: Open, pages: list[tuple[str, dict[str, str]]]) -> str:
    """Open the pages, look at everything on them; returns all their words."""
    words = []
    for file, params in pages:
        at = open_page(file, **params)
        assert [problem.message for problem in at.exception] == []
        assert unsafe(at) == []
        words.append(shown(at))
    return "\n".join(words)


def test_nothing_written_by_others_is_taken_for_markup_at_work(poisoned, open_mine):
    assert ELSEWHERE in all_safe(open_mine, addresses(poisoned))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.LEAD])
def test_nothing_written_by_others_is_taken_for_markup_by_lookers_on(poisoned, open_as: As, role):
    forms = {"work/client_correction.py", "work/directory_update.py", "work/cancellation.py"}
    pages = [one for one in addresses(poisoned) if one[0] not in forms]
    assert ELSEWHERE in all_safe(open_as(role), pages)


FORMS = [("work/directory_update.py", "provider"), ("work/cancellation.py", "session")]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize(("file", "param"), FORMS)
def test_nothing_typed_into_a_form_is_taken_for_markup(record, open_mine, file, param, text):
    given = {"provider": record.provider, "session": record.confirmed}[param]
    at = open_mine(file, **{param: given})
    if file == "work/directory_update.py":
        labelled(at.selectbox, "Field").set_value(DirectoryTopic.LOCATION)
        at.run()
    for field in at.text_input:
        field.set_value(text)
    labelled(at.button, "File request").click().run()
    assert unsafe(at) == []
    assert "marked above" in shown(at) or at.title[0].value.startswith("Session cancellation R-")


def unsafe(at: AppTest) -> list[tuple[str, str]]:
    """What on the page is neither escaped nor shown as typed."""
    found = everything_drawn(at)
    return [(one.kind, markdown_of(one)[:300]) for one in found if not is_safe(one)]


def test_nothing_of_an_import_is_taken_for_markup(poisoned, open_as: As):
    assert ELSEWHERE in all_safe(
        open_as(Role.ADMIN), [("work/desk.py", {}), ("admin/imports.py", {})]
    )


def test_nothing_behind_a_chart_is_taken_for_markup(poisoned, open_as: As):
    period = {"from": "2026-03-01", "to": "2026-04-30"}
    all_safe(open_as(Role.MANAGER), [("manage/compliance.py", period)])


def test_a_hostile_reference_is_shown_as_text(open_as: As):
    pages = [(file, {"ref": HOSTILE}) for file in ("work/request.py", "lookup/session.py")]
    all_safe(open_as(Role.AGENT), [*pages, ("work/client_correction.py", {"client": HOSTILE})])


def test_the_hostile_text_is_really_everywhere(record):
    written = write_everywhere(record.desk.engine, HOSTILE)
    assert {
        "client.first_name",
        "client.last_name",
        "provider.last_name",
        "payer.name",
        "staff.name",
        "support_request.requester_name",
        "support_request.named_as",
        "care_session.cancel_reason",
        "correction_line.correct_value",
        "outbox_message.body",
        "import_batch.source",
        "import_reject.reason",
    } <= written


def test_an_email_address_breaks_after_its_at_sign_and_stays_text():
    shown_as = pairs([("Reply to", "<b>dana@practice.example"), ("Phone", "")])
    assert "<dd>&lt;b&gt;dana@<wbr>practice.example</dd>" in shown_as
    assert '<dd><span role="img" aria-label="none">' in shown_as
