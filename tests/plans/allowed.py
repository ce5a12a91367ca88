"""What may scan or sort more than others, up to how many rows and why."""

from dataclasses import dataclass

NOTED = "sqlite, not analyzed"
"""The planner that makes each of these plans; others make some of them."""


@dataclass(frozen=True)
class Allowed:
    """The function that sends the statement, how the step begins, and the most rows of it."""

    origin: str
    step: str
    most: int
    reason: str

    def covers(self, origin: str, fault: str) -> bool:
        rows = int(fault.rpartition(" · ")[2].removesuffix(" rows").replace(",", ""))
        return origin == self.origin and fault.startswith(self.step) and rows <= self.most


ALLOWED = (
    Allowed(
        "queries/outbound_changes.py:list_outbound_changes",
        "",
        200_000,
        "An admin sees how many changes the platform took over in all; they are counted in an "
        "index, 200,000 in a few milliseconds.",
    ),
    Allowed(
        "metrics/exports.py:_batches",
        "USE TEMP B-TREE FOR ORDER BY",
        250_000,
        "A file has all rows of its period, found by the index of their days, and no page waits "
        "for it.",
    ),
    Allowed(
        "metrics/exports.py:_batches",
        "SCAN support_request USING INDEX ix_support_request_received",
        200_000,
        "Without statistics SQLite reads all requests in the order of the file, to sort none: "
        "200,000 in less than a tenth of a second.",
    ),
    Allowed(
        "metrics/kept_counts.py:counted",
        "USE TEMP B-TREE FOR GROUP BY",
        250_000,
        "Days are counted from their rows, found by the index of these days, where nothing is kept "
        "of them, or not by the filter that is asked for.",
    ),
    Allowed(
        "queries/requests/paging.py:request_slice",
        "SCAN support_request USING",
        200_000,
        "Among ended requests or all, a page ends after 50 in the order of the index. Only a "
        "filter that hardly any request passes reads on to the end, in 12 milliseconds, or in 62 "
        "for a day of receipt in the order of due dates.",
    ),
    Allowed(
        "queries/requests/paging.py:request_slice",
        "USE TEMP B-TREE FOR ORDER BY",
        20_000,
        "Requests at a stage that is open, by age: the judge takes all statuses to be as frequent, "
        "but these are some of the open requests.",
    ),
)


def allowance(origin: str, fault: str) -> Allowed | None:
    """What lets a statement do this."""
    return next((one for one in ALLOWED if one.covers(origin, fault)), None)
