"""Planted identities are searched for wherever the bot writes."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.settings import Settings
from bot.views import export as export_view
from storage.copies import copy_sqlite
from storage.crypto import Keyring
from storage.session import make_engine, make_sessions
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import START, ManualClock
from tests.flows.conftest import IDENTITIES, SAMPLE
from tests.flows.test_a_good_word_travels import share_from_message, shown
from tests.flows.test_processes import ROOT, environment
from tests.sandbox_client import TEAM, SandboxServer


@contextmanager
def running(settings: Settings, master_key: str, log: Path) -> Iterator[None]:
    """`goodword run` as an operator would run it, its log in a file."""
    command = [sys.executable, "-m", "bot", "run"]
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            command, env=environment(settings, master_key), cwd=ROOT, stderr=errors, stdout=errors
        ) as process,
    ):
        try:
            assert _connected(settings), log.read_text()
            yield
        finally:
            process.terminate()


def _connected(settings: Settings, within: float = 45) -> bool:
    slack = SandboxServer(settings.slack_api_url.removesuffix("/api/"))
    slack.wait_for(lambda: slack.state()["connections"], "the bot", within=within)
    return True


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    path = settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def exported(settings: Settings, master_key: str, user: str) -> str:
    """What the person who shared takes along."""
    engine = make_engine(settings.database_url)
    units = SqlUnitsOfWork(make_sessions(engine), Keyring(master_key), ManualClock())
    with units() as uow:
        rows = uow.about.rows(TEAM, user)
    engine.dispose()
    return export_view.as_json(rows, (), {})


def test_no_identity_reaches_database_journal_log_backup_or_export(
    settings: Settings, master_key: str, slack: SandboxServer, tmp_path: Path
) -> None:
    """Shared, refused, failed and taken back: nothing of the customer is left anywhere."""
    with running(settings, master_key, tmp_path / "bot.log"):
        share_from_message(slack)
        slack.wait_for(lambda: shown(slack), "the post")
        slack.command("U0PRIYA", f"/kudos {SAMPLE}")
        slack.wait_for_modal("U0PRIYA", "What the team will see")
        with locked(settings):
            slack.submit("U0PRIYA")
        slack.faults({"method": "chat.postMessage", "kind": "http_500_before", "times": 1})
        slack.submit("U0PRIYA")
        slack.click("U0PRIYA", "kudos_take_back", channel="kudos", ts=shown(slack)[0]["ts"])
        slack.wait_for(lambda: slack.calls("chat.delete"), "it to go")
    copy_sqlite(settings.database_url, tmp_path / "backup.sqlite3", START)
    export = exported(settings, master_key, "U0PRIYA")
    (tmp_path / "export.json").write_text(export, encoding="utf-8")
    assert "you saved our launch" in export
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {".log", ".sqlite3"} <= {path.suffix for path in written}
    everything = b"".join(path.read_bytes() for path in written).lower()
    assert b"kudos_shared" in everything
    assert b"you saved our launch" in everything
    assert [name for name in IDENTITIES if name.encode() in everything] == []


def test_the_canary_sings_when_an_identity_is_written(tmp_path: Path) -> None:
    """A search that cannot find anything would prove nothing."""
    (tmp_path / "x.sqlite3").write_bytes(b"...Ngozi...")
    found = b"".join(path.read_bytes() for path in tmp_path.rglob("*")).lower()
    assert [name for name in IDENTITIES if name.encode() in found] == ["ngozi"]
