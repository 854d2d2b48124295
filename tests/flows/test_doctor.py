"""Nineteen set-ups broken on purpose: each is explained in one sentence with the next step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app_start import open_database
from bot.doctor import Doctor
from bot.doctor_database import journal
from bot.domain.delivery import SETTLE_WAIT, Action, Outgoing, Purpose, Rejected
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.privacy import PurgeRun
from bot.domain.retention import Purged
from bot.settings import Settings
from storage.crypto import Keyring, new_master_key
from storage.migrate import upgrade
from storage.session import hang_up, make_engine, make_sessions
from storage.unit_of_work import SqlUnitsOfWork
from tests.flows.conftest import MovableClock
from tests.postgres import Postgres
from tests.sandbox_client import TEAM, SandboxServer

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


def with_units(act: Callable[[SqlUnitsOfWork], None]) -> Break:
    """Something stands in the database."""

    def broken(_slack: SandboxServer, settings: Settings, clock: MovableClock) -> Settings:
        keyring = Keyring(settings.goodword_master_key.get_secret_value())
        sessions = open_database(settings, keyring)
        act(SqlUnitsOfWork(sessions, keyring, clock))
        hang_up(sessions)
        return settings

    return broken


def with_chain(lead: str, backup: str) -> Break:
    def agree(units: SqlUnitsOfWork) -> None:
        with units() as uow:
            uow.handoff_setup.keep(TEAM, HandoffSettings(True, (lead,), backup))  # noqa: FBT003
            uow.commit()

    return with_units(agree)


def archived_digest_channel(
    slack: SandboxServer, settings: Settings, clock: MovableClock
) -> Settings:
    def choose(units: SqlUnitsOfWork) -> None:
        with units() as uow:
            wished = replace(uow.digests.settings(TEAM), channel="C0GENERAL")
            uow.digests.save_settings(TEAM, wished, clock.now())
            uow.commit()

    slack.channel("C0GENERAL", is_archived=True)
    return with_units(choose)(slack, settings, clock)


def letter(units: SqlUnitsOfWork) -> None:
    outgoing = Outgoing(TEAM, "k", Action.POST, Purpose.KUDOS, "C0KUDOS", {})
    with units() as uow:
        uow.outbox.put(outgoing)
        [claimed] = uow.outbox.claim(units.clock.now() + SETTLE_WAIT, 1)
        uow.outbox.settle(claimed, Rejected("is_archived"), units.clock.now())
        uow.commit()


with_letter = with_units(letter)


def purged_long_ago(units: SqlUnitsOfWork) -> None:
    then = units.clock.now() - timedelta(hours=37)
    with units() as uow:
        uow.purges.note(TEAM, PurgeRun(Purged.TAKEN_BACK, then, 3))
        uow.commit()


with_old_purge = with_units(purged_long_ago)


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
    "not delivered": (with_letter, "1 could not be delivered"),
    "purge job stands still": (with_old_purge, "Check that `goodword run` or `work` is running"),
    "backup gone": (with_chain("U0LENA", "U0NOBODY"), "neither backup nor deputy"),
    "leads muted": (with_chain("U0NOBODY", "U0MARA"), "no lead or deputy"),
    "digest channel archived": (archived_digest_channel, "#general is archived"),
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


def test_a_postgresql_that_would_lose_commits_is_found(postgres: Postgres) -> None:
    """The tests' own server trades safety for speed: nobody may run on one like it unawares."""
    name = postgres.create()
    sessions = make_sessions(make_engine(postgres.url(name)))
    found = journal(sessions)
    hang_up(sessions)
    postgres.drop(name)
    assert found.level == "fix"
    assert "fsync, synchronous_commit" in found.says
