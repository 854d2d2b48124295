"""What patterns promise once they are stored, on SQLite and on PostgreSQL."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session, sessionmaker

from bot.domain.handoff import Ground, Step
from bot.domain.handoff_moves import Happened
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.lead_views import Decision, PatternSettings
from bot.domain.patterns import Band, Frozen, Group, Wait, Window
from bot.domain.quarterly import Quarter, Share
from bot.domain.refusals import RefusedError
from bot.services.freezing import Freezing
from bot.services.lead_sections import FormerLeads, LeadSections
from bot.services.pattern_core import PatternCore
from bot.services.quarterly import Quarterly
from bot.views import patterns as view
from bot.wording import patterns as words
from storage.crypto import Keyring
from storage.models import (
    Base,
    FrozenWindowRow,
    HandoffEventRow,
    HandoffRow,
    OutboxRow,
    WindowKeyRow,
)
from storage.unit_of_work import SqlUnitsOfWork
from storage.workspaces import register_workspace
from tests.fakes import ManualClock
from tests.fakes_patterns import TEAM, FakeDesk, FakeDirectory, FakePeople, record

CLAIMED = (Happened.CLAIMED, 3.0)


class Town:
    """Services over one database, with a clock that moves when told to."""

    def __init__(self, units: SqlUnitsOfWork, clock: ManualClock) -> None:
        self.units, self.clock = units, clock
        self.people, self.directory, self.desk = FakePeople(), FakeDirectory(), FakeDesk()
        self.core = PatternCore(units, self.directory, self.people, clock)  # type: ignore[arg-type]
        self.freezing = Freezing(self.core, lambda: None)
        self.leads = LeadSections(self.core, self.desk)  # type: ignore[arg-type]
        self.quarterly = Quarterly(self.core, lambda: None)
        self.window = Window.of(clock.now())
        with units() as uow:
            uow.handoff_setup.keep(TEAM, HandoffSettings(enabled=True))
            uow.patterns.keep_settings(TEAM, PatternSettings(leads_channel="CLEADS"))
            uow.commit()

    def ask(self, *counts: int, **more: object) -> None:
        """So many requests of each of so many people, taken after three minutes."""
        with self.units() as uow:
            for place, count in enumerate(counts):
                for _ in range(count):
                    record(uow, f"REQUESTER{place}", self.clock.now(), CLAIMED, **more)  # type: ignore[arg-type]
            uow.commit()

    def freeze(self) -> Frozen:
        """Let the window's time come; answers what is kept of it."""
        self.clock.time = max(self.clock.time, self.window.freezes_at)
        self.freezing.tick()
        with self.units() as uow:
            found = uow.patterns.frozen(TEAM, 9)
        return next(one for one in found if one.window == self.window)

    def home(self, user: str) -> str:
        return json.dumps(self.leads.lead(TEAM, user), ensure_ascii=False)


@pytest.fixture
def town(
    units: SqlUnitsOfWork,
    sessions: sessionmaker[Session],
    keyring: Keyring,
    clock: ManualClock,
) -> Town:
    register_workspace(sessions, keyring, team=TEAM, name="Test", bot_user="BOT", now=clock.now())
    return Town(units, clock)


def test_a_window_is_frozen_on_time_with_its_bands(town: Town) -> None:
    """Counted are people's requests, at most four each, in two groups."""
    town.ask(3, 2, 2, 2, 2, 9)
    town.ask(2, 2, 2, 1, 1, ground=Ground.DRAINING)
    town.clock.time = town.window.freezes_at - timedelta(seconds=1)
    town.freezing.tick()
    with town.units() as uow:
        assert uow.patterns.frozen(TEAM, 9) == []
    frozen = town.freeze()
    assert frozen.total == Band(18, 26)
    assert dict(frozen.groups) == {Group.ABUSE: Band(12, 17), Group.LOAD: Band(8, 11)}
    assert (frozen.wait, frozen.steps, frozen.returned) == (Wait.MINUTES_5, 1, None)


def test_a_frozen_window_never_changes(town: Town, sessions: sessionmaker[Session]) -> None:
    """Not by late events, not by erasing everything about a person, not by a second clock."""
    town.ask(2, 2, 2, 2, 2)
    before = town.freeze()
    with town.units() as uow:
        for number in range(30):
            record(
                uow,
                f"LATE{number}",
                datetime.combine(town.window.start, datetime.min.time(), town.clock.now().tzinfo),
                CLAIMED,
            )
        uow.commit()
    with sessions() as session:
        session.execute(delete(HandoffRow))
        session.execute(delete(HandoffEventRow).where(HandoffEventRow.id % 2 == 0))
        session.commit()
    assert town.freeze() == before
    with town.units() as uow:
        assert not uow.patterns.freeze(TEAM, Frozen(town.window, big_enough=True), town.clock.now())


def test_freezing_destroys_the_key_of_the_marks(
    town: Town, sessions: sessionmaker[Session]
) -> None:
    """Afterwards nobody, with every key there is, can tell whose mark it was."""
    town.ask(2, 2, 2, 2, 2)
    town.freeze()
    with sessions() as session:
        key = session.get_one(WindowKeyRow, (TEAM, town.window.start))
        assert key.wrapped is None
    with town.units() as uow:
        assert uow.window_keys.mark(TEAM, "REQUESTER0", town.window.start) is None


def test_of_a_frozen_window_only_what_is_shown_is_kept(
    town: Town, sessions: sessionmaker[Session]
) -> None:
    """Four requesters leave no trace in it: the row reads as if there had been none."""
    town.ask(9, 9, 9, 9)
    town.freeze()
    with sessions() as session:
        shown = session.scalars(select(FrozenWindowRow.shown)).all()
    nothing = {"total": None, "groups": {"abuse": None, "load": None}, "wait": None,
               "steps": None, "returned": None}  # fmt: skip
    assert shown == [{"big_enough": True, **nothing}]


def test_windows_without_a_request_are_frozen_and_posted_too(town: Town) -> None:
    """Leaving them out would tell none from few."""
    assert town.freeze() == Frozen(town.window, big_enough=True)
    with town.units() as uow:
        assert {one.user for one in uow.patterns.displays(TEAM, 9)} == {None}


def test_drills_are_counted_apart_and_exactly(town: Town) -> None:
    """Practice moves no figure of the window, and stands beside it."""
    town.ask(5, 5, 5, 5, 5, 5, drill=True)
    assert town.freeze().total is None
    town.ask(1, drill=True)
    assert "31 of 31 taken" in town.home("LENA")


def test_a_handoff_that_came_back_counts_once_with_its_first_taker(town: Town) -> None:
    """Reopened, returned and reassigned ones are read one by one."""
    long_way = (CLAIMED, (Happened.REOPENED, 40.0), (Happened.CLAIMED, 90.0))
    moved = (CLAIMED, (Happened.REASSIGNED, 70.0))
    with town.units() as uow:
        for number in range(6):
            record(uow, f"A{number}", town.clock.now(), *long_way, step=Step.LEADS)
            record(uow, f"B{number}", town.clock.now(), *moved, step=Step.LEADS)
        uow.commit()
    frozen = town.freeze()
    assert (frozen.total, frozen.returned) == (Band(12, 17), Band(5, 7))
    assert (frozen.wait, frozen.steps) == (Wait.MINUTES_5, 2)


def test_a_team_that_cannot_be_counted_now_is_frozen_later(town: Town) -> None:
    """Slack being away must not freeze a team of eighteen as one of none, for good."""
    town.ask(2, 2, 2, 2, 2)
    town.people.away = True
    town.clock.time = town.window.freezes_at
    town.freezing.tick()
    with town.units() as uow:
        assert uow.patterns.frozen(TEAM, 9) == []
    town.people.away = False
    assert town.freeze().total == Band(8, 11)


def test_a_team_of_seven_learns_why_and_a_sibling_team_helps(town: Town) -> None:
    """Teams below eight get what needs no requester; merging is a setting."""
    town.people.groups["SUPPORT"] = 7
    town.ask(2, 2, 2, 2, 2)
    assert not town.freeze().big_enough
    page = town.home("LENA")
    assert words.TOO_SMALL in page
    assert words.DO_NO_RECEIVERS in page
    assert town.leads.keep(TEAM, "ADA", PatternSettings("CLEADS", ("SIBLING",))) == {}
    town.window = Window.of(town.clock.now())
    town.ask(2, 2, 2, 2, 2)
    assert town.freeze().total == Band(8, 11)


def test_two_processes_freeze_and_post_a_window_once(
    town: Town, sessions: sessionmaker[Session]
) -> None:
    """The frozen row is the lock; the post's key is the window."""
    town.ask(2, 2, 2, 2, 2)
    town.freeze()
    assert town.freezing.team(TEAM) == 0
    assert not town.freezing._freeze(TEAM, town.window, 18)
    with sessions() as session:
        posts = session.scalars(select(OutboxRow).where(OutboxRow.key.startswith("patterns:")))
        assert [(row.channel, row.purpose) for row in posts] == [("CLEADS", "patterns")]


def test_missed_windows_are_frozen_one_after_the_other(town: Town) -> None:
    """After a year of downtime each has its own row and its own post."""
    town.clock.time = town.window.next.next.freezes_at
    town.freezing.tick()
    with town.units() as uow:
        assert len(uow.patterns.frozen(TEAM, 9)) == 3
        assert uow.patterns.waiting(town.window.next.next) == []


def test_only_leads_see_anything_and_every_look_is_written_down(town: Town) -> None:
    """Agents, admins, guests and former leads get nothing; leads see who looked."""
    town.ask(2, 2, 2, 2, 2)
    town.freeze()
    for user in ("PRIYA", "ADA", "GUEST", "GONE"):
        assert town.leads.lead(TEAM, user) == ()
        with pytest.raises(RefusedError, match="not_a_lead"):
            town.leads.decided(TEAM, user, "H1")
        with pytest.raises(RefusedError, match="not_a_lead"):
            town.leads.open_log(TEAM, user, "trigger")
    assert "8–11" in town.home("LENA")
    assert "<@LENA>" in town.home("MARA")
    with town.units() as uow:
        newest = uow.patterns.displays(TEAM, 1)[0]
    assert (newest.user, newest.window_start) == ("MARA", town.window.start)
    assert newest.figures == ("total", "wait", "steps")
    town.leads.open_log(TEAM, "LENA", "trigger")
    assert "<@MARA>" in json.dumps(town.desk.opened[-1])


def test_a_former_leads_page_is_taken_away_at_the_next_tick(town: Town) -> None:
    """Within 60 s: the role is at most 30 s old, the tick comes every 20 s."""
    town.freeze()
    town.home("LENA")
    refreshed: list[tuple[str, str]] = []
    former = FormerLeads(town.core, lambda team, user: refreshed.append((team, user)))
    former.tick()
    assert refreshed == []
    town.directory.leads = frozenset({"MARA"})
    former.tick()
    former.tick()
    assert refreshed == [(TEAM, "LENA")]
    assert town.leads.lead(TEAM, "LENA") == ()


def test_a_decision_waits_until_a_lead_has_decided(town: Town) -> None:
    """Brought twice is brought once; nothing of the requester is in it."""
    with town.units() as uow:
        assert uow.decisions.bring(TEAM, Decision("H1", "SAM", town.clock.now()))
        assert not uow.decisions.bring(TEAM, Decision("H1", "SAM", town.clock.now()))
        uow.commit()
    assert "<@SAM> brought up a customer" in town.home("LENA")
    town.leads.decided(TEAM, "MARA", "H1")
    assert words.NO_DECISIONS in town.home("LENA")


def test_settings_are_checked_field_by_field(town: Town) -> None:
    """A channel of another company or an unknown group is refused with one sentence."""
    refused = {
        "OUTSIDE": words.CHANNEL_OUTSIDE,
        "ELSEWHERE": words.CHANNEL_AWAY,
        "GONE": words.CHANNEL_AWAY,
    }
    for channel, sentence in refused.items():
        assert town.leads.keep(TEAM, "ADA", PatternSettings(channel)) == {view.CHANNEL: sentence}
    unknown = PatternSettings("CLEADS", ("NOBODY",))
    assert town.leads.keep(TEAM, "ADA", unknown) == {view.SIBLINGS: words.NO_SUCH_GROUP}
    with pytest.raises(RefusedError, match="not_an_admin"):
        town.leads.keep(TEAM, "LENA", PatternSettings("CLEADS"))


def test_answers_are_counted_once_a_person_and_shown_from_five_on(
    town: Town, sessions: sessionmaker[Session]
) -> None:
    """Nothing ties an answer to anybody, and after closing not even that somebody answered."""
    quarter = Quarter.of(town.clock.now() + timedelta(days=60))
    town.clock.time = quarter.opens_at
    town.quarterly.tick()
    town.quarterly.tick()
    with sessions() as session:
        asked = session.scalar(
            select(func.count()).where(OutboxRow.key.startswith(f"quarterly:{quarter.key}:"))
        )
    assert asked == 18
    for number in range(5):
        value = f"{quarter.key}:could:{'yes' if number else 'no'}"
        assert town.quarterly.answer(TEAM, f"P{number}", value) == words.COUNTED_ANSWER
        assert town.quarterly.answer(TEAM, f"P{number}", value) == words.ALREADY_ANSWERED
    for number in range(4):
        town.quarterly.answer(TEAM, f"P{number}", f"{quarter.key}:quick:yes")
    assert everything_but(sessions, "outbox").isdisjoint({f"P{number}" for number in range(5)})
    assert words.NOT_ASKED_YET in town.home("LENA")
    town.clock.time = quarter.closes_at
    town.quarterly.tick()
    page = town.home("LENA")
    assert words.SHARES[Share.NEARLY_ALL] in page
    assert words.TOO_FEW_ANSWERS in page
    assert town.quarterly.answer(TEAM, "P9", f"{quarter.key}:could:no") == words.ALREADY_ANSWERED
    with sessions() as session:
        for table in ("quarterly_tallies", "quarterly_marks"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0  # noqa: S608 - our own names


def test_whoever_does_not_want_the_questions_is_not_asked(
    town: Town, sessions: sessionmaker[Session]
) -> None:
    """One click, silently, for good."""
    town.quarterly.stop(TEAM, "SUPPORT3")
    town.clock.time = Quarter.of(town.clock.now() + timedelta(days=60)).opens_at
    town.quarterly.tick()
    with sessions() as session:
        channels = set(session.scalars(select(OutboxRow.channel)))
    assert "SUPPORT2" in channels
    assert "SUPPORT3" not in channels


@pytest.mark.parametrize("value", ["", "2026-Q5:could:yes", "2026-Q1:could:not_used", "x:y:z"])
def test_a_forged_answer_changes_nothing(town: Town, value: str) -> None:
    """Button values come from outside."""
    assert town.quarterly.answer(TEAM, "P1", value) == words.ALREADY_ANSWERED


def everything_but(sessions: sessionmaker[Session], *left_out: str) -> set[str]:
    """Every string stored in any table."""
    found: set[str] = set()
    with sessions() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in left_out:
                for row in session.execute(select(table)):
                    found.update(str(value) for value in row)
    return found
