import json
from datetime import timedelta
from typing import Any

import pytest

from tests.flows.conftest import Bot, MovableClock
from tests.sandbox_client import SandboxServer

Json = dict[str, Any]
WORDS = [
    "Your reply at midnight saved our launch. Thank you.",
    "Nobody ever explained refunds to me so kindly.",
    "I was furious, and you stayed calm. That helped.",
]
LONG = "The recipe book went to all nine grandchildren, on time. There was a lot of crying."


def share(slack: SandboxServer, text: str, user: str = "U0PRIYA", *credited: str) -> Json:
    slack.command(user, f"/kudos {text}")
    slack.wait_for_modal(user, "What the team will see")
    slack.submit(user, {"credits": {"value": list(credited)}})
    slack.close(user, everything=True)
    return slack.wait_for_message("kudos", text[:20])


def tick(bot: Bot) -> None:
    """Let the scheduler tick at once instead of in five seconds."""
    bot.tick("looking back")


def go_to_digest(bot: Bot, clock: MovableClock) -> None:
    """Past the next Thursday 15:00 UTC, and past the five minutes of jitter."""
    now = clock.now()
    thursday = now + timedelta(days=(3 - now.weekday()) % 7)
    due = thursday.replace(hour=15, minute=6, second=0, microsecond=0)
    if due <= now:
        due += timedelta(days=7)
    clock.advance((due - now).total_seconds())
    tick(bot)


def digests(slack: SandboxServer, channel: str = "kudos", viewer: str = "") -> list[Json]:
    found = slack.messages(channel, viewer)
    return [message for message in found if _is_digest(message)]


def _is_digest(message: Json) -> bool:
    first = (message.get("blocks") or [{}])[0]
    text = str((first.get("text") or {}).get("text", ""))
    return text.startswith("*") and ("customer" in text or "second look" in text)


def see(slack: SandboxServer, channel: str = "kudos", viewer: str = "") -> Json:
    shown: list[Json] = slack.wait_for(lambda: digests(slack, channel, viewer), "a digest")
    return shown[-1]


def test_the_week_comes_back_on_thursday_with_credits_and_links(
    bot: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """Once, in the channel, naming people without pinging them, linking to the kudos posts."""
    first = share(slack, WORDS[0], "U0PRIYA", "U0TOMASZ", "U0SAM")
    share(slack, WORDS[1])
    go_to_digest(bot, clock)
    post = see(slack)
    text = json.dumps(post, ensure_ascii=False)
    assert "saved our launch" in text
    assert "refunds to me" in text
    assert "For Sam, Tomasz" in text
    assert "<@U0SAM>" not in text
    assert f"/archives/C0KUDOS/p{first['ts'].replace('.', '')}|" in text
    tick(bot)
    clock.advance(3_600)
    tick(bot)
    share(slack, WORDS[2])
    assert len(digests(slack)) == 1


def test_what_is_taken_back_leaves_the_digest(
    bot: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """At any age, and in the copies too."""
    first = share(slack, WORDS[0])
    share(slack, WORDS[1])
    go_to_digest(bot, clock)
    see(slack)
    slack.click("U0PRIYA", "kudos_take_back", channel="kudos", ts=first["ts"])
    slack.wait_for_message("kudos", "It's out of", "U0PRIYA")
    tick(bot)
    slack.wait_for(lambda: "saved our launch" not in json.dumps(digests(slack)), "the edit")
    assert "refunds to me" in json.dumps(digests(slack))
    assert slack.calls("chat.update")


def test_a_quiet_week_posts_nothing(bot: Bot, slack: SandboxServer, clock: MovableClock) -> None:
    """Never padded, never a reproach."""
    share(slack, WORDS[0])
    clock.advance(15 * 86_400)
    go_to_digest(bot, clock)
    tick(bot)
    share(slack, WORDS[1])
    assert digests(slack) == []


def test_a_copy_comes_to_whoever_asked_and_stops_when_told(
    bot: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """Every letter says why it came and how to stop it."""
    share(slack, WORDS[0])
    slack.open_home("U0SAM")
    slack.wait_for_home("U0SAM", "Send me a copy")
    slack.click("U0SAM", "home_copy", surface="home")
    slack.wait_for_home("U0SAM", "Stop my copy")
    go_to_digest(bot, clock)
    copy = slack.wait_for_message("dm", "because you asked for one", "U0SAM")
    assert "saved our launch" in json.dumps(copy)
    slack.click("U0SAM", "digest_stop_copy", channel="dm", ts=copy["ts"])
    slack.wait_for_message("dm", "No more copies", "U0SAM")


def test_show_me_one_is_private_and_not_the_same_twice(bot: Bot, slack: SandboxServer) -> None:
    """On a bad day: one good word, and another, and nobody sees it."""
    share(slack, WORDS[0])
    share(slack, WORDS[1])
    slack.command("U0SAM", "/kudos one", channel="kudos")
    shown = slack.wait_for_message("kudos", "Only you see this", "U0SAM")
    assert "Only you see this" not in json.dumps(slack.messages("kudos"))
    before = _which(shown)
    for _ in range(3):
        slack.click("U0SAM", "archive_another", channel="kudos", ts=shown["ts"])
        other = slack.wait_for(lambda b=before: _other(slack, b), "another one")
        assert _which(other) != before
        before, shown = _which(other), other


def _which(message: Json) -> int:
    text = json.dumps(message)
    return next(number for number, words in enumerate(WORDS) if words[:20] in text)


def _other(slack: SandboxServer, before: int) -> Json | None:
    mine = [m for m in slack.messages("kudos", "U0SAM") if "Only you see this" in json.dumps(m)]
    return mine[-1] if mine and _which(mine[-1]) != before else None


def test_my_kudos_can_be_searched_hidden_and_taken_along(
    bot: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """What was said about me is mine to find, to keep out of digests, and to copy."""
    share(slack, WORDS[0], "U0PRIYA", "U0SAM")
    share(slack, WORDS[1], "U0PRIYA", "U0TOMASZ")
    slack.command("U0SAM", "/kudos mine")
    modal = slack.wait_for_modal("U0SAM", "saved our launch")
    assert "refunds" not in json.dumps(modal)
    slack.click("U0SAM", "archive_hide")
    slack.wait_for_modal("U0SAM", "Hidden from digests")
    slack.click("U0SAM", "archive_csv")
    slack.wait_for_modal("U0SAM", "date,text,note,shared_by")
    go_to_digest(bot, clock)
    assert "saved our launch" not in json.dumps(see(slack))


def test_everybody_searches_what_is_shared(bot: Bot, slack: SandboxServer) -> None:
    """Accents and case do not matter, and a per cent sign is only a per cent sign."""
    share(slack, "Le café vous remercie, vraiment.")
    share(slack, WORDS[1])
    slack.command("U0SAM", "/kudos search CAFE")
    modal = slack.wait_for_modal("U0SAM", "remercie")
    assert "refunds" not in json.dumps(modal)
    slack.click("U0SAM", "archive_search", value="%", block_id="search")
    slack.wait_for_modal("U0SAM", "Nothing found")
    slack.submit("U0SAM", {"search": {"archive_search": "REFUNDS kindly"}})
    slack.wait_for_modal("U0SAM", "Nobody ever explained")


def test_the_report_is_drafted_edited_signed_and_posted(
    bot: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """Nobody sees it before its editor signs it, and then it bears their name."""
    share(slack, WORDS[0], "U0PRIYA", "U0SAM")
    share(slack, LONG)
    name_editor(slack, "U0LENA", "U0MARA")
    go_to_next_month(bot, clock)
    letter = slack.wait_for_message("dm", "draft is ready: two good words", "U0LENA")
    slack.click("U0LENA", "report_edit", channel="dm", ts=letter["ts"])
    asked = json.dumps(slack.wait_for_modal("U0LENA", "Sign and post"), ensure_ascii=False)
    slack.submit(
        "U0LENA",
        {"intro": {"value": "A quiet month with loud thanks, says Ngozi Okafor."}},
    )
    slack.wait_for_modal("U0LENA", "I hid something")
    slack.submit("U0LENA")
    post = slack.wait_for_message("kudos", "Signed: <@U0LENA>")
    text = json.dumps(post)
    assert "quiet month" in text
    assert "Okafor" not in text
    assert "saved our launch" in text
    # A tick's label holds 75 characters; the rest stands beneath it, and no word is torn.
    assert (
        '"text": "The recipe book went to all nine grandchildren, on time. There was a lot…"'
        in asked
    )
    assert '"text": "of crying."' in asked


@pytest.mark.parametrize(
    ("press", "says"),
    [
        ("report_edit", "under your name"),
        ("report_pass_on", "has the draft now"),
        ("report_set_aside", "Set aside"),
    ],
)
def test_the_letter_and_its_reminder_say_how_it_ended_and_ask_no_more(
    bot: Bot, slack: SandboxServer, clock: MovableClock, press: str, says: str
) -> None:
    """A button that only answers *this is over* is a question nobody should be asked."""
    share(slack, WORDS[0])
    name_editor(slack, "U0LENA", "U0MARA")
    go_to_next_month(bot, clock)
    letter = slack.wait_for_message("dm", "draft is ready", "U0LENA")
    clock.advance(4 * 86_400)
    tick(bot)
    slack.wait_for_message("dm", "I won't remind you again", "U0LENA")
    slack.click("U0LENA", press, channel="dm", ts=letter["ts"])
    if press == "report_edit":
        slack.wait_for_modal("U0LENA", "Sign and post")
        slack.submit("U0LENA")

    def closed() -> bool:
        mine = [json.dumps(one) for one in slack.messages("dm", "U0LENA")]
        return sum(says in one for one in mine) >= 2 and "report_edit" not in "".join(mine)

    slack.wait_for(closed, "both letters to be closed")


def test_an_away_editor_is_stood_in_for_and_reminded_once(
    bot: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """A status of holidays sends the draft to the deputy; one reminder, then silence."""
    share(slack, WORDS[0])
    name_editor(slack, "U0LENA", "U0MARA")
    slack.person("U0LENA", profile_extra={"status_emoji": ":palm_tree:"})
    go_to_next_month(bot, clock)
    slack.wait_for_message("dm", "is away and you are the deputy", "U0MARA")
    for _ in range(3):
        clock.advance(4 * 86_400)
        tick(bot)
        slack.wait_for_message("dm", "I won't remind you again", "U0MARA")
    letters = json.dumps(slack.messages("dm", "U0MARA"))
    assert letters.count("I won't remind you again") <= 2  # text and block of one message
    assert "draft is ready" not in json.dumps(slack.messages("dm", "U0LENA"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"is_archived": True}, "is deleted, archived or hidden from me"),
        ({"is_ext_shared": True}, "is shared with another company"),
    ],
)
def test_a_broken_channel_is_told_once_and_mended_within_the_week(
    bot: Bot, slack: SandboxServer, clock: MovableClock, change: Json, sentence: str
) -> None:
    """One clear message to the admin; after mending, the digest still comes."""
    share(slack, WORDS[0])
    slack.channel("kudos", **change)
    go_to_digest(bot, clock)
    slack.wait_for_message("dm", sentence, "U0ADA")
    clock.advance(3_600)
    tick(bot)
    slack.channel("kudos", **dict.fromkeys(change, False))
    clock.advance(3_600)
    tick(bot)
    see(slack)
    assert json.dumps(slack.messages("dm", "U0ADA")).count(sentence) <= 2


def name_editor(slack: SandboxServer, editor: str, deputy: str) -> None:
    slack.open_home("U0ADA")
    slack.wait_for_home("U0ADA", "Digest and report")
    slack.click("U0ADA", "home_digest_settings", surface="home")
    slack.wait_for_modal("U0ADA", "Editor of the monthly report")
    slack.submit("U0ADA", {"editor": {"value": editor}, "deputy": {"value": deputy}})
    slack.wait_for_home("U0ADA", "Saved.")


def go_to_next_month(bot: Bot, clock: MovableClock) -> None:
    """Past the first working day of the next month, 15:06 UTC."""
    now = clock.now()
    first = (now.replace(day=1) + timedelta(days=32)).replace(day=1)
    while first.weekday() > 4:
        first += timedelta(days=1)
    due = first.replace(hour=15, minute=6, second=0, microsecond=0)
    clock.advance((due - now).total_seconds())
    tick(bot)
