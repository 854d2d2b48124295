"""What could not be delivered waits for an admin, and arrives once when they say so."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.handoff_settings import OnCall, Waits
from tests.flows.conftest import Bot, MovableClock
from tests.flows.test_a_good_word_travels import share_from_message, shown
from tests.flows.test_handoffs import AGREED, agree, hand_over
from tests.sandbox_client import SandboxServer
from tests.unit.test_on_call import Tool

ADMIN = "U0ADA"
LISTED = "A kudos for <#C0KUDOS>"
CALL = "A call to the on-call tool"


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


@pytest.fixture
def tool() -> Iterator[Tool]:
    """An on-call tool that refuses every call, until a test mends it."""
    with Tool(*[404] * 99).serving() as started:
        yield started


@pytest.fixture
def dead_call(bot: Bot, slack: SandboxServer, clock: MovableClock, tool: Tool) -> str:
    """Danger, and for an hour neither the tool nor a person took it; what the admin reads."""
    waits = Waits(leads=timedelta(hours=8))
    agree(bot, replace(AGREED, on_call=OnCall(tool.url, "a-secret-of-sixteen"), waits=waits))
    hand_over(slack, "danger")
    slack.wait_for(lambda: tool.calls, "the call")
    clock.advance(3601)
    bot.tick("on-call calls")
    see_home(slack, ADMIN, CALL)
    home = slack.home(ADMIN)
    assert home is not None
    return next(json.dumps(block) for block in home["blocks"] if CALL in json.dumps(block))


def told(slack: SandboxServer, sentence: str) -> None:
    """The admin read it, even if App Home was drawn anew since."""
    slack.wait_for(lambda: sentence in json.dumps(slack.calls("views.publish")), sentence)


def test_a_call_that_nobody_took_is_made_again_once(
    slack: SandboxServer, bot: Bot, tool: Tool, dead_call: str
) -> None:
    """What, on which day and why; the minute or a name would tell whose handoff it was."""
    assert "The tool refused it. Mend address or secret" in dead_call
    assert "{date_short}" in dead_call
    for secret in ("{time}", "U0PRIYA", "4711", "danger"):
        assert secret not in dead_call
    bot.tick("dead letters")
    slack.wait_for_message("dm", "Something could not be delivered", ADMIN)
    tool.statuses.clear()
    refused = len(tool.calls)
    slack.click(ADMIN, "dead_call_again", surface="home")
    told(slack, "On its way")
    bot.tick("on-call calls")
    slack.wait_for(lambda: len(tool.calls) > refused, "the call")
    see_home(slack, ADMIN, "Everything arrived")
    keys = {headers["Idempotency-Key"] for headers, _ in tool.calls}
    assert (len(tool.calls), len(keys)) == (refused + 1, 1)


def test_nobody_is_called_about_what_somebody_has(
    slack: SandboxServer, tool: Tool, dead_call: str
) -> None:
    """Sent again too late, or dropped: the tool stays silent."""
    del dead_call
    refused = len(tool.calls)
    slack.click("U0SAM", "handoff_take", channel="dm")
    slack.wait_for_message("dm", "<@U0SAM> has it", "U0PRIYA")
    slack.click(ADMIN, "dead_call_again", surface="home")
    told(slack, "No call is needed any more, so it was dropped instead.")
    see_home(slack, ADMIN, "Everything arrived")
    assert len(tool.calls) == refused


def test_a_dropped_call_is_not_made(slack: SandboxServer, tool: Tool, dead_call: str) -> None:
    """The list is empty again."""
    del dead_call
    refused = len(tool.calls)
    slack.click(ADMIN, "dead_call_drop", surface="home")
    told(slack, "The on-call tool is not called again.")
    see_home(slack, ADMIN, "Everything arrived")
    assert len(tool.calls) == refused
