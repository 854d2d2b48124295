"""Backup and restore as documented: what was posted since is not posted again."""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.app_start import StartError, open_database, open_keyring
from bot.settings import Settings
from storage.copies import DOUBT_FOR, CopyError, copy_sqlite
from storage.crypto import new_master_key
from storage.session import hang_up
from storage.unit_of_work import SqlUnitsOfWork
from storage.workspaces import register_workspace
from tests.fakes import FakeChannel, ManualClock
from tests.postgres import Postgres
from tests.storage.test_outbox import carry, outgoing, put, state

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "back-up-and-restore.md"
PROGRAMS = Path(sys.executable).parent


@dataclass
class Place:
    """A folder in which a bot lives, and the commands an operator types there."""

    folder: Path
    kind: str
    settings: Settings
    postgres: Postgres | None = None

    def types(self, what: str) -> None:
        """The documented commands."""
        found = re.search(rf"```sh {self.kind} {what}\n(.*?)```", PAGE.read_text(), re.DOTALL)
        assert found
        server = [str(self.postgres.server.bin_path)] if self.postgres else []
        path = os.pathsep.join([str(PROGRAMS), *server, os.environ["PATH"]])
        variables = {"PATH": path, "HOME": str(self.folder), "PGCONNECT_TIMEOUT": "10"}
        if self.postgres:
            variables["DATABASE_URL"] = self.settings.database_url
        command = ["bash", "-euo", "pipefail", "-c", found[1]]
        done = subprocess.run(
            command, cwd=self.folder, env=variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def is_lost(self) -> None:
        """The database is gone, and the key where it lay beside it."""
        if self.postgres:
            self.settings = self.settings.model_copy(update={"database_url": self.empty()})
        else:
            shutil.rmtree(self.folder / "var")

    def empty(self) -> str:
        assert self.postgres
        return self.postgres.url(self.postgres.create(migrated=False))

    def start(self) -> tuple[sessionmaker[Session], SqlUnitsOfWork, ManualClock]:
        """As a bot starts: the key fits, the schema is the newest."""
        keyring = open_keyring(self.settings)
        sessions = open_database(self.settings, keyring)
        clock = ManualClock(datetime.now(UTC))
        now = clock.now()
        register_workspace(sessions, keyring, team="T1", name="One", bot_user="B", now=now)
        return sessions, SqlUnitsOfWork(sessions, keyring, clock), clock


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    files = {"goodword_key_file": tmp_path / "var" / "goodword.key"}
    if request.param == "sqlite":
        (tmp_path / "var").mkdir()
        path = tmp_path / "var" / "goodword.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        settings = Settings(_env_file=None, database_url=f"sqlite:///{path}", **files)
        yield Place(tmp_path, request.param, settings)
        return
    postgres = request.getfixturevalue("postgres")
    name = postgres.create()
    settings = Settings(_env_file=None, database_url=postgres.url(name), **files)
    yield Place(tmp_path, request.param, settings, postgres)
    postgres.drop(name)


@pytest.mark.timeout(240)
def test_a_restored_copy_starts_and_posts_nothing_twice(place: Place) -> None:
    """On its way at the backup, or made anew after the restore: it stands there once."""
    slack = FakeChannel()
    sessions, units, clock = place.start()
    put(units, outgoing("kudos:1"), outgoing("kudos:2"), outgoing("kudos:3", "C2"))
    carry(units, slack, clock)
    assert sorted(slack.calls) == ["kudos:1", "kudos:3"]
    place.types("backup")
    put(units, outgoing("digest:channel:2026-W48"))
    clock.advance(1)
    carry(units, slack, clock, rounds=3)
    hang_up(sessions)
    shown = sorted(slack.calls)
    assert shown == ["digest:channel:2026-W48", "kudos:1", "kudos:2", "kudos:3"]
    place.is_lost()
    place.types("restore")
    sessions, units, clock = place.start()
    put(units, outgoing("digest:channel:2026-W48"), outgoing("kudos:4"))
    carry(units, slack, clock, rounds=6)
    assert sorted(slack.calls) == sorted([*shown, "kudos:4"])
    assert {state(sessions, key)[0] for key in (*shown, "kudos:4")} == {"sent"}
    clock.advance(DOUBT_FOR.total_seconds())
    with units() as uow:
        uow.outbox.put(outgoing("kudos:5"))
        uow.commit()
        [claimed] = uow.outbox.claim(clock.now(), 1)
    assert not claimed.doubtful
    hang_up(sessions)


def test_without_its_key_a_copy_does_not_start(place: Place) -> None:
    """Whoever finds the backup alone has nothing."""
    sessions, _units, _clock = place.start()
    hang_up(sessions)
    other = Settings(_env_file=None, goodword_master_key=new_master_key()).goodword_master_key
    place.settings = place.settings.model_copy(update={"goodword_master_key": other})
    with pytest.raises(StartError, match="another master key"):
        place.start()


def test_a_copy_is_for_its_owner_alone_and_overwrites_nothing(
    tmp_path: Path, migrated_file: Path
) -> None:
    """A second backup under one name would replace the good one by a worse one."""
    source, target = f"sqlite:///{migrated_file}", tmp_path / "copy.sqlite3"
    copy_sqlite(source, target, datetime.now(UTC))
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(CopyError, match="there already"):
        copy_sqlite(source, target, datetime.now(UTC))
    with pytest.raises(CopyError, match="could not be written"):
        copy_sqlite(source, tmp_path / "nowhere" / "copy.sqlite3", datetime.now(UTC))
    with pytest.raises(CopyError, match="no database"):
        copy_sqlite(f"sqlite:///{tmp_path}/none", tmp_path / "x", datetime.now(UTC))
