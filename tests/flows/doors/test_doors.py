"""Every door into sharing, at Slack's side."""

import json
import time
from typing import Any

from bot.domain.refusals import Reason
from bot.domain.workspace import Mode
from bot.wording.refusals import sentence
from tests.flows.conftest import SAMPLE
from tests.flows.doors.acts import (
    PRAISE,
    REVIEW,
    leaks,
    offered,
    posts,
    share,
    whispers,
)
from tests.flows.doors.conftest import Town
from tests.sandbox_client import SandboxServer

Json = dict[str, Any]


def quiet(slack: SandboxServer, town: Town) -> None:
    """Give the bot every chance to do what it must not do."""
    slack.wait_for(town.is_idle, "the inbox to be empty")
    time.sleep(0.1)


def test_a_reaction_offers_to_share_and_only_the_reactor_sees_it(slack: SandboxServer) -> None:
    """The quickest door: an emoji, then a review."""
    message = slack.message("kudos", PRAISE, user="U0TOMASZ")
    slack.react("U0PRIYA", "kudos", message["ts"], "love_letter")
    offer = offered(slack, "U0PRIYA", "kudos")
    assert whispers(slack, "kudos", "U0SAM") == []
    slack.click("U0PRIYA", "offer_review", channel="kudos", ts=offer["ts"])
    slack.wait_for_modal("U0PRIYA", "saved our Friday")
    slack.submit("U0PRIYA")
    slack.wait_for(lambda: posts(slack), "the post")
    assert "48213" not in json.dumps(posts(slack))


def test_another_emoji_is_nobodys_business(town: Town, slack: SandboxServer) -> None:
    """Thousands of reactions a day leave no row behind."""
    message = slack.message("kudos", PRAISE, user="U0TOMASZ")
    slack.react("U0PRIYA", "kudos", message["ts"], "eyes")
    quiet(slack, town)
    assert whispers(slack, "kudos", "U0PRIYA") == []
    assert town.count("inbox") == 0


def test_a_post_in_an_intake_channel_is_offered_to_its_author(slack: SandboxServer) -> None:
    """Whoever pasted it there knows best; App Home lists it as well, without its words."""
    slack.message("praise-inbox", PRAISE, user="U0TOMASZ")
    offered(slack, "U0TOMASZ")
    assert whispers(slack, "praise-inbox", "U0PRIYA") == []
    slack.open_home("U0TOMASZ")
    home = slack.wait_for_home("U0TOMASZ", "offer_review")
    assert "Friday" not in json.dumps(home)
    slack.click("U0TOMASZ", "offer_review", surface="home")
    slack.wait_for_modal("U0TOMASZ", "saved our Friday")
    slack.submit("U0TOMASZ")
    slack.wait_for(lambda: posts(slack), "the post")
    slack.open_home("U0TOMASZ")
    slack.wait_for_home("U0TOMASZ", "Nothing is waiting")


def test_a_missing_permission_is_said_and_not_called_a_missing_message(
    town: Town, slack: SandboxServer
) -> None:
    """The message stands there for all to see; the next step is somebody else's."""
    slack.message("praise-inbox", PRAISE, user="U0TOMASZ")
    offer = offered(slack, "U0TOMASZ")
    slack.without_scopes("channels:history")
    slack.click("U0TOMASZ", "offer_review", channel="praise-inbox", ts=offer["ts"])
    slack.wait_for_modal("U0TOMASZ", "a permission of mine is missing")
    slack.without_scopes()
    assert town.count("offers WHERE state='open'") == 1


def test_not_this_one_takes_the_offer_away(slack: SandboxServer) -> None:
    """Dismissed is dismissed, in the channel and in App Home."""
    slack.message("praise-inbox", PRAISE, user="U0TOMASZ")
    offer = offered(slack, "U0TOMASZ")
    slack.click("U0TOMASZ", "offer_dismiss", channel="praise-inbox", ts=offer["ts"])
    slack.wait_for(lambda: not whispers(slack, "praise-inbox", "U0TOMASZ"), "it to go")
    slack.open_home("U0TOMASZ")
    slack.wait_for_home("U0TOMASZ", "Nothing is waiting")


def test_a_helpdesks_post_gets_one_reply_with_a_button(slack: SandboxServer) -> None:
    """Text only in attachments; whoever looks first may share it, and then nobody is asked."""
    attachments = [{"title": "CSAT 5/5", "text": PRAISE, "fallback": "A rating"}]
    slack.message("praise-inbox", "", bot="Helpdesk", attachments=attachments)
    offer = slack.wait_for_message("praise-inbox", "offer_review")
    assert offer["thread_ts"]
    slack.click("U0SAM", "offer_review", channel="praise-inbox", ts=offer["ts"])
    slack.wait_for_modal("U0SAM", "saved our Friday")
    slack.submit("U0SAM")
    slack.wait_for(lambda: posts(slack), "the post")
    slack.wait_for(lambda: not posts(slack, "praise-inbox"), "the reply to go")


def test_what_goodword_wrote_itself_is_not_shared_again(town: Town, slack: SandboxServer) -> None:
    """A post, a digest or a reply of its own holds no customer's words."""
    slack.command("U0PRIYA", f"/kudos {PRAISE}")
    slack.wait_for_modal("U0PRIYA", REVIEW)
    slack.submit("U0PRIYA")
    post = slack.wait_for(lambda: posts(slack), "the post")[0]
    slack.wait_for(town.is_quiet, "its place to be kept")
    slack.shortcut("U0SAM", "C0KUDOS", post["ts"], "share_kudos")
    slack.wait_for_message("kudos", "I wrote this message", "U0SAM")
    assert slack.modals("U0SAM") == []


def test_a_helpdesks_blocks_are_read(slack: SandboxServer) -> None:
    """Slack shows blocks instead of text; so does the review."""
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "New rating"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": PRAISE}},
    ]
    slack.message("praise-inbox", "fallback", bot="Helpdesk", blocks=blocks)
    offer = slack.wait_for_message("praise-inbox", "offer_review")
    slack.click("U0SAM", "offer_review", channel="praise-inbox", ts=offer["ts"])
    modal = slack.wait_for_modal("U0SAM", "saved our Friday")
    assert "fallback" not in json.dumps(modal["values"])


def test_the_button_in_app_home_takes_a_paste(slack: SandboxServer) -> None:
    """Words from outside Slack."""
    slack.open_home("U0PRIYA")
    slack.wait_for_home("U0PRIYA", "Share a good word")
    slack.click("U0PRIYA", "home_share", surface="home")
    slack.wait_for_modal("U0PRIYA", "What the customer wrote")
    slack.submit("U0PRIYA", {"text": {"value": PRAISE}})
    slack.wait_for_modal("U0PRIYA", "The preview changed")
    slack.submit("U0PRIYA")
    slack.wait_for(lambda: posts(slack), "the post")
    slack.open_home("U0PRIYA")
    slack.wait_for_home("U0PRIYA", "saved our Friday")


def test_help_tells_the_doors(slack: SandboxServer) -> None:
    """`/kudos help` opens nothing."""
    slack.command("U0PRIYA", "/kudos help")
    slack.wait_for_message("general", "Share as kudos", "U0PRIYA")
    assert slack.modals("U0PRIYA") == []


def test_replies_edits_and_our_own_posts_are_no_doors(town: Town, slack: SandboxServer) -> None:
    """Else every conversation below a praise would be offered."""
    post = share(slack)
    slack.react("U0PRIYA", "kudos", post["ts"], "love_letter")
    message = slack.message("kudos", PRAISE, user="U0TOMASZ")
    reply = slack.message("kudos", "so nice", user="U0SAM", thread_ts=message["ts"])
    slack.react("U0PRIYA", "kudos", reply["ts"], "love_letter")
    parent = slack.message("praise-inbox", PRAISE, user="U0TOMASZ")
    offered(slack, "U0TOMASZ")
    slack.message("praise-inbox", "so nice", user="U0SAM", thread_ts=parent["ts"])
    slack.edit("praise-inbox", parent["ts"], PRAISE + " Really.", user="U0TOMASZ")
    quiet(slack, town)
    assert [m for m in whispers(slack, "kudos", "U0PRIYA") if "offer_review" in str(m)] == []
    assert whispers(slack, "praise-inbox", "U0SAM") == []
    assert len(whispers(slack, "praise-inbox", "U0TOMASZ")) == 1


def test_a_reaction_event_without_its_author_still_finds_our_own_post(
    town: Town, slack: SandboxServer
) -> None:
    """Slack leaves `item_user` out where it does not know it."""
    post = share(slack)
    item = {"type": "message", "channel": "C0KUDOS", "ts": post["ts"]}
    slack.event(type="reaction_added", user="U0PRIYA", reaction="love_letter", item=item)
    quiet(slack, town)
    assert "offer_review" not in str(whispers(slack, "kudos", "U0PRIYA"))


def test_two_people_react_and_the_second_is_led_to_the_first(slack: SandboxServer) -> None:
    """One message is shared once."""
    message = slack.message("kudos", PRAISE, user="U0TOMASZ")
    for user in ("U0PRIYA", "U0SAM"):
        slack.react(user, "kudos", message["ts"], "love_letter")
    for user in ("U0PRIYA", "U0SAM"):
        offer = offered(slack, user, "kudos")
        slack.click(user, "offer_review", channel="kudos", ts=offer["ts"])
        slack.wait_for_modal(user, "saved our Friday")
    slack.submit("U0PRIYA")
    slack.wait_for(lambda: posts(slack), "the post")
    slack.submit("U0SAM")
    slack.wait_for_modal("U0SAM", "already shared")
    assert len(posts(slack)) == 1
    slack.react("U0LENA", "kudos", message["ts"], "love_letter")
    link = slack.wait_for_message("kudos", "already shared", "U0LENA")
    assert posts(slack)[0]["permalink"] in json.dumps(link)


def test_a_message_deleted_before_the_review_is_gone(town: Town, slack: SandboxServer) -> None:
    """Nothing of it was kept, and it waits no longer."""
    message = slack.message("praise-inbox", PRAISE, user="U0TOMASZ")
    offer = offered(slack, "U0TOMASZ")
    slack.delete("praise-inbox", message["ts"], user="U0TOMASZ")
    slack.click("U0TOMASZ", "offer_review", channel="praise-inbox", ts=offer["ts"])
    slack.wait_for_modal("U0TOMASZ", "That message is gone")
    quiet(slack, town)
    slack.open_home("U0TOMASZ")
    slack.wait_for_home("U0TOMASZ", "Nothing is waiting")


def test_a_message_edited_before_the_review_is_read_as_it_is_now(slack: SandboxServer) -> None:
    """The offer carries ids only, so there is no old text to show."""
    message = slack.message("praise-inbox", PRAISE, user="U0TOMASZ")
    offer = offered(slack, "U0TOMASZ")
    slack.edit("praise-inbox", message["ts"], "You saved our Monday.", user="U0TOMASZ")
    slack.click("U0TOMASZ", "offer_review", channel="praise-inbox", ts=offer["ts"])
    assert "Friday" not in json.dumps(slack.wait_for_modal("U0TOMASZ", "Monday"))


def test_a_reaction_where_the_bot_is_not_leads_nowhere(town: Town, slack: SandboxServer) -> None:
    """Slack would not tell us; if it did, there is nobody to answer."""
    message = slack.message("general", PRAISE, user="U0TOMASZ")
    item = {"type": "message", "channel": "C0GENERAL", "ts": message["ts"]}
    slack.event(type="reaction_added", user="U0PRIYA", reaction="love_letter", item=item)
    quiet(slack, town)
    assert slack.modals("U0PRIYA") == []


def test_a_message_of_pictures_asks_for_the_words(slack: SandboxServer) -> None:
    """Screenshots are not reposted."""
    message = slack.message("praise-inbox", "", user="U0TOMASZ", files=[{"id": "F1"}])
    slack.shortcut("U0PRIYA", "C0PRAISE", message["ts"], "share_kudos")
    slack.wait_for_modal("U0PRIYA", "Paste the words")


def test_an_archived_or_deleted_kudos_channel_is_said_at_the_door(
    town: Town, slack: SandboxServer
) -> None:
    """One sentence with the next step, and nothing opens."""
    slack.channel("C0KUDOS", is_archived=True)
    slack.command("U0PRIYA", f"/kudos {PRAISE}")
    slack.wait_for_message("general", sentence(Reason.KUDOS_CHANNEL_GONE), "U0PRIYA")
    town.configure(kudos_channel="C0NOWHERE")
    slack.command("U0SAM", f"/kudos {PRAISE}")
    slack.wait_for_message("general", sentence(Reason.KUDOS_CHANNEL_GONE), "U0SAM")
    assert slack.modals("U0PRIYA") == slack.modals("U0SAM") == []


def test_an_event_is_not_acknowledged_while_the_database_is_away(
    town: Town, slack: SandboxServer
) -> None:
    """Slack sends it again, and then it is acted on."""
    with town.bot.database_away():
        answer = slack.message("praise-inbox", PRAISE, user="U0TOMASZ")
    assert answer["acked"] is False
    slack.wait_for(lambda: _offered_by_now(slack, town), "the offer after Slack's retry", 20)


def _offered_by_now(slack: SandboxServer, town: Town) -> bool:
    town.bot.clock.advance(61)
    time.sleep(0.2)
    return bool(whispers(slack, "praise-inbox", "U0TOMASZ"))


def test_an_offer_that_was_made_twice_acts_once(slack: SandboxServer) -> None:
    """Slack took the whisper and the answer was lost: the event is served again."""
    slack.faults({"method": "chat.postEphemeral", "kind": "http_500_after", "times": 1})
    slack.message("praise-inbox", PRAISE, user="U0TOMASZ")
    twice = slack.wait_for(
        lambda: len(found := whispers(slack, "praise-inbox", "U0TOMASZ")) == 2 and found,
        "two whispers",
        25,
    )
    slack.open_home("U0TOMASZ")
    home = slack.wait_for_home("U0TOMASZ", "offer_review")
    assert json.dumps(home).count('"offer_review"') == 1
    first, second = twice
    slack.click("U0TOMASZ", "offer_review", channel="praise-inbox", ts=first["ts"])
    slack.wait_for_modal("U0TOMASZ", REVIEW)
    slack.submit("U0TOMASZ")
    slack.wait_for(lambda: posts(slack), "the post")
    slack.click("U0TOMASZ", "offer_review", channel="praise-inbox", ts=second["ts"])
    slack.wait_for_modal("U0TOMASZ", "already shared")
    assert len(posts(slack)) == 1


def test_automatic_mode_posts_the_sample_without_the_customer(
    town: Town, slack: SandboxServer
) -> None:
    """The message of the first journey, by each door that points at a message."""
    town.configure(mode=Mode.AUTOMATIC)
    slack.message("praise-inbox", SAMPLE, user="U0TOMASZ")
    slack.wait_for_message("praise-inbox", "It's going to", "U0TOMASZ")
    slack.wait_for(lambda: posts(slack), "the post")
    assert "Priya" in json.dumps(posts(slack))
    assert leaks(slack.calls("chat.postMessage")) == []
    slack.command("U0PRIYA", f"/kudos {SAMPLE}")
    slack.wait_for_modal("U0PRIYA", "It's going to")
    slack.wait_for(lambda: len(posts(slack)) == 2, "the second")


def test_automatic_mode_leaves_any_doubt_to_a_person(town: Town, slack: SandboxServer) -> None:
    """Too long, or nothing to read: an offer instead of a post."""
    town.configure(mode=Mode.AUTOMATIC)
    slack.message("praise-inbox", "Thank you. " * 300, user="U0TOMASZ")
    offered(slack, "U0TOMASZ")
    slack.message("praise-inbox", ":heart: :heart:", user="U0SAM")
    offered(slack, "U0SAM")
    assert posts(slack) == []
