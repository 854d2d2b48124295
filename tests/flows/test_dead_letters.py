"""What could not be delivered waits for an admin, and arrives once when they say so."""

import json

import pytest

from tests.flows.conftest import Bot
from tests.flows.test_a_good_word_travels import share_from_message, shown
from tests.sandbox_client import SandboxServer

ADMIN = "U0ADA"
LISTED = "A kudos for <#C0KUDOS>"


def see_home(slack: SandboxServer, user: str, containing: str, without: str = "\0") -> None:
    """Open App Home anew until it says something, and something else no more."""

    def look() -> bool:
        slack.open_home(user)
        home = json.dumps(slack.home(user), ensure_ascii=False)
        return containing in home and without not in home

    slack.wait_for(look, f"{containing!r} in the Home of {user}", within=30)


def dies(slack: SandboxServer, trouble: str = "error:is_archived", times: int = 1) -> None:
    """Share, and let Slack refuse the post."""
    slack.faults({"method": "chat.postMessage", "kind": trouble, "times": times})
    share_from_message(slack)
    slack.wait_for(lambda: slack.calls("chat.postMessage"), "the post to be tried")
    slack.faults()
    see_home(slack, ADMIN, LISTED)


@pytest.mark.parametrize("trouble", ["token_revoked", "error:is_archived"])
def test_what_died_is_listed_mended_and_sent_again_once(
    bot: Bot, slack: SandboxServer, trouble: str
) -> None:
    """Admin and sharer see it; after mending, one press brings it, and it stays one."""
    dies(slack, trouble, times=-1)
    see_home(slack, "U0PRIYA", "could not be posted")
    see_home(slack, "U0SAM", "Shared by me", without="Not delivered")
    slack.click(ADMIN, "dead_letter_again", surface="home")
    slack.wait_for_home(ADMIN, "On its way")
    slack.wait_for_message("kudos", "you saved our launch")
    see_home(slack, ADMIN, "Everything arrived")
    see_home(slack, "U0PRIYA", "saved our launch", without="could not be posted")
    assert len(shown(slack)) == 1


def test_admins_hear_once_and_can_stop_hearing(bot: Bot, slack: SandboxServer) -> None:
    """The first one is told; those beside it are not; a person can mute it."""
    dies(slack)
    bot.tick("dead letters")
    notice = slack.wait_for_message("dm", "Something could not be delivered", ADMIN)
    slack.click(ADMIN, "dead_letters_mute", channel="dm", ts=notice["ts"])
    slack.wait_for_message("dm", "Muted", ADMIN)


def test_what_was_taken_back_meanwhile_is_not_posted(bot: Bot, slack: SandboxServer) -> None:
    """A change of heart counts, whatever an admin presses later."""
    dies(slack)
    see_home(slack, "U0PRIYA", "could not be posted")
    slack.click("U0PRIYA", "kudos_take_back", surface="home")
    see_home(slack, "U0PRIYA", "You have shared nothing yet")
    slack.click(ADMIN, "dead_letter_again", surface="home")
    slack.wait_for_home(ADMIN, "taken back in the meantime")
    assert shown(slack) == []


def test_a_dropped_kudos_is_told_to_its_sharer(bot: Bot, slack: SandboxServer) -> None:
    """Never silence: whoever shared it can share it again."""
    dies(slack)
    slack.click(ADMIN, "dead_letter_drop", surface="home")
    slack.wait_for_message("dm", "an admin dropped it", "U0PRIYA")
    see_home(slack, ADMIN, "Everything arrived")
    assert shown(slack) == []
