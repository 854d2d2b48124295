"""What several flows begin with or do on their way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Any

from bot.domain.digest_settings import DigestSettings
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.receivers import Receiver
from bot.domain.working_time import WorkingHours
from bot.domain.workspace import WorkspaceSettings
from tests.flows.sweep.stage import Stage, shown
from tests.sandbox_client import TEAM

Json = dict[str, Any]
PRAISE = (
    "Thank you Priya, you saved our launch! Ngozi Okonedo, ngozi@lumobakery.example, "
    "+44 7700 900123"
)
PLAIN = "Thank you so much, you saved our Friday. That was kind and quick."
IDENTITIES = ("okonedo", "lumobakery", "7700 900123")
REVIEW = "What the team will see"


def agree(stage: Stage, **changes: object) -> None:
    """What admins and receivers have agreed."""
    with stage.units() as uow:
        settings = uow.settings.get(TEAM) or WorkspaceSettings()
        kept = replace(settings, time_zone="UTC", **changes)  # type: ignore[arg-type]
        uow.settings.save(TEAM, kept, stage.clock.now())
        uow.digests.save_settings(TEAM, DigestSettings(editor="U0LENA"), stage.clock.now())
        hours = WorkingHours("UTC", frozenset(range(7)), time(0), time(0))
        agreed = HandoffSettings(
            enabled=True,
            leads=("U0LENA",),
            backup="U0MARA",
            hours=hours,
            safety_contact="112",
            aftercare_person="U0MARA",
        )
        uow.handoff_setup.keep(TEAM, agreed)
        for user in ("U0TOMASZ", "U0SAM"):
            uow.receivers.save(Receiver(TEAM, user, opted_in=True))
        uow.commit()


def open_house(stage: Stage, **changes: object) -> None:
    """A bot that runs, with everything agreed."""
    stage.begin()
    agree(stage, **changes)
    stage.order("settings_changed")
    stage.pass_by(5)


def paste(stage: Stage, words: str = PLAIN, user: str = "U0PRIYA", **values: object) -> None:
    """Share what was pasted, to the post."""
    stage.until(
        lambda: stage.do("command", user=user, command=f"/kudos {words}", channel="general"),
        lambda: REVIEW in stage.modal(user),
        "the review",
    )
    submit_review(stage, user, words[:20], **values)


def submit_review(stage: Stage, user: str, words: str, **values: object) -> None:
    """Once more where the preview changed, as it says."""

    def submit() -> Json | None:
        return stage.do("submit", user=user, values=values)

    def seen() -> bool:
        if stage.post("C0KUDOS", words) is None and "preview changed" in stage.modal(user):
            submit()
            stage.pass_by(5, 1)
        return stage.post("C0KUDOS", words) is not None

    stage.until(submit, seen, "the post")
    stage.do("close", user=user, all=True)


def press(stage: Stage, user: str, channel: str, action: str, seen: Callable[[], object]) -> None:
    """Press the last button of this kind in a channel."""

    def do() -> Json | None:
        found = [m for m in stage.posts(channel) if f'"{action}"' in shown(m)]
        if not found:
            return None
        spot = "dm" if channel.startswith("D") else channel
        return stage.do("interact", user=user, channel=spot, ts=found[-1].ts, action=action)

    stage.until(do, seen, action)


def direct(stage: Stage, user: str, words: str) -> object:
    return stage.post(f"D{user[1:]}", words)


def look_at_home(stage: Stage, user: str, words: str) -> None:
    stage.until(lambda: stage.do("home", user=user), lambda: words in stage.home(user), "App Home")


def at_home(stage: Stage, user: str, action: str, seen: Callable[[], object]) -> None:
    stage.until(
        lambda: stage.do("interact", user=user, surface="home", action=action), seen, action
    )
