"""How names and e-mail addresses are compared: without case, accents and double blanks."""

import unicodedata


def fold(text: str) -> str:
    """`text` in lower case without accents, with single blanks."""
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(plain.casefold().split())


def name_key(first: str, last: str) -> str:
    """What a person is found by: folded last name, then first name."""
    return fold(f"{last} {first}")


def email_key(email: str | None) -> str | None:
    """An e-mail address as it is compared; None stays None."""
    return email.strip().casefold() if email and email.strip() else None
