"""Commands at the terminal where several workspaces have installed Goodword: whose is meant."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from bot import cli
from bot.app_import import ImportStoppedError, Wish, import_comments
from bot.app_start import open_database
from bot.doctor import Doctor
from bot.domain.workspace import WorkspaceSettings
from bot.praise_door import secret_of
from bot.settings import Settings
from bot.wording import doctor as words
from bot.wording import terminal as terminal_words
from storage.crypto import Keyring
from storage.session import hang_up
from storage.unit_of_work import SqlUnitsOfWork
from tests.flows.conftest import MovableClock
from tests.flows.shapes import Shape
from tests.sandbox_client import BOT_TOKEN, CLIENT_ID, CLIENT_SECRET, TEAM, SandboxServer
from tests.storage.test_installations import installation

OTHER = "T0OTHER"
pytestmark = pytest.mark.shapes(Shape.SQLITE)


@pytest.fixture
def many(settings: Settings) -> Settings:
    """No token in the environment: workspaces install the app themselves."""
    return settings.model_copy(
        update={
            "slack_bot_token": SecretStr(""),
            "slack_client_id": CLIENT_ID,
            "slack_client_secret": SecretStr(CLIENT_SECRET),
            "goodword_redaction_workers": 1,
        }
    )


def install(settings: Settings, keyring: Keyring, clock: MovableClock, *teams: str) -> None:
    sessions = open_database(settings, keyring)
    with SqlUnitsOfWork(sessions, keyring, clock)() as uow:
        for team in teams:
            token = BOT_TOKEN if team == TEAM else "xoxb-of-the-other"
            uow.installations.save(installation(clock.now(), team=team, token=token))
            chosen = WorkspaceSettings(kudos_channel="C0KUDOS", intake_channels=("C0PRAISE",))
            uow.settings.save(team, chosen, clock.now())
        uow.commit()
    hang_up(sessions)


def said(settings: Settings, clock: MovableClock, workspace: str = "") -> list[tuple[str, str]]:
    return [(one.level, one.says) for one in Doctor(settings, clock, workspace).examine()]


def test_the_doctor_looks_at_the_one_that_is_named_or_asks_which(
    many: Settings, keyring: Keyring, clock: MovableClock, slack: SandboxServer
) -> None:
    """One sentence with the names; a name nobody has is no fault of the set-up's, but of ours."""
    assert (words.HINT, words.NO_WORKSPACES) in said(many, clock)
    install(many, keyring, clock, TEAM)
    assert (words.OK, words.KUDOS_OK) in said(many, clock)
    install(many, keyring, clock, OTHER)
    asked = f"2 workspaces have installed Goodword. Name one with --workspace: {TEAM}, {OTHER}."
    assert (words.HINT, asked) in said(many, clock)
    assert (words.OK, words.KUDOS_OK) in said(many, clock, TEAM)
    assert (words.FIX, words.refused("invalid_auth")) in said(many, clock, OTHER)
    [(level, sentence)] = [one for one in said(many, clock, "T0NOBODY") if "T0NOBODY" in one[1]]
    assert (level, "has not installed Goodword. Name one" in sentence) == (words.FIX, True)
    assert slack.violations() == []


def test_the_doctor_of_one_workspace_says_when_another_is_meant(
    settings: Settings, clock: MovableClock
) -> None:
    """The token decides, so the name can only be left out."""
    assert (words.FIX, terminal_words.another_token(OTHER, TEAM)) in said(settings, clock, OTHER)
    assert (words.OK, words.KUDOS_OK) in said(settings, clock, TEAM)


def test_a_file_is_imported_for_the_workspace_that_is_named(
    many: Settings, keyring: Keyring, clock: MovableClock, tmp_path: Path
) -> None:
    """Nothing is offered anywhere while it is open whose the comments are."""
    path = tmp_path / "comments.csv"
    path.write_text('text\n"You saved our week."\n', encoding="utf-8")
    wish = Wish(path, "text", "utf-8-sig", 10)
    with pytest.raises(ImportStoppedError, match="No workspace has installed Goodword yet"):
        import_comments(many, clock, wish, print)
    install(many, keyring, clock, TEAM, OTHER)
    with pytest.raises(ImportStoppedError, match="Name one with --workspace"):
        import_comments(many, clock, wish, print)
    named = Wish(path, "text", "utf-8-sig", 10, workspace=OTHER)
    assert import_comments(many, clock, named, print).offered == 1
    sessions = open_database(many, keyring)
    with SqlUnitsOfWork(sessions, keyring, clock)() as uow:
        waiting = {team: uow.candidates.waiting(team) for team in (TEAM, OTHER)}
    hang_up(sessions)
    assert waiting == {TEAM: 0, OTHER: 1}


def test_a_workspaces_webhook_secret_is_printed_for_the_one_that_is_named() -> None:
    """Derived, so that it is printed again; without the one it comes from, the next step."""
    run = CliRunner()
    base = "s" * 32
    given = {"SLACK_CLIENT_ID": "1.2", "SLACK_BOT_TOKEN": "", "GOODWORD_PRAISE_SECRET": base}
    asked = ["keys", "webhook", "--workspace", TEAM]
    printed = run.invoke(cli.main, asked, env=given)
    assert printed.output.strip() == secret_of(base, TEAM)
    unset = run.invoke(cli.main, asked, env=given | {"GOODWORD_PRAISE_SECRET": ""})
    assert (unset.exit_code, terminal_words.PRAISE_UNSET in unset.output) == (2, True)
    one = run.invoke(cli.main, asked, env=given | {"SLACK_BOT_TOKEN": "xoxb-own"})
    assert (one.exit_code, terminal_words.ONE_IS_SERVED in one.output) == (2, True)
