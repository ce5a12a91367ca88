"""`session-desk` whose pages get every answer from memory: what is left is Streamlit's own work.

The first run asks core and keeps what it says; later runs of the same page ask nothing.
"""

from collections.abc import Callable
from typing import Any

from core.cli import app
from pages import context


def remember(ask: Callable[..., Any], key: Callable[..., Any]) -> Callable[..., Any]:
    """`ask`, with what it answered before by the `key` of what it is given."""
    known: dict[Any, Any] = {}

    def answer(*args: Any, **kwargs: Any) -> Any:
        of = key(*args, **kwargs)
        if of not in known:
            known[of] = ask(*args, **kwargs)
        return known[of]

    return answer


def asked(*args: Any, **kwargs: Any) -> Any:
    """What a page asks, and who it is."""
    return args, tuple(kwargs.items()), context.signed_in().actor


def cookie() -> str | None:
    """Whose sign-in it is."""
    return context.st.context.cookies.get(context.COOKIE)


if __name__ == "__main__":
    context.query = remember(context.query, asked)
    context._sign_in = remember(context._sign_in, cookie)
    app()
