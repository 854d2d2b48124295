import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session, sessionmaker

from bot.domain.archive import Ask
from bot.domain.digest_settings import DigestSettings
from bot.domain.kudos import Credits
from bot.domain.redacted import Redacted
from bot.outbox import Courier
from bot.ports import Desk, Directory, Redactor
from bot.services.digest_recheck import DigestRecheck
from bot.services.digests import Digests
from bot.services.looking_back import LookingBack
from bot.services.reports import Reports
from storage.archive import found_query
from storage.crypto import Keyring, new_master_key
from storage.digest_queries import candidates_query
from storage.models import Base
from storage.unit_of_work import SqlUnitsOfWork
from storage.workspaces import register_workspace
from tests.fakes import START, FakeChannel, ManualClock
from tests.fakes_looking_back import TEAM, FakeSlack, keep, kudos

KEYRING = Keyring(new_master_key())
THURSDAY = datetime(2026, 3, 5, 14, 6, tzinfo=UTC)  # 15:06 in Paris, past the jitter


@dataclass
class Setting:
    """A workspace in which time and Slack are ours."""

    units: SqlUnitsOfWork
    sessions: sessionmaker[Session]
    clock: ManualClock
    slack: FakeSlack
    channel: FakeChannel

    def ticker(self) -> LookingBack:
        desk, directory = cast("Desk", self.slack), cast("Directory", self.slack)
        digests = Digests(self.units, desk, self.clock)
        redactor = cast("Redactor", None)
        reports = Reports(self.units, desk, directory, self.slack, redactor, self.clock)
        return LookingBack(self.units, directory, digests, reports, self.clock)

    def recheck(self) -> DigestRecheck:
        directory = cast("Directory", self.slack)
        return DigestRecheck(self.units, directory, lambda *_: None, self.clock)

    def at(self, moment: datetime) -> None:
        """Tick and carry at a moment."""
        self.clock.time = moment
        self.ticker().tick()
        courier = Courier(self.units, self.channel, self.clock, self.recheck())
        with ThreadPoolExecutor(1) as pool:
            for _ in range(3):
                courier.carry(pool)
                self.clock.advance(1.5)

    def posted(self, prefix: str = "") -> list[str]:
        return [key for key in self.channel.calls if key.startswith(prefix)]

    def wish(self, **wishes: object) -> None:
        with self.units() as uow:
            settings = replace(uow.digests.settings(TEAM), **wishes)  # type: ignore[arg-type]
            uow.digests.save_settings(TEAM, settings, self.clock.now())
            uow.commit()

    def share(self, *numbers: int, **more: object) -> None:
        with self.units() as uow:
            keep(uow, *(kudos(number, **more) for number in numbers))


@pytest.fixture
def place(
    units: SqlUnitsOfWork,
    sessions: sessionmaker[Session],
    keyring: Keyring,
    clock: ManualClock,
) -> Setting:
    register_workspace(sessions, keyring, team=TEAM, name="One", bot_user="U0BOT", now=START)
    return Setting(units, sessions, clock, FakeSlack(), FakeChannel())


def test_two_processes_that_tick_at_once_post_one_digest(place: Setting) -> None:
    """Correctness comes from the slot's key, never from a lock or from luck."""
    place.share(1, 2)
    place.clock.time = THURSDAY
    barrier = threading.Barrier(2)

    def tick() -> None:
        barrier.wait()
        place.ticker().tick()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(tick), pool.submit(tick)]:
            done.result()
    with place.sessions() as session:
        keys = session.scalars(text("SELECT key FROM outbox")).all()
    assert keys == ["digest:channel:2026-W10"]


def test_a_digest_that_waited_too_long_is_not_sent_and_its_kudos_come_next(
    place: Setting,
) -> None:
    """Composed on Thursday, the courier back on Monday: late beyond its week is skipped."""
    place.share(1)
    place.clock.time = THURSDAY
    place.ticker().tick()
    place.at(THURSDAY + timedelta(days=4))
    assert place.posted("digest") == []
    place.at(THURSDAY + timedelta(days=7))
    assert place.posted("digest") == ["digest:channel:2026-W11"]
    assert shown_now(place, "2026-W11") == {1}


def test_what_changed_between_composing_and_sending_is_asked_again(place: Setting) -> None:
    """Taken back, or switched off, in the very last moment."""
    place.share(1, 2)
    place.clock.time = THURSDAY
    place.ticker().tick()
    take_back(place, 1)
    assert shown_now(place, "2026-W10") == {2}
    take_back(place, 2)
    place.at(THURSDAY + timedelta(minutes=1))
    assert place.posted("digest:channel:2026-W10") == []


def test_switched_off_means_not_sent(place: Setting) -> None:
    """Off holds at once, also for what is on its way."""
    place.share(1)
    place.clock.time = THURSDAY
    place.ticker().tick()
    place.wish(weekly=False)
    place.at(THURSDAY + timedelta(minutes=1))
    assert place.posted() == []


def test_an_unknown_time_zone_is_told_once(place: Setting) -> None:
    """One clear message to the admin, and the digest once it is mended."""
    place.share(1)
    right = place.slack.settings_now
    place.slack.settings_now = replace(right, time_zone="Europe/Pariss")
    for hour in range(4):
        place.at(THURSDAY + timedelta(hours=hour))
    assert len(place.posted("digest_problem:unknown_zone:Europe/Pariss")) == 1
    place.slack.settings_now = right
    place.at(THURSDAY + timedelta(hours=5))
    assert place.posted("digest:channel") == ["digest:channel:2026-W10"]


def test_a_channel_that_breaks_again_is_told_again(place: Setting) -> None:
    """Once for each time it breaks, not once for ever."""
    place.share(1)
    for week in range(2):
        place.slack.break_channel(is_archived=True)
        for hour in (0, 1, 2):
            place.at(THURSDAY + timedelta(days=7 * week, hours=hour))
        place.slack.break_channel(is_archived=False)
        place.at(THURSDAY + timedelta(days=7 * week, hours=3))
    assert len(place.posted("digest_problem:channel_gone")) == 2


def test_an_editor_who_left_without_a_deputy_is_told_once_and_mended(place: Setting) -> None:
    """The admin names another, and the draft still comes."""
    place.wish(weekly=False, editor="U0LENA")
    place.slack.left.add("U0LENA")
    place.share(1, created_at=START)
    first = datetime(2026, 4, 1, 14, tzinfo=UTC)
    for hour in range(3):
        place.at(first + timedelta(hours=hour))
    assert len(place.posted("digest_problem:editor_left")) == 1
    place.wish(editor="U0MARA")
    place.at(first + timedelta(hours=4))
    assert place.posted("report") == ["report:2026-03:draft:U0MARA"]


def test_a_draft_waits_for_its_editor_with_one_reminder(place: Setting) -> None:
    """One, then silence; and none after the month."""
    place.wish(weekly=False, editor="U0LENA")
    place.share(1)
    for day in range(0, 45, 3):
        place.at(datetime(2026, 4, 1, 14, tzinfo=UTC) + timedelta(days=day))
    assert place.posted("report:2026-03") == [
        "report:2026-03:draft:U0LENA",
        "report:2026-03:reminder:U0LENA",
    ]


def test_a_copy_is_not_sent_to_somebody_who_left(place: Setting) -> None:
    """Asked for on Monday, gone on Thursday."""
    place.share(1)
    with place.units() as uow:
        uow.archive.set_copy(TEAM, "U0SAM", wanted=True)
        uow.archive.set_copy(TEAM, "U0MARA", wanted=True)
        uow.commit()
    place.slack.left.add("U0SAM")
    place.at(THURSDAY)
    assert sorted(place.posted("digest")) == ["digest:U0MARA:2026-W10", "digest:channel:2026-W10"]


def test_hidden_by_one_credited_person_is_hidden_for_all(place: Setting) -> None:
    """It is said about them; they need not say why."""
    place.share(1, 2, credits=Credits(("U0PRIYA", "U0MARA")))
    with place.units() as uow:
        uow.archive.hide(TEAM, kudos(1).id, "U0MARA", hidden=True)
        uow.commit()
    place.at(THURSDAY)
    assert shown_now(place, "2026-W10") == {2}


WORDS = st.text(st.sampled_from("aÀ%_\\'/ b\"é"), max_size=6)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), WORDS)
def test_a_search_finds_exactly_what_holds_its_words(searched: list[str], query: str) -> None:
    """Wildcards and quotes are only characters; accents and case do not matter."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    rows = [kudos(n, text=Redacted(words)) for n, words in enumerate(searched)]
    units = SqlUnitsOfWork(sessionmaker(engine), KEYRING, ManualClock())
    with units() as uow:
        keep(uow, *rows)
    with units() as uow:
        found = uow.archive.find(TEAM, Ask(query), "U0SAM")
    engine.dispose()
    wanted = {
        row.id for row in rows if all(word in plain(row.text.text) for word in plain(query).split())
    }
    assert {each.id for each in found.items} == wanted


def plain(words: str) -> str:
    return words.lower().replace("à", "a").replace("é", "e")


def test_pages_hold_five_and_leave_nothing_out(place: Setting) -> None:
    """Newest first, each once."""
    place.share(*range(12))
    with place.units() as uow:
        pages = [uow.archive.find(TEAM, Ask(page=number), "U0SAM") for number in range(3)]
    assert [len(page.items) for page in pages] == [5, 5, 2]
    assert [page.has_more for page in pages] == [True, True, False]
    assert len({item.id for page in pages for item in page.items}) == 12


def test_another_workspace_is_never_looked_into(place: Setting) -> None:
    """Every question names its workspace."""
    place.share(1)
    with place.units() as uow:
        assert uow.archive.find("T2", Ask(), "U0SAM").items == ()
        assert uow.archive.count_but("T2", None) == 0


def test_the_digest_reads_its_workspace_through_the_index(place: Setting) -> None:
    """Among a million kudos only two weeks of one workspace are touched, each step by a key."""
    slot = DigestSettings().schedule("UTC").week_of(THURSDAY)
    plan = plan_of(place.sessions, candidates_query(TEAM, slot))
    kudos = next(line for line in plan.split("\n") if "ix_kudos_team_id_state_created_at" in line)
    if place.sessions.kw["bind"].dialect.name == "sqlite":
        assert "(team_id=? AND state=? AND created_at>? AND created_at<?)" in kudos
        assert "digests USING INDEX sqlite_autoindex_digests_1 (team_id=? AND kind=?" in plan
        assert "ix_digest_items_team_id_kudos_id (team_id=? AND kudos_id=?)" in plan
        assert "kudos_credits USING INDEX sqlite_autoindex_kudos_credits_1 (kudos_id=?)" in plan
    assert re.findall(r"Seq Scan|SCAN (?!newest)", plan) == []


def test_the_archive_is_searched_newest_first_through_the_index(place: Setting) -> None:
    """A page of five reads no more than it has to."""
    plan = plan_of(place.sessions, found_query(TEAM, "", None).limit(5))
    assert "ix_kudos_team_id_state_created_at" in plan


def plan_of(sessions: sessionmaker[Session], query: object) -> str:
    """How the database would run it; PostgreSQL is told that scanning is dear."""
    with sessions() as session:
        if session.get_bind().dialect.name == "sqlite":
            compiled = query.compile(  # type: ignore[attr-defined]
                dialect=sqlite.dialect(), compile_kwargs={"literal_binds": False}
            )
            rows = session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {compiled}", tuple(_driver(compiled))
            )
        else:
            session.execute(text("SET LOCAL enable_seqscan = off"))
            bind = session.get_bind()
            compiled = query.compile(bind)  # type: ignore[attr-defined, arg-type]
            rows = session.connection().exec_driver_sql(f"EXPLAIN {compiled}", compiled.params)
        return "\n".join(str(row) for row in rows)


def _driver(compiled: object) -> list[object]:
    params = compiled.params  # type: ignore[attr-defined]
    names = compiled.positiontup or ()  # type: ignore[attr-defined]
    return [
        value.isoformat(" ") if isinstance(value := params[name], datetime) else value
        for name in names
    ]


def take_back(place: Setting, number: int) -> None:
    with place.units() as uow:
        found = uow.kudos.get(TEAM, kudos(number).id)
        assert found
        uow.kudos.save(found.deleted())
        uow.commit()


def shown_now(place: Setting, period: str) -> set[int]:
    """Which kudos a digest's post would hold if it were sent now."""
    with place.units() as uow:
        digest = uow.digests.of_key(TEAM, f"digest:channel:{period}")
        assert digest
        return {int(each.id) for each in uow.digests.shown_in(digest)}


def test_two_processes_that_see_one_problem_tell_of_it_once(place: Setting) -> None:
    """An admin with two letters wonders whether there are two problems."""
    place.share(1)
    place.slack.break_channel(is_archived=True)
    place.clock.time = THURSDAY
    barrier = threading.Barrier(2)

    def look() -> None:
        barrier.wait()
        place.ticker().look(TEAM)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(look), pool.submit(look)]:
            done.result()
    place.at(THURSDAY + timedelta(hours=1))
    assert len(place.posted("digest_problem")) == 1


def test_each_change_of_a_posted_digest_is_delivered(place: Setting) -> None:
    """One taken back, then another: the post follows both, and a copy too."""
    place.share(1, 2, 3)
    with place.units() as uow:
        uow.archive.set_copy(TEAM, "U0SAM", wanted=True)
        uow.commit()
    place.at(THURSDAY)
    for number in (1, 2):
        take_back(place, number)
        place.at(THURSDAY + timedelta(minutes=number))
    assert sorted(place.posted("digest")) == [
        "digest:U0SAM:2026-W10",
        "digest:U0SAM:2026-W10:edit:1",
        "digest:U0SAM:2026-W10:edit:2",
        "digest:channel:2026-W10",
        "digest:channel:2026-W10:edit:1",
        "digest:channel:2026-W10:edit:2",
    ]
