"""Arguments for each guarded query: its filters alone and in pairs, what is found and what is not.

A query that is missing here fails a test.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import Any

from core.metrics.registry import METRICS
from core.queries.requests.desk import DeskSearch
from core.queries.requests.search import RequestSearch
from core.queries.sessions.billing_question import BillingQuestion
from core.queries.sessions.deadline_check import DeadlineQuestion
from core.queries.sessions.search import SessionSearch
from core.rules.metric_filters import DrillDown, MetricFilter
from core.rules.requests.corrections import Line
from core.vocabulary.care import CrisisStage, PayerKind, SessionStage
from core.vocabulary.data_issues import DataIssueCode, DataIssueStage
from core.vocabulary.deadlines import DeadlineKind
from core.vocabulary.exchange import OutboundStatus
from core.vocabulary.requests import (
    DeskFilter,
    DeskScope,
    DueFilter,
    RequestKind,
    RequestScope,
    RequestSort,
    RequestStage,
)
from core.vocabulary.states import StateCode
from tests.support.listing import NPI
from tests.support.make import NOW

Filters = Iterable[dict[str, Any]]
Samples = dict[str, list[tuple[Any, ...]]]
FROM, TO = date(2024, 4, 1), date(2026, 3, 31)
DAY = date(2026, 3, 10)
TOKEN = "asked-for"
CLIENTS_ASKED = (
    *(
        "ri",
        "jonh rivera",
        "jhon riveira",
        "jon m riveira",
        "3/4/1985",
        "C-NOBODY1",
        "212-555-0100",
    ),
    *("jon@mail.example", "jom@mail.example"),
)
PROVIDERS_ASKED = ("ma", "rosa marsh", "rosa marhs", "rsoa@marsh.example")
NO_ARGUMENTS = (
    "import_records",
    "list_drafts",
    "list_conflicts",
    "list_outbox",
    "list_staff",
    "payer_choices",
    "plan_choices",
    "policy_values",
    "reference_lists",
    "scenario_list",
    "staff_choices",
    "work_queue",
)


def samples(refs: dict[str, str]) -> Samples:
    """By the name of the query; `refs` are references of records that there are."""
    client, provider, session = ((refs[name],) for name in ("client", "provider", "session"))
    requests = [(refs[name],) for name in ("taken", "to_tell", "closed", "listing", "cancellation")]
    return {
        **{name: [()] for name in NO_ARGUMENTS},
        **_of_lists(refs),
        **_of_metrics(refs["provider"]),
        "billing_check": [
            (BillingQuestion(*provider, DAY, client=refs["client"]),),
            (BillingQuestion(NPI, DAY, plan=refs["plan"], state="NY"),),
        ],
        "business_days_of": [(DAY.year,)],
        "cancellation_detail": [(refs["cancellation"],)],
        "cancellation_preview": [(refs["confirmed"],)],
        "compare_clients": [(refs["client"], refs["other_client"])],
        "conflict_detail": [(1,)],
        "correction_detail": requests[:3],
        "deadline_check": [(DeadlineQuestion(one, NOW, "US/Pacific"),) for one in DeadlineKind],
        "desk_board": [
            *((DeskSearch(scope, only),) for scope in DeskScope for only in (None, *DeskFilter)),
            *((DeskSearch(scope, day="overdue"),) for scope in DeskScope),
            *((DeskSearch(day=day, kind=RequestKind.OTHER),) for day in ("", "later", "paused")),
        ],
        "drafts_about": [(refs["taken"],), ("",)],
        "due_chart": [(one,) for one in RequestKind],
        "directory_detail": [(refs["listing"],)],
        "find_client": [client, *((one,) for one in CLIENTS_ASKED)],
        "find_download": [(TOKEN,)],
        "find_provider": [provider, (NPI,), *((one,) for one in PROVIDERS_ASKED)],
        "kept_client": [client],
        "late_edit_detail": [(refs["late_edit"],)],
        "late_edit_preview": [(refs["confirmed"],)],
        "open_download": [(TOKEN,)],
        "possible_duplicates": [client],
        "provider_for_listing": [provider],
        "record_for_correction": [client],
        "records_with_values": [
            (refs["client"], (Line("email", "", "a@b.example"), Line("phone", "", "2125550199"))),
            ("", (Line("date_of_birth", "", "1990-01-31"),)),
        ],
        "rejected_rows": [(1,)],
        "reply_state": requests,
        "request_page": requests,
        "request_stamp": requests,
        "safety_contacts": requests,
        "session_page": [session, (refs["confirmed"],)],
        "session_verdicts": [([*session, refs["confirmed"]],)],
    }


def alone_and_in_pairs(filters: Filters) -> Iterator[dict[str, Any]]:
    """No filter, each filter, and each two that are not the same one."""
    yield {}
    yield from filters
    for one, other in combinations(filters, 2):
        if not one.keys() & other.keys() and {*one, *other} != {"after", "before"}:
            yield {**one, **other}


def _of_lists(refs: dict[str, str]) -> Samples:
    issues = [(stage, code) for stage in DataIssueStage for code in (None, *DataIssueCode)[:2]]
    return {
        "find_sessions": [
            (SessionSearch(**one),) for one in alone_and_in_pairs(_session_filters(refs))
        ],
        "find_requests": [
            (RequestSearch(**one),) for one in alone_and_in_pairs(_request_filters(refs))
        ],
        "find_data_issues": [(*one, after) for one in issues for after in (0, 1)],
        "crisis_exceptions": [
            (one, state) for one in CrisisStage for state in (None, StateCode.NY)
        ],
        "list_outbound_changes": [(one,) for one in OutboundStatus],
    }


def _session_filters(refs: dict[str, str]) -> Filters:
    return [
        {"ref": refs["session"]},
        {"client": refs["client"]},
        {"client": "rivera"},
        {"provider": refs["provider"]},
        {"provider": "marsh"},
        {"npi": NPI},
        {"ecms_case_id": refs["case"]},
        {"from_on": DAY},
        {"to_on": DAY},
        {"from_on": FROM, "to_on": TO},
        {"payer_ref": refs["payer"]},
        {"payer_ref": refs["mos"]},
        {"state_code": StateCode.NY},
        {"after": refs["session"]},
        {"before": refs["session"]},
        *({"stage": one} for one in SessionStage),
    ]


def _request_filters(refs: dict[str, str]) -> Filters:
    return [
        *({"status": one} for one in (*RequestScope, *RequestStage)),
        {"kind": RequestKind.OTHER},
        *({"assignee": one} for one in ("me", "nobody", "1")),
        *({"due": one} for one in DueFilter),
        {"received_from_on": DAY},
        {"received_to_on": DAY},
        {"client": refs["client"]},
        {"client": "rivera"},
        {"provider": refs["provider"]},
        {"provider": "marsh"},
        {"session_ref": refs["session"]},
        {"ref": refs["taken"]},
        {"after": refs["taken"]},
        {"before": refs["taken"]},
        *({"sort": one} for one in RequestSort),
    ]


def _of_metrics(provider: str) -> Samples:
    filters: Filters = [
        {"state_code": StateCode.NY},
        {"payer_kind": PayerKind.EAP},
        {"provider_ref": provider},
    ]
    asked = [
        (code, MetricFilter(FROM, TO, **one))
        for code in METRICS
        for one in alone_and_in_pairs(filters)
    ]
    groups = [DrillDown(), DrillDown("2026-03-09", "standard"), DrillDown("2026-03", "office")]
    rows = [(*one, group) for one in asked for group in groups]
    export = [(code, MetricFilter(FROM, TO), group) for code in METRICS for group in groups]
    return {"metric_result": asked, "metric_rows": rows, "export_rows": export}
