"""The first minutes: *Check set-up* names what is missing, in Slack."""

import json
from datetime import timedelta

from tests.flows.doors.conftest import Town
from tests.sandbox_client import SandboxServer


def checked(slack: SandboxServer, expected: str) -> str:
    slack.open_home("U0ADA")
    slack.wait_for_home("U0ADA", "Check set-up")
    slack.click("U0ADA", "check_setup", surface="home")
    return json.dumps(slack.wait_for_modal("U0ADA", expected), ensure_ascii=False)


def test_a_set_up_that_is_well_needs_nothing_more(town: Town, slack: SandboxServer) -> None:
    """An admin who looks finds peace of mind, and sees that it was a look at each part.

    Also after the time machine was used: Slack's own time moves with it.
    """
    town.bot.clock.advance(timedelta(days=2).total_seconds())
    assert "Kudos channel" in checked(slack, "Nothing is missing.")


def test_what_is_missing_is_named_with_its_next_step_in_slack(
    town: Town, slack: SandboxServer
) -> None:
    """Nobody needs the terminal for it."""
    town.configure(kudos_channel="C0GENERAL", leads=frozenset())
    says = checked(slack, "2 parts need you.")
    assert "/invite @Goodword" in says
    assert "add one in App Home" in says


def test_the_database_away_is_said_where_they_look(town: Town, slack: SandboxServer) -> None:
    """Whoever looks because something is wrong is answered all the same."""
    slack.open_home("U0ADA")
    slack.wait_for_home("U0ADA", "Check set-up")
    slack.wait_for(town.is_idle, "the visit to be over")
    with town.bot.database_away():
        slack.click("U0ADA", "check_setup", surface="home")
        slack.wait_for(lambda: _hears_of_it(slack), "an answer")


def _hears_of_it(slack: SandboxServer) -> bool:
    """In the form; a process that cannot even tell an admin yet says so above App Home."""
    in_form = "it does not answer. Try again in a minute." in str(slack.modals("U0ADA"))
    return in_form or "my database is not answering" in str(slack.home("U0ADA"))
