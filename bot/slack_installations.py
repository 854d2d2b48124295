"""slack_sdk's `InstallationStore` over our own table: bots of workspaces, nothing of people."""

from dataclasses import dataclass
from datetime import UTC, datetime
from logging import Logger, getLogger
from typing import Final

from slack_sdk.oauth.installation_store import Bot, InstallationStore
from slack_sdk.oauth.installation_store import Installation as SdkInstallation

from bot.domain.installation import Installation, whole_second
from bot.ports import Clock
from bot.ports_tenancy import OpenTenancy

URL: Final = "url"
"""Custom value: the workspace's address, which slack_sdk has no field for."""


class NotOneWorkspaceError(Exception):
    """An installation for a whole organisation, or without a bot token."""


@dataclass(frozen=True)
class OwnInstallationStore(InstallationStore):
    """Raises StorageAwayError from every method when the database does not answer."""

    open_uow: OpenTenancy
    clock: Clock

    @property
    def logger(self) -> Logger:
        """Part of slack_sdk's interface; nothing is said there."""
        return getLogger(__name__)

    def save(self, installation: SdkInstallation) -> None:
        """Keep an installation; raises NotOneWorkspaceError."""
        made = from_sdk(installation)
        with self.open_uow() as uow:
            uow.installations.save(made)
            uow.commit()

    def save_bot(self, bot: Bot) -> None:
        """Keep fresh tokens of a known installation; of an unknown one there is nothing to keep."""
        expires_at = bot.bot_token_expires_at
        with self.open_uow() as uow:
            known = uow.installations.get(bot.team_id or "")
            if known is None or expires_at is None or not bot.bot_refresh_token:
                return
            moment = datetime.fromtimestamp(expires_at, UTC)
            uow.installations.refreshed(
                known.renewed(bot.bot_token, bot.bot_refresh_token, moment),
            )
            uow.commit()

    def find_installation(
        self,
        *,
        enterprise_id: str | None,  # noqa: ARG002 - slack_sdk's signature
        team_id: str | None,
        user_id: str | None = None,  # noqa: ARG002
        is_enterprise_install: bool | None = False,
    ) -> SdkInstallation | None:
        """The workspace's installation; none for a whole organisation."""
        if team_id is None or is_enterprise_install:
            return None
        with self.open_uow() as uow:
            found = uow.installations.get(team_id)
        return to_sdk(found) if found else None

    def find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """The workspace's bot."""
        found = self.find_installation(
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=is_enterprise_install,
        )
        return found.to_bot() if found else None

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:  # noqa: ARG002
        """The bot is the installation."""
        if team_id is None:
            return
        now = self.clock.now()
        with self.open_uow() as uow:
            uow.installations.remove(team_id, now, now)
            uow.commit()

    def delete_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,  # noqa: ARG002 - no person's token is ever kept
    ) -> None:
        """Serve the workspace no more; its data is erased within 14 days."""
        self.delete_bot(enterprise_id=enterprise_id, team_id=team_id)


def from_sdk(made: SdkInstallation) -> Installation:
    """What of it is kept; raises NotOneWorkspaceError."""
    if made.is_enterprise_install or not (made.team_id and made.bot_token):
        raise NotOneWorkspaceError
    expires_at = made.bot_token_expires_at
    return Installation(
        team=made.team_id,
        name=made.team_name or "",
        url=str(made.custom_values.get(URL) or ""),
        app=made.app_id or "",
        token=made.bot_token,
        bot=made.bot_id or "",
        bot_user=made.bot_user_id or "",
        scopes=tuple(made.bot_scopes or ()),
        installed_by=made.user_id or "",
        installed_at=whole_second(datetime.fromtimestamp(made.installed_at, UTC)),
        refresh_token=made.bot_refresh_token,
        expires_at=datetime.fromtimestamp(expires_at, UTC) if expires_at is not None else None,
    )


def to_sdk(kept: Installation) -> SdkInstallation:
    """The same in slack_sdk's shape."""
    return SdkInstallation(
        app_id=kept.app,
        team_id=kept.team,
        team_name=kept.name,
        bot_token=kept.token,
        bot_id=kept.bot,
        bot_user_id=kept.bot_user,
        bot_scopes=list(kept.scopes),
        bot_refresh_token=kept.refresh_token,
        bot_token_expires_at=int(kept.expires_at.timestamp()) if kept.expires_at else None,
        user_id=kept.installed_by,
        token_type="bot",  # noqa: S106 - a kind of token, not a token
        installed_at=kept.installed_at.timestamp(),
        custom_values={URL: kept.url},
    )
