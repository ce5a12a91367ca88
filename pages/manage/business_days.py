"""Business days: the federal holidays of a year, the days we changed, and changing one."""

from functools import partial

import streamlit as st

from core.administration.business_days import (
    SetBusinessDay,
    recalculate_requests,
    set_business_day,
)
from core.queries.business_days import SpecialDay, business_days_of
from pages import context
from pages.components.chips import chip
from pages.components.command_form import FormButton, FormField, show_command_form
from pages.components.markup import show_html, show_text, table
from pages.components.notices import show_problem
from pages.components.screen_dates import screen_day, screen_today
from pages.components.url_choice import url_choice

HEADS = ("Day", "Status", "Federal holiday", "Reason", "Changed by")
YEARS_BEFORE, YEARS_AFTER = 2, 3
FIELDS = (
    FormField("day", "Day", is_day=True),
    FormField("reason", "Reason, shown beside the day"),
)


def change_button(words: str, icon: str, *, is_open: bool) -> FormButton:
    """A button that closes or opens the day, then moves the deadlines of open requests."""
    make = partial(SetBusinessDay, is_open=is_open)
    return FormButton(words, set_business_day, make, icon=icon, then=recalculate_requests)


def day_row(one: SpecialDay) -> tuple[object, ...]:
    """One line of the table."""
    status = chip("Business day", "good") if one.is_open else chip("Closed", "plain")
    return (screen_day(one.day), status, one.holiday, one.reason, one.by)


st.title("Business days")
show_text(
    "Deadlines of requests count Monday to Friday without the closed days.",
    is_quiet=True,
)
alert = st.container()
st.subheader("Close or open a day")
show_command_form(
    "business-day",
    "",
    FIELDS,
    change_button("Close this day", ":material/event_busy:", is_open=False),
    change_button("Open this day", ":material/event_available:", is_open=True),
    border=True,
)
show_text(
    "Open requests get new deadlines at once, a day in the past included. Closed requests keep the "
    "deadlines they had. On the Compliance page, “Cancellations settled” uses the new business "
    "days for all requests, closed ones included.",
    is_quiet=True,
)
this_year = screen_today().year
known = range(this_year - YEARS_BEFORE, this_year + YEARS_AFTER + 1)
years = {str(year): str(year) for year in known}
year = int(url_choice("Year", years, "year", str(this_year)))
found = context.query(business_days_of, year)
show_html(table(f"Special days of {year}", HEADS, map(day_row, found.days)))
if found.is_recalculating:
    with alert:
        show_problem(
            "Some open requests still have the deadlines from before the last change. Recalculate "
            "them."
        )
        st.button(
            "Recalculate open requests",
            icon=":material/refresh:",
            on_click=context.carry_out,
            args=(recalculate_requests,),
        )
