"""sqladmin over plain SQLModel tables. BENCH_SQLITE names the file."""

import os

from sqladmin import Admin, ModelView
from starlette.applications import Starlette

from tests.bench.items import PAGE
from tests.bench.targets.models import Request, Session
from tests.bench.targets.sqlmodel_plain import engine_on

app = Starlette()
admin = Admin(app, engine_on(os.environ["BENCH_SQLITE"]))


class SessionAdmin(ModelView, model=Session):
    column_list = (
        Session.id,
        Session.starts_at,
        "client.last_name",
        "provider.npi",
        "plan.name",
        Session.state,
        Session.status,
        Session.cpt_code,
    )
    column_searchable_list = ("client.last_name",)
    column_default_sort = [("service_day", True), ("starts_at", True), ("id", True)]  # noqa: RUF012
    page_size = PAGE


class RequestAdmin(ModelView, model=Request):
    column_list = (Request.id, Request.kind, Request.status)
    form_ajax_refs = {"client": {"fields": ("last_name",), "order_by": "id"}}  # noqa: RUF012


admin.add_view(SessionAdmin)
admin.add_view(RequestAdmin)
