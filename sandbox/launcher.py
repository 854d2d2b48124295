"""``python -m sandbox.launcher``: a simulated Slack and the real bot, connected.

Prints the page's address once the bot is connected, then serves until interrupted.
Everything the bot stores goes to ``--data``, a folder that disappears afterwards unless
one is named. A new database is filled with an invented team and its last months
(``--empty`` leaves it empty).
"""

from __future__ import annotations

import argparse
import logging
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot import app as composition
from bot import logs
from bot.settings import Settings
from sandbox import demo
from sandbox.app_config import APP_TOKEN, BOT_TOKEN
from sandbox.remote_clock import SandboxClock

DATABASE = "goodword.sqlite3"
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Wishes:
    """What the command line asks for."""

    port: int
    slack: str | None
    data: Path | None
    empty: bool


def main(arguments: Sequence[str] | None = None) -> None:
    """Run until interrupted."""
    wishes = _wishes(arguments)
    # The address is what one looks for in the terminal; the page itself shows what goes on.
    logs.configure(logging.WARNING)
    with _folder(wishes.data) as folder, _slack(wishes) as url:
        settings = settings_for(url, folder)
        filled = not wishes.empty and not (folder / DATABASE).exists()
        if filled:
            print("Making up a team and its last months ...", flush=True)
            demo.prepare(url, settings)
        print("Starting Goodword and its redaction workers ...", flush=True)
        clock = SandboxClock(url).start()
        goodword = composition.build(settings, clock=clock)
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda _signal, _frame: goodword.stop())
        timers = demo.Timers(url, folder / DATABASE)

        def ready() -> None:
            timers.start()
            if filled:
                demo.arrive(url)
            # The address comes last: whoever opens it meets a bot that answers.
            print(f"Try it here (Ctrl+C stops): {url}/", flush=True)

        goodword.run(ready)
        timers.stop()
        clock.stop()


def settings_for(url: str, folder: Path) -> Settings:
    """Return the bot's settings for the sandbox at ``url``; no environment file is read."""
    values: dict[str, Any] = {
        "_env_file": None,
        "slack_bot_token": SecretStr(BOT_TOKEN),
        "slack_app_token": SecretStr(APP_TOKEN),
        "slack_api_url": f"{url}/api/",
        "database_url": f"sqlite:///{folder / DATABASE}",
        "goodword_key_file": folder / "goodword.key",
        "goodword_kudos_channel": "C0KUDOS",
        "goodword_intake_channels": frozenset({"C0PRAISE"}),
        "goodword_support_group": "S0SUPPORT",
        "goodword_leads": frozenset({"U0LENA", "U0MARA"}),
        "goodword_admins": frozenset({"U0ADA"}),
    }
    return Settings(**values)


def _wishes(arguments: Sequence[str] | None) -> Wishes:
    parser = argparse.ArgumentParser(prog="python -m sandbox.launcher", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="of the page; 0 takes a free one")
    parser.add_argument("--slack", help="a sandbox that already runs, http://127.0.0.1:PORT")
    parser.add_argument("--data", type=Path, help="where the bot keeps its database and key")
    parser.add_argument("--empty", action="store_true", help="no invented team and past")
    given = parser.parse_args(arguments)
    return Wishes(given.port, given.slack, given.data, given.empty)


@contextmanager
def _folder(named: Path | None) -> Iterator[Path]:
    if named is not None:
        named.mkdir(parents=True, exist_ok=True)
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="goodword-demo-") as made:
        yield Path(made)


@contextmanager
def _slack(wishes: Wishes) -> Iterator[str]:
    """Yield the address of the sandbox asked for, or of one started here."""
    if wishes.slack is not None:
        yield wishes.slack.rstrip("/")
        return
    command = [sys.executable, "-m", "sandbox", "--port", str(wishes.port), "--root", str(ROOT)]
    command.append("--until-stdin-closes")
    pipe = subprocess.PIPE
    # A process of its own: the bot forks its redaction workers, and must not fork a server.
    with subprocess.Popen(  # noqa: S603 (our own module)
        command, stdin=pipe, stdout=pipe, text=True, start_new_session=True
    ) as process:
        try:
            yield _first_line(process).rstrip("/")
        finally:
            process.terminate()


def _first_line(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline().strip() if process.stdout else ""
    if not line:
        raise SystemExit("The simulated Slack did not start.")
    return line


if __name__ == "__main__":
    main()
