"""A year with both clock changes, outages of the bot and of Slack, and kills at every step."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digest_settings import DigestSettings
from storage.crypto import new_master_key
from tests.flows.shapes import Nursery, running_nursery
from tests.postgres import Postgres
from tests.sandbox_client import LENIENT, SandboxServer, running_sandbox
from tests.simulation.digest_world import World, hours
from tests.simulation.in_process import KilledError
from tests.simulation.posts import Post
from tests.simulation.two_workers import TwoWorkers

ZONES = [
    "Europe/Paris", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "Africa/Cairo",
    "America/Havana", "Pacific/Chatham", "Atlantic/Azores",
]  # fmt: skip
TIMES = [time(15), time(2, 30), time(1, 30), time(0), time(23, 30), time(9)]
START = datetime(2026, 1, 5, tzinfo=UTC)
WEEKS = 53
KUDOS_MAX = 5
Span = tuple[datetime, datetime]


class House(Protocol):
    """A workspace and a bot in it, as a year drives them."""

    def go(self, moment: datetime, *, away: bool, rebooted: bool) -> None:
        """It is this moment now. away: Slack is. rebooted: the bot was down since the last one."""

    def doom(self, random: Random) -> None:
        """Something goes wrong at one of the next steps."""

    def serve(self) -> None:
        """Let the bot do what is due; raises KilledError when nobody is left to."""

    def waiting(self) -> bool:
        """Whether something is on its way."""

    def share(self, at: datetime) -> str:
        """Somebody shares a good word; answers its id."""

    def take_back(self, kudos_id: str) -> None:
        """Somebody takes it back."""

    def posts(self) -> list[Post]:
        """What the channel shows."""

    def end(self) -> None:
        """Leave nothing running."""


Settle = Callable[[datetime, str, DigestSettings, Random], House]


@dataclass
class Week:
    """One due slot, by this test's own calendar."""

    slot: datetime
    ends: datetime
    period: str


@dataclass
class Year:
    """What happened, kept apart from what the bot believes."""

    world: House
    weeks: list[Week]
    down: list[Span]
    away: list[Span]
    shared: dict[str, datetime] = field(default_factory=dict)
    gone: dict[str, datetime] = field(default_factory=dict)
    doom: float = 0.05
    last: datetime = START

    def trouble(self, moment: datetime, spans: list[Span]) -> bool:
        return any(start <= moment < end for start, end in spans)

    def up_after(self, week: Week) -> timedelta:
        """How long the bot ran and reached Slack between the slot and the week's end."""
        spans = sorted((*self.down, *self.away))
        moment, total = week.slot, timedelta(0)
        for start, end in spans:
            if end <= moment or start >= week.ends:
                continue
            total += max(start - moment, timedelta(0))
            moment = max(moment, end)
        return total + max(week.ends - moment, timedelta(0))


def weeks_of(zone: str, weekday: int, at: time) -> list[Week]:
    """Each ISO week of the year, worked out from the calendar alone."""
    info = ZoneInfo(zone)
    made = []
    for number in range(2, WEEKS + 1):
        day = date.fromisocalendar(2026, number, weekday + 1)
        monday = date.fromisocalendar(2026, number, 1) + timedelta(days=7)
        made.append(
            Week(
                slot=datetime.combine(day, at, info).astimezone(UTC),
                ends=datetime.combine(monday, time(0), info).astimezone(UTC),
                period=f"2026-W{number:02}",
            ),
        )
    return made


def spans(random: Random, count: int, longest_hours: float) -> list[Span]:
    """Stretches of trouble, some of them laid over a slot on purpose by chance."""
    made = []
    for _ in range(count):
        start = START + hours(random.uniform(24 * 8, 24 * 350))
        made.append((start, start + hours(random.uniform(0.1, longest_hours))))
    return made


def live(seed: int, settle: Settle = World.begin, doom: float = 0.05) -> Year:
    """Let a year pass. doom: how probable it is that something goes wrong in one step."""
    random = Random(seed)  # noqa: S311 - a simulation
    zone, weekday, at = random.choice(ZONES), random.randrange(7), random.choice(TIMES)
    wishes = DigestSettings(weekday=weekday, at=at, length=KUDOS_MAX)
    year = Year(
        world=settle(START, zone, wishes, random),
        weeks=weeks_of(zone, weekday, at),
        down=spans(random, 7, 24 * 6.9),
        away=spans(random, 5, 8),
        doom=doom,
    )
    slots = [week.slot for week in year.weeks]
    for start, end in zip([START, *slots], [*slots, year.weeks[-1].ends], strict=True):
        pass_week(year, random, start, end)
    # Whatever is still on its way arrives, or lapses.
    for count in (60, 62, 64):
        step(year, random, year.weeks[-1].ends + hours(count))
    return year


def pass_week(year: Year, random: Random, start: datetime, end: datetime) -> None:
    """From one slot to the next: people share, the bot ticks at telling moments, or dies."""
    span = (end - start).total_seconds()
    waiting = [
        (start + timedelta(minutes=6), False),
        (start + timedelta(seconds=random.uniform(60, span)), False),
        *(
            (start + timedelta(seconds=random.uniform(1, span)), True)
            for _ in range(random.randrange(KUDOS_MAX + 1))
        ),
    ]
    for _, over in (*year.down, *year.away):
        waiting += after(over)
    while waiting:
        waiting.sort(reverse=True)
        moment, is_share = waiting.pop()
        if not start < moment <= end or year.trouble(moment, year.down):
            continue
        if is_share:
            year.shared[year.world.share(moment)] = moment
        elif step(year, random, moment):
            waiting += after(year.down[-1][1])
        elif year.world.waiting():
            # A doubt settles within two minutes; a pause lasts an hour at most.
            minutes = 61 if year.trouble(moment, year.away) else 2
            waiting.append((moment + timedelta(minutes=minutes), False))
        if random.random() < 0.01 and year.shared:
            take_back(year, random, moment)


def after(over: datetime) -> list[tuple[datetime, bool]]:
    """When to look once trouble is over: at once, and once every pause is over."""
    return [(over + timedelta(minutes=minutes), False) for minutes in (1, 59)]


def step(year: Year, random: Random, moment: datetime) -> bool:
    """One tick at a moment at which the process is up; True when it was its last."""
    world = year.world
    rebooted = any(year.last < start and end <= moment for start, end in year.down)
    world.go(moment, away=year.trouble(moment, year.away), rebooted=rebooted)
    year.last = moment
    if random.random() < year.doom:
        world.doom(random)
    try:
        world.serve()
    except KilledError:
        year.down.append((moment, moment + hours(random.choice([0.01, 0.5, 5, 50]))))
        return True
    return False


def take_back(year: Year, random: Random, moment: datetime) -> None:
    kudos_id = random.choice(sorted(year.shared))
    if kudos_id not in year.gone:
        year.gone[kudos_id] = moment
        year.world.take_back(kudos_id)


def due(year: Year) -> list[Week]:
    """Slots that had their hour, and one more where Slack was away: a retry may rest that long."""

    def enough(week: Week) -> timedelta:
        was_away = any(start < week.ends and end > week.slot for start, end in year.away)
        return hours(2 if was_away else 1)

    return [week for week in year.weeks if year.up_after(week) >= enough(week)]


def check_slots(year: Year) -> None:
    """At most one post a slot, within its week, not before it; and one wherever it was due."""
    posts = {week.period: [] for week in year.weeks}  # type: dict[str, list[datetime]]
    shown: dict[str, set[str]] = {}
    for post in year.world.posts():
        period = post.key.removeprefix("digest:channel:")
        if period in posts:
            posts[period].append(post.at)
            shown[period] = set(post.ids)
    seen: set[str] = set()
    certain = {week.period for week in due(year)}
    for week in year.weeks:
        assert len(posts[week.period]) <= 1, f"twice in {week.period}"
        for at in posts[week.period]:
            assert week.slot <= at < week.ends, f"outside its week: {week.period}"
        since = week.slot - timedelta(days=14)
        left = [
            kudos
            for kudos, at in year.shared.items()
            if since + hours(2) < at <= week.slot and kudos not in seen and kudos not in year.gone
        ]
        if left and week.period in certain:
            assert posts[week.period], f"missing in {week.period}: {left}"
        seen |= shown.get(week.period, set())


def check_kudos(year: Year) -> None:
    """Whoever had a chance is shown, and nobody twice; what is gone is gone."""
    certain = {week.period for week in due(year)}
    counts: dict[str, int] = {}
    for post in year.world.posts():
        for kudos in post.ids:
            counts[kudos] = counts.get(kudos, 0) + 1
    assert set(counts.values()) <= {1}
    for kudos, at in year.shared.items():
        chances = [week for week in year.weeks if week.slot >= at][:2]
        if kudos in year.gone:
            # An edit follows at the next tick: what is gone is gone from the channel too.
            assert kudos not in counts, "taken back"
        elif len(chances) == 2 and any(week.period in certain for week in chances):
            assert kudos in counts, f"skipped: {kudos} of {at}"


def check(year: Year) -> None:
    check_slots(year)
    check_kudos(year)
    assert len(year.world.posts()) > 30
    year.world.end()


def test_a_year_has_one_digest_a_slot_and_skips_nobody(seed: int) -> None:
    """Whatever fails in between; asserted on what the channel shows."""
    check(live(seed))


def test_a_digest_that_was_given_up_after_the_next_slot_took_no_good_word_with_it() -> None:
    """The 272nd year: one was still on its way when the next was composed, with nothing in it."""
    check(live(271))


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Where the processes come from."""
    with running_nursery(tmp_path_factory.mktemp("nursery") / "log") as started:
        yield started


@pytest.fixture(scope="module")
def slack() -> Iterator[SandboxServer]:
    """A simulated Slack for this page alone: its clock runs through a year."""
    with running_sandbox(leniency=LENIENT) as started:
        yield started


def test_two_processes_on_one_postgresql_post_no_more_than_one(
    double_seed: int, postgres: Postgres, nursery: Nursery, slack: SandboxServer
) -> None:
    """Both tick all year, and are killed at any step: keys and fences, never luck.

    Two real `goodword work`, the scheduler's real table, asserted on the simulated channel.
    """
    slack.reset()
    name = postgres.create()

    def settle(start: datetime, zone: str, wishes: DigestSettings, random: Random) -> House:
        return TwoWorkers.begin(
            slack, nursery, postgres.url(name), new_master_key(), start, zone, wishes, random
        )

    year = live(1_000 + double_seed, settle, doom=0.3)
    check(year)
    postgres.drop(name)
    assert slack.violations() == []
    assert year.world.struck >= 3
