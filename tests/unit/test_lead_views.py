"""What stands beside the windows, and how it reads."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.delivery import INSTEAD
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.lead_views import Drill, Shift, availability, drill_results
from bot.domain.patterns import BANDS, Frozen, Group, Wait, Window
from bot.domain.quarterly import Quarter, Reply, Share, share
from bot.domain.receivers import Receiver
from bot.domain.windows import EPOCH
from bot.domain.working_time import WorkingHours
from bot.views import handoff_home
from bot.views import patterns as view
from bot.wording import patterns as words

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
SETTINGS = HandoffSettings(enabled=True, hours=WorkingHours("Europe/Lisbon"))
WINDOW = Window(EPOCH)
FULL = Frozen(
    WINDOW.next,
    big_enough=True,
    total=BANDS[4],
    groups=((Group.ABUSE, BANDS[3]), (Group.LOAD, BANDS[2])),
    wait=Wait.HOUR,
    steps=2,
)
QUIET = Frozen(WINDOW, big_enough=True, total=BANDS[2])


def test_receivers_are_counted_by_the_hours_they_set_and_mutes_stay_private() -> None:
    """A paused receiver is counted: who paused is nobody's business."""
    early = WorkingHours("Europe/Lisbon", frozenset({0}), time(6), time(12))
    people = [
        Receiver("T", "A", opted_in=True),
        Receiver("T", "B", opted_in=True, muted_until=NOW + timedelta(days=9)),
        Receiver("T", "C", opted_in=True, hours=early),
        Receiver("T", "D", opted_in=False),
        Receiver("T", "E", opted_in=True, is_active=False),
    ]
    found = availability(people, SETTINGS, NOW)
    assert found.counts[0, Shift.MORNING] == 3
    assert found.counts[1, Shift.MORNING] == 2
    assert (5, Shift.MORNING) not in found.counts
    assert found.gaps == ()


def test_a_working_shift_without_a_receiver_is_named() -> None:
    """That nobody is there on Fridays is what a lead can mend."""
    until_thursday = WorkingHours("Europe/Lisbon", frozenset(range(4)), time(9), time(18))
    found = availability([Receiver("T", "A", opted_in=True, hours=until_thursday)], SETTINGS, NOW)
    assert found.gaps == ((4, Shift.MORNING), (4, Shift.AFTERNOON))
    assert words.do_gaps(found) == (
        "Nobody can be asked on Fri morning, Fri afternoon. Ask who could cover."
    )


def test_drills_are_exact_and_missing_ones_are_said() -> None:
    """Nobody asked for anything in a drill, so nothing needs hiding."""
    quick, missed = Drill(NOW, timedelta(minutes=4)), Drill(NOW, None)
    results = drill_results([quick, quick, missed])
    assert results is not None
    assert words.drills(results) == "Two of three taken, half within 5 minutes."
    assert words.do_drills(results) == words.DO_DRILL_MISSED
    assert drill_results([]) is None


@pytest.mark.parametrize(
    ("yes", "no", "expected"),
    [(4, 0, None), (5, 0, Share.NEARLY_ALL), (4, 1, Share.NEARLY_ALL), (3, 2, Share.MOST),
     (2, 3, Share.HALF), (1, 4, Share.FEW), (0, 5, Share.FEW)],
)  # fmt: skip
def test_a_result_never_singles_out_one_answer(yes: int, no: int, expected: Share | None) -> None:
    """All and all but one read the same; so do none and one."""
    assert share({Reply.YES: yes, Reply.NO: no, Reply.NOT_USED: 7}) is expected


def test_a_quarter_has_one_key_and_one_fortnight() -> None:
    """The first week of a quarter asks nothing; afterwards there are two weeks."""
    quarter = Quarter.of(NOW)
    assert (quarter.key, Quarter.parse("2026-Q1")) == ("2026-Q1", quarter)
    assert not quarter.is_open(quarter.opens_at - timedelta(seconds=1))
    assert quarter.is_open(quarter.opens_at)
    assert not quarter.is_open(quarter.closes_at)
    assert Quarter.parse("2026-Q5") is None


def test_an_arrow_stands_only_beside_neighbouring_windows() -> None:
    """Comparing with half a year ago would say more than it knows."""
    assert view.lines(FULL, QUIET)[0] == "Handoffs: *27–39* ↑ from 12–17"
    body = view.post([FULL, replace(QUIET, window=WINDOW.before)])
    assert "↑" not in body["text"]


def test_a_chart_knows_nothing_but_lower_edges() -> None:
    """The figures in a chart are the bands'; a hidden window is drawn as none."""
    hidden = Frozen(WINDOW.next.next, big_enough=True)
    body = view.post([hidden, FULL, QUIET])
    [chart] = [block for block in body["blocks"] if block["type"] == "data_visualization"]
    [series] = chart["chart"]["series"]
    assert [point["value"] for point in series["data"]] == [12, 27, 0]
    assert len(chart["title"]) <= 50
    assert [sorted({b["type"] for b in blocks}) for blocks in body[INSTEAD]] == [
        ["context", "section", "table"],
        ["context", "section"],
    ]


def test_every_figure_comes_with_what_to_do() -> None:
    """A figure without a next step is only a worry."""
    assert len(view.advice(FULL, QUIET)) == len(view.lines(FULL, QUIET)) - 1
    assert view.advice(Frozen(WINDOW, big_enough=True), None) == [words.DO_TOO_FEW]


def test_a_small_team_is_told_why_without_a_figure() -> None:
    """One honest sentence, and no chart."""
    body = json.dumps(view.post([Frozen(WINDOW, big_enough=False)]), ensure_ascii=False)
    assert words.TOO_SMALL in body
    assert "data_visualization" not in body


def test_a_lead_who_has_not_opted_in_reads_when_they_are_asked_nevertheless() -> None:
    """Only whom no step reaches is told that nobody asks them."""
    settings = replace(SETTINGS, leads=("L",), backup="B")

    def says(user: str) -> str:
        return json.dumps(handoff_home.receiving(Receiver("T", user), settings, NOW))

    assert "You are asked as a lead" in says("L")
    assert "You are asked as a lead" in says("B")
    assert "You are not asked" in says("A")
