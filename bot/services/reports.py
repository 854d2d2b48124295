"""The monthly report: drafted by the bot, edited and signed by a person, or not at all."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.digest import CHANNEL, Kind, Slot
from bot.domain.digest_settings import Problem
from bot.domain.kudos import Kudos
from bot.domain.redacted import Redacted, Redaction, RedactionRequest
from bot.domain.refusals import Reason, RefusedError
from bot.domain.report import INTRO_MAX, ITEMS_MAX, Report, ReportState
from bot.domain.unasked import Unasked
from bot.ports import Clock, Desk, Directory, Redactor, View
from bot.ports_digest import Digest, LookingBackUnitOfWork, OpenLookingBack, Whereabouts
from bot.services.digest_recheck import name_of
from bot.services.digests import Workspace, Wrong, channel_of, delivery
from bot.views import report as report_view
from bot.views.report import Draft
from bot.wording import report as words

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Sign:
    """The modal as it was submitted. chosen: ids of the kudos whose tick is set.

    seen: fingerprint of the redacted words that were last shown.
    """

    team: str
    user: str
    period: str
    intro: str
    chosen: frozenset[str]
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """It is on its way."""

    view: View


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """What would be posted is not what was typed."""

    view: View


@dataclass(frozen=True, slots=True)
class NotSigned:
    """Nothing was kept; the sentence belongs under the words."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Reports:
    """Drafts, reminders, signatures."""

    open_uow: OpenLookingBack
    desk: Desk
    directory: Directory
    whereabouts: Whereabouts
    redactor: Redactor
    clock: Clock

    def turn(self, place: Workspace, slot: Slot) -> Wrong | None:
        """Draft the month's report if it is due, or remind once; raises RefusedError."""
        now = self.clock.now()
        if place.wishes.editor is None or not slot.is_due(place.team, now):
            return None
        with self.open_uow() as uow:
            report = uow.reports.get(place.team, slot.period)
        if report is not None:
            self._remind(report)
            return None
        editor, why = self._editor(place)
        if editor is None:
            return Wrong(Problem.EDITOR_LEFT, f"<@{place.wishes.editor}>")
        self._draft(place, slot, editor, why)
        return None

    def open(self, team: str, user: str, trigger: str, period: str) -> None:
        """*Edit and sign*; raises RefusedError."""
        report = self._mine(team, user, period)
        self.desk.open_modal(team, trigger, report_view.modal(self._draft_of(report), ""))

    def sign(self, command: Sign) -> Signed | ReadAgain | NotSigned:
        """Post it under the editor's name, once.

        Raises RefusedError and RedactionUnavailableError.
        """
        report = self._mine(command.team, command.user, command.period)
        if len(command.intro) > INTRO_MAX:
            raise RefusedError(Reason.INTRO_TOO_LONG)
        if not command.chosen and not command.intro.strip():
            return NotSigned(words.NOTHING_CHOSEN)
        intro = self._redact(command) if command.intro.strip() else None
        if intro and intro.text.text != command.intro and _print(intro.text) != command.seen:
            draft = replace(self._draft_of(report), chosen=command.chosen, preview=intro.text)
            return ReadAgain(report_view.modal(draft, _print(intro.text)))
        channel = self._channel(command.team)
        with self.open_uow() as uow:
            now = self.clock.now()
            current = uow.reports.get(command.team, command.period) or report
            signed = current.sign(command.user, intro.text if intro else None, now)
            uow.reports.save(signed)
            shown = [kudos.id for kudos in _month(uow, signed) if kudos.id in command.chosen]
            digest = _posted(signed, channel, now)
            said = words.SIGNED.format(channel=channel)
            if uow.digests.add(digest, shown):
                uow.outbox.put(delivery(digest, Purpose.REPORT))
                _close_letters(uow, current, said)
            uow.commit()
        log.info("report_signed", team=command.team, key=signed.key, count=len(shown))
        return Signed(report_view.closing(said))

    def pass_on(self, team: str, user: str, period: str) -> str:
        """*Pass to the deputy*; answers what to tell; raises RefusedError."""
        with self.open_uow() as uow:
            report = self._known(uow, team, period)
            deputy = uow.digests.settings(team).deputy
            passed = report.pass_on(user, deputy, self.clock.now())
            uow.reports.save(passed)
            count = len(_month(uow, passed))
            uow.outbox.put(_draft_letter(passed, count, words.stand_in(user)))
            said = words.PASSED_ON.format(deputy=passed.editor)
            _close_letters(uow, report, said)
            uow.commit()
        return said

    def set_aside(self, team: str, user: str, period: str) -> str:
        """*No report this month*; answers what to tell; raises RefusedError."""
        with self.open_uow() as uow:
            report = self._known(uow, team, period)
            uow.reports.save(report.set_aside(user, self.clock.now()))
            said = words.SET_ASIDE_DONE.format(month=words.month(period))
            _close_letters(uow, report, said)
            uow.commit()
        return said

    def leave(self, team: str, user: str, period: str, heir: str | None) -> None:
        """The editor goes: the draft passes to the heir, or is set aside. Twice is once."""
        now = self.clock.now()
        with self.open_uow() as uow:
            report = self._known(uow, team, period)
            if not report.is_for(user, now):
                return
            passed = report.pass_on(user, heir, now) if heir else report.set_aside(user, now)
            uow.reports.save(passed)
            if heir:
                count = len(_month(uow, passed))
                uow.outbox.put(_draft_letter(passed, count, words.EDITOR_GONE))
            uow.commit()

    def _remind(self, report: Report) -> None:
        now = self.clock.now()
        if not report.needs_reminder(now):
            return
        with self.open_uow() as uow:
            uow.reports.save(replace(report, reminded_at=now))
            uow.outbox.put(
                _letter(report, "reminder", report_view.reminder(report.period)),
            )
            uow.commit()

    def _editor(self, place: Workspace) -> tuple[str | None, str]:
        """Who gets the draft, and why; the editor even if away when there is nobody else."""
        editor, deputy = place.wishes.editor, place.wishes.deputy
        if editor and not self.whereabouts.is_away(place.team, editor):
            return editor, words.why_editor()
        if editor and deputy and self.directory.member(place.team, deputy).is_active:
            return deputy, words.stand_in(editor)
        if editor and self.directory.member(place.team, editor).is_active:
            return editor, words.why_editor()
        return None, ""

    def _draft(self, place: Workspace, slot: Slot, editor: str, why: str) -> None:
        report = Report(
            team=place.team,
            period=slot.period,
            editor=editor,
            state=ReportState.DRAFTED,
            drafted_at=self.clock.now(),
            starts=slot.since,
            stops=slot.previous,
            ends=slot.ends,
        )
        with self.open_uow() as uow:
            kudos = _month(uow, report)
            if not kudos:
                # A quiet month posts nothing, and asks nobody to write about it.
                report = replace(report, state=ReportState.SET_ASIDE)
            if uow.reports.add(report) and kudos:
                uow.outbox.put(_draft_letter(report, len(kudos), why))
            uow.commit()

    def _mine(self, team: str, user: str, period: str) -> Report:
        with self.open_uow() as uow:
            report = self._known(uow, team, period)
        if report.state is not ReportState.DRAFTED:
            raise RefusedError(Reason.REPORT_CLOSED)
        if not report.is_for(user, self.clock.now()):
            raise RefusedError(Reason.NOT_THE_EDITOR)
        return report

    def _known(self, uow: LookingBackUnitOfWork, team: str, period: str) -> Report:
        report = uow.reports.get(team, period)
        if report is None:
            raise RefusedError(Reason.REPORT_CLOSED)
        return report

    def _draft_of(self, report: Report) -> Draft:
        with self.open_uow() as uow:
            kudos = tuple(_month(uow, report))
        users = {user for each in kudos for user in each.credits.users}
        names = (name_of(self.directory, report.team, user) for user in users)
        return Draft(
            report=report,
            kudos=kudos,
            people=tuple(sorted(names, key=str.casefold)),
            chosen=frozenset(each.id for each in kudos),
        )

    def _redact(self, command: Sign) -> Redaction:
        settings = self.directory.settings(command.team)
        roster = self.directory.roster(command.team)
        return self.redactor.redact(
            RedactionRequest(text=command.intro, roster=roster, keep=settings.kept_terms),
        )

    def _channel(self, team: str) -> str:
        with self.open_uow() as uow:
            wishes = uow.digests.settings(team)
        channel = channel_of(Workspace(team, self.directory.settings(team), wishes))
        if channel is None:
            raise RefusedError(Reason.NO_KUDOS_CHANNEL)
        return channel


def _print(text: Redacted) -> str:
    """Fingerprint of words that may be read by anybody who may read the words."""
    return hashlib.sha256(text.text.encode(errors="surrogatepass")).hexdigest()[:32]


def _month(uow: LookingBackUnitOfWork, report: Report) -> Sequence[Kudos]:
    return uow.digests.of_month(report.team, report.starts, report.stops, ITEMS_MAX)


def _posted(report: Report, channel: str, now: datetime) -> Digest:
    return Digest(
        team=report.team,
        kind=Kind.REPORT,
        recipient=CHANNEL,
        period=report.period,
        channel=channel,
        slot_at=report.stops,
        ends_at=report.ends,
        created_at=now,
    )


def _draft_letter(report: Report, count: int, why: str) -> Outgoing:
    return _letter(report, "draft", report_view.letter(report.period, count, why))


def _letter(report: Report, what: str, body: View) -> Outgoing:
    """A message to the editor; it lapses once they no longer have the draft."""
    return Outgoing(
        team=report.team,
        key=f"{report.key}:{what}:{report.editor}",
        action=Action.POST,
        purpose=Purpose.REPORT,
        channel=report.editor,
        body=body,
        unasked=Unasked.REPORT_DRAFTS,
    )


def _close_letters(uow: LookingBackUnitOfWork, report: Report, said: str) -> None:
    """What its editor was sent says how it ended, and asks for nothing any more."""
    for what in ("draft", "reminder"):
        letter = f"{report.key}:{what}:{report.editor}"
        uow.outbox.put(
            Outgoing(
                team=report.team,
                key=f"{letter}:closed",
                action=Action.UPDATE,
                purpose=Purpose.REPORT,
                channel=report.editor,
                body=report_view.closed_letter(said),
                target=letter,
            ),
        )
