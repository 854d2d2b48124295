"""One run: fifty things and more that people do, in a storm; then calm; then the account."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from random import Random

from bot.domain.digest_settings import DigestSettings
from bot.domain.handoff_settings import HandoffSettings, Waits
from bot.domain.receivers import Receiver
from bot.domain.working_time import WorkingHours
from bot.domain.workspace import Mode, WorkspaceSettings
from storage.crypto import Keyring
from tests.sandbox_client import TEAM
from tests.simulation.databases import Database
from tests.simulation.people import Ledger, People
from tests.simulation.town import Town
from tests.simulation.troubles import Fault, TownClock, Troubles, one_random_source

OPERATIONS = 55
STARTS = (datetime(2026, 3, 24, 8, tzinfo=UTC), datetime(2026, 10, 20, 8, tzinfo=UTC))
"""Days before the clocks change in Europe, and a month's end within the run."""
ZONES = ("Europe/Berlin", "America/New_York", "UTC", "Australia/Sydney")
CALM_HOURS = 13


@dataclass
class Storm:
    """A finished run, ready to be looked at."""

    town: Town
    ledger: Ledger
    healed_at: datetime
    operations: int

    @property
    def trace(self) -> list[str]:
        """Every call to Slack, in order."""
        return self.town.wire.trace


def weather(seed: int) -> tuple[Random, TownClock, Troubles]:
    """The random source of a seed, and what hangs on it."""
    random = Random(f"storm {seed}")  # noqa: S311 - a simulation
    return random, TownClock(random.choice(STARTS)), Troubles.drawn(random)


def pass_over(
    random: Random, clock: TownClock, troubles: Troubles, database: Database, keyring: Keyring
) -> Storm:
    """Let a storm pass over a town."""
    town = Town(clock, troubles, database, keyring)
    people = People(town)
    # Ids have a stream of their own: a library that draws one more does not change the weather.
    with one_random_source(Random(random.random())), town.open():  # noqa: S311 - a simulation
        with troubles.held_back():
            town.begin()
            settle_in(town)
        for _ in range(OPERATIONS):
            people.act()
            between(town)
        healed = calm_down(town)
    return Storm(town, people.ledger, healed, OPERATIONS)


def settle_in(town: Town) -> None:
    """What admins and receivers have agreed before the run."""
    random = town.troubles.random
    with town.units() as uow:
        settings = uow.settings.get(TEAM) or WorkspaceSettings()
        mode = Mode.AUTOMATIC if random.random() < 0.3 else Mode.REVIEW
        zone = random.choice(ZONES)
        uow.settings.save(TEAM, replace(settings, mode=mode, time_zone=zone), town.clock.now())
        uow.digests.save_settings(TEAM, DigestSettings(editor="U0LENA"), town.clock.now())
        hours = WorkingHours(zone, frozenset(range(7)), time(0), time(0))
        uow.handoff_setup.keep(
            TEAM,
            HandoffSettings(
                enabled=True,
                leads=("U0LENA",),
                backup="U0MARA",
                hours=hours,
                # An open handoff asks everybody again and again; at night the town would do nothing
                # else.
                waits=Waits(everyone=timedelta(hours=8)),
                safety_contact="112",
                aftercare_person="U0MARA",
            ),
        )
        for user in ("U0TOMASZ", "U0SAM"):
            uow.receivers.save(Receiver(TEAM, user, opted_in=True))
        uow.commit()
    town.pass_by(40)
    for user in ("U0PRIYA", "U0LENA", "U0SAM"):
        town.do("home", user=user)
    town.pass_by(5)
    assert town.process is not None


def between(town: Town) -> None:
    """What happens until somebody does the next thing."""
    random, troubles = town.troubles.random, town.troubles
    chance = random.random()
    if chance < 0.06:
        troubles.count(Fault.CLOCK)
        town.clock.skew = timedelta(seconds=random.uniform(-240, 240))
    elif chance < 0.12:
        town.disturb_database(random.choice([Fault.LOCKED, Fault.LOST, Fault.FULL]))
    elif chance < 0.15:
        town.wire.away_until = town.clock.true + timedelta(seconds=random.uniform(20, 1500))
    elif chance < 0.17 and town.process:
        troubles.kill()
        town.bury()
    elif chance < 0.19:
        # The machine sleeps: for everybody else time goes on.
        troubles.count(Fault.CLOCK)
        town.clock.pass_by(random.uniform(600, 7200))
    town.pass_by(random.choice([1, 1, 3, 3, 10, 10, 30, 30, 70, 300]))
    if random.random() < 0.04:
        town.pass_by(random.uniform(0.5, 2) * 86_400)


def calm_down(town: Town) -> datetime:
    """Heal everything, then let the clock run on."""
    town.troubles.heal()
    town.wire.away_until = None
    town.clock.skew = timedelta(0)
    if town.trouble_until:
        town.mend_database()
    healed = town.clock.true
    town.do("channel", channel="kudos", is_archived=False)
    town.pass_by(CALM_HOURS * 3600)
    town.do("home", user="U0ADA")
    town.pass_by(60)
    return healed
