"""The command line."""

import io
import os
import secrets
import signal
import sys
import threading
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from types import FrameType
from typing import Final

import click

from bot import app as composition
from bot import logs
from bot.app import Mode
from bot.app_import import ImportStoppedError, Wish, import_comments
from bot.app_start import MODEL_DIR, StartError, open_database, open_keyring
from bot.clock import SystemClock
from bot.comments_file import ENCODINGS
from bot.doctor import Doctor
from bot.domain.candidates import A_DAY
from bot.domain.redacted import RedactionUnavailableError
from bot.ports import StorageAwayError
from bot.praise_door import secret_of
from bot.redaction import batch
from bot.redaction.detection import Job
from bot.redaction.pool import Workers
from bot.settings import Settings, SettingsError, load_settings
from bot.wording import candidates as candidate_words
from bot.wording import terminal as terminal_words
from bot.wording.doctor import FIX
from storage.copies import CopyError, copy_sqlite, mark_as_copy
from storage.crypto import WrongKeyError, new_master_key
from storage.key_rotation import rotate_all
from storage.migrate import upgrade
from storage.session import hang_up, is_sqlite

STOP_WITHIN_S: Final = 9
"""Platforms kill ten seconds after SIGTERM. What is cut off then was claimed, not lost."""
EX_TEMPFAIL: Final = 75


class SentenceError(click.ClickException):
    """Something a person at the terminal can mend: one sentence, exit code 2."""

    exit_code = 2


@click.group(help="Goodword: keep the good words, and carry the bad ones together.")
def main() -> None:
    """Every command starts with the logs set up."""
    logs.configure()


@main.command()
def run() -> None:
    """Serve one workspace in Socket Mode (two tokens, one process)."""
    _serve(Mode.RUN, "Goodword is connected. Press Ctrl+C to stop.")


@main.command()
def serve() -> None:
    """Answer Slack over HTTP at /slack/events on PORT; `work` carries what it leads to."""
    _serve(Mode.SERVE, "Goodword answers at /slack/events.")


@main.command()
def work() -> None:
    """Carry outbox, inbox and clock beside `serve`."""
    _serve(Mode.WORK, "Goodword works.")


def _serve(mode: Mode, greeting: str) -> None:
    """Run until a signal; then finish what is in hand, within the time platforms allow."""
    settings = _settings()
    try:
        goodword = composition.build(settings, mode=mode)
    except StartError as error:
        raise SentenceError(str(error)) from None

    ending = on_signal(goodword.stop)
    signal.signal(signal.SIGTERM, ending)
    signal.signal(signal.SIGINT, ending)
    goodword.run(lambda: click.echo(greeting, err=True))


def on_signal(stop: Callable[[], None]) -> Callable[[int, FrameType | None], None]:
    """What a signal does: ``stop``, and the end of the process where that takes too long.

    In a thread of its own: the signal may find this one holding the lock that stopping waits for.
    """

    def finish(_signal: int, _frame: FrameType | None) -> None:
        late = threading.Timer(STOP_WITHIN_S, os._exit, (EX_TEMPFAIL,))
        late.daemon = True
        late.start()
        threading.Thread(target=stop, name="stopping", daemon=True).start()

    return finish


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = _settings()
    try:
        upgrade(settings.database_url)
    except StorageAwayError:
        raise SentenceError("The database does not answer. Check DATABASE_URL.") from None
    click.echo("The database is up to date.")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the embedded database to FILE, also while the bot runs."""
    settings = _settings()
    if not is_sqlite(settings.database_url):
        raise SentenceError("PostgreSQL has pg_dump for this: docs/how-to/back-up-and-restore.md.")
    try:
        copy_sqlite(settings.database_url, file, SystemClock().now())
    except (CopyError, StorageAwayError) as error:
        raise SentenceError(str(error)) from None
    click.echo(f"Copied to {file}. Without the key it cannot be read: keep that too, elsewhere.")


@main.command()
def restored() -> None:
    """Say, before the first start, that the database was restored from a dump."""
    settings = _settings()
    try:
        sessions = open_database(settings, open_keyring(settings))
        mark_as_copy(sessions, SystemClock().now())
    except StartError as error:
        raise SentenceError(str(error)) from None
    hang_up(sessions)
    click.echo("Noted. For a day after the start, each post is looked for before it is sent.")


WORKSPACE: Final = click.option(
    "--workspace", default="", help="Which (T…), where several have installed Goodword."
)


@main.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--column", required=True, help="The column that holds the comments.")
@click.option("--encoding", default=ENCODINGS[0], type=click.Choice(ENCODINGS), show_default=True)
@click.option("--a-day", default=A_DAY, show_default=True, help="How many are offered a day.")
@click.option("--id-column", default="", help="The column that holds each comment's own id.")
@WORKSPACE
def import_file(
    file: Path, column: str, encoding: str, a_day: int, id_column: str, workspace: str
) -> None:
    """Offer customers' comments from a CSV FILE in the intake channel, a few a day."""
    if a_day < 1:
        raise SentenceError(candidate_words.NEGATIVE)
    wish = Wish(file, column, encoding, a_day, id_column, workspace)
    try:
        made = import_comments(_settings(), SystemClock(), wish, click.echo)
    except ImportStoppedError as error:
        raise SentenceError(str(error)) from None
    click.echo(candidate_words.summary(made.offered, made.known, made.bad, made.left))


@main.command()
@click.option("--port", default=0, show_default="any free one", help="Port of the page.")
def demo(port: int) -> None:
    """Try it without Slack: a simulated workspace on a page of this machine."""
    # The sandbox is a program of its own: nothing of the product imports it. It takes this
    # process over, so that whoever stops the command stops the demo.
    command = [sys.executable, "-m", "sandbox.launcher", "--port", str(port)]
    os.execv(sys.executable, command)  # noqa: S606 - our own module, no shell wanted


@main.command()
@click.option("--jsonl", is_flag=True, help="Read rows {id,text,roster,keep}; write one row each.")
@click.option("--workers", default=2, show_default=True, help="Processes that analyse.")
@click.option("--teammate", multiple=True, help="A teammate's name, to stay readable.")
@click.option("--keep", multiple=True, help="A brand or product name, to stay readable.")
def redact(*, jsonl: bool, workers: int, teammate: tuple[str, ...], keep: tuple[str, ...]) -> None:
    """Read text on standard input and print it redacted."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    pool = Workers(MODEL_DIR, workers)
    try:
        if jsonl:
            batch.run_jsonl(sys.stdin, sys.stdout, pool)
        else:
            job = Job(sys.stdin.read(), roster=teammate, keep=keep)
            click.echo(batch.run_text(job, pool), nl=False)
    except RedactionUnavailableError:
        raise SentenceError("Held: it could not be checked in time. Try again.") from None
    finally:
        pool.close()


@main.command()
@WORKSPACE
def doctor(workspace: str) -> None:
    """Look at the set-up and say what is missing, with the next step."""
    findings = Doctor(_settings(), SystemClock(), workspace).examine()
    for finding in findings:
        click.echo(f"{finding.level:<5}{finding.part}: {finding.says}")
    raise SystemExit(1 if any(finding.level == FIX for finding in findings) else 0)


@main.group()
def keys() -> None:
    """Keys: a new one, rotating to it, and a secret for the webhook."""


@keys.command()
def new() -> None:
    """Print a fresh master key. Nothing is changed."""
    click.echo(new_master_key())


@keys.command()
@WORKSPACE
def webhook(workspace: str) -> None:
    """Print a fresh secret for GOODWORD_PRAISE_SECRET, or a workspace's. Nothing is changed."""
    if not workspace:
        click.echo(secrets.token_urlsafe(32))
        return
    settings = _settings()
    secret = settings.goodword_praise_secret.get_secret_value()
    if not settings.serves_many:
        raise SentenceError(terminal_words.ONE_IS_SERVED)
    if not secret:
        raise SentenceError(terminal_words.PRAISE_UNSET)
    click.echo(secret_of(secret, workspace))


@keys.command()
def rotate() -> None:
    """Seal everything with the first of the given keys. Give both: the new one, then the old."""
    settings = _settings()
    try:
        keyring = open_keyring(settings)
        sessions = open_database(settings, keyring)
        count, left = rotate_all(sessions, keyring)
    except StartError as error:
        raise SentenceError(str(error)) from None
    except WrongKeyError:
        raise SentenceError(
            "Some rows need a key that is not given. Add it, then rotate."
        ) from None
    except StorageAwayError:
        raise SentenceError("The database went away. Run it again: it goes on from here.") from None
    hang_up(sessions)
    click.echo(f"Sealed anew: {count}. Still under another key: {left}.")
    click.echo("Run it once more." if left else "Only the first key is needed now.")


@main.command()
def manifest() -> None:
    """Print the app manifest to paste into Slack."""
    click.echo((files("bot") / "manifest.yaml").read_text(encoding="utf-8"), nl=False)


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        raise SentenceError(str(error)) from None
