"""The few statements that may scan or sort, each with its reason, and those still to be mended."""

ALLOWED = {
    "queries/outbound_changes.py:list_outbound_changes": "An admin sees how many changes the "
    "platform took over in all; they are counted in an index, 200,000 in a few milliseconds.",
}
"""By the function that sends the statement."""

TO_MEND = {
    "metrics/exports.py:_batches",
    "metrics/kept_counts.py:counted",
    "metrics/open_requests.py:_points",
    "metrics/results.py:metric_rows",
    "metrics/sessions_to_confirm.py:_population",
    "queries/requests/desk.py:desk_board",
    "queries/requests/paging.py:request_slice",
    "queries/requests/search.py:_counts",
}
"""Functions some of whose statements read or sort too much. Take one out once it does not."""


def is_allowed(origin: str) -> bool:
    return origin in ALLOWED or origin in TO_MEND
