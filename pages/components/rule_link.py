"""A rule by its number and title, linked to where all of it stands."""

from urllib.parse import quote

from markupsafe import Markup

from core.queries.rulebook import rulebook
from pages.components.markup import fill

ADDRESS = "/policies"


def rule_link(rule: str) -> Markup:
    """ "R17 (Licensed and credentialed where the client is)", the number being the link."""
    known = rulebook().get(rule)
    return fill(
        '<a href="{address}?rule={at}">{rule}</a>{title}',
        address=ADDRESS,
        at=quote(rule),
        rule=rule,
        title=f" ({known.title})" if known else "",
    )
