"""The demo's past: the same each time, and enough of it for every screen."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot import app_start
from bot.domain.archive import Ask
from bot.domain.digest_settings import DigestSettings
from bot.settings import Settings
from sandbox import launcher, seed
from sandbox.json_types import Json
from sandbox.people_shapes import TEAM_ID
from sandbox.seed_past import past
from sandbox.seed_people import KUDOS, LEADS, TEAM_ZONE
from sandbox.seed_words import PAST
from storage.crypto import Keyring
from storage.unit_of_work import SqlUnitOfWork

NOWS = [datetime(2026, 11, 17, 8, 30, tzinfo=UTC) + timedelta(weeks=5 * turn) for turn in range(4)]
"""Several places within a window of twelve weeks."""
BASE = "http://127.0.0.1:1"


def filled(folder: Path, now: datetime) -> tuple[Settings, list[Json]]:
    settings = launcher.settings_for(BASE, folder)
    return settings, seed.fill(settings, BASE, now, past(now))


def opened(settings: Settings, now: datetime) -> SqlUnitOfWork:
    keyring: Keyring = app_start.open_keyring(settings)
    sessions: sessionmaker[Session] = app_start.open_database(settings, keyring)
    return SqlUnitOfWork(sessions(), keyring, seed.StoppedClock(now))


def test_the_past_is_the_same_for_the_same_day() -> None:
    """A demo that changes from start to start cannot be shown, or tested."""
    assert past(NOWS[0]) == past(NOWS[0])


def test_it_begins_on_a_working_morning_before_the_digest() -> None:
    """Whatever day it is started: a Tuesday, not in the future, at most a week ago."""
    for day in range(14):
        real = datetime(2026, 11, 20, 7, tzinfo=UTC) + timedelta(days=day, hours=day)
        begun = seed.today(real)
        assert begun.strftime("%A %H:%M") == "Tuesday 08:30"
        assert timedelta() <= real - begun < timedelta(days=7)


@pytest.mark.parametrize("now", NOWS)
def test_every_screen_has_something_to_show(tmp_path: Path, now: datetime) -> None:
    """Archive, digest, a window with both groups and an arrow's worth of change, receivers."""
    settings, posts = filled(tmp_path, now)

    with opened(settings, now) as uow:
        newest, before = uow.patterns.frozen(TEAM_ID, 2)
        candidates, _ = uow.digests.candidates(
            TEAM_ID, DigestSettings().schedule(TEAM_ZONE).next_week(now)
        )
        archive = uow.archive.count_but(TEAM_ID, None)
        found = uow.archive.find(TEAM_ID, Ask(), "U0PRIYA")

    assert newest.total
    assert before.total
    assert newest.total > before.total
    assert all(band for _, band in newest.groups)
    assert sum(not one.shown for one in candidates) >= 3
    assert archive == len(PAST)
    assert found.items
    assert Counter(one["channel"] for one in posts)[LEADS] == 2
    assert Counter(one["channel"] for one in posts)[KUDOS] > len(PAST)


def test_no_raw_identity_stands_in_the_past() -> None:
    """What is filled in looks like what Goodword posts: placeholders, no addresses."""
    said = json.dumps([one.text.text for one in past(NOWS[0]).kudos])
    assert "@" not in said
    assert "[name]" in said
