"""`session-desk business-days`: closing, opening and listing days."""

from tests.cli.conftest import Command

EVE = "2026-12-24"


def test_a_day_is_closed_listed_and_opened_again(command: Command) -> None:
    closed = command("business-days", "close", EVE, "--reason", "Office closed")
    assert closed.exit_code == 0
    assert "Thu, Dec 24, 2026 is closed." in closed.stdout
    assert "0 open requests have new deadlines." in closed.stdout
    listed = command("business-days", "list", "--year", "2026").stdout
    assert f"{EVE}\tThu, Dec 24, 2026\tClosed\tOffice closed" in listed
    assert "2026-12-25\tFri, Dec 25, 2026\tClosed\tChristmas Day" in listed
    command("business-days", "open", EVE, "--reason", "We work after all")
    assert EVE not in command("business-days", "list", "--year", "2026").stdout


def test_what_cannot_be_done_is_said_in_a_sentence(command: Command) -> None:
    done = command("business-days", "open", "2026-12-26", "--reason", "Sale")
    assert done.exit_code == 2
    assert "Saturdays and Sundays cannot be business days." in done.stderr
    assert command("business-days", "close", "Dec 24", "--reason", "No").exit_code == 2
    assert command("business-days", "list", "--year", "99999").exit_code == 2
