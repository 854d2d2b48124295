"""*Erase me*, as everybody sees it."""

from bot.domain.kudos import Credits, Kudos, KudosState
from bot.domain.redacted import Redacted
from bot.services.keeping import Keeping
from tests.flows.doors.conftest import Town
from tests.sandbox_client import TEAM, SandboxServer


def test_a_wish_that_cannot_be_kept_is_not_taken_for_granted(
    town: Town, slack: SandboxServer
) -> None:
    """The form says so in place of closing as if it were done."""
    slack.open_home("U0SAM")
    slack.wait_for(lambda: "erase_me" in str(slack.home("U0SAM")), "App Home")
    slack.click("U0SAM", "erase_me", surface="home")
    slack.wait_for_modal("U0SAM", "What goes")
    with town.bot.database_away():
        slack.submit("U0SAM")
    slack.wait_for_modal("U0SAM", "my database is not answering")
    assert town.count("inbox WHERE kind = 'erasure_asked'") == 0


def posts(slack: SandboxServer) -> str:
    return str(slack.messages("kudos", "U0LENA"))


def test_an_erased_person_is_a_teammate_in_the_channel(town: Town, slack: SandboxServer) -> None:
    """From the button to the post that everybody sees; nobody else's name goes."""
    kudos = Kudos(
        id="e" * 32,
        team=TEAM,
        request="erase",
        sharer="U0SAM",
        sharer_named=True,
        text=Redacted("You saved our wedding, thank you."),
        note=None,
        credits=Credits(users=("U0SAM", "U0TOMASZ")),
        source=None,
        channel="C0KUDOS",
        state=KudosState.SHARED,
        created_at=town.units.clock.now(),
    )
    Keeping(town.units).keep(kudos)
    slack.wait_for(lambda: "For <@U0SAM>, <@U0TOMASZ>" in posts(slack), "the post")
    slack.open_home("U0SAM")
    slack.wait_for(lambda: "erase_me" in str(slack.home("U0SAM")), "App Home")
    slack.click("U0SAM", "erase_me", surface="home")
    slack.wait_for_modal("U0SAM", "What goes")
    slack.submit("U0SAM")
    slack.wait_for(lambda: "For <@U0TOMASZ>, a teammate" in posts(slack), "the post to follow")
    assert "U0SAM" not in posts(slack)
    slack.wait_for(lambda: "Erased." in str(slack.home("U0SAM")), "App Home to say so")
