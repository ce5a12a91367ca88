"""Nothing without a caller: every rule, table, column, policy value and kind of request is used."""

import ast
from collections.abc import Iterator

import core.models.all_tables  # noqa: F401 - registers every table
from core.administration.policies import baseline
from core.models.base import Table
from core.settings import ROOT
from core.vocabulary.requests import RequestKind
from tests.support import reachability

ROUTING = "who handles a matter (R41, R50-R56)"
EDITING = "a location that support adds within a request (R21)"
HELP = "help with Military OneSource bookings and confirmations (R41, R42)"
PAY = "what a Military OneSource session pays, on the session's page (R34, R35, R37)"
SIGN_IN = "sign-in through an identity provider"
PERSONAL = "saved views, on lists"
WITHOUT_A_CALLER = {
    "core/rules/requests/routing.py route": ROUTING,
    "core/rules/requests/routing.py open_checks": HELP,
    "core/rules/eligibility/military_onesource.py pay": PAY,
    "table saved_view": PERSONAL,
    "column saved_view.is_shared": PERSONAL,
    "column saved_view.is_pinned": PERSONAL,
    "column staff.issuer": SIGN_IN,
    "request kind mos_booking": HELP,
    "request kind mos_confirmation": HELP,
    "request kind booking_help": ROUTING,
    "request kind other": ROUTING,
}
"""What waits for a page, with the subject that brings it. Everything else is called."""
STORED = ("core.models", "core.db.migrations")
MAKES = frozenset({"new_request", "SupportRequest"})
"""What a request is made with."""
LABELS_ONLY = "pages.manage.policy_words"


def rule_functions() -> Iterator[tuple[str, bool]]:
    """Every public function and method of the rules, and whether the product calls it."""
    for path in sorted((ROOT / "core" / "rules").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for node in ast.parse(path.read_text("utf-8")).body:
            owned = node.body if isinstance(node, ast.ClassDef) else [node]
            prefix = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
            for one in owned:
                if isinstance(one, ast.FunctionDef) and not one.name.startswith("_"):
                    name = f"{prefix}{one.name}"
                    yield f"{place} {name}", reachability.is_called(path, name)


def tables() -> Iterator[tuple[str, bool]]:
    """Every table and column, and whether anything outside the models uses it."""
    used = names_outside_storage()
    for mapper in Table._sa_registry.mappers:
        table = mapper.local_table.name
        yield f"table {table}", mapper.class_.__name__ in used
        yield from ((f"column {table}.{one.key}", one.key in used) for one in mapper.column_attrs)


def names_outside_storage() -> set[str]:
    """Every name that called code outside the models and the migrations writes, texts included."""
    used: set[str] = set()
    for module, name in reachability.called():
        if not module.startswith(STORED):
            for statement in reachability.statements_at(module, name):
                used |= reachability.names_in(statement)
    return used


def policy_keys() -> Iterator[tuple[str, bool]]:
    """Every policy value, and whether a text of the product is its key, or the start of it."""
    texts: set[str] = set()
    for module, name in reachability.called():
        if module != LABELS_ONLY:
            for statement in reachability.statements_at(module, name):
                texts |= reachability.texts_in(statement)
    for key in sorted({entry["key"] for entry in baseline()}):
        group = f"{key.split('.')[0]}."
        yield f"policy {key}", key in texts or ("." in key and group in texts)


def request_kinds() -> Iterator[tuple[str, bool]]:
    """Every kind of request, and whether a step files it: names it where a request is made."""
    filed = {
        inner.attr
        for statement in reachability.statements_of("core.requests")
        if any(isinstance(one, ast.Name) and one.id in MAKES for one in ast.walk(statement))
        for inner in ast.walk(statement)
        if isinstance(inner, ast.Attribute) and ast.unparse(inner.value) == "RequestKind"
    }
    for kind in RequestKind:
        yield f"request kind {kind.value}", kind.name in filed


def everything() -> dict[str, bool]:
    """All of it by name, and whether it is called."""
    return dict((*rule_functions(), *tables(), *policy_keys(), *request_kinds()))


def test_whatever_has_no_caller_is_listed_with_its_subject() -> None:
    uncalled = {name for name, is_called in everything().items() if not is_called}
    assert uncalled == set(WITHOUT_A_CALLER)


def test_every_subject_is_named() -> None:
    assert all(len(subject) > 20 for subject in WITHOUT_A_CALLER.values())


def test_a_rule_that_nothing_names_is_found() -> None:
    place = ROOT / "core" / "rules" / "requests" / "routing.py"
    assert not reachability.is_called(place, "route")
    assert not reachability.is_called(place, "nothing_of_this_name")


def test_a_rule_is_found_through_a_table_of_checks() -> None:
    """The check stands in a tuple of another module, which a query reads."""
    assert reachability.is_called(ROOT / "core/rules/eligibility/took_place.py", "day_30")
