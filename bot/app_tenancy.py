"""Workspaces, plugged together: one token from the environment, or installations in our table."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Self

import yaml
from sqlalchemy.orm import Session, sessionmaker

from bot.app_sharing import SharingParts
from bot.app_start import StartError, who_am_i, workspace_settings
from bot.clock import Tick
from bot.domain.installation import Installation
from bot.domain.workspace import WorkspaceSettings
from bot.ports import Clock
from bot.services import tenancy
from bot.services.onboarding import Welcome
from bot.services.tenancy import Checking, Refreshing, Tenancy
from bot.settings import Settings
from bot.slack_gateway import durable_client
from bot.slack_install import InstallDoor, SlackApp
from bot.slack_installations import OwnInstallationStore
from bot.slack_teams import ManyTeams, OneTeam, Teams, WebTokenCheck
from bot.wording import terminal as words
from storage.crypto import Keyring
from storage.installations import SqlInstallations
from storage.unit_of_work import SqlUnitsOfWork
from storage.workspaces import register_workspace


def teams_of(
    settings: Settings, sessions: sessionmaker[Session], keyring: Keyring, clock: Clock
) -> Teams:
    """Whom this process serves; raises StartError where the one token is no good."""
    if not settings.serves_many:
        return _one(settings, sessions, keyring, clock)

    def read(team: str) -> Installation | None:
        with sessions() as session:
            return SqlInstallations(session, keyring).get(team)

    def every() -> tuple[str, ...]:
        with sessions() as session:
            return tuple(SqlInstallations(session, keyring).teams())

    return ManyTeams(read, every, clock, settings.slack_api_url)


def workspace_of(teams: Teams, named: str) -> str:
    """What a command is about: the named one, or the only one.

    Raises StartError with one sentence, StorageAwayError.
    """
    served = list(teams.served())
    if not served:
        raise StartError(words.NONE_INSTALLED)
    if not named and len(served) > 1:
        raise StartError(words.name_one(served))
    if named and named not in served:
        raise StartError(words.not_installed(named, served))
    return named or served[0]


def _one(
    settings: Settings, sessions: sessionmaker[Session], keyring: Keyring, clock: Clock
) -> OneTeam:
    identity = who_am_i(settings)
    register_workspace(
        sessions,
        keyring,
        team=identity.team,
        name=identity.name,
        bot_user=identity.bot_user,
        now=clock.now(),
    )
    token = settings.slack_bot_token.get_secret_value()
    return OneTeam(identity, durable_client(settings.slack_api_url, token))


@dataclass(frozen=True, slots=True)
class TenancyParts:
    """Coming and going. door, refreshing, checking: only where many workspaces are served."""

    tenancy: Tenancy
    refreshing: Refreshing | None = None
    checking: Checking | None = None
    door: InstallDoor | None = None

    @classmethod
    def build(
        cls, settings: Settings, teams: Teams, units: SqlUnitsOfWork, sharing: SharingParts
    ) -> Self:
        """Plug them together, and give the one workspace its first settings."""
        clock = units.clock
        made = Tenancy(units, clock, teams.forget)
        if not settings.serves_many:
            for team in teams.served():
                sharing.admin.seed(team, workspace_settings(settings))
                welcome_of(sharing).greet(team)
            return cls(made)
        app = slack_app(settings)
        door = InstallDoor(
            app=app,
            open_uow=units,
            store=OwnInstallationStore(units, clock),
            clock=clock,
            installed=_installed(teams, sharing, units),
        )
        return cls(
            tenancy=made,
            refreshing=Refreshing(units, app, clock, teams.forget),
            checking=Checking(units, WebTokenCheck(teams.client_for), clock, teams.forget),
            door=door,
        )

    def ticks(self) -> tuple[Tick, ...]:
        """What the clock asks for."""
        erase = Tick("removed workspaces", tenancy.ERASE_EVERY, self.tenancy.erase)
        if self.refreshing is None or self.checking is None:
            return (erase,)
        tokens = Tick("tokens", tenancy.REFRESH_EVERY, self.refreshing.tick)
        return (erase, tokens, Tick("installations", tenancy.CHECK_EVERY, self.checking.tick))


def slack_app(settings: Settings) -> SlackApp:
    """The app that workspaces install; it asks for what the manifest names."""
    manifest = yaml.safe_load((files("bot") / "manifest.yaml").read_text(encoding="utf-8"))
    return SlackApp(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        scopes=tuple(manifest["oauth_config"]["scopes"]["bot"]),
        api_url=settings.slack_api_url,
    )


def welcome_of(sharing: SharingParts) -> Welcome:
    """Who greets a workspace once it has Goodword."""
    common = sharing.common
    directory = common.directory
    return Welcome(common.units, directory, directory.workspace_admins, common.clock)


def _installed(teams: Teams, sharing: SharingParts, units: SqlUnitsOfWork) -> Callable[[str], None]:
    def installed(team: str) -> None:
        teams.forget(team)
        sharing.admin.seed(team, WorkspaceSettings())
        with units() as uow:
            installation = uow.installations.get(team)
        welcome_of(sharing).greet(team, installation.installed_by if installation else "")

    return installed
