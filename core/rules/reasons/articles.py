"""The articles that reasons cite, as they are titled."""

CONFIRMING = "Confirming a session"
BILLING = "Billing insurance"
FIRST = "Scheduling your first session"
MOS = "Military OneSource guide"
