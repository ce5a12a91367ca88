"""Where a person sees each rule, and where they hear of it without looking it up: read from the
code, but for what the parts of pages show."""

import ast
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.administration.policies import baseline
from core.data_issues.checks.all_checks import CHECKS
from core.data_issues.checks.scope import DataCheck, RuleCheck
from core.facts.approvals import approval_rule
from core.metrics.contract import Metric
from core.metrics.registry import METRICS
from core.requests.cancellation.automatic import ask_cancellations
from core.requests.urgency import notice_self_harm
from core.rules.eligibility import billing, blue, canceling, crisis, editing
from core.rules.eligibility.confirming import may_be_confirmed
from core.rules.reasons import CATALOGUE
from core.rules.requests import cancellation, corrections, listing, npi, request_deadlines
from core.rules.sessions.notes import NoteState
from core.rules.sessions.stage import unbilled_because
from core.rules.time import deadlines
from core.vocabulary.words import label
from pages.navigation import SPECS
from tests.support.reachability import (
    BODY,
    Node,
    called,
    modules,
    names_in,
    reached,
    statements_at,
    texts_in,
)
from tests.test_reachability import EDITING, HELP, ROUTING

Shows = Callable[..., Any]


@dataclass(frozen=True)
class Part:
    """A part of the page at `address`, by its heading there ("" for all of the page), and the
    functions whose answers it shows. `is_heard`: people meet it without looking up a record.
    `never` are rules of theirs that cannot come up there."""

    address: str
    heading: str
    shows: tuple[Shows, ...]
    is_heard: bool = False
    never: frozenset[str] = frozenset()


STATES = (billing.matrix, billing.of_place, blue.direct)
VERDICTS = (may_be_confirmed, editing.may_be_edited, canceling.route, billing.of_session, *STATES)
LIMITS = (
    *(deadlines.confirmation, deadlines.note_signature, deadlines.edit_window),
    *(deadlines.client_charge, deadlines.car_date),
)
TARGETS = (request_deadlines.request_deadlines, request_deadlines.listing_deadlines)
CORRECTING = (corrections.line_problems, corrections.missing)
PARTS = (
    # a confirmed session is not asked whether it can be confirmed
    Part("session", "What you can do", VERDICTS, never=frozenset({"R13"})),
    Part("session", "Deadlines", LIMITS),
    # a missed Military OneSource session is billed to nobody, whatever its report says
    Part("session", "Money", (unbilled_because,), never=frozenset({"R40"})),
    Part("session", "Record", (NoteState,)),
    # the question names a plan, or the payer is Military OneSource
    Part("billing-check", "", STATES, never=frozenset({"R05"})),
    Part("correct-client", "", CORRECTING),
    Part("update-directory", "", (listing.given_npi_problem, npi.npi_problem, listing.missing)),
    Part("cancel-session", "What happens next", (cancellation.plan,)),
    Part("request", "What happens next", (cancellation.plan,)),
    Part("request", "Requested correction", (corrections.missing,)),
    Part("request", "Deadlines", TARGETS[:1]),
    Part("request", "Whom to reach", (notice_self_harm,)),
    Part("request", "Evernorth status", TARGETS[1:]),
    Part("crisis", "", (crisis.decide_by,)),
    Part("", "Urgent: act now", (notice_self_harm,), is_heard=True),
    Part("", "", (approval_rule,), is_heard=True),
    Part("", "Crisis exceptions", (crisis.decide_by,), is_heard=True, never=frozenset({"R01"})),
    Part("", "Due by day", (deadlines.directory,), is_heard=True),
    Part("", "Due by day", TARGETS, is_heard=True),
    Part("requests", "", (ask_cancellations,), is_heard=True),
)
"""What no code tells: whose answers a part of a page shows."""
NOWHERE = {
    "R21": EDITING,
    "R41": HELP,
    "R42": HELP,
    "R50": ROUTING,
    "R51": ROUTING,
    "R55": ROUTING,
}
"""Rules that nobody sees or hears of yet, with the subject that brings them."""
POLICIES = {one["key"]: one["rule"] for one in baseline() if one["key"] != "tz.platform"}
"""The rule of each value; the zone is read by many rules and is the limit of none."""
REFUSING = ("core.requests", "core.rules.requests", "core.rules.sessions")


def rules_in(text: str) -> set[str]:
    """Every rule a text names; of a range ("R17-R30") all of it."""
    found: set[str] = set()
    for first, last in re.findall(r"\bR(\d\d)(?:-R(\d\d))?\b", text):
        found |= {f"R{number:02}" for number in range(int(first), int(last or first) + 1)}
    return found


@cache
def rules_of(part: Part) -> frozenset[str]:
    """The rules that a part shows: those that its functions name, and those of the reasons that
    these give and of the values that they read."""
    roots = [_node(one) for one in part.shows]
    texts = frozenset().union(*map(_texts, roots))
    found = rules_in(" ".join(texts))
    for node in reached(roots, ("core.rules",)):
        found |= {CATALOGUE[one].rule for one in _texts(node) & CATALOGUE.keys()}
        found |= {POLICIES[one] for one in _texts(node) & POLICIES.keys()}
    return frozenset(found) - part.never


def seen(rule: str) -> dict[str, list[str]]:
    """The pages that show what the rule says of a record, each with the headings above it."""
    found = _parts(rule, is_heard=False)
    if any(one.entity == "care_session" for one in checks_of(rule)):
        found.setdefault("session", []).append("Data issues")
    return found


def heard(rule: str) -> dict[str, list[str]]:
    """The lists and metrics that a case gets onto by itself, each page with the headings, kinds of
    data issue or metrics there."""
    found = _parts(rule, is_heard=True)
    issues = list(dict.fromkeys(label(one.code) for one in checks_of(rule)))
    metrics = [one.name for one in METRICS.values() if rule in rules_of_metric(one)]
    lists = {"data-issues": issues, "compliance": metrics}
    return found | {address: names for address, names in lists.items() if names}


def refused(rule: str) -> list[str]:
    """The pages on which a message refuses a step, or calls a field wrong, by the rule."""
    return [spec.address for spec in SPECS if rule in rules_of_steps(spec.file)]


def checks_of(rule: str) -> list[DataCheck | RuleCheck]:
    """The data checks that find records against the rule."""
    return [one for one in CHECKS if CATALOGUE[one.code.value].rule == rule]


def _parts(rule: str, *, is_heard: bool) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in PARTS:
        if part.is_heard == is_heard and rule in rules_of(part):
            found.setdefault(part.address, []).extend(filter(None, [part.heading]))
    return found


def rules_of_metric(metric: Metric) -> frozenset[str]:
    """The rules that the file of a metric names."""
    module = modules()[metric.population.__module__]
    docstring = sys.modules[module.name].__doc__ or ""
    defined = (_texts((module.name, one)) for one in module.definitions)
    return frozenset(rules_in(" ".join({docstring}.union(*defined))))


@cache
def rules_of_steps(file: str) -> frozenset[str]:
    """The rules by which the steps that a page submits are refused."""
    return frozenset().union(*map(_refused, steps_on(file)))


@cache
def on_page(file: str) -> frozenset[Node]:
    """Every definition that a page reaches."""
    name = f"pages.{file.removesuffix('.py').replace('/', '.')}"
    return reached((name, one) for one in (BODY, *modules()[name].definitions))


@cache
def steps_on(file: str) -> tuple[Node, ...]:
    """The actions on requests whose commands the page makes."""
    known = on_page(file)
    shown = (one for node in known if node[0].startswith("pages") for one in statements_at(*node))
    made = set().union(*map(names_in, shown))
    return tuple(node for node in known if _command(node) & made)


def is_shown(part: Part, file: str) -> bool:
    """Whether a page writes the heading of its part and reaches its functions; what is heard may
    come from elsewhere."""
    known = on_page(file)
    texts = (text for node in known if node[0].startswith("pages") for text in _texts(node))
    shows = {_node(one) for one in part.shows}
    reach = called() if part.is_heard else known
    return any(part.heading in one for one in texts) and shows <= reach


def _command(node: Node) -> set[str]:
    """The class of the command that a guarded action on requests takes; none for all else."""
    if not node[0].startswith("core.requests"):
        return set()
    return {
        ast.unparse(one.args.args[1].annotation)
        for one in statements_at(*node)
        if isinstance(one, ast.FunctionDef) and one.decorator_list and one.args.args[1].annotation
    }


def _refused(step: Node) -> set[str]:
    """The rules that the step names, and those of the reasons for which it is refused."""
    found = rules_in(" ".join(_texts(step)))
    for node in reached([step], REFUSING):
        for one in statements_at(*node):
            written = ast.unparse(one)
            if "Refused(" in written or re.search(r"-> .*Reason", written):
                found |= {CATALOGUE[code].rule for code in texts_in(one) & CATALOGUE.keys()}
    return found


def _node(shown: Shows) -> Node:
    return shown.__module__, shown.__qualname__


@cache
def _texts(node: Node) -> frozenset[str]:
    return frozenset().union(*(texts_in(one) for one in statements_at(*node)))
