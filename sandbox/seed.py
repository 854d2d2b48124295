"""Fills the demo before the bot starts: a team, its agreements, and months that it looks back on.

Writes through the product's own storage, as the bot itself would have, and tells the simulated
Slack what stood in its channels. Nothing here is about anybody real.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session, sessionmaker

from bot import app_start
from bot.app_digest import links_into
from bot.domain.delivery import INSTEAD, Action, DeliveryState, Purpose
from bot.domain.digest_settings import DigestSettings
from bot.domain.handoff import LINK_KEPT, Handoff
from bot.domain.handoff_moves import Happened
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.kudos import Kudos
from bot.domain.lead_views import WINDOWS_SHOWN, Decision, Display, PatternSettings, Surface
from bot.domain.patterns import due, freeze
from bot.domain.quarterly import Quarter, Question, Result, Share
from bot.domain.receivers import Receiver
from bot.domain.working_time import WorkingHours
from bot.domain.workspace import WorkspaceSettings
from bot.services.digests import compose, used
from bot.settings import Settings
from bot.views import digest as digest_view
from bot.views import kudos as kudos_view
from bot.views import patterns as pattern_view
from bot.views.digest import Entry
from bot.wording import pledge as pledge_words
from sandbox.json_types import Json
from sandbox.people_shapes import BOT_USER, TEAM_ID, TEAM_NAME
from sandbox.seed_past import Past
from sandbox.seed_people import (
    ADMIN_ID,
    AGENT_IDS,
    BACKUP_ID,
    GENERAL,
    KUDOS,
    LEAD_IDS,
    LEADS,
    PRAISE,
    RECEIVER_IDS,
    SUPPORT_GROUP,
    TEAM_ZONE,
    people,
)
from sandbox.seed_words import CHATTER
from storage.crypto import Keyring
from storage.models import OutboxRow
from storage.unit_of_work import SqlUnitOfWork
from storage.workspaces import register_workspace

TUESDAY = 1
MORNING = time(9, 30)
WEEK = timedelta(days=7)
WEEK_S = 7 * 86_400
ALL = 10_000
NAMES = {person.id: person.display_name for person in people()}


@dataclass(frozen=True)
class StoppedClock:
    """A clock for the time of writing the past down."""

    at: datetime

    def now(self) -> datetime:
        """Return the same moment, always."""
        return self.at

    def wait(self, event: object, seconds: float) -> bool:  # noqa: ARG002 (the product's port)
        """Return at once."""
        return False


@dataclass
class Seed:
    """One filling of one empty database; ``posts`` collects what stands in the channels."""

    uow: SqlUnitOfWork
    session: Session
    base_url: str
    now: datetime
    posts: list[Json] = field(default_factory=list)

    def write(self, past: Past) -> None:
        """Write everything; commits once."""
        self._agreements()
        for one in past.kudos:
            self._kudos(one)
        self._digests(past)
        for handoff in past.handoffs:
            self._handoff(handoff)
        self.uow.handoffs.unlink(self.now - LINK_KEPT, self.now, ALL)
        self._windows()
        self._questions()
        recent = [one for one in past.handoffs if not one.drill][-1]
        brought = Decision(recent.id, recent.taker or LEAD_IDS[0], self.now - timedelta(days=1))
        self.uow.decisions.bring(TEAM_ID, brought)
        self._chatter()
        self.uow.commit()

    def _agreements(self) -> None:
        uow, began = self.uow, self.now - timedelta(days=180)
        uow.settings.save(TEAM_ID, workspace_settings(), began)
        uow.digests.save_settings(TEAM_ID, DigestSettings(editor=LEAD_IDS[0]), began)
        uow.handoff_setup.keep(TEAM_ID, handoff_settings())
        uow.handoff_setup.pledge(TEAM_ID, pledge_words.TEXT)
        uow.patterns.keep_settings(TEAM_ID, PatternSettings(leads_channel=LEADS))
        for place, user in enumerate(RECEIVER_IDS):
            asked_at = self.now - timedelta(days=9 - place)
            receiver = Receiver(TEAM_ID, user, opted_in=True, last_asked_at=asked_at)
            uow.receivers.save(receiver)

    def _kudos(self, kudos: Kudos) -> None:
        self.uow.kudos.add(kudos)
        body = kudos_view.post(kudos)
        self._posted(kudos.post_key, Purpose.KUDOS, KUDOS, body, kudos.created_at)

    def _digests(self, past: Past) -> None:
        known = {one.id: one for one in past.kudos}
        schedule = DigestSettings().schedule(TEAM_ZONE)
        slot = schedule.next_week(past.begins)
        while slot.at < self.now:
            chosen = compose(self.uow, TEAM_ID, slot, DigestSettings().length)
            digest = used(TEAM_ID, slot, KUDOS, slot.at, empty=not chosen)
            self.uow.digests.add(digest, chosen)
            if chosen:
                entries = [self._entry(known[one]) for one in chosen]
                body = digest_view.post(entries, int(slot.at.timestamp()) // WEEK_S)
                self._posted(digest.key, Purpose.DIGEST, KUDOS, body, slot.at)
            slot = schedule.next_week(slot.at + timedelta(minutes=1))

    def _entry(self, kudos: Kudos) -> Entry:
        names = sorted(NAMES[user] for user in kudos.credits.users)
        link_to = links_into(lambda _team: self.base_url)
        return Entry(
            kudos,
            people=tuple(names),
            sharer=NAMES[kudos.sharer] if kudos.sharer_named else None,
            link=link_to(TEAM_ID, KUDOS, stamp(kudos.created_at)),
        )

    def _handoff(self, handoff: Handoff) -> None:
        self.uow.handoffs.add(handoff)
        claimed = handoff.claimed_at or handoff.created_at
        for happened, at in (
            (Happened.REQUESTED, handoff.created_at),
            (Happened.CLAIMED, claimed),
            (Happened.CONFIRMED, claimed + timedelta(minutes=4)),
            (Happened.RESOLVED, handoff.closed_at or claimed),
        ):
            self.uow.handoffs.record(handoff, happened, at)

    def _windows(self) -> None:
        """Freeze what is due, as the clock would have done on its day."""
        first = self.uow.patterns.first_window(TEAM_ID)
        if first is None:
            return
        for window in due(first, frozenset(), self.now):
            asked, taken = self.uow.patterns.asked(TEAM_ID, window)
            size = len(AGENT_IDS) + len(LEAD_IDS)
            frozen = freeze(window, size, asked, taken)
            self.uow.patterns.freeze(TEAM_ID, frozen, window.freezes_at)
            self.uow.window_keys.destroy(TEAM_ID, window.start)
            shown = self.uow.patterns.frozen(TEAM_ID, WINDOWS_SHOWN)
            body = pattern_view.post(shown)
            body.pop(INSTEAD, None)
            key = f"patterns:{window.start.isoformat()}"
            self._posted(key, Purpose.PATTERNS, LEADS, body, window.freezes_at)
            start, at = window.start, window.freezes_at
            self.uow.patterns.log(
                Display(TEAM_ID, None, Surface.POST, start, frozen.figures, at),
            )

    def _questions(self) -> None:
        """The last two quarters whose questions went out; answered, once their time is over."""
        running = Quarter.of(self.now)
        start = datetime(running.year, running.number * 3 - 2, 1, tzinfo=UTC)
        before = Quarter.of(start - timedelta(days=1))
        shares = ((Question.COULD, Share.NEARLY_ALL), (Question.QUICK, Share.MOST))
        for quarter in (before, running):
            if quarter.opens_at <= self.now:
                self.uow.quarterly.open(TEAM_ID, quarter, quarter.opens_at)
            if quarter.closes_at <= self.now:
                self.uow.quarterly.close(TEAM_ID, Result(quarter, shares), quarter.closes_at)

    def _chatter(self) -> None:
        for place, (user, text) in enumerate(CHATTER):
            at = self.now - timedelta(hours=22 - place)
            self.posts.append({"channel": GENERAL, "user": user, "text": text, "ts": stamp(at)})

    def _posted(
        self, key: str, purpose: Purpose, channel: str, body: dict[str, Any], at: datetime
    ) -> None:
        """A post that was delivered: its row in the outbox, and the message in the channel."""
        mark = f"past{len(self.posts):020}"
        blocks = [{**body["blocks"][0], "block_id": mark}, *body["blocks"][1:]]
        message = {"channel": channel, "text": body["text"], "blocks": blocks, "ts": stamp(at)}
        self.posts.append(message)
        self.session.add(
            OutboxRow(
                team_id=TEAM_ID,
                key=key,
                mark=mark,
                action=Action.POST.value,
                purpose=purpose.value,
                channel=channel,
                state=DeliveryState.SENT.value,
                fence=1,
                attempts=1,
                not_before=at,
                first_attempt_at=at,
                posted_channel=channel,
                posted_ts=stamp(at),
                created_at=at,
            ),
        )


def fill(settings: Settings, base_url: str, now: datetime, past: Past) -> list[Json]:
    """Fill the bot's database; return the posts that stood in Slack, oldest first."""
    keyring = app_start.open_keyring(settings)
    sessions = app_start.open_database(settings, keyring)
    register_workspace(
        sessions, keyring, team=TEAM_ID, name=TEAM_NAME, bot_user=BOT_USER, now=past.begins
    )
    posts = _written(sessions, keyring, base_url, now, past)
    return sorted(posts, key=lambda one: str(one["ts"]))


def _written(
    sessions: sessionmaker[Session], keyring: Keyring, base_url: str, now: datetime, past: Past
) -> list[Json]:
    with sessions() as session:
        uow = SqlUnitOfWork(session, keyring, StoppedClock(now))
        seed = Seed(uow, session, base_url, now)
        seed.write(past)
        return seed.posts


def workspace_settings() -> WorkspaceSettings:
    """What the admin of the demo has set."""
    return WorkspaceSettings(
        kudos_channel=KUDOS,
        support_group=SUPPORT_GROUP,
        leads=frozenset(LEAD_IDS),
        intake_channels=(PRAISE,),
        admins=frozenset({ADMIN_ID}),
        time_zone=TEAM_ZONE,
    )


def handoff_settings() -> HandoffSettings:
    """What the team of the demo has agreed about handoffs."""
    return HandoffSettings(
        enabled=True,
        leads=LEAD_IDS,
        backup=BACKUP_ID,
        deputies=((BACKUP_ID, "U0BEA"),),
        hours=replace(WorkingHours(), zone=TEAM_ZONE),
        safety_contact="reception, at any hour: extension 100",
        aftercare_person=LEAD_IDS[1],
    )


def today(real: datetime) -> datetime:
    """Return the latest Tuesday morning before ``real``: a working day, with the digest to come."""
    local = real.astimezone(ZoneInfo(TEAM_ZONE))
    tuesday = local.date() - timedelta(days=(local.weekday() - TUESDAY) % 7)
    morning = datetime.combine(tuesday, MORNING, ZoneInfo(TEAM_ZONE))
    return (morning if morning <= local else morning - WEEK).astimezone(UTC)


def stamp(at: datetime) -> str:
    """Return Slack's timestamp of a moment."""
    return f"{at.timestamp():.6f}"
