"""The few statements that may scan or sort, each with its reason."""

ALLOWED: dict[tuple[str, str], str] = {}
"""By the function that sends the statement and the beginning of the step."""

AWAITED = ("metrics/", "queries/")


def reason_for(origin: str, fault: str) -> str | None:
    """Why a step is no fault; None for one."""
    if origin.startswith(AWAITED):
        return "awaited"
    found = (why for (of, step), why in ALLOWED.items() if of == origin and fault.startswith(step))
    return next(found, None)
