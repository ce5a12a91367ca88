"""`session-desk` as it is installed: a wheel carries this file as the package `session_desk`.

Everything else lies beside it there, so that `core`, `pages` and `app` are names of this process
only and clash with no other package. In a checkout they are found by the editable install.
"""

import sys
from pathlib import Path


def main() -> None:
    """Run the command line."""
    home = Path(__file__).resolve().parent
    if (home / "core").is_dir():
        sys.path.insert(0, str(home))
    from core.cli import app

    app()
