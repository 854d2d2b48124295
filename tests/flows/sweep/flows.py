"""The flows of the bot as people see them: what they do, again where it failed, and what they see.

Each prepares the stage, arms it, and plays. Whoever plays without a death does everything once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.handoff_moves import Happened
from bot.domain.lead_views import PatternSettings
from bot.domain.patterns import Window
from bot.domain.workspace import Mode
from tests.fakes_patterns import record
from tests.flows.sweep.handoff_flows import (
    escalation,
    handoff,
    not_confirmed,
    urgent,
    withdrawal,
)
from tests.flows.sweep.stage import Stage, shown
from tests.flows.sweep.steps import (
    PLAIN,
    PRAISE,
    REVIEW,
    agree,
    at_home,
    direct,
    look_at_home,
    open_house,
    paste,
    press,
    submit_review,
)
from tests.sandbox_client import TEAM

Json = dict[str, Any]
OTHER = "Nobody ever explained refunds to us so patiently. Thank you."
TUESDAY = datetime(2026, 3, 24, 9, tzinfo=UTC)
THURSDAY = datetime(2026, 3, 26, 14, 45, tzinfo=UTC)


# Good words.


def share(stage: Stage) -> None:
    """From a message's shortcut by way of the review to the post and the note to who is named."""
    open_house(stage)
    said = stage.do("message", user="U0ADA", channel="general", text=PRAISE)
    assert said is not None
    place = {"channel": "general", "ts": said["ts"], "callback_id": "share_kudos"}
    stage.arm()
    stage.until(
        lambda: stage.do("shortcut", user="U0PRIYA", **place),
        lambda: REVIEW in stage.modal("U0PRIYA"),
        "the review",
    )
    submit_review(stage, "U0PRIYA", "saved our launch", credits={"value": ["U0SAM"]})
    stage.wait_for(lambda: stage.post("D0SAM", "named you"), "the note to who is named")


def react(stage: Stage) -> None:
    """A reaction in automatic mode: a post without a review."""
    open_house(stage, mode=Mode.AUTOMATIC)
    said = stage.do("message", user="U0ADA", channel="kudos", text=PLAIN)
    assert said is not None
    stage.arm()
    place = {"channel": "kudos", "ts": said["ts"], "emoji": "love_letter"}
    stage.do("reaction", user="U0PRIYA", **place)
    stage.wait_for(lambda: stage.post("C0KUDOS", "saved our Friday"), "the post")


def take_back(stage: Stage) -> None:
    """One press at a post, and it is gone."""
    press_a_post(stage, "kudos_take_back", lambda: not stage.post("C0KUDOS", "saved our Friday"))


def unname(stage: Stage) -> None:
    """One press, and one's name is out of it."""
    open_house(stage)
    paste(stage, credits={"value": ["U0SAM", "U0TOMASZ"]})
    stage.pass_by(60)
    stage.arm()
    press(stage, "U0SAM", "C0KUDOS", "kudos_unname", lambda: not named(stage, "U0SAM"))


def named(stage: Stage, user: str) -> bool:
    return f"<@{user}>" in shown(stage.post("C0KUDOS", "saved our Friday"))


def press_a_post(stage: Stage, action: str, seen: Callable[[], object]) -> None:
    open_house(stage)
    paste(stage)
    stage.pass_by(60)
    stage.arm()
    press(stage, "U0PRIYA", "C0KUDOS", action, seen)


def hide_more(stage: Stage) -> None:
    """A word that should not have stood there."""
    open_house(stage)
    paste(stage)
    stage.pass_by(60)
    stage.arm()
    press(
        stage,
        "U0PRIYA",
        "C0KUDOS",
        "kudos_hide_more",
        lambda: "What everybody sees now" in stage.modal("U0PRIYA"),
    )
    words = {"words": {"kudos_hide_words": "Friday"}}
    stage.until(
        lambda: stage.do("submit", user="U0PRIYA", values=words),
        lambda: not stage.post("C0KUDOS", "Friday"),
        "the word gone",
    )
    stage.do("close", user="U0PRIYA", all=True)


def intake(stage: Stage) -> None:
    """A post in the intake channel is offered to its author, reviewed, shared."""
    open_house(stage)
    stage.arm()
    stage.do("message", user="U0PRIYA", channel="praise-inbox", text=PRAISE)
    stage.wait_for(lambda: stage.post("C0PRAISE", "offer_review", "U0PRIYA"), "the offer")
    offer = stage.post("C0PRAISE", "offer_review", "U0PRIYA")
    assert offer is not None
    place = {"channel": "praise-inbox", "ts": offer.ts, "action": "offer_review"}
    stage.until(
        lambda: stage.do("interact", user="U0PRIYA", **place),
        lambda: REVIEW in stage.modal("U0PRIYA"),
        "the review",
    )
    submit_review(stage, "U0PRIYA", "saved our launch")


def comments(stage: Stage) -> None:
    """A row of a file of comments is offered in the intake channel, chosen, shared."""
    open_house(stage)
    stage.arm()
    stage.until(
        lambda: stage.order("offer", channel="C0PRAISE", comment=PRAISE),
        lambda: stage.post("C0PRAISE", "saved our launch"),
        "the card",
    )
    press(
        stage,
        "U0PRIYA",
        "C0PRAISE",
        "candidate_review",
        lambda: "saved our launch" in stage.modal("U0PRIYA"),
    )
    submit_review(stage, "U0PRIYA", "saved our launch")


# Looking back.


def digest(stage: Stage) -> None:
    """The slot of a week, with a copy for who asked."""
    open_house(stage)
    paste(stage)
    paste(stage, OTHER)
    look_at_home(stage, "U0SAM", "home_copy")
    at_home(stage, "U0SAM", "home_copy", lambda: "Stop my copy" in stage.home("U0SAM"))
    stage.clock.true = THURSDAY
    stage.arm()
    stage.pass_by(1800)
    stage.wait_for(lambda: stage.post("C0KUDOS", "/archives/C0KUDOS/"), "the digest")
    stage.wait_for(lambda: direct(stage, "U0SAM", "because you asked for one"), "the copy")


def report(stage: Stage) -> None:
    """A draft for its editor, signed and posted."""
    open_house(stage)
    paste(stage)
    stage.clock.true = datetime(2026, 4, 1, 14, 50, tzinfo=UTC)
    stage.arm()
    stage.pass_by(1800)
    stage.wait_for(lambda: direct(stage, "U0LENA", "draft is ready"), "the draft")
    press(
        stage, "U0LENA", "D0LENA", "report_edit", lambda: "Sign and post" in stage.modal("U0LENA")
    )
    stage.until(
        lambda: stage.do("submit", user="U0LENA"),
        lambda: stage.post("C0KUDOS", "Signed: <@U0LENA>"),
        "the report",
    )
    stage.do("close", user="U0LENA", all=True)


def window(stage: Stage) -> None:
    """Twelve weeks are counted, frozen and shown to leads once."""
    agents = [f"U0AGENT{number}" for number in range(9)]
    people = [
        {"id": user, "name": user.lower(), "real_name": user, "display_name": user}
        for user in (*agents, "U0LENA", "U0MARA")
    ]
    channels = [
        {"id": "C0KUDOS", "name": "kudos", "members": ["U0LENA", "U0GOODWORD"]},
        {"id": "C0LEADS", "name": "leads", "members": ["U0LENA", "U0MARA", "U0GOODWORD"]},
    ]
    group = {"id": "S0SUPPORT", "name": "S", "handle": "support", "users": [*agents, "U0LENA"]}
    stage.do("reset", people=people, channels=channels, groups=[group])
    open_house(stage)
    with stage.units() as uow:
        uow.patterns.keep_settings(TEAM, PatternSettings("C0LEADS", questions=False))
        for user in agents[:6] * 2:
            record(uow, user, stage.clock.now(), (Happened.CLAIMED, 3.0), team=TEAM)
        uow.commit()
    stage.clock.true = Window.of(stage.clock.true).freezes_at + timedelta(seconds=1)
    stage.arm()
    stage.pass_by(600)
    stage.wait_for(lambda: stage.post("C0LEADS", "12–17"), "the window")


# What a workspace and a person decide.


def settings(stage: Stage) -> None:
    """An admin chooses another channel, and the next share goes there."""
    open_house(stage)
    stage.do("channel", channel="cheers", members=["U0PRIYA", "U0GOODWORD"])
    made = stage.world.workspace.find_channel("cheers").id
    look_at_home(stage, "U0ADA", "home_settings")
    stage.arm()
    at_home(stage, "U0ADA", "home_settings", lambda: "Kudos channel" in stage.modal("U0ADA"))
    values = {"kudos_channel": {"value": made}}
    stage.until(
        lambda: stage.do("submit", user="U0ADA", values=values),
        lambda: is_set(stage, made),
        "the settings",
    )
    stage.do("close", user="U0ADA", all=True)


def is_set(stage: Stage, channel: str) -> bool:
    """App Home says so; who does not see that looks into the settings again."""
    if "The settings are saved" in stage.home("U0ADA"):
        return True
    stage.do("close", user="U0ADA", all=True)
    place = {"surface": "home", "action": "home_settings"}
    stage.do("interact", user="U0ADA", **place)
    stage.pass_by(3, 1)
    return channel in stage.modal("U0ADA")


def erase(stage: Stage) -> None:
    """A person takes themselves out of everything."""
    open_house(stage)
    paste(stage, credits={"value": ["U0SAM", "U0TOMASZ"]})
    stage.pass_by(60)
    look_at_home(stage, "U0SAM", "erase_me")
    stage.arm()
    at_home(stage, "U0SAM", "erase_me", lambda: "What goes" in stage.modal("U0SAM"))
    stage.until(
        lambda: stage.do("submit", user="U0SAM"),
        lambda: not named(stage, "U0SAM"),
        "the name gone",
    )
    stage.do("close", user="U0SAM", all=True)


def home(stage: Stage) -> None:
    """App Home, and a tick in it."""
    open_house(stage)
    stage.arm()
    look_at_home(stage, "U0SAM", "home_copy")
    at_home(stage, "U0SAM", "home_copy", lambda: "Stop my copy" in stage.home("U0SAM"))


def note(stage: Stage) -> None:
    """*Something's in my way*, to one person."""
    open_house(stage)
    look_at_home(stage, "U0SAM", "voice_open")
    stage.arm()
    at_home(stage, "U0SAM", "voice_open", lambda: "your name on it" in stage.modal("U0SAM"))
    values = {"who": "U0MARA", "note": "Mondays are more than I can carry."}
    stage.until(
        lambda: stage.do("submit", user="U0SAM", values=values),
        lambda: direct(stage, "U0MARA", "more than I can carry"),
        "the note",
    )
    stage.do("close", user="U0SAM", all=True)


def start(stage: Stage) -> None:
    """The very first start."""
    stage.arm()
    stage.begin()
    stage.pass_by(60)
    agree(stage)
    stage.order("settings_changed")
    paste(stage)


@dataclass(frozen=True)
class Flow:
    """A flow and the moment at which it begins."""

    play: Callable[[Stage], None]
    begins: datetime = TUESDAY


FLOWS: Mapping[str, Flow] = {
    "start": Flow(start),
    "share": Flow(share),
    "automatic share": Flow(react),
    "intake": Flow(intake),
    "imported comment": Flow(comments),
    "take back": Flow(take_back),
    "hide more": Flow(hide_more),
    "name removed": Flow(unname),
    "handoff": Flow(handoff),
    "urgent handoff": Flow(urgent),
    "escalation": Flow(escalation),
    "claim not confirmed": Flow(not_confirmed),
    "withdrawal": Flow(withdrawal),
    "digest": Flow(digest),
    "report": Flow(report),
    "window": Flow(window),
    "settings": Flow(settings),
    "erase me": Flow(erase),
    "App Home": Flow(home),
    "private note": Flow(note),
}
