"""Every metric, in the order in which pages offer them."""

from core.errors import NotFound
from core.metrics.contract import Metric
from core.metrics.directory_updates import DIRECTORY_UPDATES
from core.metrics.expired_sessions import EXPIRED_SESSIONS
from core.metrics.notes_on_time import NOTES_ON_TIME
from core.metrics.open_requests import OPEN_REQUESTS
from core.metrics.sessions_to_confirm import SESSIONS_TO_CONFIRM
from core.metrics.settled_cancellations import SETTLED_CANCELLATIONS

METRICS = {
    metric.code: metric
    for metric in (
        NOTES_ON_TIME,
        SESSIONS_TO_CONFIRM,
        EXPIRED_SESSIONS,
        DIRECTORY_UPDATES,
        OPEN_REQUESTS,
        SETTLED_CANCELLATIONS,
    )
}


def metric_named(code: str) -> Metric:
    """The metric of this code; raises NotFound."""
    if code not in METRICS:
        raise NotFound(f"There is no metric “{code}”. Choose one on the Compliance page.")
    return METRICS[code]
