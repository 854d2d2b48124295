import itertools
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.handoff import Ground, Step
from bot.domain.patterns import (
    BANDS,
    COUNTED_MAX,
    FREEZE_AFTER,
    GROUP_OF,
    Arrow,
    Asked,
    Band,
    Cell,
    Frozen,
    Group,
    Taken,
    Wait,
    Window,
    arrow,
    band,
    breakdown,
    due,
    freeze,
    wait_of,
)
from bot.domain.windows import EPOCH, WINDOW

START = datetime(2020, 1, 1, tzinfo=UTC)
WINDOW_1 = Window(EPOCH)
TEAM = 18


def cell(*counts: int) -> Cell:
    return Cell.of({f"mark{place}": count for place, count in enumerate(counts)})


def requests(*counts: int, prefix: str = "m", returned: bool = False) -> list[Asked]:
    return [
        Asked(f"{prefix}{place}", Ground.HARASSMENT, returned, count)
        for place, count in enumerate(counts)
    ]


def taken(
    *counts: int,
    prefix: str = "m",
    wait: Wait = Wait.MINUTES_5,
    step: Step = Step.PEERS,
) -> list[Taken]:
    return [Taken(f"{prefix}{place}", wait, step, n) for place, n in enumerate(counts)]


def test_a_window_is_twelve_weeks_from_a_monday_and_meets_the_next_without_a_gap() -> None:
    """Windows that overlapped could be subtracted from each other."""
    assert EPOCH.weekday() == 0
    assert WINDOW_1.next.start == WINDOW_1.end == EPOCH + timedelta(weeks=12)
    last = datetime(2024, 3, 24, 23, 59, 59, tzinfo=UTC)
    assert Window.of(last) == WINDOW_1
    assert Window.of(last + timedelta(seconds=1)) == WINDOW_1.next
    assert WINDOW_1.next.before == WINDOW_1


@given(st.integers(0, 10_000_000).map(lambda minutes: START + timedelta(minutes=minutes)))
def test_every_moment_lies_in_exactly_one_window(moment: datetime) -> None:
    """Also moments before the epoch."""
    window = Window.of(moment)
    assert window.start <= moment.date() < window.end
    assert (window.start - EPOCH) % WINDOW == timedelta(0)


def test_a_window_is_frozen_seven_days_after_closing_and_not_a_second_earlier() -> None:
    """Counter-example: at six days and 23:59:59 a late claim could still change it."""
    assert WINDOW_1.freezes_at == datetime(2024, 3, 25, tzinfo=UTC) + FREEZE_AFTER
    early = WINDOW_1.freezes_at - timedelta(seconds=1)
    assert due(WINDOW_1, frozenset(), early) == ()
    assert due(WINDOW_1, frozenset(), WINDOW_1.freezes_at) == (WINDOW_1,)


def test_a_frozen_window_is_never_due_again_and_a_missed_one_still_is() -> None:
    """After a year of downtime each window is computed once, oldest first."""
    now = WINDOW_1.next.next.freezes_at
    missed = due(WINDOW_1, frozenset({WINDOW_1.next.start}), now)
    assert [window.start for window in missed] == [WINDOW_1.start, WINDOW_1.next.next.start]
    assert due(WINDOW_1, frozenset({date(2024, 1, 1)}), WINDOW_1.freezes_at) == ()


def test_forty_requests_of_four_people_are_too_few_to_show() -> None:
    """Counter-example to counting events: four people are found by asking around."""
    assert band(cell(10, 10, 10, 10), TEAM) is None
    assert band(cell(10, 10, 10, 10, 1), TEAM) == Band(12, 17)


def test_of_one_person_four_requests_count() -> None:
    """Counter-example: one in great need would lift a figure by bands whenever they are at work."""
    quiet, needy = cell(2, 2, 2, 2, 2, 4), cell(2, 2, 2, 2, 2, 40)
    assert quiet == needy
    assert band(needy, TEAM) == Band(12, 17)


def test_a_figure_that_is_mostly_one_person_is_not_shown() -> None:
    """Counter-example: five requesters, but three of seven come from one; a colleague knows who."""
    assert band(cell(3, 1, 1, 1, 1), TEAM) is None
    assert band(cell(4, 2, 2, 1, 1), TEAM) == Band(8, 11)
    assert band(cell(4, 2, 1, 1, 1), TEAM) is None
    assert band(cell(41, 2, 1, 1, 1), TEAM) is None


def test_a_team_of_seven_sees_no_figure() -> None:
    """Counter-example: five requesters of seven leave two who did not ask."""
    assert band(cell(*[2] * 7), 7) is None
    assert band(cell(*[2] * 7), 8) == Band(12, 17)


def test_too_few_looks_the_same_as_none() -> None:
    """A lead cannot tell a quiet window from four people in need."""
    nobody = freeze(WINDOW_1, TEAM, [], [])
    assert nobody == freeze(WINDOW_1, TEAM, requests(3, 3, 2, 2), taken(3, 3, 2, 2))
    assert nobody == freeze(WINDOW_1, TEAM, requests(30, 1, 1, 1, 1), taken(30, 1, 1, 1, 1))
    assert nobody.figures == ()


def test_bands_follow_each_other_without_a_gap() -> None:
    """Every count from five on has exactly one band."""
    for one, following in itertools.pairwise(BANDS):
        assert one.high is not None
        assert following.low == one.high + 1
    assert [found.label for found in BANDS] == [
        "5–7", "8–11", "12–17", "18–26", "27–39", "40–59", "60–89", "90+",
    ]  # fmt: skip
    for total in range(5, 200):
        found = band(Cell(total, 5, 1), TEAM)
        assert found is not None
        assert found.low <= total <= (found.high or total)


def test_a_single_hidden_part_takes_the_next_smallest_with_it() -> None:
    """Counter-example: total 18–26 and one group 12–17 leave the hidden one in plain sight."""
    few, many = cell(1, 1, 1), cell(4, 3, 3, 2, 2)
    assert band(many, TEAM) is not None
    assert breakdown([few, many], TEAM) == (None, None)
    assert breakdown([many, many], TEAM) == (Band(12, 17), Band(12, 17))
    five, eight = cell(1, 1, 1, 1, 1), cell(2, 2, 2, 1, 1)
    assert breakdown([many, few, eight, five], TEAM) == (Band(12, 17), None, Band(8, 11), None)
    assert breakdown([few, few, many], TEAM) == (None, None, Band(12, 17))
    assert breakdown([few], TEAM) == (None,)


def test_which_part_is_hidden_does_not_depend_on_counts_within_a_band() -> None:
    """Counter-example: hiding the exactly smallest would tell 9 from 10 behind the same band."""
    few = cell(1)
    nine, ten = cell(2, 2, 2, 2, 1), cell(2, 2, 2, 2, 2)
    hidden_first = (None, Band(8, 11), None)
    assert breakdown([nine, ten, few], TEAM) == hidden_first
    assert breakdown([ten, nine, few], TEAM) == hidden_first


def test_an_arrow_needs_two_bands() -> None:
    """Counter-example: 11 to 12 is one request and one band."""
    assert arrow(BANDS[1], BANDS[2]) is None
    assert arrow(BANDS[1], BANDS[3]) is Arrow.UP
    assert arrow(BANDS[5], BANDS[2]) is Arrow.DOWN
    assert arrow(None, BANDS[6]) is None
    assert arrow(BANDS[6], None) is None


def test_every_ground_is_in_one_group() -> None:
    """A ground without a group would vanish from the comparison but not from the total."""
    assert set(GROUP_OF) == set(Ground)
    assert set(GROUP_OF.values()) == set(Group)


def test_time_and_steps_are_the_middle_ones_and_need_five_requesters_of_their_own() -> None:
    """Counter-example: seven asked, but only four were ever taken; their waits stay hidden."""
    seven = requests(2, 2, 2, 2, 1, 1, 1)
    assert freeze(WINDOW_1, TEAM, seven, taken(2, 2, 2, 2)).total == Band(8, 11)
    assert freeze(WINDOW_1, TEAM, seven, taken(2, 2, 2, 2)).wait is None
    slow = taken(1, 1, prefix="s", wait=Wait.HOUR, step=Step.BACKUP)
    frozen = freeze(WINDOW_1, TEAM, seven, taken(1, 1, 1) + slow)
    assert (frozen.wait, frozen.steps) == (Wait.MINUTES_5, 1)
    frozen = freeze(WINDOW_1, TEAM, seven, taken(1, 1, 1) + slow + slow)
    assert (frozen.wait, frozen.steps) == (Wait.HOUR, 3)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, Wait.MINUTES_5), (5, Wait.MINUTES_5), (6, Wait.MINUTES_15), (60, Wait.HOUR),
     (61, Wait.LONGER)],
)  # fmt: skip
def test_waits_have_edges_where_a_lead_would_act(minutes: int, expected: Wait) -> None:
    """Banded like everything else."""
    assert wait_of(timedelta(minutes=minutes)) is expected


def test_returned_handoffs_are_a_breakdown_too() -> None:
    """Counter-example: if nearly all were returned, the few that were not would follow."""
    returned = requests(2, 2, 2, 2, 2, returned=True)
    assert freeze(WINDOW_1, TEAM, returned, []).returned is None
    kept = requests(2, 2, 2, 2, 2, prefix="k")
    assert freeze(WINDOW_1, TEAM, returned + kept, []).returned == Band(8, 11)


TALLIES = st.dictionaries(
    st.tuples(st.integers(0, 11).map("m{}".format), st.sampled_from(list(Ground))),
    st.integers(1, 9),
    max_size=40,
)
NEWCOMER = st.dictionaries(st.sampled_from(list(Ground)), st.integers(1, 30), min_size=1)


def asked_of(tally: dict[tuple[str, Ground], int]) -> list[Asked]:
    return [Asked(mark, ground, count=count) for (mark, ground), count in tally.items()]


def cells_of(asked: list[Asked]) -> dict[str, Cell]:
    def part(*groups: Group) -> Cell:
        tally: Counter[str] = Counter()
        for one in asked:
            if GROUP_OF[one.ground] in groups:
                tally[one.mark] += one.count
        return Cell.of(tally)

    return {"total": part(*Group)} | {group.value: part(group) for group in Group}


def shown_of(frozen: Frozen) -> dict[str, Band | None]:
    return {"total": frozen.total} | {group.value: found for group, found in frozen.groups}


@given(TALLIES, NEWCOMER, st.integers(6, 30))
def test_one_requester_more_or_less_changes_a_cell_only_at_a_threshold_or_an_edge(
    tally: dict[tuple[str, Ground], int],
    newcomer: dict[Ground, int],
    team_size: int,
) -> None:
    """Whoever knows everything but one person learns at most which side of an edge they are on.

    Between neighbours a shown band differs only if its own cell crossed an edge, appears or
    vanishes only if a threshold was crossed in the breakdown, and moves by one band at most.
    """
    without = asked_of(tally)
    joined = without + asked_of({("new", ground): count for ground, count in newcomer.items()})
    before = shown_of(freeze(WINDOW_1, team_size, without, []))
    after = shown_of(freeze(WINDOW_1, team_size, joined, []))
    cells_before, cells_after = cells_of(without), cells_of(joined)
    passed = {
        name: cells_before[name].may_be_shown(team_size)
        == cells_after[name].may_be_shown(team_size)
        for name in before
    }
    for name in before:
        related = ["total"] if name == "total" else [group.value for group in Group]
        if before[name] is None or after[name] is None:
            crossed = any(not passed[other] for other in related)
            assert before[name] == after[name] or crossed
        elif before[name] != after[name]:
            assert abs(edge_of(cells_before[name].total) - edge_of(cells_after[name].total)) == 1


def edge_of(total: int) -> int:
    return sum(found.low <= total for found in BANDS)


def test_one_requester_moves_a_shown_cell_by_one_band_at_most() -> None:
    """The bound in docs/why/patterns.md: an arrow is nobody's own doing."""
    moves = {
        edge_of(total + theirs) - edge_of(total)
        for total in range(5, 400)
        for theirs in range(1, COUNTED_MAX + 1)
    }
    assert moves == {0, 1}


def test_the_middle_wait_is_not_one_persons() -> None:
    """Counter-example: six people waited minutes, one waited an hour thirty times."""
    quick = taken(1, 1, 1, 1, 1, 1)
    slow = taken(30, prefix="s", wait=Wait.HOUR, step=Step.BACKUP)
    frozen = freeze(WINDOW_1, TEAM, requests(1, 1, 1, 1, 1, 1), quick + slow)
    assert (frozen.wait, frozen.steps) == (Wait.MINUTES_5, 1)


@given(TALLIES, st.permutations(range(12)), st.integers(6, 30))
def test_who_the_requesters_are_changes_nothing(
    tally: dict[tuple[str, Ground], int],
    swapped: list[int],
    team_size: int,
) -> None:
    """Exchange all people: the display is the same. A figure tells how many, never who."""
    renamed = {(f"m{swapped[int(mark[1:])]}", ground): n for (mark, ground), n in tally.items()}
    assert freeze(WINDOW_1, team_size, asked_of(tally), []) == freeze(
        WINDOW_1, team_size, asked_of(renamed), []
    )
