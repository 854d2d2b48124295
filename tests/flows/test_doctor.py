"""Twenty set-ups broken on purpose: each is explained in one line with the next step."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

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


def lost_key_file(_slack: SandboxServer, settings: Settings, clock: MovableClock) -> Settings:
    """Made by the first start, and gone since."""
    folder = Path(settings.database_url.removeprefix("sqlite:///")).parent
    without = settings.model_copy(
        update={
            "goodword_master_key": SecretStr(""),
            "goodword_key_file": folder / "goodword.key",
        }
    )
    Doctor(without, clock).examine()
    without.goodword_key_file.unlink()
    return without


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


@dataclass(frozen=True)
class Broken:
    """A set-up, what is wrong with it, and what an admin does next."""

    how: Break
    says: str
    next_step: str


BROKEN = {
    "no bot token": Broken(
        _token("", "slack_bot_token"),
        "SLACK_BOT_TOKEN is not set.",
        "Slack shows it under OAuth & Permissions.",
    ),
    "wrong bot token": Broken(
        _token("xoxb-wrong", "slack_bot_token"),
        "Slack refuses it (invalid_auth).",
        "Copy it again from OAuth & Permissions.",
    ),
    "no app token": Broken(
        _token("", "slack_app_token"),
        "SLACK_APP_TOKEN is not set.",
        "Make one with connections:write under Basic Information.",
    ),
    "wrong app token": Broken(
        _token("xapp-wrong", "slack_app_token"),
        "Slack refuses it (invalid_auth).",
        "Make one with connections:write under Basic Information.",
    ),
    "scope taken away": Broken(
        slack_side(lambda slack: slack.without_scopes("usergroups:read")),
        "missing usergroups:read.",
        "Add them under OAuth & Permissions, then reinstall the app.",
    ),
    "no kudos channel": Broken(
        changed(goodword_kudos_channel=None),
        "none is chosen, so nothing can be shared.",
        "Choose one in App Home, or set GOODWORD_KUDOS_CHANNEL.",
    ),
    "kudos channel unknown": Broken(
        changed(goodword_kudos_channel="C0NOWHERE"),
        "C0NOWHERE does not exist or is hidden.",
        "Check the id, or invite Goodword there.",
    ),
    "kudos channel archived": Broken(
        slack_side(lambda slack: slack.channel("C0KUDOS", is_archived=True)),
        "#kudos is archived.",
        "Choose another in App Home.",
    ),
    "kudos channel shared outside": Broken(
        slack_side(lambda slack: slack.channel("C0KUDOS", is_ext_shared=True)),
        "#kudos is shared with another company.",
        "Choose an internal one in App Home.",
    ),
    "not in the kudos channel": Broken(
        changed(goodword_kudos_channel="C0GENERAL"),
        "Goodword is not in #general.",
        "Type /invite @Goodword there.",
    ),
    "no leads": Broken(
        changed(goodword_leads=frozenset()),
        "none is named. Take-backs by a lead and handoffs need one;",
        "add one in App Home.",
    ),
    "database away": Broken(
        changed(database_url="postgresql://nobody@127.0.0.1:1/none"),
        "The database does not answer.",
        "Check DATABASE_URL.",
    ),
    "another master key": Broken(
        another_key,
        "The database was made with another master key.",
        "Set GOODWORD_MASTER_KEY, or the key file, to the one it was made with.",
    ),
    "key file lost": Broken(
        lost_key_file,
        "The database is there, but its key file",
        "Put it back from your copy, or set GOODWORD_MASTER_KEY;",
    ),
    "not delivered": Broken(
        with_letter, "1 could not be delivered.", "App Home lists them under Not delivered."
    ),
    "purge job stands still": Broken(
        with_old_purge, "stands still since", "Check that `goodword run` or `work` is running."
    ),
    "backup gone": Broken(
        with_chain("U0LENA", "U0NOBODY"),
        "neither backup nor deputy would answer: gone or muted.",
        "Name another in Handoff settings.",
    ),
    "leads muted": Broken(
        with_chain("U0NOBODY", "U0MARA"),
        "no lead or deputy would answer: gone or muted.",
        "Name another in App Home, Handoff settings.",
    ),
    "digest channel archived": Broken(
        archived_digest_channel, "#general is archived.", "Choose another in App Home."
    ),
    "clock ahead": Broken(clock_ahead, "seconds off Slack's.", "Turn time synchronisation on."),
}


def test_at_least_twelve_set_ups_are_broken() -> None:
    """Each in a way of its own."""
    assert len({(one.says, one.next_step) for one in BROKEN.values()}) >= 12


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_set_up_is_explained(
    name: str, slack: SandboxServer, settings: Settings, clock: MovableClock
) -> None:
    """An admin reads what is wrong and, in the same line, what to do next."""
    broken = BROKEN[name]
    findings = Doctor(broken.how(slack, settings, clock), clock).examine()
    slack.without_scopes()
    lines = [one.says for one in findings if one.level == "fix" and broken.says in one.says]
    assert [broken.next_step in line for line in lines] == [True]


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
