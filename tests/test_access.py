"""Who may do what, written out a second time: a change of the table must be meant."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from core import access, actions, metrics, queries
from core.access import GUARDED, INNER, TABLE, UNGUARDED, Actor, guard
from core.errors import NotPermitted
from core.vocabulary.people import Role

LAYERS = (actions, queries, metrics)
FROM = tuple(layer.__name__ for layer in LAYERS)
ROOT = Path(access.__file__).parent.parent

VALM = {Role.VIEWER, Role.AGENT, Role.LEAD, Role.MANAGER}
MAY = {
    "find_sessions": VALM,
    "payer_choices": VALM,
    "session_page": VALM,
    "scenario_list": VALM,
    "plan_choices": VALM,
    "billing_check": {*Role},
    "session_verdicts": {*Role},
    "deadline_check": {*Role},
    "desk_board": VALM,
    "find_requests": VALM,
    "staff_choices": VALM,
    "request_page": VALM,
    "correction_detail": VALM,
    "find_record": {Role.AGENT, Role.LEAD},
    "record_for_correction": {Role.AGENT, Role.LEAD},
    "file_client_correction": {Role.AGENT, Role.LEAD},
    "complete_client_correction": {Role.AGENT, Role.LEAD},
    "take_request": {Role.AGENT, Role.LEAD},
    "return_request": {Role.AGENT, Role.LEAD},
    "apply_client_correction": {Role.AGENT, Role.LEAD},
    "directory_detail": VALM,
    "find_provider": VALM,
    "provider_for_listing": VALM,
    "file_directory_update": {Role.AGENT, Role.LEAD},
    "complete_directory_update": {Role.AGENT, Role.LEAD},
    "submit_listing": {Role.AGENT, Role.LEAD},
    "record_look": {Role.AGENT, Role.LEAD},
    "return_listing": {Role.AGENT, Role.LEAD},
    "tell_requester": {Role.AGENT, Role.LEAD},
    "telling": VALM,
    "drift_items": {Role.LEAD},
    "drift_item": {Role.LEAD},
    "resolve_drift": {Role.LEAD},
    "put_waiting": {Role.AGENT, Role.LEAD},
    "resume_request": {Role.AGENT, Role.LEAD},
    "reassign_request": {Role.LEAD},
    "reject_request": {Role.AGENT, Role.LEAD},
    "withdraw_request": {Role.AGENT, Role.LEAD},
    "redirect_request": {Role.AGENT, Role.LEAD},
    "mark_duplicate": {Role.AGENT, Role.LEAD},
    "reopen_request": {Role.AGENT, Role.LEAD},
    "mark_handled": {Role.AGENT, Role.LEAD},
    "add_comment": {Role.AGENT, Role.LEAD},
    "cancellation_preview": VALM,
    "cancellation_detail": VALM,
    "file_session_cancellation": {Role.AGENT, Role.LEAD},
    "settle_step": {Role.AGENT, Role.LEAD},
    "finish_cancellation": {Role.AGENT, Role.LEAD},
    "withdraw_cancellation": {Role.AGENT, Role.LEAD},
    "ask_approval": {Role.AGENT, Role.LEAD},
    "decide_approval": {Role.LEAD, Role.MANAGER},
    "decide_crisis": {Role.MANAGER},
    "find_findings": {Role.LEAD},
    "accept_finding": {Role.LEAD},
    "policy_values": {*Role},
    "note_timeliness": {Role.LEAD, Role.MANAGER},
    "note_timeliness_rows": {Role.LEAD, Role.MANAGER},
    "open_confirmations": {Role.LEAD, Role.MANAGER},
    "open_confirmation_rows": {Role.LEAD, Role.MANAGER},
    "expired_sessions": {Role.LEAD, Role.MANAGER},
    "expired_session_rows": {Role.LEAD, Role.MANAGER},
    "directory_reflections": {Role.LEAD, Role.MANAGER},
    "directory_reflection_rows": {Role.LEAD, Role.MANAGER},
    "open_requests": {Role.LEAD, Role.MANAGER},
    "open_request_rows": {Role.LEAD, Role.MANAGER},
    "settled_cancellations": {Role.LEAD, Role.MANAGER},
    "settled_cancellation_rows": {Role.LEAD, Role.MANAGER},
    "ask_download": {Role.LEAD, Role.MANAGER},
    "find_download": {Role.LEAD, Role.MANAGER},
    "open_download": {Role.LEAD, Role.MANAGER},
    "export_rows": {Role.LEAD, Role.MANAGER},
    "import_extracts": {Role.ADMIN},
    "import_records": {Role.ADMIN},
    "export_changes": {Role.ADMIN},
    "platform_changes": {Role.ADMIN},
    "list_messages": {Role.ADMIN},
    "retry_message": {Role.ADMIN},
    "load_policy_baseline": {Role.ADMIN},
    "add_staff": {Role.ADMIN},
    "change_role": {Role.ADMIN},
    "switch_off_staff": {Role.ADMIN},
    "list_staff": {Role.ADMIN},
    "mark_demo": {Role.ADMIN},
    "mark_whole": {Role.ADMIN},
    "recompute_deadlines": {Role.ADMIN},
    "look_for_findings": {Role.ADMIN},
    "reveal_client_field": VALM,
}


@dataclass
class Asking:
    actor: Actor


def modules() -> Iterator[ModuleType]:
    for layer in LAYERS:
        for found in pkgutil.iter_modules(layer.__path__, f"{layer.__name__}."):
            yield importlib.import_module(found.name)


def public_functions() -> Iterator[tuple[str, str]]:
    for module in modules():
        for name, value in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and inspect.unwrap(value).__module__ == module.__name__:
                yield module.__name__.removeprefix("core."), name


@pytest.mark.parametrize(("module", "name"), list(public_functions()))
def test_every_public_function_is_guarded_or_says_why_not(module: str, name: str) -> None:
    listed = name in UNGUARDED or module in INNER or f"{module}.{name}" in INNER
    assert (name in GUARDED) != listed


def test_nothing_is_excused_that_is_not_there() -> None:
    known = {f"{module}.{name}" for module, name in public_functions()}
    known |= {module for module, _ in public_functions()} | {name for _, name in public_functions()}
    assert {*UNGUARDED, *INNER} <= known


@pytest.mark.parametrize("name", sorted(MAY.keys() | TABLE.keys()))
@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_exactly_what_is_written_here(name: str, role: Role) -> None:
    assert Actor("Someone", role).may(name) == (role in MAY.get(name, set()))


@pytest.mark.parametrize("name", sorted(GUARDED))
@pytest.mark.parametrize("role", list(Role))
def test_a_guarded_function_turns_away_every_other_role(name: str, role: Role) -> None:
    if role in MAY.get(name, set()):
        assert Actor("Someone", role).may(name)
        return
    with pytest.raises(NotPermitted):
        GUARDED[name](Asking(Actor("Someone", role)))


def test_a_function_without_a_row_does_not_import() -> None:
    def unheard_of(reading: Asking) -> None: ...

    with pytest.raises(KeyError):
        guard(unheard_of)


def test_pages_call_no_function_that_is_not_guarded() -> None:
    inner = {name for module, name in public_functions() if name not in GUARDED}
    called = {
        f"{path.name}: {alias.name}"
        for path in (ROOT / "pages").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(FROM)
        for alias in node.names
        if alias.name in inner - UNGUARDED.keys()
    }
    assert called == set()
