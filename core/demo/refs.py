"""References that look opaque and never repeat: a number, scrambled one to one into letters."""

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O, U, 0 and 1, which are misread."""
SCRAMBLER = 2_654_435_761
"""A large prime, so that neighbors look nothing like each other."""


def ref(prefix: str, length: int, number: int) -> str:
    """The `number`-th reference: `prefix`, a hyphen and `length` characters.

    Raises ValueError where `length` characters cannot tell so many numbers apart.
    """
    room = len(ALPHABET) ** length
    if not 0 <= number < room:
        raise ValueError(f"{length} characters are too few for number {number}")
    scrambled = (number * SCRAMBLER + 987_654_321) % room
    letters = []
    for _ in range(length):
        scrambled, place = divmod(scrambled, len(ALPHABET))
        letters.append(ALPHABET[place])
    return f"{prefix}-{''.join(letters)}"
