"""The few statements that may scan or sort, each with its reason."""

AWAITED = ("metrics/", "queries/requests/", "queries/sessions/")
ALLOWED = {
    "queries/outbound_changes.py:list_outbound_changes": "An admin sees how many changes the "
    "platform took over in all; they are counted in an index, 200,000 in a few milliseconds.",
}
"""By the function that sends the statement."""


def is_allowed(origin: str) -> bool:
    return origin in ALLOWED or origin.startswith(AWAITED)
