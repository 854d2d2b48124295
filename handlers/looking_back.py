"""The doors of looking back: one, mine, search, copies, the digest's settings, the report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, assert_never

from slack_bolt import Ack, App

from bot.domain.redacted import RedactionUnavailableError
from bot.domain.refusals import Reason, RefusedError
from bot.ports import Desk, StorageAwayError, View
from bot.services.archive import Archive, Looking, turned
from bot.services.digest_admin import DigestAdmin, Errors
from bot.services.home import Home
from bot.services.reports import NotSigned, ReadAgain, Reports, Signed
from bot.views import archive as ids
from bot.views import digest as digest_ids
from bot.views import digest_settings as settings_ids
from bot.views import report as report_ids
from bot.wording import digest as digest_words
from bot.wording import refusals as refusal_words
from handlers import payloads
from handlers import payloads_looking_back as looks
from handlers.answers import Answers, say
from handlers.refusals import told

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ArchiveDoors:
    """*Show me one*, *My kudos*, search and copies. Hung before `/kudos words`."""

    archive: Archive
    desk: Desk
    home: Home
    answers: Answers
    kept: Callable[[], None]

    def register(self, app: App) -> None:
        """Hang the doors."""
        app.command("/kudos", matchers=[looks.wants_one])(self.one)
        app.command("/kudos", matchers=[looks.wants_mine])(self.mine)
        app.command("/kudos", matchers=[looks.wants_search])(self.search)
        app.action(ids.ACTION_ANOTHER)(self.another)
        app.action(ids.ACTION_HOME_ONE)(self.one_from_home)
        app.action(ids.ACTION_HOME_MINE)(self.mine)
        app.action(ids.ACTION_HOME_SEARCH)(self.search)
        app.action(ids.ACTION_SEARCH)(self.searched)
        app.view(ids.CALLBACK)(self.submitted)
        app.action(ids.ACTION_OLDER)(self.older)
        app.action(ids.ACTION_NEWER)(self.newer)
        app.action(ids.ACTION_HIDE)(self.hide)
        app.action(ids.ACTION_UNHIDE)(self.unhide)
        app.action(ids.ACTION_MARKDOWN)(self.markdown)
        app.action(ids.ACTION_CSV)(self.csv)
        app.action(ids.ACTION_HOME_COPY)(self.copy)
        app.action(digest_ids.ACTION_STOP_COPY)(self.stop_copy)

    def one(self, ack: Ack, body: Body) -> None:
        """`/kudos one`."""
        ack()
        with told(say(self.desk, body)):
            entry = self.archive.show_one(payloads.team_of(body), payloads.user_of(body))
            self.desk.respond(str(body["response_url"]), ids.one(entry))

    def another(self, ack: Ack, body: Body) -> None:
        """*Show me another*: in place of the one before."""
        ack()
        with told(self.answers.to(body)):
            entry = self.archive.show_one(payloads.team_of(body), payloads.user_of(body))
            if body.get("view"):
                self._update(body, ids.one_modal(entry))
                return
            shown = {**ids.one(entry), "replace_original": True}
            self.desk.respond(str(body["response_url"]), shown)

    def one_from_home(self, ack: Ack, body: Body) -> None:
        """*Show me one* in App Home."""
        ack()
        with told(self.answers.to(body)):
            entry = self.archive.show_one(payloads.team_of(body), payloads.user_of(body))
            self._open(body, ids.one_modal(entry))

    def mine(self, ack: Ack, body: Body) -> None:
        """*My kudos*."""
        ack()
        with told(self.answers.to(body)):
            self._open(body, self.archive.page(looks.mine(body)))

    def search(self, ack: Ack, body: Body) -> None:
        """The search."""
        ack()
        with told(self.answers.to(body)):
            self._open(body, self.archive.page(looks.search(body)))

    def searched(self, ack: Ack, body: Body) -> None:
        """Enter in the search field."""
        ack()
        with told(self.answers.to(body)):
            self._update(body, self.archive.page(looks.searching(body)))

    def submitted(self, ack: Ack, body: Body) -> None:
        """*Search*."""
        try:
            ack(response_action="update", view=dict(self.archive.page(looks.searching(body))))
        except RefusedError as refused:
            sentence = refusal_words.sentence(refused.reason)
            ack(response_action="errors", errors={ids.BLOCK_SEARCH: sentence})
        except StorageAwayError:
            sentence = refusal_words.sentence(Reason.STORAGE_AWAY)
            ack(response_action="errors", errors={ids.BLOCK_SEARCH: sentence})

    def older(self, ack: Ack, body: Body) -> None:
        """*Older*."""
        ack()
        self._look(body, lambda at: replace(at, ask=turned(at.ask, 1)))

    def newer(self, ack: Ack, body: Body) -> None:
        """*Newer*."""
        ack()
        self._look(body, lambda at: replace(at, ask=turned(at.ask, -1)))

    def hide(self, ack: Ack, body: Body) -> None:
        """*Hide from digests*."""
        self._hide(body, hidden=True)
        ack()

    def unhide(self, ack: Ack, body: Body) -> None:
        """*Allow in digests*."""
        self._hide(body, hidden=False)
        ack()

    def markdown(self, ack: Ack, body: Body) -> None:
        """*Export as Markdown*."""
        ack()
        self._export(body, as_table=False)

    def csv(self, ack: Ack, body: Body) -> None:
        """*Export as CSV*."""
        ack()
        self._export(body, as_table=True)

    def copy(self, ack: Ack, body: Body) -> None:
        """A copy of the digest, or no longer; in App Home."""
        wanted = payloads.button_value(body) == "on"
        self._set_copy(body, wanted=wanted)
        ack()

    def stop_copy(self, ack: Ack, body: Body) -> None:
        """*Stop these copies*, under a copy."""
        self._set_copy(body, wanted=False)
        ack()

    def _set_copy(self, body: Body, *, wanted: bool) -> None:
        tell = self.answers.to(body)
        with told(tell):
            team, user = payloads.team_of(body), payloads.user_of(body)
            tell(self.archive.set_copy(team, user, wanted=wanted))

    def _look(self, body: Body, change: Callable[[Looking], Looking]) -> None:
        with told(self.answers.to(body)):
            self._update(body, self.archive.page(change(looks.looking(body))))

    def _hide(self, body: Body, *, hidden: bool) -> None:
        with told(self.answers.to(body)):
            kudos_id = payloads.button_value(body)
            view = self.archive.hide(looks.looking(body), kudos_id, hidden=hidden)
            self._update(body, view)

    def _export(self, body: Body, *, as_table: bool) -> None:
        with told(self.answers.to(body)):
            at, part = looks.looking(body), payloads.number(body)
            self._update(body, self.archive.export(at, as_table=as_table, part=part))

    def _open(self, body: Body, view: View) -> None:
        self.desk.open_modal(payloads.team_of(body), str(body["trigger_id"]), view)

    def _update(self, body: Body, view: View) -> None:
        self.desk.redraw_modal(payloads.team_of(body), payloads.pressed_view(body), view)


@dataclass(frozen=True, slots=True)
class DigestDoors:
    """The admin's settings, and the editor's report."""

    admin: DigestAdmin
    reports: Reports
    home: Home
    answers: Answers
    kept: Callable[[], None]

    def register(self, app: App) -> None:
        """Hang the doors."""
        app.action(ids.ACTION_SETTINGS)(self.open_settings)
        app.view(settings_ids.CALLBACK)(self.save_settings)
        app.action(report_ids.ACTION_EDIT)(self.edit)
        app.action(report_ids.ACTION_PASS_ON)(self.pass_on)
        app.action(report_ids.ACTION_SET_ASIDE)(self.set_aside)
        app.view(report_ids.CALLBACK)(self.sign)

    def open_settings(self, ack: Ack, body: Body) -> None:
        """*Digest and report* in App Home."""
        ack()
        with told(self.answers.to(body)):
            team, user = payloads.team_of(body), payloads.user_of(body)
            self.admin.open(team, user, str(body["trigger_id"]))

    def save_settings(self, ack: Ack, body: Body) -> None:
        """*Save*: acknowledged only once it is kept."""
        errors = self._save(body)
        if errors:
            ack(response_action="errors", errors=dict(errors))
            return
        ack()
        with told(lambda _sentence: None):
            team, user = payloads.team_of(body), payloads.user_of(body)
            self.home.show(team, user, digest_words.SAVED)

    def edit(self, ack: Ack, body: Body) -> None:
        """*Edit and sign*, under the draft."""
        ack()
        with told(self.answers.to(body)):
            self.reports.open(
                payloads.team_of(body),
                payloads.user_of(body),
                str(body["trigger_id"]),
                payloads.button_value(body),
            )

    def pass_on(self, ack: Ack, body: Body) -> None:
        """*Pass to the deputy*."""
        self._decide(body, self.reports.pass_on)
        ack()

    def set_aside(self, ack: Ack, body: Body) -> None:
        """*No report this month*."""
        self._decide(body, self.reports.set_aside)
        ack()

    def sign(self, ack: Ack, body: Body) -> None:
        """*Sign and post*: acknowledged only once it is kept."""
        outcome = self._signed(body)
        match outcome:
            case Signed(view) | ReadAgain(view):
                ack(response_action="update", view=dict(view))
                self.kept()
            case NotSigned(sentence):
                ack(response_action="errors", errors={report_ids.BLOCK_INTRO: sentence})
            case _:
                assert_never(outcome)

    def _signed(self, body: Body) -> Signed | ReadAgain | NotSigned:
        try:
            return self.reports.sign(looks.sign(body))
        except RefusedError as refused:
            return NotSigned(refusal_words.sentence(refused.reason))
        except RedactionUnavailableError:
            return NotSigned(refusal_words.sentence(Reason.REDACTION_UNAVAILABLE))
        except StorageAwayError:
            return NotSigned(refusal_words.sentence(Reason.STORAGE_AWAY))

    def _decide(self, body: Body, decide: Callable[[str, str, str], str]) -> None:
        tell = self.answers.to(body)
        with told(tell):
            team, user = payloads.team_of(body), payloads.user_of(body)
            tell(decide(team, user, payloads.button_value(body)))
            self.kept()

    def _save(self, body: Body) -> Errors:
        team, user = payloads.team_of(body), payloads.user_of(body)
        try:
            return self.admin.save(team, user, looks.digest_settings(body))
        except RefusedError as refused:
            return {settings_ids.TIME: refusal_words.sentence(refused.reason)}
        except StorageAwayError:
            return {settings_ids.TIME: refusal_words.sentence(Reason.STORAGE_AWAY)}
