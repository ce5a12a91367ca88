"""The same records as the platform's extracts, which the product imports (docs/extracts.md)."""

from pathlib import Path

import numpy as np
import pandas as pd

from core.exchange.all_extracts import EXTRACTS
from tests.bench.data import STATES, Rows
from tests.bench.floor_tables import written
from tests.bench.items import PAYER_KINDS, TOOK_PLACE
from tests.bench.names import listed

FIRST_DAY = "2020-01-01"
INSTANT, DATE = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"
ZIPS = dict(
    zip(
        STATES,
        listed("10001 90001 75201 33101 07101 19101 60601 02108 98101 80202"),
        strict=True,
    )
)
PAYERS = {
    kind: {
        "payer_class": {"mos": "mos", "eap": "eap"}.get(
            kind, "government" if kind.startswith("medica") else "commercial"
        ),
        "line": "commercial" if kind == "bcbs" else kind,
    }
    for kind in PAYER_KINDS
}


def write_extracts(rows: Rows, folder: Path) -> None:
    """One file for each kind of record that the records here have."""
    folder.mkdir(parents=True, exist_ok=True)
    made = _payers() | _people(rows) | _care(rows)
    for kind in EXTRACTS:
        if kind.file in made:
            frame = made[kind.file].reindex(columns=list(kind.columns()))
            frame.to_csv(folder / kind.file, index=False)


def ref(letter: str, ids: pd.Series) -> pd.Series:
    """The platform's IDs, from which `number_of` makes the number again."""
    return letter + "-" + ids.astype(str).str.zfill(8)


def number_of(reference: str) -> int:
    """The number in a reference."""
    return int(reference.partition("-")[2])


def _payers() -> dict[str, pd.DataFrame]:
    payers = pd.DataFrame(
        {
            "payer_id": [f"Y-{kind}" for kind in PAYERS],
            "name": [kind.title() for kind in PAYERS],
            "payer_class": [one["payer_class"] for one in PAYERS.values()],
        }
    )
    return {"payers.csv": payers}


def _people(rows: Rows) -> dict[str, pd.DataFrame]:
    plans, providers, clients = rows["plan"], rows["provider"], rows["client"]
    return {
        "plans.csv": pd.DataFrame(
            {
                "plan_id": ref("N", plans["id"]),
                "payer_id": "Y-" + plans["kind"],
                "name": plans["name"],
                "line": plans["kind"].map(lambda kind: PAYERS[kind]["line"]),
                "is_telehealth_allowed": "true",
                "correction_method": "replace_void",
            }
        ),
        "providers.csv": providers.assign(
            provider_id=ref("P", providers["id"]),
            calendar_zone=providers["time_zone"],
            mos_enrolled_from=FIRST_DAY,
            first_contact="session",
            status="active",
        ),
        "licenses.csv": _licenses(providers),
        "clients.csv": clients.assign(
            client_id=ref("C", clients["id"]),
            date_of_birth=written(clients["date_of_birth"], DATE),
            payment_method_at=f"{FIRST_DAY}T00:00:00Z",
            forms_acknowledged_at=f"{FIRST_DAY}T00:00:00Z",
        ),
        "coverages.csv": _coverages(rows),
        "mos_cases.csv": _cases(rows),
        "client_locations.csv": pd.DataFrame(
            {
                "client_location_id": ref("H", clients["id"]),
                "client_id": ref("C", clients["id"]),
                "kind": "home",
                "state_code": clients["state"],
                "zip": clients["state"].map(ZIPS),
                "source": "client",
            }
        ),
        "credentials.csv": _credentials(rows),
    }


def _licenses(providers: pd.DataFrame) -> pd.DataFrame:
    every = providers[["id"]].merge(pd.DataFrame({"state_code": STATES}), how="cross")
    return every.assign(
        license_id=ref("L", pd.Series(np.arange(1, len(every) + 1))),
        provider_id=ref("P", every["id"]),
        number=every["id"].astype(str) + every["state_code"],
        kind="license",
        from_on=FIRST_DAY,
        status="active",
    )


def _kinds(rows: Rows, plan_ids: pd.Series) -> pd.Series:
    return plan_ids.map(rows["plan"].set_index("id")["kind"])


def _coverages(rows: Rows) -> pd.DataFrame:
    clients = rows["client"]
    covered = clients[_kinds(rows, clients["plan_id"]) != "mos"]
    return pd.DataFrame(
        {
            "coverage_id": ref("V", covered["id"]),
            "client_id": ref("C", covered["id"]),
            "plan_id": ref("N", covered["plan_id"]),
            "member_id": "M" + covered["id"].astype(str),
            "from_on": FIRST_DAY,
            "verified_at": f"{FIRST_DAY}T00:00:00Z",
            "verification_status": "verified",
        }
    )


def _cases(rows: Rows) -> pd.DataFrame:
    clients = rows["client"]
    referred = clients[_kinds(rows, clients["plan_id"]) == "mos"]
    return pd.DataFrame(
        {
            "mos_case_id": ref("M", referred["id"]),
            "client_id": ref("C", referred["id"]),
            "provider_id": ref("P", referred["provider_id"]),
            "ecms_case_id": "E" + referred["id"].astype(str),
            "zoomgov_url": "https://mos.zoomgov.com/j/" + referred["id"].astype(str),
            "referral_accepted_at": f"{FIRST_DAY}T00:00:00Z",
            "from_on": FIRST_DAY,
        }
    )


def _credentials(rows: Rows) -> pd.DataFrame:
    """For every provider with every plan, in the states where they met."""
    met = rows["session"][["provider_id", "plan_id", "state"]].drop_duplicates()
    met = met[_kinds(rows, met["plan_id"]) != "mos"].reset_index(drop=True)
    return pd.DataFrame(
        {
            "credential_id": ref("K", pd.Series(np.arange(1, len(met) + 1))),
            "provider_id": ref("P", met["provider_id"]),
            "plan_id": ref("N", met["plan_id"]),
            "state_code": met["state"],
            "from_on": FIRST_DAY,
            "status": "active",
        }
    )


def _care(rows: Rows) -> dict[str, pd.DataFrame]:
    sessions, claims = rows["session"], rows["claim"]
    held = sessions[sessions["status"].isin(TOOK_PLACE)]
    is_mos = _kinds(rows, sessions["plan_id"]) == "mos"
    return {
        "sessions.csv": _sessions(rows, is_mos),
        "session_places.csv": pd.DataFrame(
            {
                "session_place_id": ref("T", sessions["id"]),
                "session_id": ref("S", sessions["id"]),
                "ordinal": 1,
                "state_code": sessions["state"],
                "zip": sessions["state"].map(ZIPS),
                "captured_at": written(sessions["starts_at"], INSTANT),
                "source": "provider",
            }
        ),
        "notes.csv": pd.DataFrame(
            {
                "note_id": ref("D", held["id"]),
                "session_id": ref("S", held["id"]),
                "mode": "template_manual",
                "drafted_at": written(held["ends_at"], INSTANT),
                "signed_at": written(held["note_signed_at"], INSTANT),
                "signature_source": held["note_signed_at"].notna().map({True: "system"}),
            }
        ),
        "claims.csv": pd.DataFrame(
            {
                "claim_id": ref("B", claims["id"]),
                "session_id": ref("S", claims["session_id"]),
                "seq": 1,
                "status": claims["status"],
                "billed_cents": 15000,
            }
        ),
        "car_reports.csv": _reports(sessions[is_mos & sessions["status"].eq("confirmed")]),
    }


def _sessions(rows: Rows, is_mos: pd.Series) -> pd.DataFrame:
    sessions = rows["session"]
    starts, client = written(sessions["starts_at"], INSTANT), sessions["client_id"]
    return pd.DataFrame(
        {
            "session_id": ref("S", sessions["id"]),
            "provider_id": ref("P", sessions["provider_id"]),
            "client_id": ref("C", client),
            "payer_kind": _kinds(rows, sessions["plan_id"]).map(PAYER_KINDS),
            "coverage_id": ref("V", client).where(~is_mos, ""),
            "mos_case_id": ref("M", client).where(is_mos, ""),
            "kind": "session",
            "modality": "video",
            "zone": sessions["time_zone"],
            "booked_at": written(sessions["starts_at"] - pd.Timedelta(days=7), INSTANT),
            "scheduled_start": starts,
            "scheduled_end": written(sessions["ends_at"], INSTANT),
            "cpt": sessions["cpt_code"],
            "place_of_service": "10",
            "modifier": "95",
            "diagnoses": "F41.1",
            "status": sessions["status"].replace(
                {"unconfirmed": "scheduled", "canceled": "cancelled"}
            ),
            "confirmed_at": written(sessions["confirmed_at"], INSTANT),
            "attested_at": written(sessions["confirmed_at"], INSTANT),
            "cancelled_at": starts.where(sessions["status"].isin(["canceled", "no_show"]), ""),
        }
    )


def _reports(confirmed: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "car_report_id": ref("R", confirmed["id"]),
            "session_id": ref("S", confirmed["id"]),
            "outcome": "held",
            "completed_at": written(confirmed["ends_at"], INSTANT),
            "entered_on": written(confirmed["service_day"] + pd.Timedelta(days=1), DATE),
            "reference": "CAR" + confirmed["id"].astype(str),
        }
    )
