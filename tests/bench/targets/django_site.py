"""A whole Django project in one file: models over the floor's tables, the admin, three reports.

`python -m tests.bench.targets.django_site` makes Django's own tables and the admin's user;
`tests.bench.targets.django_site:application` serves it. BENCH_SQLITE names the file.
"""

import csv
import os
from datetime import date, timedelta

import django
from django.conf import settings

from tests.bench.items import NOW, PAGE, TOOK_PLACE, WEEKS_FROM
from tests.bench.sql import AGES

PARTS = ("admin", "auth", "contenttypes", "sessions", "messages")
settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=False,
    STATIC_URL="/static/",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["BENCH_SQLITE"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA cache_size=-65536;",
            },
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[*(f"django.contrib.{part}" for part in PARTS), "tests.bench"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
)
django.setup()

from django.contrib import admin  # noqa: E402
from django.db import models  # noqa: E402
from django.db.models import Case, Count, F, Q, Value, When  # noqa: E402
from django.db.models.functions import TruncWeek  # noqa: E402
from django.http import HttpRequest, HttpResponse, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402

AT, TODAY = NOW.replace(tzinfo=None), NOW.date()


class OfTheFloor(models.Model):
    class Meta:
        abstract = True
        app_label = "bench"
        managed = False


class Plan(OfTheFloor):
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)

    class Meta(OfTheFloor.Meta):
        db_table = "plan"


class Provider(OfTheFloor):
    npi = models.CharField(max_length=10)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)

    class Meta(OfTheFloor.Meta):
        db_table = "provider"


class Client(OfTheFloor):
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)

    class Meta(OfTheFloor.Meta):
        db_table = "client"


class Session(OfTheFloor):
    provider = models.ForeignKey(Provider, models.DO_NOTHING)
    client = models.ForeignKey(Client, models.DO_NOTHING)
    plan = models.ForeignKey(Plan, models.DO_NOTHING)
    service_day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=2)
    status = models.CharField(max_length=20)
    note_signed_at = models.DateTimeField(null=True)
    note_class = models.CharField(max_length=20)
    note_due_at = models.DateTimeField()
    note_due_on = models.DateField()
    confirm_by = models.DateField()
    cpt_code = models.CharField(max_length=8)

    class Meta(OfTheFloor.Meta):
        db_table = "session"


class Request(OfTheFloor):
    kind = models.CharField(max_length=40)
    status = models.CharField(max_length=20)
    client = models.ForeignKey(Client, models.DO_NOTHING, null=True, blank=True)
    created_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    class Meta(OfTheFloor.Meta):
        db_table = "request"


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin):
    """Tuned: no count of the whole table beside that of what was found."""

    list_display = ("id", "starts_at", "client", "provider", "plan", "state", "status", "cpt_code")
    list_select_related = ("client", "provider", "plan")
    search_fields = ("client__last_name__istartswith",)
    ordering = ("-service_day", "-starts_at", "-id")
    list_per_page = PAGE
    show_full_result_count = False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return True


@admin.register(Request)
class RequestAdmin(admin.ModelAdmin):
    raw_id_fields = ("client",)


def due(**within: object) -> models.QuerySet[Session]:
    return Session.objects.filter(note_due_at__lt=AT, status__in=TOOK_PLACE, **within)


def export(request: HttpRequest) -> HttpResponse:
    """L6."""
    days = date.fromisoformat(request.GET["first"]), date.fromisoformat(request.GET["last"])
    outcome = Case(
        When(note_signed_at__isnull=True, then=Value("Unsigned")),
        When(note_signed_at__lte=F("note_due_at"), then=Value("On time")),
        default=Value("Late"),
    )
    names = ("provider__first_name", "provider__last_name", "client_id")
    rows = due(note_due_on__range=days).order_by("note_due_at", "id")
    found = rows.values_list("id", outcome, "note_due_at", "note_signed_at", *names)
    answer = HttpResponse(content_type="text/csv")
    csv.writer(answer).writerows(found.iterator(chunk_size=5000))
    return answer


def m1(_: HttpRequest) -> JsonResponse:
    rows = due(note_due_on__gte=WEEKS_FROM).values_list(TruncWeek("note_due_on"), "note_class")
    good = Q(note_signed_at__lte=F("note_due_at"))
    found = rows.annotate(due=Count("id"), good=Count("id", filter=good))
    return JsonResponse({"rows": list(found.order_by())})


def m2(_: HttpRequest) -> JsonResponse:
    limits = {"0-2": 2, "3-8": 8, "9-15": 15}
    left = Case(
        *(When(confirm_by__lte=TODAY + timedelta(n), then=Value(age)) for age, n in limits.items()),
        default=Value("16+"),
    )
    payer = Case(When(plan__kind__in=("mos", "eap"), then="plan__kind"), default=Value("insurance"))
    rows = Session.objects.filter(status="unconfirmed", confirm_by__gte=TODAY, ends_at__lte=AT)
    return JsonResponse({"rows": list(rows.values_list(left, payer).annotate(Count("id")))})


def m3(_: HttpRequest) -> JsonResponse:
    ages = (When(created_at__gt=AT - timedelta(n), then=Value(age)) for age, n in AGES.items())
    rows = Request.objects.filter(resolved_at=None)
    found = rows.values_list("kind", Case(*ages, default=Value("15+"))).annotate(Count("id"))
    return JsonResponse({"rows": list(found.order_by())})


urlpatterns = [
    path("admin/", admin.site.urls),
    path("export", export),
    path("m1", m1),
    path("m2", m2),
    path("m3", m3),
]

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

if __name__ == "__main__":
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    User.objects.create_superuser("bench", password="bench")
