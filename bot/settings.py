"""What the environment says. The only reader of it; everything else is handed values."""

from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DEFAULT_DATABASE: Final = "sqlite:///var/goodword.sqlite3"


TOKENS: Final = {
    "slack_bot_token": ("xoxb-", "SLACK_APP_TOKEN"),
    "slack_app_token": ("xapp-", "SLACK_BOT_TOKEN"),
}
"""How each begins (docs.slack.dev, Tokens), and the setting it is mistaken for."""
PRAISE_SECRET_MIN: Final = 32
"""Characters; `goodword keys webhook` makes one of 43."""


class Settings(BaseSettings):
    """Frozen settings; a value that makes no sense refuses to start with one sentence."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = DEFAULT_DATABASE
    goodword_master_key: SecretStr = SecretStr("")
    goodword_key_file: Path = Path("var/goodword.key")
    goodword_kudos_channel: str | None = None
    goodword_intake_channels: Annotated[frozenset[str], NoDecode] = frozenset()
    goodword_support_group: str | None = None
    goodword_leads: Annotated[frozenset[str], NoDecode] = frozenset()
    goodword_admins: Annotated[frozenset[str], NoDecode] = frozenset()
    goodword_kept_terms: Annotated[tuple[str, ...], NoDecode] = ()
    goodword_praise_secret: SecretStr = SecretStr("")
    goodword_redaction_workers: int = Field(default=2, ge=1, le=16)
    port: int = Field(default=3000, ge=0, le=65_535)
    metrics_port: int | None = Field(default=None, ge=0, le=65_535)
    metrics_host: str = "127.0.0.1"

    @field_validator(
        "goodword_leads",
        "goodword_admins",
        "goodword_kept_terms",
        "goodword_intake_channels",
        mode="before",
    )
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _right_token(cls, value: SecretStr, info: object) -> SecretStr:
        prefix, other = TOKENS[getattr(info, "field_name", "")]
        given = value.get_secret_value()
        if given.startswith(TOKENS[other.lower()][0]):
            raise ValueError(f"has to start with {prefix}; this one goes into {other}")
        if given and not given.startswith(prefix):
            raise ValueError(f"has to start with {prefix}; copy it again")
        return value

    @field_validator("goodword_praise_secret")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < PRAISE_SECRET_MIN:
            raise ValueError(f"has fewer than {PRAISE_SECRET_MIN} characters")
        return value

    @property
    def serves_many(self) -> bool:
        """Whether workspaces install the app themselves: its id is set, and no bot's token."""
        return bool(self.slack_client_id) and not self.slack_bot_token.get_secret_value()

    @field_validator("slack_api_url")
    @classmethod
    def _with_slash(cls, value: str) -> str:
        return value if value.endswith("/") else value + "/"


def load_settings() -> Settings:
    """Settings from the environment and `.env`; raises SettingsError with one plain sentence."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "a setting"
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {reason}.") from None


class SettingsError(Exception):
    """A setting is missing or makes no sense; the message is for the person at the terminal."""
