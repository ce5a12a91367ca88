"""Who may do what, written out a second time: a change of the table must be meant."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from core import access, administration, data_issues, metrics, outbound, queries, requests
from core.access import ROLES, WORKING, Actor, guard
from core.demo import status  # noqa: F401 - its guarded functions are in the list
from core.errors import NotPermitted
from core.vocabulary.people import Role

LAYERS = (requests, administration, data_issues, outbound, queries, metrics)
FROM = tuple(layer.__name__ for layer in LAYERS)
ROOT = Path(access.__file__).parent.parent

UNGUARDED: dict[str, str] = {
    "find_sign_in": "it finds out who asks, so nobody is known yet",
    "keep_alive": "it moves on only the record that find_sign_in found, of whoever holds it",
    "is_demo": "the sign-in page asks before anyone is signed in; it tells nothing of a person",
    "ends_at": "it computes with a sign-in that find_sign_in found, and reads nothing",
    "warning_time": "it computes with a setting, and reads nothing",
    "is_open": "it is a condition for the others and reads nothing",
    "recalculate_requests": "it only repeats recalculate_some_requests, which is guarded",
    "remove_old_drafts": "the worker calls it; it deletes by age and tells nothing",
    "recompute_all": "it only calls guarded functions, one after the other",
    "follow_crises": "it only calls guarded functions, one after the other",
    "run_data_checks": "it only calls guarded functions, one after the other",
    "check_again": "it only calls guarded functions, one after the other",
    "texts_in": "it lists the texts of a command and reads nothing",
    "token_hash": "it is arithmetic for the others and reads nothing",
}
"""Public functions of actions, queries and metrics that stand under no row, and why."""

INNER: dict[str, str] = {
    "requests.approvals.is_approved": "asked by the actions that need an approval",
    "requests.approvals.given_approval": "asked by the actions that need an approval",
    "requests.approvals.current_approval": "asked by the actions that do what was approved",
    "requests.cancellation.automatic": "what run_data_checks asks for by itself",
    "requests.filing": "what filing a request of any kind asks",
    "requests.cancellation.opening": "what filing a cancellation does, for a person or the desk",
    "requests.cancellation.rows": "what every action on a cancellation shares",
    "requests.cancellation.settle.lock_work": "asked by the actions on a cancellation",
    "outbound.queue": "what every action that changes a record of the platform shares",
    "requests.lifecycle": "what every action on a request shares",
    "requests.listing.rows": "what the steps of a directory update share",
    "administration.policies.baseline": "reads files of this product",
    "administration.diagnosis_file": "reads a file that load_diagnosis_list is handed",
    "requests.urgency.notice_self_harm": "asked by every action that keeps what was typed",
    "requests.locking": "what every action on a request shares",
    "metrics.keeping": "what the worker and an operator do; it shows no record",
    "metrics.kept_counts": "how metric_result counts",
    "metrics.population": "what the populations of metrics share",
    "metrics.registry": "lists the metrics",
    "metrics.statements": "what pages and files of metrics share",
    "queries.requests.approval": "a part of correction_detail",
    "queries.requests.desk.scopes_for": "a part of desk_board",
    "queries.requests.desk_counts": "the counts of desk_board and due_chart",
    "queries.requests.desk_rows": "the rows of desk_board",
    "queries.requests.desk_terms": "the conditions of desk_board",
    "queries.requests.extras": "a part of request_page",
    "queries.requests.filters": "the conditions of find_requests",
    "queries.requests.cancellation_preview.session_head": "a part of two queries",
    "queries.people.find_provider.provider_record": "a part of two queries",
    "queries.requests.page.find_request": "a part of request_page and of each kind's detail",
    "queries.requests.page.request_about_session": "a part of details of kinds with a session",
    "queries.requests.page.text_for_role": "a part of request_page and of each kind's detail",
    "queries.requests.page.request_deadline": "a part of request_page and directory_detail",
    "queries.requests.paging": "the pages of find_requests",
    "queries.requests.rows": "the rows of find_requests and desk_board",
    "queries.people.candidates": "a part of find_client and find_provider",
    "queries.people.names": "a part of find_client and find_provider",
    "queries.people.search": "a part of find_client and find_provider",
    "queries.requests.replies": "a part of request_page and of each kind's detail",
    "queries.sessions.issues.session_issues": "a part of session_page",
    "queries.sessions.scenarios.scenario_of": "a part of session_page",
    "queries.sessions.filters": "the conditions of find_sessions",
    "queries.sessions.history": "a part of session_page",
    "queries.sessions.paging": "the pages of find_sessions",
    "queries.sessions.people": "a part of session_page",
    "queries.sessions.rows": "the rows of find_sessions",
    "queries.sessions.verdicts.deadlines_of": "a part of session_page and session_verdicts",
    "queries.sessions.verdicts.verdicts_of": "a part of session_page and session_verdicts",
    "queries.sessions.search.given_filters": "the filters of find_sessions",
    "queries.timeline": "a part of request_page and session_page",
    "data_issues.checks": "what run_data_checks looks for",
    "data_issues.run.follow_record": "what settling a pair of records does to its data issue",
    "outbound.records": "what reads and writes one field of a record",
}
"""Parts of guarded functions, by module or by function; no page calls them."""


VALM = {Role.VIEWER, Role.AGENT, Role.LEAD, Role.MANAGER}
MAY = {
    "find_sessions": VALM,
    "payer_choices": VALM,
    "session_page": VALM,
    "scenario_list": VALM,
    "plan_choices": VALM,
    "billing_check": {*Role},
    "kept_client": {*Role},
    "session_verdicts": {*Role},
    "deadline_check": {*Role},
    "desk_board": VALM,
    "due_chart": VALM,
    "find_requests": VALM,
    "staff_choices": VALM,
    "request_page": VALM,
    "request_stamp": VALM,
    "work_queue": {Role.AGENT, Role.LEAD},
    "safety_contacts": VALM,
    "correction_detail": VALM,
    "find_client": {Role.AGENT, Role.LEAD},
    "possible_duplicates": {Role.AGENT, Role.LEAD},
    "compare_clients": {Role.AGENT, Role.LEAD},
    "records_with_values": {Role.AGENT, Role.LEAD},
    "keep_apart": {Role.AGENT, Role.LEAD},
    "hand_over_merge": {Role.LEAD},
    "record_for_correction": {Role.AGENT, Role.LEAD},
    "file_client_correction": {Role.AGENT, Role.LEAD},
    "complete_client_correction": {Role.AGENT, Role.LEAD},
    "take_request": {Role.AGENT, Role.LEAD},
    "unassign_request": {Role.AGENT, Role.LEAD},
    "apply_client_correction": {Role.AGENT, Role.LEAD},
    "directory_detail": VALM,
    "find_provider": VALM,
    "provider_for_listing": VALM,
    "file_directory_update": {Role.AGENT, Role.LEAD},
    "complete_directory_update": {Role.AGENT, Role.LEAD},
    "submit_listing": {Role.AGENT, Role.LEAD},
    "record_listing_check": {Role.AGENT, Role.LEAD},
    "return_listing": {Role.AGENT, Role.LEAD},
    "send_reply": {Role.AGENT, Role.LEAD},
    "reply_state": VALM,
    "list_conflicts": {Role.LEAD},
    "conflict_detail": {Role.LEAD},
    "resolve_conflict": {Role.LEAD},
    "snooze_request": {Role.AGENT, Role.LEAD},
    "resume_request": {Role.AGENT, Role.LEAD},
    "assign_request": {Role.AGENT, Role.LEAD},
    "reject_request": {Role.AGENT, Role.LEAD},
    "withdraw_request": {Role.AGENT, Role.LEAD},
    "redirect_request": {Role.AGENT, Role.LEAD},
    "mark_duplicate": {Role.AGENT, Role.LEAD},
    "reopen_request": {Role.AGENT, Role.LEAD},
    "mark_handled": {Role.AGENT, Role.LEAD},
    "add_internal_note": {Role.AGENT, Role.LEAD},
    "cancellation_preview": VALM,
    "cancellation_detail": VALM,
    "file_session_cancellation": {Role.AGENT, Role.LEAD},
    "settle_step": {Role.AGENT, Role.LEAD},
    "finish_cancellation": {Role.AGENT, Role.LEAD},
    "withdraw_cancellation": {Role.AGENT, Role.LEAD},
    "late_edit_preview": {Role.AGENT, Role.LEAD},
    "late_edit_detail": VALM,
    "file_late_edit": {Role.AGENT, Role.LEAD},
    "apply_late_edit": {Role.AGENT, Role.LEAD},
    "record_claim_correction": {Role.AGENT, Role.LEAD},
    "ask_approval": {Role.AGENT, Role.LEAD},
    "decide_approval": {Role.LEAD, Role.MANAGER},
    "decide_crisis": {Role.MANAGER},
    "crisis_exceptions": {Role.LEAD, Role.MANAGER, Role.ADMIN},
    "differing_crises": {Role.ADMIN},
    "follow_these_crises": {Role.ADMIN},
    "find_data_issues": {Role.LEAD},
    "accept_data_issue": {Role.LEAD},
    "look_again": {Role.LEAD},
    "write_again": {Role.LEAD},
    "policy_values": {*Role},
    "metric_result": {Role.LEAD, Role.MANAGER},
    "metric_rows": {Role.LEAD, Role.MANAGER},
    "ask_download": {Role.LEAD, Role.MANAGER},
    "find_download": {Role.LEAD, Role.MANAGER},
    "open_download": {Role.LEAD, Role.MANAGER},
    "export_rows": {Role.LEAD, Role.MANAGER},
    "import_records": {Role.ADMIN},
    "rejected_rows": {Role.ADMIN},
    "reference_lists": {Role.ADMIN},
    "list_outbound_changes": {Role.ADMIN},
    "list_outbox": {Role.ADMIN},
    "retry_message": {Role.ADMIN},
    "load_policy_baseline": {Role.ADMIN},
    "load_diagnosis_list": {Role.ADMIN},
    "add_staff": {Role.ADMIN},
    "change_role": {Role.ADMIN},
    "switch_off_staff": {Role.ADMIN},
    "list_staff": {Role.ADMIN},
    "mark_demo": {Role.ADMIN},
    "mark_whole": {Role.ADMIN},
    "business_days_of": {Role.MANAGER, Role.ADMIN},
    "set_business_day": {Role.MANAGER, Role.ADMIN},
    "recalculate_some_requests": {Role.MANAGER, Role.ADMIN},
    "sessions_to_recompute": {Role.ADMIN},
    "recompute_deadlines": {Role.ADMIN},
    "differing_data_issues": {Role.ADMIN},
    "write_data_issues": {Role.ADMIN},
    "cancellations_to_file": {Role.ADMIN},
    "file_cancellations": {Role.ADMIN},
    "reveal_client_field": VALM,
    "save_draft": set(Role),
    "discard_draft": set(Role),
    "drafts_about": set(Role),
    "list_drafts": set(Role),
}


@dataclass
class Asking:
    actor: Actor


def modules() -> Iterator[ModuleType]:
    for layer in LAYERS:
        for found in pkgutil.walk_packages(layer.__path__, f"{layer.__name__}."):
            yield importlib.import_module(found.name)


def public_functions() -> Iterator[tuple[str, str]]:
    for module in modules():
        for name, value in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and inspect.unwrap(value).__module__ == module.__name__:
                yield module.__name__.removeprefix("core."), name


def guarded_functions() -> dict[str, Callable[..., object]]:
    return {
        name: getattr(importlib.import_module(f"core.{module}"), name)
        for module, name in public_functions()
        if name in ROLES
    }


GUARDED = guarded_functions()


def is_part(module: str, name: str) -> bool:
    packages = [module[: len(one)] for one in INNER if module.startswith(f"{one}.")]
    return bool(packages) or module in INNER or f"{module}.{name}" in INNER


@pytest.mark.parametrize(("module", "name"), list(public_functions()))
def test_every_public_function_is_guarded_or_says_why_not(module: str, name: str) -> None:
    assert (name in ROLES) != (name in UNGUARDED or is_part(module, name))


def test_nothing_is_excused_that_is_not_there() -> None:
    known = {f"{module}.{name}" for module, name in public_functions()}
    known |= {module for module, _ in public_functions()} | {name for _, name in public_functions()}
    known |= {module.rpartition(".")[0] for module, _ in public_functions()}
    assert {*UNGUARDED, *INNER} <= known


def test_this_list_and_the_guarded_functions_are_the_same() -> None:
    assert GUARDED.keys() <= MAY.keys()
    assert MAY.keys() <= ROLES.keys()


@pytest.mark.parametrize("name", sorted(MAY))
@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_exactly_what_is_written_here(name: str, role: Role) -> None:
    assert (role in ROLES[name]) == (role in MAY[name])


@pytest.mark.parametrize("name", sorted(GUARDED))
@pytest.mark.parametrize("role", list(Role))
def test_a_guarded_function_turns_away_every_other_role(name: str, role: Role) -> None:
    if role in MAY[name]:
        assert Actor("Someone", role).may(GUARDED[name])
        return
    with pytest.raises(NotPermitted):
        GUARDED[name](Asking(Actor("Someone", role)))


def test_two_guarded_functions_of_one_name_do_not_import() -> None:
    def take_request(reading: Asking) -> None: ...

    with pytest.raises(RuntimeError):
        guard(WORKING)(take_request)


def test_pages_call_no_function_that_is_not_guarded() -> None:
    inner = {name for module, name in public_functions() if name not in ROLES}
    called = {
        f"{path.name}: {alias.name}"
        for path in (ROOT / "pages").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(FROM)
        for alias in node.names
        if alias.name in inner - UNGUARDED.keys()
    }
    assert called == set()
