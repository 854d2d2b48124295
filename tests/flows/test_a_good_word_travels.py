import json
from collections.abc import Callable
from typing import Any

from tests.flows.conftest import IDENTITIES, SAMPLE, Bot, MovableClock
from tests.sandbox_client import SandboxServer

Json = dict[str, Any]


def share_from_message(slack: SandboxServer, text: str = SAMPLE, user: str = "U0PRIYA") -> Json:
    """Post a customer's words in #praise-inbox and share them through the review."""
    posted = slack.message("praise-inbox", text, user="U0TOMASZ")
    slack.shortcut(user, "C0PRAISE", posted["ts"], "share_kudos")
    slack.wait_for_modal(user, "What the team will see")
    return slack.submit(user)


def shown(slack: SandboxServer, channel: str = "kudos") -> list[Json]:
    return [message for message in slack.messages(channel) if message.get("user") == "U0GOODWORD"]


def leaks(payload: object) -> list[str]:
    text = json.dumps(payload, ensure_ascii=False).lower()
    return [identity for identity in IDENTITIES if identity in text]


def test_a_shared_message_reaches_kudos_without_the_customer(
    bot: Bot, slack: SandboxServer
) -> None:
    """The journey of the product: two clicks, and nobody can tell who the customer is."""
    share_from_message(slack)
    slack.wait_for_message("kudos", "you saved our launch")
    call = slack.calls("chat.postMessage")[-1]
    assert "Priya" in json.dumps(call)
    assert leaks(call) == []
    assert "[name]" in json.dumps(call)


def test_a_pasted_message_reaches_kudos(bot: Bot, slack: SandboxServer) -> None:
    """The most used door: words copied out of the helpdesk."""
    slack.command("U0PRIYA", f"/kudos {SAMPLE}")
    slack.wait_for_modal("U0PRIYA", "What the team will see")
    slack.submit("U0PRIYA")
    slack.wait_for_message("kudos", "you saved our launch")
    assert leaks(slack.calls("chat.postMessage")) == []


def test_taking_back_removes_the_post_and_twice_is_fine(bot: Bot, slack: SandboxServer) -> None:
    """A change of heart must work at any age, and from the button under the post."""
    share_from_message(slack)
    post = slack.wait_for_message("kudos", "you saved our launch")
    slack.click("U0PRIYA", "kudos_take_back", channel="kudos", ts=post["ts"])
    slack.wait_for(lambda: not shown(slack), "the post to go")
    assert "It's out of" in json.dumps(slack.messages("kudos", "U0PRIYA"))


def test_only_sharer_credited_or_lead_take_back(bot: Bot, slack: SandboxServer) -> None:
    """A bystander is told why not, and the post stays; a lead may."""
    share_from_message(slack)
    post = slack.wait_for_message("kudos", "you saved our launch")
    slack.click("U0SAM", "kudos_take_back", channel="kudos", ts=post["ts"])
    slack.wait_for_message("kudos", "Only the person who shared it", "U0SAM")
    assert shown(slack)
    slack.click("U0LENA", "kudos_take_back", channel="kudos", ts=post["ts"])
    slack.wait_for(lambda: not shown(slack), "the post to go")


def test_what_is_posted_is_what_was_last_seen(bot: Bot, slack: SandboxServer) -> None:
    """Words typed after the preview are shown redacted first; the second submit posts."""
    posted = slack.message("praise-inbox", SAMPLE, user="U0TOMASZ")
    slack.shortcut("U0PRIYA", "C0PRAISE", posted["ts"], "share_kudos")
    slack.wait_for_modal("U0PRIYA", "What the team will see")
    changed = SAMPLE.replace("our launch", "our launch in Utrecht, says Wanjiru Mwangi,")
    slack.submit("U0PRIYA", {"text": {"value": changed}})
    modal = slack.wait_for_modal("U0PRIYA", "The preview changed")
    assert shown(slack) == []
    assert "Wanjiru" not in json.dumps(_preview(modal))
    slack.submit("U0PRIYA")
    slack.wait_for_message("kudos", "you saved our launch")
    assert "wanjiru" not in json.dumps(slack.calls("chat.postMessage")).lower()


def test_an_unticked_word_is_shown_again_and_an_email_never(bot: Bot, slack: SandboxServer) -> None:
    """The agent knows better than the machine, except about addresses and numbers."""
    posted = slack.message("praise-inbox", SAMPLE, user="U0TOMASZ")
    slack.shortcut("U0PRIYA", "C0PRAISE", posted["ts"], "share_kudos")
    modal = slack.wait_for_modal("U0PRIYA", "What the team will see")
    group = next(block for block in _view(modal)["blocks"] if _is_ticks(block))
    keep = [
        option
        for option in group["elements"][0]["options"]
        if "Lumo Bakery" not in option["text"]["text"]
    ]
    assert len(keep) == len(group["elements"][0]["options"]) - 1
    slack.click(
        "U0PRIYA",
        "share_hidden",
        block_id=group["block_id"],
        value=[option["value"] for option in keep],
    )
    slack.wait_for(lambda: "Lumo Bakery" in json.dumps(_preview(slack.modal("U0PRIYA"))), "it")
    slack.submit("U0PRIYA")
    call = slack.wait_for_message("kudos", "Lumo Bakery")
    assert "lumobakery.example" not in json.dumps(call)


def test_a_word_to_hide_that_stands_nowhere_is_said_before_anything_is_posted(
    bot: Bot, slack: SandboxServer
) -> None:
    """A slip of the keyboard would else show what somebody meant to hide."""
    slack.command("U0PRIYA", "/kudos The bakery with the blue door thanks you, Priya!")
    slack.wait_for_modal("U0PRIYA", "blue door")
    slack.submit("U0PRIYA", {"also": {"share_also": "bleu door <now>, Priya!"}})
    said = json.dumps(slack.wait_for_modal("U0PRIYA", "found nothing for"), ensure_ascii=False)
    assert "“bleu door &lt;now&gt;”" in said
    assert shown(slack) == []
    slack.submit("U0PRIYA", {"also": {"share_also": "blue door"}})
    modal = json.dumps(slack.wait_for_modal("U0PRIYA", "press Share"))
    assert "found nothing" not in modal
    slack.submit("U0PRIYA")
    post = json.dumps(slack.wait_for_message("kudos", "bakery"))
    assert "blue door" not in post


def test_also_hide_hides_and_the_note_is_redacted_too(bot: Bot, slack: SandboxServer) -> None:
    """A story can give a person away, and so can the sharer's own words."""
    slack.command("U0PRIYA", f"/kudos {SAMPLE}")
    slack.wait_for_modal("U0PRIYA", "What the team will see")
    slack.submit(
        "U0PRIYA",
        {
            "also": {"share_also": "launch"},
            "note": {"value": "Ngozi Okafor wrote this after a hard week."},
        },
    )
    slack.wait_for_modal("U0PRIYA", "The preview changed")
    slack.submit("U0PRIYA")
    slack.wait_for_message("kudos", "after a hard week")
    call = slack.calls("chat.postMessage")[-1]
    assert leaks(call) == []
    assert "launch" not in json.dumps(call)


def test_credits_and_the_sharer_are_named_as_chosen(bot: Bot, slack: SandboxServer) -> None:
    """Whom it is for, and whether I say that I shared it, is mine to choose."""
    slack.command("U0PRIYA", f"/kudos {SAMPLE}")
    slack.wait_for_modal("U0PRIYA", "What the team will see")
    slack.submit("U0PRIYA", {"credits": {"value": ["U0SAM"]}, "named": {"value": []}})
    post = slack.wait_for_message("kudos", "you saved our launch")
    text = json.dumps(post)
    assert "<@U0SAM>" in text
    assert "<@U0PRIYA>" not in text


def test_submitting_the_same_review_twice_is_one_kudos(bot: Bot, slack: SandboxServer) -> None:
    """An impatient double click, or Slack repeating itself."""
    share_from_message(slack)
    slack.wait_for_message("kudos", "you saved our launch")
    assert len(shown(slack)) == 1


def test_after_a_restart_nothing_is_posted_again(
    make_bot: Callable[..., Bot],
    slack: SandboxServer,
    clock: MovableClock,
) -> None:
    """What was delivered stays delivered once."""
    bot = make_bot()
    share_from_message(slack)
    slack.wait_for_message("kudos", "you saved our launch")
    bot.stop()
    clock.advance(3_600)
    bot.start()
    share_from_message(slack, SAMPLE.replace("our launch", "our Friday"))
    slack.wait_for_message("kudos", "our Friday")
    assert len(shown(slack)) == 2


def _view(modal: Json) -> Json:
    return modal.get("view", modal)


def _is_ticks(block: Json) -> bool:
    return str(block.get("block_id", "")).startswith("hidden")


def _preview(modal: Json) -> list[Json]:
    """The quoted lines of the preview."""
    return [
        block
        for block in _view(modal)["blocks"]
        if (block["type"] == "section" and block["text"]["text"].startswith("&gt;"))
        or (block["type"] == "section" and block["text"]["text"].startswith(">"))
    ]
