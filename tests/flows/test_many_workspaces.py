"""Workspaces that install the app themselves, over HTTP: each served as if it were alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.domain.workspace import WorkspaceSettings
from bot.services.tenancy import hour_of
from bot.wording import install as words
from sandbox.oauth import INSTALLER
from storage.crypto import Keyring
from storage.models import Base, InstallationRow
from storage.session import hang_up, make_engine, make_sessions
from storage.unit_of_work import SqlUnitsOfWork
from tests.flows.conftest import Bot, MovableClock
from tests.flows.doors.acts import posts, share
from tests.flows.shapes import Shape
from tests.sandbox_client import CLIENT_ID, CLIENT_SECRET, TEAM, SandboxServer

SECOND = "T0SECOND"
pytestmark = pytest.mark.shapes(Shape.PAIR)


@dataclass
class Page:
    status: int
    text: str
    location: str = ""


@dataclass
class Browser:
    """A person's browser; it keeps one cookie, and shows where it is led."""

    cookie: str = ""

    def get(self, url: str) -> Page:
        where = urlsplit(url)
        connection = HTTPConnection(where.netloc, timeout=10)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        connection.request("GET", f"{where.path}?{where.query}", headers=headers)
        answer = connection.getresponse()
        cookie = answer.getheader("Set-Cookie") or ""
        self.cookie = cookie.partition(";")[0] or self.cookie
        page = Page(answer.status, answer.read().decode(), answer.getheader("Location") or "")
        connection.close()
        return page

    def begin(self, bot: Bot, team: str = TEAM) -> str:
        """Press *Add to Slack*, allow it; answers where Slack leads the browser back to."""
        led = self.get(f"{bot.urls[0]}/slack/install?team={team}")
        assert led.status == 302
        allowed = self.get(led.location)
        assert allowed.status == 302, allowed.text
        return allowed.location


@dataclass
class Hosted:
    """Many workspaces' bot, its database, and its Slack."""

    bot: Bot
    units: SqlUnitsOfWork
    slack: SandboxServer
    browser: Browser = field(default_factory=Browser)

    def install(self, team: str = TEAM) -> None:
        page = self.browser.get(self.browser.begin(self.bot, team))
        assert (page.status, words.DONE in page.text) == (200, True), page
        with self.units() as uow:
            chosen = WorkspaceSettings(kudos_channel="C0KUDOS", support_group="S0SUPPORT")
            uow.settings.save(team, chosen, self.units.clock.now())
            uow.commit()
        for host in self.bot.hosts:
            host.order("settings_changed", team=team)

    def is_installed(self, team: str = TEAM) -> bool:
        with self.units() as uow:
            return uow.installations.get(team) is not None

    def rows_of(self, team: str) -> int:
        with self.units.sessions() as session:
            return sum(
                session.scalar(select(func.count()).where(table.columns["team_id"] == team)) or 0
                for table in Base.metadata.sorted_tables
                if "team_id" in table.columns
            )


@pytest.fixture
def hosted(
    make_bot: Callable[..., Bot], keyring: Keyring, clock: MovableClock, slack: SandboxServer
) -> Iterator[Hosted]:
    bot = make_bot(
        slack_bot_token=SecretStr(""),
        slack_client_id=CLIENT_ID,
        slack_client_secret=SecretStr(CLIENT_SECRET),
    )
    slack.oauth(redirect_urls=[f"{bot.urls[0]}/slack/oauth_redirect"])
    sessions = make_sessions(make_engine(bot.settings.database_url))
    yield Hosted(bot, SqlUnitsOfWork(sessions, keyring, clock), slack)
    hang_up(sessions)


def test_each_workspace_is_served_with_its_own_token_in_its_own_channels(hosted: Hosted) -> None:
    """The same channel ids, the same people's ids: only the workspace tells them apart."""
    second = hosted.slack.in_workspace(SECOND)
    hosted.install()
    hosted.install(SECOND)
    mine = share(hosted.slack, "You saved our Friday.")
    theirs = share(second, "You rescued our Monday.")
    assert [one["ts"] for one in posts(hosted.slack)] == [mine["ts"]]
    assert [one["ts"] for one in posts(second)] == [theirs["ts"]]
    assert "Friday" in str(mine)
    assert "Monday" in str(theirs)
    assert SECOND not in str(hosted.slack.messages("kudos"))


def test_whoever_installs_it_is_written_to_once(hosted: Hosted) -> None:
    """In that workspace only; installing it again repeats nothing."""
    hosted.install()
    letter = hosted.slack.wait_for_message("dm", "Three steps", INSTALLER)
    hosted.install()
    hosted.bot.tick("courier")
    found = hosted.slack.messages("dm", INSTALLER)
    assert [one["ts"] for one in found if "Three steps" in str(one)] == [letter["ts"]]


@pytest.mark.parametrize(
    "events",
    [
        ("tokens_revoked", "app_uninstalled"),
        ("app_uninstalled", "tokens_revoked", "app_uninstalled"),
    ],
    ids=["revoked-first", "uninstalled-first-and-twice"],
)
def test_a_removed_workspace_is_left_alone_and_erased_and_the_other_goes_on(
    hosted: Hosted, events: tuple[str, ...]
) -> None:
    """At once, in every process; installed again within the term all is as it was."""
    second = hosted.slack.in_workspace(SECOND)
    hosted.install()
    hosted.install(SECOND)
    before = share(second, "You rescued our Monday.")
    second.uninstall(*events)
    hosted.slack.wait_for(lambda: not hosted.is_installed(SECOND), "the removal")
    hosted.bot.clock.advance(6)
    second.command("U0PRIYA", "/kudos You rescued our Tuesday.")
    second.wait_for_message("general", "not installed here any more", "U0PRIYA")
    assert share(hosted.slack, "You saved our Friday.")

    hosted.install(SECOND)
    hosted.bot.clock.advance(6)
    assert share(second, "You rescued our Wednesday.")
    assert before["ts"] in {one["ts"] for one in posts(second)}

    second.uninstall(*events)
    hosted.slack.wait_for(lambda: not hosted.is_installed(SECOND), "the removal")
    kept = hosted.rows_of(TEAM)
    hosted.bot.clock.advance(13 * 86_400 + 60)
    hosted.bot.tick("removed workspaces")
    hosted.slack.wait_for(lambda: hosted.rows_of(SECOND) == 0, "the erasure")
    assert hosted.rows_of(TEAM) >= kept - 5


def test_an_installation_belongs_to_one_browser_once_and_for_ten_minutes(hosted: Hosted) -> None:
    """Whoever follows somebody else's link, or an old one, installs nothing."""
    victim, attacker = Browser(), Browser()
    lured = attacker.begin(hosted.bot)
    said = victim.get(lured)
    assert (said.status, words.OTHER_BROWSER in said.text) == (400, True)
    victim.begin(hosted.bot)
    said = victim.get(lured)
    assert (said.status, words.OTHER_BROWSER in said.text) == (400, True)
    late = attacker.begin(hosted.bot)
    hosted.bot.clock.advance(601)
    said = attacker.get(late)
    assert (said.status, words.TOO_LATE in said.text) == (400, True)
    assert not hosted.is_installed()

    browser = Browser()
    back = browser.begin(hosted.bot)
    state, cookie = parse_qs(urlsplit(back).query)["state"][0], browser.cookie
    assert words.DONE in browser.get(back).text
    assert words.TOO_LATE in Browser(cookie).get(back).text
    forged = f"{bot_of(back)}?state={state}&code=made.up"
    assert words.OTHER_BROWSER in browser.get(forged).text


def bot_of(url: str) -> str:
    return url.partition("?")[0]


def test_whatever_goes_wrong_on_the_way_is_said_and_begun_anew(hosted: Hosted) -> None:
    """Cancelled in Slack, a code Slack does not know, the database away."""
    browser = Browser()
    hosted.slack.oauth(refusing="access_denied")
    said = browser.get(browser.begin(hosted.bot))
    assert (said.status, words.CANCELLED in said.text) == (200, True)
    hosted.slack.oauth(refusing="")
    back = browser.begin(hosted.bot)
    state = parse_qs(urlsplit(back).query)["state"][0]
    said = browser.get(f"{bot_of(back)}?state={state}&code=made.up")
    assert (said.status, words.REFUSED in said.text) == (400, True)
    assert '<a href="/slack/install">' in said.text
    back = browser.begin(hosted.bot)
    with hosted.bot.database_away():
        said = browser.get(back)
    assert (said.status, words.AWAY in said.text) == (503, True)
    assert not hosted.is_installed()


def test_a_whole_organisation_is_refused_in_one_sentence_and_its_workspaces_are_not(
    hosted: Hosted,
) -> None:
    """Nothing is kept of it; the way to a single workspace stands under the sentence."""
    hosted.slack.oauth(whole_organisation=True)
    said = hosted.browser.get(hosted.browser.begin(hosted.bot))
    assert (said.status, words.WHOLE_ORGANISATION in said.text) == (400, True)
    assert f'<a href="/slack/install">{words.AGAIN}</a>' in said.text
    with hosted.units() as uow:
        assert uow.installations.teams() == []
    hosted.slack.oauth(whole_organisation=False)
    hosted.install()
    assert hosted.is_installed()


def test_a_token_that_lives_twelve_hours_is_renewed_before_it_ends(hosted: Hosted) -> None:
    """And the first one runs out without anybody noticing."""
    hosted.slack.oauth(rotating=True)
    hosted.install()
    first = token_of(hosted)
    assert share(hosted.slack, "You saved our Friday.")
    hosted.bot.clock.advance(10.5 * 3_600)
    hosted.bot.tick("tokens")
    hosted.slack.wait_for(lambda: token_of(hosted) != first, "a fresh token")
    hosted.bot.clock.advance(2 * 3_600)
    assert share(hosted.slack, "You saved our Sunday.")


def token_of(hosted: Hosted) -> str:
    with hosted.units() as uow:
        found = uow.installations.get(TEAM)
    return found.token if found else ""


def test_no_token_is_readable_in_the_database(hosted: Hosted) -> None:
    """As it was really stored, on the way through OAuth."""
    hosted.install()
    with hosted.units.sessions() as session:
        row = session.scalars(select(InstallationRow)).one()
        assert token_of(hosted).encode() not in row.sealed
        assert row.installed_by == "U0ADA"


def test_a_removal_that_nobody_heard_of_is_noticed_within_a_day(hosted: Hosted) -> None:
    """Slack says it for six minutes; then every token is tried once a day."""
    second = hosted.slack.in_workspace(SECOND)
    hosted.install()
    hosted.install(SECOND)
    second.revoke()
    now = hosted.bot.clock.now()
    until = (hour_of(SECOND) - now.hour) % 24
    hosted.bot.clock.advance(until * 3_600)
    hosted.bot.tick("installations")
    hosted.slack.wait_for(lambda: not hosted.is_installed(SECOND), "the removal to be noticed")
    assert hosted.is_installed()
