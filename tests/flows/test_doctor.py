"""Twelve set-ups broken on purpose: each is explained in one sentence with the next step."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.doctor import Doctor
from bot.settings import Settings
from storage.crypto import new_master_key
from storage.migrate import upgrade
from tests.flows.conftest import MovableClock
from tests.sandbox_client import SandboxServer

Break = Callable[[SandboxServer, Settings, MovableClock], Settings]


def changed(**values: object) -> Break:
    return lambda _slack, settings, _clock: settings.model_copy(update=values)


def slack_side(act: Callable[[SandboxServer], object]) -> Break:
    def broken(slack: SandboxServer, settings: Settings, _clock: MovableClock) -> Settings:
        act(slack)
        return settings

    return broken


def another_key(_slack: SandboxServer, settings: Settings, clock: MovableClock) -> Settings:
    Doctor(settings, clock).examine()
    return settings.model_copy(update={"goodword_master_key": _secret(new_master_key())})


def clock_ahead(_slack: SandboxServer, settings: Settings, clock: MovableClock) -> Settings:
    clock.skipped = timedelta(minutes=7)
    return settings


def _secret(value: str) -> object:
    return Settings(_env_file=None, goodword_master_key=value).goodword_master_key


def _token(value: str, name: str) -> Break:
    secret = getattr(Settings(_env_file=None, **{name: value}), name)
    return changed(**{name: secret})


BROKEN: dict[str, tuple[Break, str]] = {
    "no bot token": (_token("", "slack_bot_token"), "SLACK_BOT_TOKEN is not set"),
    "wrong bot token": (_token("xoxb-wrong", "slack_bot_token"), "Copy it again from OAuth"),
    "no app token": (_token("", "slack_app_token"), "SLACK_APP_TOKEN is not set"),
    "wrong app token": (_token("xapp-wrong", "slack_app_token"), "connections:write"),
    "scope taken away": (
        slack_side(lambda slack: slack.without_scopes("usergroups:read")),
        "missing usergroups:read",
    ),
    "no kudos channel": (changed(goodword_kudos_channel=None), "none is chosen, so nothing"),
    "kudos channel unknown": (
        changed(goodword_kudos_channel="C0NOWHERE"),
        "C0NOWHERE does not exist",
    ),
    "kudos channel archived": (
        slack_side(lambda slack: slack.channel("C0KUDOS", is_archived=True)),
        "#kudos is archived",
    ),
    "kudos channel shared outside": (
        slack_side(lambda slack: slack.channel("C0KUDOS", is_ext_shared=True)),
        "shared with another company",
    ),
    "not in the kudos channel": (changed(goodword_kudos_channel="C0GENERAL"), "/invite @Goodword"),
    "no leads": (changed(goodword_leads=frozenset()), "none is named"),
    "database away": (
        changed(database_url="postgresql://nobody@127.0.0.1:1/none"),
        "The database does not answer",
    ),
    "another master key": (another_key, "another master key"),
    "clock ahead": (clock_ahead, "Turn time synchronisation on"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_set_up_is_explained(
    name: str, slack: SandboxServer, settings: Settings, clock: MovableClock
) -> None:
    """An admin reads one sentence and knows what to do next."""
    break_it, says = BROKEN[name]
    findings = Doctor(break_it(slack, settings, clock), clock).examine()
    slack.without_scopes()
    assert says in " ".join(finding.says for finding in findings if finding.level == "fix")


def test_a_set_up_that_is_well_needs_nothing(
    slack: SandboxServer, settings: Settings, clock: MovableClock
) -> None:
    """No finding to mend: otherwise nobody would believe the others."""
    assert slack.violations() == []
    upgrade(settings.database_url)
    findings = Doctor(settings, clock).examine()
    assert [finding for finding in findings if finding.level != "ok"] == []
