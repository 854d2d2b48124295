"""After an installation one letter with three steps, to one admin, once."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import text

from storage.session import hang_up, make_engine, make_sessions
from tests.flows.conftest import Bot
from tests.flows.shapes import ONE_PROCESS
from tests.sandbox_client import SandboxServer


def letters(slack: SandboxServer, user: str) -> list[str]:
    found = [json.dumps(one) for one in slack.messages("dm", user)]
    return [one for one in found if "Three steps" in one]


def asked_for(bot: Bot) -> int:
    """How many such letters the database knows."""
    sessions = make_sessions(make_engine(bot.settings.database_url))
    with sessions() as session:
        found = session.scalar(text("SELECT count(*) FROM outbox WHERE key = 'once:welcome'"))
    hang_up(sessions)
    return int(found or 0)


def test_a_first_start_writes_to_the_owner_once_and_a_second_start_to_nobody(
    make_bot: Callable[..., Bot], slack: SandboxServer
) -> None:
    """Three steps, and the buttons they need; a crash or a restart does not repeat it."""
    bot = make_bot(goodword_kudos_channel=None)
    letter = slack.wait_for_message("dm", "Three steps", "U0ADA")
    slack.click("U0ADA", "home_settings", channel="dm", ts=letter["ts"])
    slack.wait_for_modal("U0ADA", "Kudos channel")
    bot.stop()
    again = make_bot(goodword_kudos_channel=None)
    again.tick("courier")
    assert asked_for(again) == 1
    assert len(letters(slack, "U0ADA")) == 1


def test_without_a_channel_app_home_begins_with_who_chooses_one(
    make_bot: Callable[..., Bot], slack: SandboxServer
) -> None:
    """An admin had to scroll past what cannot be used yet; nobody else was told whom to ask."""
    make_bot(goodword_kudos_channel=None)
    slack.open_home("U0PRIYA")
    slack.wait_for_home("U0PRIYA", "Your admin chooses one")
    slack.open_home("U0ADA")
    home = slack.wait_for_home("U0ADA", "Choose one in the settings.")
    assert home["blocks"][2]["elements"][0]["text"]["text"] == "Open settings"
    slack.click("U0ADA", "home_settings", surface="home")
    slack.wait_for_modal("U0ADA", "Kudos channel")


@pytest.mark.shapes(*ONE_PROCESS)
def test_the_admins_own_time_zone_is_proposed_until_one_is_saved(
    make_bot: Callable[..., Bot], slack: SandboxServer
) -> None:
    """Whoever does not look at that field would get the digest hours late."""
    make_bot(goodword_kudos_channel=None)
    assert proposed_zone(slack) == "Europe/Berlin"
    chosen = {"kudos_channel": "C0KUDOS", "time_zone": "UTC"}
    assert slack.submit("U0ADA", chosen)["errors"] == {}
    slack.wait_for_home("U0ADA", "The settings are saved")
    assert proposed_zone(slack) == "UTC"


def proposed_zone(slack: SandboxServer) -> str:
    """What stands in the settings' field when an admin opens them."""
    slack.open_home("U0ADA")
    slack.wait_for_home("U0ADA", "home_settings")
    slack.click("U0ADA", "home_settings", surface="home")
    return str(slack.wait_for_modal("U0ADA", "Kudos channel")["values"]["time_zone"]["value"])


def test_an_admin_named_in_the_environment_is_the_one_who_is_written_to(
    make_bot: Callable[..., Bot], slack: SandboxServer
) -> None:
    """Slack's owner may be somebody who has nothing to do with it."""
    make_bot(goodword_kudos_channel=None, goodword_admins=frozenset({"U0MARA"}))
    slack.wait_for_message("dm", "Three steps", "U0MARA")
    assert letters(slack, "U0ADA") == []


def test_whoever_chose_a_channel_already_needs_no_first_steps(bot: Bot) -> None:
    """The letter would tell them to do what they have done."""
    assert asked_for(bot) == 0
