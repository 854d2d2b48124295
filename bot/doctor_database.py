"""What the doctor finds in the database: its journal, who takes handoffs, what waits for admins."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from bot.domain.findings import Finding
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.privacy import PURGE_OVERDUE_H
from bot.domain.receivers import Receiver
from bot.domain.workspace import WorkspaceSettings
from bot.wording import doctor as words
from storage.crypto import Keyring
from storage.dead_calls import SqlDeadCalls
from storage.dead_letters import SqlDeadLetters
from storage.digests import SqlDigests
from storage.handoff_setup import SqlHandoffSetup
from storage.patterns import SqlPatterns
from storage.receivers import SqlReceivers
from storage.retention import SqlPurges
from storage.settings import SqlSettings

IsHere = Callable[[str], bool]
"""Whether a person still has an account in the workspace."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database says of one workspace, read at once.

    Slack is asked afterwards: a transaction that waited for Slack would keep the bot from writing.
    wanted: the settings in force, None before any. channels: by what is posted there.
    """

    wanted: WorkspaceSettings | None
    handoffs: HandoffSettings
    receivers: Sequence[Receiver]
    findings: Sequence[Finding]
    channels: Mapping[str, str]

    @classmethod
    def read(cls, session: Session, keyring: Keyring, team: str, now: datetime) -> Self:
        """Everything that is looked at later."""
        return cls(
            wanted=SqlSettings(session).get(team),
            handoffs=SqlHandoffSetup(session, keyring, now).settings(team),
            receivers=SqlReceivers(session).all(team, now),
            findings=(dead_letters(session, keyring, team), purge(session, team, now)),
            channels=chosen_channels(session, team),
        )


def journal(sessions: sessionmaker[Session]) -> Finding:
    """Whether what is committed survives a crash and a power cut."""
    with sessions() as session:
        if session.get_bind().dialect.name == "sqlite":
            mode = str(session.execute(text("PRAGMA journal_mode")).scalar_one())
            problem = None if mode == "truncate" else words.journal_mode(mode)
            says = words.sqlite_ok(sqlite3.sqlite_version)
        else:
            names = ("fsync", "synchronous_commit", "full_page_writes")
            found = {name: session.execute(text(f"SHOW {name}")).scalar_one() for name in names}
            off = [name for name, value in found.items() if value == "off"]
            problem = words.not_durable(", ".join(off)) if off else None
            version = str(session.execute(text("SHOW server_version")).scalar_one())
            says = words.postgres_ok(version)
    return Finding(words.FIX if problem else words.OK, words.JOURNAL, problem or says)


def dead_letters(session: Session, keyring: Keyring, team: str) -> Finding:
    """Deliveries that an admin has to decide about."""
    count = SqlDeadLetters(session, keyring).count(team) + SqlDeadCalls(session).count(team)
    if count:
        return Finding(words.FIX, words.DELIVERIES, words.dead_letters(count))
    return Finding(words.OK, words.DELIVERIES, words.DELIVERIES_OK)


def purge(session: Session, team: str, now: datetime) -> Finding:
    """Whether old data is removed: when the purge job ran last, and what it removed then."""
    runs = SqlPurges(session).last(team)
    if not runs:
        return Finding(words.OK, words.PURGE, words.PURGE_NEVER)
    last = max(run.ran_at for run in runs)
    if last < now - timedelta(hours=PURGE_OVERDUE_H):
        return Finding(words.FIX, words.PURGE, words.purge_stands(f"{last:%Y-%m-%d %H:%M}"))
    removed = sum(run.removed for run in runs)
    return Finding(words.OK, words.PURGE, words.purged(f"{last:%Y-%m-%d %H:%M}", removed))


def chosen_channels(session: Session, team: str) -> dict[str, str]:
    """Channels that admins chose besides the kudos channel, by what is posted there."""
    found = {
        words.DIGEST_CHANNEL: SqlDigests(session).settings(team).channel,
        words.LEADS_CHANNEL: SqlPatterns(session).settings(team).leads_channel,
    }
    return {part: channel for part, channel in found.items() if channel}


def chain(kept: "Stored", now: datetime, is_here: IsHere) -> Iterator[Finding]:
    """Who would be asked to take a handoff, step by step, and where a step is empty."""
    if not kept.handoffs.enabled:
        yield Finding(words.OK, words.CHAIN, words.HANDOFFS_OFF)
        return
    receivers = {one.user: one for one in kept.receivers}
    peers = [one for one in receivers.values() if one.opted_in and one.is_active]
    found = list(_unreached(kept.handoffs, receivers, now, is_here))
    if not peers:
        found.append(Finding(words.HINT, words.CHAIN, words.NO_PEERS))
    yield from found or [Finding(words.OK, words.CHAIN, words.chain_ok(len(peers)))]


def _unreached(
    settings: HandoffSettings,
    receivers: dict[str, Receiver],
    now: datetime,
    is_here: IsHere,
) -> Iterator[Finding]:
    """Steps at which nobody would answer: neither the person nor a deputy."""

    def answers(user: str | None) -> bool:
        if user is None:
            return False
        known = receivers.get(user)
        away = known is not None and (known.is_muted(now) or not known.is_active)
        return not away and is_here(user)

    def covered(user: str) -> bool:
        return answers(user) or answers(settings.deputy_of(user))

    if not any(covered(lead) for lead in settings.leads):
        yield Finding(words.FIX, words.CHAIN, words.NO_LEAD_ANSWERS)
    if settings.backup is None or not covered(settings.backup):
        yield Finding(words.FIX, words.CHAIN, words.NO_BACKUP_ANSWERS)
