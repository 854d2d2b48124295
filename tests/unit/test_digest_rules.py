import itertools
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.digest import JITTER, Candidate, Schedule, choose, pick
from bot.domain.digest_settings import zone_exists
from bot.wording import digest as words

ZONES = sorted(available_timezones() - {"Factory", "localtime"})
MOMENTS = st.datetimes(
    datetime(2011, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    datetime(2037, 12, 31),  # noqa: DTZ001 - likewise
    timezones=st.just(UTC),
)  # 2011: Samoa skipped a Friday
SCHEDULES = st.builds(
    Schedule,
    st.sampled_from(ZONES),
    st.integers(0, 6),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59])),
)
PARIS = Schedule("Europe/Paris", 3, time(15))
SLOT = PARIS.week_of(datetime(2026, 11, 19, 18, tzinfo=UTC))


def kudos(number: int, days_old: float, **more: object) -> Candidate:
    values: dict[str, object] = {
        "id": f"k{number:03}",
        "created_at": SLOT.at - timedelta(days=days_old),
        "sharer": f"U{number % 3}",
        "people": frozenset({f"P{number}"}),
        "length": 100,
    }
    return Candidate(**(values | more))  # type: ignore[arg-type]


@settings(max_examples=100, deadline=None)
@given(SCHEDULES, MOMENTS)
def test_each_local_week_has_one_slot_and_it_lies_in_that_week(
    schedule: Schedule, moment: datetime
) -> None:
    """In every time zone, on both clock changes, at any minute."""
    slot = schedule.week_of(moment)
    local = slot.at.astimezone(ZoneInfo(schedule.zone))
    year, week, _ = local.isocalendar()
    assert slot.period == f"{year}-W{week:02}"
    assert slot.since < slot.previous < slot.at < slot.ends
    assert schedule.week_of(slot.at) == slot
    assert schedule.week_of(slot.ends).period != slot.period
    assert schedule.week_of(slot.ends - timedelta(seconds=1)) == slot


@settings(max_examples=60, deadline=None)
@given(SCHEDULES, MOMENTS)
def test_weeks_join_without_a_hole(schedule: Schedule, moment: datetime) -> None:
    """Age is counted back from the slot in local days, so no hour falls between two weeks."""
    slot = schedule.week_of(moment)
    after = schedule.week_of(slot.ends)
    assert (after.previous, after.since) == (slot.at, slot.previous)


@settings(max_examples=60, deadline=None)
@given(SCHEDULES, MOMENTS, st.text(min_size=1, max_size=12))
def test_a_workspace_has_its_own_moment_soon_after_the_slot(
    schedule: Schedule, moment: datetime, team: str
) -> None:
    """Thousands must not post in one second, and none may miss its week by it."""
    slot = schedule.week_of(moment)
    assert slot.at <= slot.due_at(team) <= slot.at + JITTER
    assert slot.due_at(team) < slot.ends
    assert not slot.is_due(team, slot.ends)


def test_workspaces_are_spread_over_the_five_minutes() -> None:
    """No second takes more than a fair share of a thousand workspaces."""
    seconds = [int((SLOT.due_at(f"T{n}") - SLOT.at).total_seconds()) for n in range(1_000)]
    assert max(seconds.count(second) for second in set(seconds)) <= 15
    assert max(seconds) > 280


def test_a_time_in_the_spring_gap_comes_later_on_that_day() -> None:
    """02:30 does not exist on the last Sunday of March; the digest comes at 03:30."""
    slot = Schedule("Europe/Paris", 6, time(2, 30)).week_of(datetime(2026, 3, 29, tzinfo=UTC))
    assert slot.at.astimezone(ZoneInfo("Europe/Paris")).strftime("%d %H:%M") == "29 03:30"


def test_a_time_that_happens_twice_means_the_first() -> None:
    """02:30 happens twice on the last Sunday of October."""
    slot = Schedule("Europe/Paris", 6, time(2, 30)).week_of(datetime(2026, 10, 25, tzinfo=UTC))
    assert slot.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@settings(max_examples=60, deadline=None)
@given(SCHEDULES, MOMENTS)
def test_each_local_month_has_one_report_on_a_working_day(
    schedule: Schedule, moment: datetime
) -> None:
    """About the month before, and the reported months join without a hole."""
    slot = schedule.month_of(moment)
    assert slot.since < slot.previous <= slot.at < slot.ends
    assert schedule.month_of(slot.ends).since == slot.previous
    zone = ZoneInfo(schedule.zone)
    assert slot.since.astimezone(zone).strftime("%Y-%m") == slot.period
    nominal = (slot.at - timedelta(hours=2)).astimezone(zone)
    assert min(nominal.weekday(), slot.at.astimezone(zone).weekday()) < 5


CANDIDATES = st.lists(
    st.builds(
        kudos,
        st.integers(0, 999),
        st.floats(-1, 16),
        people=st.frozensets(st.sampled_from("ABCDE"), max_size=3),
        length=st.integers(1, 3_000),
        shown=st.booleans(),
    ),
    max_size=25,
    unique_by=lambda item: item.id,
)


@given(CANDIDATES, st.integers(1, 10), st.randoms())
def test_the_choice_depends_on_the_seed_and_nothing_else(
    items: list[Candidate], length: int, random: object
) -> None:
    """Two processes, or one after a restart, choose the same."""
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose(items, length, "T:W1") == choose(shuffled, length, "T:W1")


@given(CANDIDATES, st.integers(1, 10))
def test_as_many_people_are_credited_as_can_be(items: list[Candidate], length: int) -> None:
    """With one person to a kudos, nobody appears twice before everybody appeared once."""
    single = [replace(item, people=frozenset({min(item.people or {"team"})})) for item in items]
    chosen = choose(single, length, "seed")
    everybody = {person for item in single for person in item.people}
    named = {person for item in chosen for person in item.people}
    assert len(chosen) == min(length, len(single))
    assert len(named) == min(len(everybody), len(chosen))


@given(CANDIDATES, st.integers(1, 10), st.one_of(st.none(), st.floats(0, 30)))
def test_a_digest_holds_only_what_it_may(
    items: list[Candidate], length: int, covered_days: float | None
) -> None:
    """Unshown, at most fourteen days before the slot, up to its length a week, oldest first."""
    covered = None if covered_days is None else SLOT.at - timedelta(days=covered_days)
    by_id = {item.id: item for item in items}
    chosen = [by_id[found] for found in pick(SLOT, items, covered, length, "seed")]
    assert len({item.id for item in chosen}) == len(chosen) <= 2 * length
    assert all(not item.shown and SLOT.since < item.created_at <= SLOT.at for item in chosen)
    assert [item.created_at for item in chosen] == sorted(item.created_at for item in chosen)
    fresh = [item for item in chosen if item.created_at > SLOT.previous]
    assert len(fresh) <= length


@given(CANDIDATES, st.integers(1, 10))
def test_after_one_missed_slot_a_quiet_team_loses_nothing(
    items: list[Candidate], length: int
) -> None:
    """Weeks of at most `length`, one slot missed: everything unshown of both weeks is there."""
    before = [item for item in items if SLOT.since < item.created_at <= SLOT.previous][:length]
    fresh = [item for item in items if SLOT.previous < item.created_at <= SLOT.at][:length]
    chosen = pick(SLOT, [*before, *fresh], SLOT.since, length, "seed")
    assert set(chosen) == {item.id for item in (*before, *fresh) if not item.shown}


def test_what_a_busy_week_left_out_does_not_come_back() -> None:
    """Twelve last week, five shown: this week's three are not padded with the other seven."""
    last_week = [kudos(n, 8, shown=n < 5) for n in range(12)]
    this_week = [kudos(n + 20, 2) for n in range(3)]
    chosen = pick(SLOT, [*last_week, *this_week], SLOT.previous, 5, "seed")
    assert set(chosen) == {"k020", "k021", "k022"}


def test_a_quiet_week_has_nothing_to_show() -> None:
    """Never padded."""
    assert pick(SLOT, [kudos(1, 15), kudos(2, 3, shown=True)], SLOT.previous, 5, "s") == ()


def test_lengths_and_sharers_vary_where_the_people_do_not() -> None:
    """With room for two: a paragraph beside a one-liner, and whoever shared least is there."""
    one = frozenset({"P1"})
    long, short = (
        [kudos(number, 1, people=one, length=length, sharer="U1") for number in numbers]
        for length, numbers in ((600, range(5)), (50, range(5, 10)))
    )
    chosen = choose([*long, *short], 2, "seed")
    assert {item.length for item in chosen} == {50, 600}
    same = [kudos(number, 1, people=one, sharer="U1") for number in range(9)]
    other = kudos(9, 1, people=one, sharer="U2")
    assert other in choose([*same, other], 2, "seed")


def test_opening_lines_rotate_week_by_week() -> None:
    """The same first line each Thursday would soon be read past; none asks anybody to cheer."""
    for count, openings in ((5, words.OPENINGS), (1, words.OPENINGS_FOR_ONE)):
        weeks = [words.opening(count, turn) for turn in range(2 * len(openings))]
        assert len(set(weeks)) == len(openings)
        assert all(this != after for this, after in itertools.pairwise(weeks))
    assert words.opening(0, 3) == words.LEFT_NOTHING


def test_an_unknown_zone_is_noticed() -> None:
    """A typing mistake must become a message, not a crash."""
    assert zone_exists("Europe/Paris")
    assert not zone_exists("Europe/Pariss")
    assert not zone_exists("../../etc/passwd")
    assert not zone_exists("")
