"""Column types as the migrations spell them; frozen, whatever becomes of the models."""

import sqlalchemy as sa

STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ "
    "NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR GU VI AS MP"
)


def instant() -> sa.DateTime:
    """An instant in UTC."""
    return sa.DateTime(timezone=True)


def word(name: str, words: str) -> sa.Enum:
    """One of `words` (separated by blanks) as text, under the CHECK `ck_<table>_<name>`."""
    return sa.Enum(*words.split(), name=name, native_enum=False, create_constraint=True, length=40)


def state_code() -> sa.Enum:
    """One of the 56 states and territories."""
    return word("state_code", STATES)


def search_key() -> sa.String:
    """Folded text that is compared sign by sign, whatever the database's locale."""
    return sa.String(254).with_variant(sa.String(254, collation="C"), "postgresql")
