"""`goodword import`, put together: its own redaction, the bot's database, a few looks at Slack."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot import comments_file
from bot.app_sharing import Common
from bot.app_start import StartError, open_database, open_keyring, require, start_redactor
from bot.app_tenancy import teams_of, workspace_of
from bot.comments_file import BadFileError, BadRow
from bot.domain.redacted import RedactionUnavailableError
from bot.domain.refusals import RefusedError
from bot.ports import Clock, StorageAwayError
from bot.services.importing import Became, Importing
from bot.services.reading import Reading
from bot.settings import Settings
from bot.wording import candidates as words
from storage.session import hang_up
from storage.terms import SqlTerms
from storage.unit_of_work import SqlUnitsOfWork

PROGRESS_EVERY: Final = 1_000


class ImportStoppedError(Exception):
    """The import cannot go on; the message is one sentence. What was offered stays offered."""


@dataclass
class Counts:
    """What became of the rows so far."""

    read: int = 0
    offered: int = 0
    known: int = 0
    bad: int = 0
    left: int = 0

    def add(self, became: Became) -> None:
        """One more."""
        self.offered += became is Became.OFFERED
        self.known += became is Became.KNOWN
        self.left += became is Became.LEFT
        self.bad += became is Became.NOTHING_LEFT


@dataclass(frozen=True, slots=True)
class Wish:
    """What to read, and how many a day are offered.

    id_column: where each row's id stands. workspace: whose, where several have installed Goodword.
    """

    path: Path
    column: str
    encoding: str
    a_day: int
    id_column: str = ""
    workspace: str = ""


Say = Callable[[str], None]


def import_comments(settings: Settings, clock: Clock, wish: Wish, say: Say) -> Counts:
    """Offer what was never offered; say: each bad row and the progress, line by line.

    Raises ImportStoppedError.
    """
    try:
        with _importing(settings, clock, wish.workspace) as (importing, team):
            channel = importing.channel(team)
            if channel is None:
                raise ImportStoppedError(words.NO_INTAKE)
            return read(importing, team, channel, wish, say)
    except (StartError, BadFileError) as error:
        raise ImportStoppedError(str(error)) from None
    except RedactionUnavailableError:
        raise ImportStoppedError(words.HELD) from None
    except (StorageAwayError, RefusedError):
        raise ImportStoppedError(words.AWAY) from None


def read(importing: Importing, team: str, channel: str, wish: Wish, say: Say) -> Counts:
    """Go through the file. Raises BadFileError, RedactionUnavailableError, StorageAwayError."""
    counts = Counts()
    for row in comments_file.read(wish.path, wish.column, wish.encoding, wish.id_column):
        counts.read += 1
        if isinstance(row, BadRow):
            counts.bad += 1
            say(words.bad(row.line, row.why))
        elif counts.left:
            # Full: the rest of the file is only looked through for broken rows.
            counts.left += 1
        else:
            became = importing.offer(team, channel, row.text, wish.a_day, row.source)
            counts.add(became)
            if became is Became.NOTHING_LEFT:
                say(words.bad(row.line, words.NOTHING_LEFT))
        if counts.read % PROGRESS_EVERY == 0:
            say(words.progress(counts.read))
    return counts


@contextmanager
def _importing(settings: Settings, clock: Clock, named: str) -> Iterator[tuple[Importing, str]]:
    if not settings.serves_many:
        require(settings, "slack_bot_token")
    keyring = open_keyring(settings)
    sessions = open_database(settings, keyring)
    with ExitStack() as opened:
        opened.callback(hang_up, sessions)
        teams = teams_of(settings, sessions, keyring, clock)
        team = workspace_of(teams, named)
        redactor = start_redactor(settings, keyring)
        opened.callback(redactor.close)
        units = SqlUnitsOfWork(sessions, keyring, clock)
        common = Common.build(units, keyring, redactor, teams.client_for, clock)
        terms = SqlTerms(sessions, keyring)
        reading = Reading(redactor, common.directory, terms)
        yield Importing(units, reading, common.directory, terms, clock), team
