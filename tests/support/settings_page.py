"""docs/settings.md, made from the settings themselves.

`python -m tests.support.settings_page --write` writes the page anew.
"""

import sys

from core.settings import LOCAL, ROOT, Settings, shown, variable

PAGE = ROOT / "docs" / "settings.md"
HEAD = """# Settings

Every setting is an environment variable. `session-desk config` prints those in force, where each
value comes from and what it means; `--json` prints JSON. Passwords are hidden.

SQLite is the default database; a team runs PostgreSQL. DATA is the folder that Session Desk writes
to: `data/local` in a checkout, else the data folder of the user (`~/.local/share/session-desk` on
Linux, `~/Library/Application Support/session-desk` on macOS).

On PostgreSQL the search for people needs the extension `pg_trgm`. `session-desk migrate` creates
it, for which its user needs CREATE on the database; else the owner runs `CREATE EXTENSION pg_trgm`
first.
"""


def page() -> str:
    """The whole page."""
    lines = ["| Variable | Default | Meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = shown(field.default).replace(str(LOCAL), "DATA")
        lines.append(f"| `{variable(name)}` | {_code(default)} | {field.description} |")
    return f"{HEAD}\n" + "\n".join(lines) + "\n"


def _code(text: str) -> str:
    return f"`{text}`" if text else "none"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8") if "--write" in sys.argv else sys.stdout.write(page())
