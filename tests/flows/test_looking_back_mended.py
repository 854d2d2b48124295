"""What keeps a digest or a report from coming: what the admin reads, and how they mend it."""

from dataclasses import replace

import pytest

from storage.session import make_engine, make_sessions
from storage.unit_of_work import SqlUnitsOfWork
from tests.flows.conftest import Bot, MovableClock
from tests.flows.shapes import Shape
from tests.flows.test_handoffs import texts
from tests.flows.test_looking_back import (
    WORDS,
    digests,
    go_to_digest,
    go_to_next_month,
    share,
    tick,
)
from tests.sandbox_client import TEAM, SandboxServer

pytestmark = pytest.mark.shapes(Shape.SQLITE, Shape.POSTGRES)
ADMIN = "U0ADA"
HOUR = 3_600


def letters(bot: Bot, slack: SandboxServer, clock: MovableClock) -> list[str]:
    """What the admin was told in all, some hours later: each thing once."""
    slack.wait_for(lambda: texts(slack, ADMIN), "a letter")
    for _ in range(2):
        clock.advance(HOUR)
        tick(bot)
        slack.wait_for(lambda: bot.unsettled() == 0, "everything to be sent")
    return texts(slack, ADMIN)


def choose(slack: SandboxServer, button: str, title: str, **fields: object) -> None:
    """The way that the letter names: App Home, a button, a field, *Save*."""
    slack.open_home(ADMIN)
    slack.wait_for_home(ADMIN, button)
    slack.click(ADMIN, button, surface="home")
    slack.wait_for_modal(ADMIN, title)
    answer = slack.submit(ADMIN, {name: {"value": value} for name, value in fields.items()})
    assert answer["errors"] == {}


def test_an_unknown_time_zone_is_mended_in_the_settings(
    bot: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """A zone that this machine no longer knows: told once, chosen anew, and the digest comes."""
    share(slack, WORDS[0])
    in_zone(bot, "Europe/Pariss")
    go_to_digest(bot, clock)
    told = (
        "No digest can come: I don't know the time zone “Europe/Pariss”. "
        "Choose another in App Home, Open settings."
    )
    assert letters(bot, slack, clock) == [told]
    assert digests(slack) == []
    choose(slack, "Open settings", "Time zone", time_zone="Europe/Lisbon")
    clock.advance(HOUR)
    tick(bot)
    slack.wait_for(lambda: digests(slack), "the digest")
    assert len(digests(slack)) == 1


def in_zone(bot: Bot, zone: str) -> None:
    """As an older database may hold it; the modal itself takes no such zone."""
    engine = make_engine(bot.settings.database_url)
    with SqlUnitsOfWork(make_sessions(engine), bot.keyring, bot.clock)() as uow:
        stored = uow.settings.get(TEAM)
        assert stored is not None
        uow.settings.save(TEAM, replace(stored, time_zone=zone), bot.clock.now())
        uow.commit()
    engine.dispose()
    bot.each("settings_changed", team=TEAM)


def test_a_deleted_channel_is_mended_in_digest_and_report(
    bot: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """Slack says that there is no such channel: told once, another chosen, and it comes there."""
    share(slack, WORDS[0])
    made = slack.channel("everybody", members=[ADMIN, "U0GOODWORD"])
    choose(slack, "Digest and report", "Looking back", channel=made["id"])
    slack.channel("everybody", members=[], kind="group")
    go_to_digest(bot, clock)
    told = (
        f"No digest can come: its channel <#{made['id']}> is deleted, archived or hidden from me. "
        "Choose another in App Home, Digest and report."
    )
    assert letters(bot, slack, clock) == [told]
    choose(slack, "Digest and report", "Looking back", channel="C0KUDOS")
    clock.advance(HOUR)
    tick(bot)
    slack.wait_for(lambda: digests(slack), "the digest")
    assert len(digests(slack)) == 1


def test_an_editor_who_left_is_mended_in_digest_and_report(
    bot: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """No deputy: told once, another editor chosen, and the draft is theirs."""
    share(slack, WORDS[0])
    choose(slack, "Digest and report", "Editor of the monthly report", editor="U0TOMASZ")
    slack.person("U0TOMASZ", deleted=True)
    go_to_next_month(bot, clock)
    told = (
        "No monthly report can come: <@U0TOMASZ> left and there is no deputy. "
        "Choose an editor in App Home, Digest and report."
    )
    assert letters(bot, slack, clock) == [told]
    choose(slack, "Digest and report", "Editor of the monthly report", editor="U0MARA")
    clock.advance(HOUR)
    tick(bot)
    slack.wait_for_message("dm", "draft is ready: one good word.", "U0MARA")
    assert texts(slack, "U0TOMASZ") == []
