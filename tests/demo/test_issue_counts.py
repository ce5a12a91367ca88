"""Every list of data issues of a demo has just the records that a plain statement counts."""

import pytest
from sqlalchemy import text
from sqlmodel import col, func, select

from core.db import looking
from core.demo.mistakes import MISTAKES
from core.models.data_issues import DataIssue
from core.vocabulary.data_issues import DataIssueCode as F
from tests.demo.conftest import LAST_DAY

DONE = "s.status in ('confirmed', 'cancel_requested')"
UNDER_WAY = "s.status in ('scheduled', 'confirmed', 'cancel_requested')"
MOS = "s.payer_kind = 'mos' and s.kind = 'session'"
FIRST = """not exists (select 1 from care_session o where o.mos_case_id = s.mos_case_id
  and o.payer_kind = 'mos' and o.kind = 'session'
  and o.status in ('scheduled', 'confirmed', 'cancel_requested')
  and coalesce(o.actual_start_at, o.scheduled_start_at)
    < coalesce(s.actual_start_at, s.scheduled_start_at))"""
CASE = f"""from care_session s join mos_case m on m.id = s.mos_case_id
  where {MOS} and {UNDER_WAY}"""
CAR = f"from care_session s left join car_report c on c.session_id = s.id where {MOS}"
PAY = """from care_session s join payout p on p.session_id = s.id
  where p.status not in ('void', 'recovered')"""
CLAIM = "from care_session s join claim c on c.session_id = s.id"
PLAIN: dict[F, str] = {
    F.CASE_ID_MISSING: f"{CASE} and trim(coalesce(m.ecms_case_id, '')) = '' and {FIRST}",
    F.ZOOM_LINK_MISSING: f"{CASE} and coalesce(m.zoomgov_url, '') = '' and {FIRST}",
    F.NOT_GOVERNMENT_ZOOM: f"""{CASE} and (s.modality <> 'video' or {FIRST}
      and m.zoomgov_url not like '%zoomgov.com/%')""",
    F.REFERRAL_LATE: f"""{CASE} and (m.referral_accepted_at is null
      or m.referral_accepted_at > s.booked_at)""",
    F.MOS_CASE_OF_ANOTHER: f"""{CASE}
      and (m.client_id <> s.client_id or m.provider_id <> s.provider_id)""",
    F.MOS_CASE_ENDED: f"""{CASE}
      and not s.date_of_service between m.from_on and coalesce(m.to_on, '9999-12-31')""",
    F.CAR_AFTER_CONFIRMING: f"""{CAR} and s.status = 'confirmed'
      and coalesce(c.completed_at, '9999') > s.confirmed_at""",
    F.NOT_ATTESTED: f"{CAR} and s.status = 'confirmed' and s.attested_at is null",
    F.CAR_DATE_RECORDED: f"""{CAR} and c.id is not null
      and (c.entered_on <> date(s.date_of_service, '+1 day')
        or c.entered_on is null and s.status = 'confirmed')""",
    F.CAR_OVERDUE: f"""{CAR} and c.completed_at is null
      and date(s.date_of_service, '+7 days') < '{LAST_DAY}'""",
    F.MOS_CLAIM: f"""{CLAIM} where s.payer_kind = 'mos'
      and s.status not in ('cancelled', 'no_show') and c.status not in
      ('withdrawn', 'voided', 'recouped', 'refunded_to_payer', 'replaced')""",
    F.MOS_PAY: f"""{PAY} and s.payer_kind = 'mos' and p.amount_cents <> 10000
      and s.status not in ('cancelled', 'no_show')""",
    F.PAYOUT_PERIOD: f"""{PAY} and s.payer_kind = 'mos'
      and p.period <> strftime('%Y-%m', s.date_of_service)""",
    F.PAYOUT_UNCONFIRMED: f"""{PAY} and p.amount_cents > 0 and (s.status = 'scheduled'
      or s.status in ('cancelled', 'no_show') and s.payer_kind <> 'mos')""",
    F.CONFIRMED_AFTER_CANCELING: f"""from care_session s where s.confirmed_at > s.cancelled_at
      or {DONE} and s.cancelled_at is not null""",
    F.CONFIRMED_NO_INSTANT: f"""from care_session s where s.confirmed_at is null
      and ({DONE} or s.status = 'cancelled_after_confirm')""",
    F.FIRST_CONFIRMATION_DISPUTED: """from care_session s
      where s.disputed_confirmed_at is not null""",
    F.NOTE_SIGNED_EARLY: f"""from care_session s join note n on n.session_id = s.id
      where {UNDER_WAY} and not n.is_discarded and n.mode <> 'none'
      and n.signed_at < coalesce(s.actual_end_at, s.scheduled_end_at)""",
    F.CONFIRMED_WITHOUT_LOCATION: f"""from care_session s
      left join session_place p on p.session_id = s.id
      where {DONE} and s.kind = 'session' and s.modality <> 'in_person' and p.id is null""",
    F.CONFIRMED_WITHOUT_DIAGNOSIS: f"""from care_session s
      left join session_diagnosis d on d.session_id = s.id
      where {DONE} and s.kind = 'session' and s.payer_kind in ('insurance', 'eap')
      and d.id is null""",
    F.COVERAGE_OF_ANOTHER: f"""from care_session s join coverage c on c.id = s.coverage_id
      where {UNDER_WAY} and c.client_id <> s.client_id""",
    F.PRACTICE_OF_ANOTHER: f"""from care_session s
      join practice_location l on l.id = s.practice_location_id
      where {UNDER_WAY} and l.provider_id <> s.provider_id""",
    F.PROVIDER_INACTIVE: f"""from care_session s join provider p on p.id = s.provider_id
      where p.status = 'inactive' and s.status = 'scheduled'
      and s.scheduled_start_at >= '{LAST_DAY} 17:00:00'""",
    F.CLAIM_WITHOUT_ORIGINAL: f"""{CLAIM} where c.frequency in (7, 8)
      and c.status <> 'withdrawn' and c.replaces_claim_id is null""",
    F.CLAIM_OF_ANOTHER_SESSION: f"""{CLAIM} join claim o on o.id = c.replaces_claim_id
      where c.frequency in (7, 8) and c.status <> 'withdrawn'
      and o.session_id <> c.session_id""",
}
MEANT = set(MISTAKES) & set(PLAIN)


@pytest.mark.parametrize("code", PLAIN)
def test_a_list_of_data_issues_is_what_a_plain_count_says(taken_in, code: F) -> None:
    with looking(taken_in[0]) as db:
        listed = db.scalar(select(func.count()).where(col(DataIssue.code) == code))
        counted = db.scalar(text(f"select count(distinct s.id) {PLAIN[code]}"))
    assert listed == counted
    assert listed or code not in MEANT
