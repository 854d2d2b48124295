"""Looks at a set-up from outside and says, for each part, whether it is well or what to do next."""

import urllib.error
from collections.abc import Iterator
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.app_start import MODEL_DIR, StartError, open_database, open_keyring, workspace_settings
from bot.app_tenancy import teams_of, workspace_of
from bot.doctor_database import Stored, journal
from bot.domain.findings import Finding
from bot.ports import Clock
from bot.redaction.classifier import ModelDamagedError, TokenClassifier
from bot.settings import Settings
from bot.slack_gateway import durable_client
from bot.slack_teams import Teams
from bot.wording import doctor as words
from bot.wording import terminal as terminal_words
from bot.workspace_doctor import WorkspaceDoctor, chosen, code_of, said_by, stored
from storage.session import hang_up
from storage.unit_of_work import SqlUnitsOfWork


@dataclass(frozen=True, slots=True)
class Doctor:
    """Examines one set-up. Changes nothing but a database that was never there.

    workspace: which to look at, where several have installed Goodword.
    """

    settings: Settings
    clock: Clock
    workspace: str = ""

    def examine(self) -> list[Finding]:
        """Every finding, in the order a person would mend them."""
        slack = self._many() if self.settings.serves_many else self._slack()
        return [*self._machine(), *slack]

    def _machine(self) -> Iterator[Finding]:
        yield self._model()
        try:
            keyring = open_keyring(self.settings)
        except StartError as error:
            yield Finding(words.FIX, words.KEY, str(error))
            return
        yield Finding(words.OK, words.KEY, words.KEY_OK)
        try:
            sessions = open_database(self.settings, keyring)
        except StartError as error:
            yield Finding(words.FIX, words.DATABASE, str(error))
        else:
            yield Finding(words.OK, words.DATABASE, words.DATABASE_OK)
            yield journal(sessions)
            hang_up(sessions)

    def _model(self) -> Finding:
        try:
            TokenClassifier(MODEL_DIR)
        except ModelDamagedError:
            return Finding(words.FIX, words.MODEL, words.MODEL_BROKEN)
        return Finding(words.OK, words.MODEL, words.MODEL_OK)

    def _many(self) -> Iterator[Finding]:
        """The app's own secrets, who has installed it, and one workspace as it stands."""
        if not self.settings.slack_client_secret.get_secret_value():
            yield Finding(words.FIX, words.WORKSPACES, words.CLIENT_SECRET_MISSING)
        if not self.settings.slack_signing_secret.get_secret_value():
            yield Finding(words.FIX, words.WORKSPACES, words.SIGNING_SECRET_MISSING)
        try:
            keyring = open_keyring(self.settings)
            sessions = open_database(self.settings, keyring)
        except StartError:
            return
        teams = teams_of(self.settings, sessions, keyring, self.clock)
        if count := len(teams.served()):
            yield Finding(words.OK, words.WORKSPACES, words.workspaces(count))
            yield from self._one_of_many(teams, SqlUnitsOfWork(sessions, keyring, self.clock))
        else:
            yield Finding(words.HINT, words.WORKSPACES, words.NO_WORKSPACES)
        hang_up(sessions)

    def _one_of_many(self, teams: Teams, units: SqlUnitsOfWork) -> Iterator[Finding]:
        """The named one; the only one; or that one has to be named."""
        try:
            team = workspace_of(teams, self.workspace)
        except StartError as error:
            level = words.FIX if self.workspace else words.HINT
            yield Finding(level, words.WORKSPACES, str(error))
            return
        doctor = WorkspaceDoctor(teams.client_for, units, units.keyring, self.clock)
        yield from doctor.examine(team)

    def _slack(self) -> Iterator[Finding]:
        yield from self._app_token()
        token = self.settings.slack_bot_token.get_secret_value()
        if not token:
            yield Finding(words.FIX, words.BOT_TOKEN, words.BOT_TOKEN_MISSING)
            return
        client = durable_client(self.settings.slack_api_url, token)
        try:
            answer = client.auth_test()
        except SlackApiError as error:
            yield Finding(words.FIX, words.BOT_TOKEN, words.refused(code_of(error)))
            return
        except (urllib.error.URLError, SlackClientError, OSError):
            yield Finding(words.FIX, words.BOT_TOKEN, words.SLACK_AWAY)
            return
        team = str(answer["team_id"])
        if self.workspace not in {"", team}:
            yield Finding(
                words.FIX, words.BOT_TOKEN, terminal_words.another_token(self.workspace, team)
            )
            return
        yield from said_by(answer, self.clock.now())
        yield from self._workspace(client, team)

    def _app_token(self) -> Iterator[Finding]:
        token = self.settings.slack_app_token.get_secret_value()
        if not token:
            yield Finding(words.FIX, words.APP_TOKEN, words.APP_TOKEN_MISSING)
            return
        client = durable_client(self.settings.slack_api_url, token)
        try:
            client.apps_connections_open(app_token=token)
        except SlackApiError as error:
            yield Finding(words.FIX, words.APP_TOKEN, words.app_refused(code_of(error)))
        except (urllib.error.URLError, SlackClientError, OSError):
            yield Finding(words.FIX, words.APP_TOKEN, words.SLACK_AWAY)
        else:
            yield Finding(words.OK, words.APP_TOKEN, words.APP_TOKEN_OK)

    def _workspace(self, client: WebClient, team: str) -> Iterator[Finding]:
        kept, now = self._stored(team), self.clock.now()
        wanted = (kept and kept.wanted) or workspace_settings(self.settings)
        yield from chosen(client, wanted)
        if kept:
            yield from stored(kept, now, client)

    def _stored(self, team: str) -> Stored | None:
        """What the database says; None where it is away, which was said already."""
        try:
            keyring = open_keyring(self.settings)
            sessions = open_database(self.settings, keyring)
        except StartError:
            return None
        with sessions() as session:
            found = Stored.read(session, keyring, team, self.clock.now())
        hang_up(sessions)
        return found
