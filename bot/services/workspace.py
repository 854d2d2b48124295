"""Settings of a workspace, changed in Slack: each field checked, one plain sentence where wrong."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from zoneinfo import available_timezones

import structlog

from bot.domain import terms
from bot.domain.inbox import StoredEvent
from bot.domain.refusals import Reason, RefusedError
from bot.domain.workspace import DEFAULT_ZONE, Mode, WorkspaceSettings
from bot.ports import Clock, Desk, Directory
from bot.ports_sharing import Groups, OpenSharing, Terms
from bot.services.gate import Gate
from bot.views import blocks as b
from bot.views import workspace as view
from bot.wording import workspace as words

log = structlog.get_logger()

CHANNELS_MAX: Final = 20
PEOPLE_MAX: Final = 50
TERMS_MAX: Final = 200
TERM_LENGTH: Final = 60
TERMS_LENGTH: Final = 2_900
"""All kept terms stand in one field of the modal, which holds 3,000 characters."""
_EMOJI: Final = re.compile(r"[a-z0-9_+'\-]{1,100}")
"""Slack: emoji names are lower-case letters, digits, _, - and +."""


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """What an admin typed and chose; groups are None where they chose none."""

    kudos_channel: str | None
    intake_channels: tuple[str, ...]
    mode: str
    reaction: str
    support_group: str | None
    leads: tuple[str, ...]
    leads_group: str | None
    admins: tuple[str, ...]
    admins_group: str | None
    time_zone: str
    kept_terms: str
    hide_terms: str
    unhide_terms: str


Errors = Mapping[str, str]
"""Block id → one plain sentence."""


@dataclass(frozen=True, slots=True)
class WorkspaceAdmin:
    """The use cases around settings."""

    open_uow: OpenSharing
    gate: Gate
    desk: Desk
    directory: Directory
    groups: Groups
    terms: Terms
    clock: Clock

    def seed(self, team: str, settings: WorkspaceSettings) -> None:
        """First settings, from the environment; afterwards Slack is the place."""
        with self.open_uow() as uow:
            uow.settings.seed(team, settings, self.clock.now())
            uow.commit()

    def open(self, team: str, user: str, trigger: str) -> None:
        """Show the modal. Raises RefusedError(NOT_AN_ADMIN)."""
        self._require_admin(team, user)
        modal = view.modal(self._proposed(team, user), self.groups.all(team))
        self.desk.open_modal(team, trigger, modal)

    def suggest(self, team: str, user: str, typed: str) -> list[b.Element]:
        """User groups for what was typed. Raises RefusedError(NOT_AN_ADMIN)."""
        self._require_admin(team, user)
        return view.suggestions(self.groups.known(team), typed)

    def save(self, team: str, user: str, form: SettingsForm) -> Errors:
        """Keep settings that make sense, all or none; effective at once in this process."""
        self._require_admin(team, user)
        before = self._stored(team)
        errors = self._errors(team, form, before)
        if errors:
            return errors
        with self.open_uow() as uow:
            uow.settings.save(team, self._settings(team, form, before), self.clock.now())
            uow.settings.people_changed(team)
            uow.commit()
        self.directory.settings_changed(team)
        log.info("settings_saved", team=team)
        return {}

    def person_changed(self, event: StoredEvent) -> None:
        """Somebody's name or standing may have changed."""
        if self.directory.person_changed(event.team, event.user):
            self._tell_processes(event.team)

    def group_changed(self, event: StoredEvent) -> None:
        """A user group's members changed."""
        if self.directory.group_changed(event.team, event.subject):
            self._tell_processes(event.team)

    def _tell_processes(self, team: str) -> None:
        with self.open_uow() as uow:
            uow.settings.people_changed(team)
            uow.commit()

    def _require_admin(self, team: str, user: str) -> None:
        self.gate.require_member(team, user)
        if not self.directory.is_admin(team, user):
            raise RefusedError(Reason.NOT_AN_ADMIN)

    def _stored(self, team: str) -> WorkspaceSettings:
        with self.open_uow() as uow:
            return uow.settings.get(team) or WorkspaceSettings()

    def _proposed(self, team: str, user: str) -> WorkspaceSettings:
        """What is stored; before the first saving the admin's own time zone stands for UTC.

        A digest would come hours late where nobody looked at that field.
        """
        stored = self._stored(team)
        zone = self.directory.member(team, user).time_zone
        if stored.kudos_channel or stored.time_zone != DEFAULT_ZONE or _zone_problem(zone):
            return stored
        return replace(stored, time_zone=zone)

    def _settings(
        self, team: str, form: SettingsForm, before: WorkspaceSettings
    ) -> WorkspaceSettings:
        more = {self._digest(team, term) for term in _split(form.hide_terms)}
        less = {self._digest(team, term) for term in _split(form.unhide_terms)}
        return WorkspaceSettings(
            kudos_channel=form.kudos_channel,
            intake_channels=form.intake_channels,
            mode=Mode(form.mode),
            reaction=_emoji(form.reaction) or None,
            support_group=form.support_group,
            leads=frozenset(form.leads),
            leads_group=form.leads_group,
            admins=frozenset(form.admins),
            admins_group=form.admins_group,
            time_zone=form.time_zone.strip(),
            kept_terms=_split(form.kept_terms),
            hidden_terms=(before.hidden_terms - less) | more,
        )

    def _digest(self, team: str, term: str) -> str:
        return self.terms.digest(team, terms.normal(term))

    def _errors(self, team: str, form: SettingsForm, before: WorkspaceSettings) -> Errors:
        found = {
            view.KUDOS_CHANNEL: self._kudos_channel_problem(team, form.kudos_channel),
            view.INTAKE: self._intake_problem(team, form),
            view.REACTION: _emoji_problem(form.reaction),
            view.LEADS: self._people_problem(team, form.leads),
            view.ADMINS: self._people_problem(team, form.admins),
            view.ZONE: _zone_problem(form.time_zone),
            view.KEPT: _kept_problem(form.kept_terms),
            view.HIDE: _hide_problem(form.hide_terms),
            view.UNHIDE: self._unhide_problem(team, form.unhide_terms, before),
            **self._group_problems(team, form),
        }
        return {block: sentence for block, sentence in found.items() if sentence}

    def _kudos_channel_problem(self, team: str, channel: str | None) -> str | None:
        if channel is None:
            return None
        return self._channel_problem(team, channel, internal=True)

    def _intake_problem(self, team: str, form: SettingsForm) -> str | None:
        if len(form.intake_channels) > CHANNELS_MAX:
            return words.TOO_MANY_CHANNELS
        if form.kudos_channel in form.intake_channels:
            return words.INTAKE_IS_KUDOS
        problems = (
            self._channel_problem(team, channel, internal=False) for channel in form.intake_channels
        )
        return next((problem for problem in problems if problem), None)

    def _channel_problem(self, team: str, channel: str, *, internal: bool) -> str | None:
        try:
            info = self.desk.channel(team, channel)
        except RefusedError as refused:
            if refused.reason is Reason.SLACK_AWAY:
                raise
            return words.NO_SUCH_CHANNEL
        if info.is_archived:
            return words.ARCHIVED
        if internal and info.is_shared_outside:
            return words.SHARED
        return None if info.is_member else words.NOT_IN_CHANNEL

    def _people_problem(self, team: str, users: Sequence[str]) -> str | None:
        if len(users) > PEOPLE_MAX:
            return words.TOO_MANY_PEOPLE
        members = all(self.gate.is_member(team, user) for user in users)
        return None if members else words.NOT_MEMBERS

    def _group_problems(self, team: str, form: SettingsForm) -> dict[str, str]:
        chosen = {
            view.GROUP: form.support_group,
            view.LEADS_GROUP: form.leads_group,
            view.ADMINS_GROUP: form.admins_group,
        }
        if not any(chosen.values()):
            return {}
        known = {group.id for group in self.groups.all(team)}
        return {
            block: words.NO_SUCH_GROUP
            for block, group in chosen.items()
            if group is not None and group not in known
        }

    def _unhide_problem(self, team: str, given: str, before: WorkspaceSettings) -> str | None:
        digests = {self._digest(team, term) for term in _split(given)}
        return None if digests <= before.hidden_terms else words.TERM_NOT_HIDDEN


def _split(given: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[,\n]", given))
    return tuple(dict.fromkeys(part for part in parts if part))


def _emoji(given: str) -> str:
    """An emoji's name without colons and skin tone."""
    return given.strip().strip(":").partition("::")[0]


def _emoji_problem(given: str) -> str | None:
    name = _emoji(given)
    return None if not name or _EMOJI.fullmatch(name) else words.BAD_EMOJI


def _zone_problem(given: str) -> str | None:
    return None if given.strip() in available_timezones() else words.BAD_ZONE


def _term_problem(given: Iterable[str]) -> str | None:
    listed = list(given)
    if len(listed) > TERMS_MAX or len(", ".join(listed)) > TERMS_LENGTH:
        return words.TOO_MANY_TERMS
    good = all(
        len(term) <= TERM_LENGTH and any(map(str.isalpha, term)) and "@" not in term
        for term in listed
    )
    return None if good else words.BAD_TERM


def _kept_problem(given: str) -> str | None:
    return _term_problem(_split(given))


def _hide_problem(given: str) -> str | None:
    listed = _split(given)
    if any(len(terms.normal(term).split()) > terms.WORDS_MAX for term in listed):
        return words.LONG_TERM
    empty = any(not terms.normal(term) for term in listed)
    return words.BAD_TERM if empty else (words.TOO_MANY_TERMS if len(listed) > TERMS_MAX else None)
