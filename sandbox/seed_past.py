"""Six months of a team that never was, out of a seeded generator: good words and handoffs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import cycle
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.digest_settings import DigestSettings
from bot.domain.handoff import (
    Answer,
    Ending,
    Ground,
    Handoff,
    Medium,
    Offer,
    Role,
    State,
    Step,
    Wish,
)
from bot.domain.kudos import Credits, Kudos, KudosState
from bot.domain.patterns import Window, newest_due
from bot.domain.redacted import Redacted
from bot.domain.reference import Reference
from sandbox.people_shapes import TEAM_ID
from sandbox.seed_people import AGENT_IDS, KUDOS, LEAD_IDS, RECEIVER_IDS, TEAM_ZONE
from sandbox.seed_words import NOTES, PAST

SEED = 4711
WEEKDAYS = 5
FRESH = 3
"""Kudos since the last digest, so that the next one has something to show."""
HANDOFFS = (15, 29)
"""Requests in the last but one window and in the last: two bands apart, so an arrow shows."""
EACH_WEEK = 2
"""Requests a week in the window that still runs."""
DRILLS = 3
DAY_BEGINS, DAY_HOURS = 9, 8
_GROUNDS = (
    Ground.HARASSMENT,
    Ground.DRAINING,
    Ground.ANOTHER_TIER,
    Ground.THREAT,
    Ground.DRAINING,
    Ground.HARASSMENT,
    Ground.DRAINING,
)
"""Seven, so that they do not keep step with the ten agents."""
_ENDINGS = (Ending.TAKEN_OVER, Ending.TAKEN_OVER, Ending.IMPASSE, Ending.ANOTHER_TIER)
_ZONE = ZoneInfo(TEAM_ZONE)


@dataclass(frozen=True)
class Past:
    """What happened before today, oldest first. begins: when the workspace installed Goodword."""

    begins: datetime
    kudos: tuple[Kudos, ...]
    handoffs: tuple[Handoff, ...]


def past(now: datetime) -> Past:
    """Return the same past for the same ``now``."""
    rng = Random(SEED)  # noqa: S311 (a story, no secret)
    newest = newest_due(now)
    begins = datetime.combine(newest.before.start, time(8), UTC)
    return Past(begins, _kudos(rng, begins, now), _handoffs(rng, newest, now))


def _kudos(rng: Random, begins: datetime, now: datetime) -> tuple[Kudos, ...]:
    last = DigestSettings().schedule(TEAM_ZONE).week_of(now).previous
    until_last = [_working(rng, begins, last) for _ in range(len(PAST) - FRESH)]
    fresh = [_working(rng, last, now - timedelta(hours=2)) for _ in range(FRESH)]
    words = list(PAST)
    rng.shuffle(words)
    sharers = cycle(rng.sample(AGENT_IDS, len(AGENT_IDS)))
    moments = sorted(until_last) + sorted(fresh)
    return tuple(
        _one_kudos(rng, text, next(sharers), at) for text, at in zip(words, moments, strict=True)
    )


def _one_kudos(rng: Random, text: str, sharer: str, at: datetime) -> Kudos:
    others = [user for user in AGENT_IDS if user != sharer]
    team = rng.random() < 0.15
    ident = rng.randbytes(16).hex()
    return Kudos(
        id=ident,
        team=TEAM_ID,
        request=f"past:{ident}",
        sharer=sharer,
        sharer_named=rng.random() < 0.8,
        text=Redacted(text),
        note=Redacted(rng.choice(NOTES)) if rng.random() < 0.1 else None,
        credits=Credits(
            users=() if team else tuple(rng.sample(others, 2 if rng.random() < 0.2 else 1)),
            whole_team=team,
        ),
        source=None,
        channel=KUDOS,
        state=KudosState.SHARED,
        created_at=at,
    )


def _handoffs(rng: Random, newest: Window, now: datetime) -> tuple[Handoff, ...]:
    found: list[Handoff] = []
    for window, count in zip((newest.before, newest), HANDOFFS, strict=True):
        begins = datetime.combine(window.start, time(8), UTC)
        found += _some(rng, begins, window.ends_at - timedelta(days=1), count)
    running = (now - newest.ends_at).days // 7 * EACH_WEEK
    found += _some(rng, newest.ends_at, now - timedelta(days=9), running)
    last_month = now - timedelta(days=40)
    found += [_one_drill(rng, _working(rng, last_month, newest.ends_at)) for _ in range(DRILLS)]
    return tuple(sorted(found, key=lambda one: one.created_at))


def _some(rng: Random, begins: datetime, ends: datetime, count: int) -> list[Handoff]:
    """Spread over people as in a real team: everybody now and then, nobody all the time."""
    people, grounds = cycle(AGENT_IDS), cycle(_GROUNDS)
    return [
        _one_handoff(rng, next(people), next(grounds), _working(rng, begins, ends))
        for _ in range(max(count, 0))
    ]


def _one_drill(rng: Random, at: datetime) -> Handoff:
    return _one_handoff(rng, LEAD_IDS[0], Ground.DRAINING, at, drill=True)


def _one_handoff(
    rng: Random, requester: str, ground: Ground, at: datetime, *, drill: bool = False
) -> Handoff:
    waited = timedelta(seconds=rng.choice((70, 110, 150, 200, 260, 400, 520, 800)))
    taken = at + waited
    closed = taken + timedelta(hours=rng.choice((2, 5, 26, 50)))
    peers = [user for user in RECEIVER_IDS if user != requester]
    by_lead = waited > timedelta(minutes=5)
    taker = rng.choice(LEAD_IDS if by_lead else peers)
    role = Role.LEAD if by_lead else Role.PEER
    ident = rng.randbytes(16).hex()
    return Handoff(
        id=ident,
        team=TEAM_ID,
        request=f"past:{ident}",
        requester=requester,
        wish=Wish(
            ground=ground,
            reference=Reference("PRACTICE-1" if drill else f"#{rng.randrange(15000, 20400)}"),
            medium=rng.choice((Medium.EMAIL, Medium.EMAIL, Medium.CHAT)),
            language="en",
        ),
        pledge_version=1,
        created_at=at,
        state=State.RESOLVED,
        step=_step(ground, waited),
        armed_at=taken,
        told_at=taken,
        round=1,
        taker=taker,
        claimed_at=taken,
        closed_at=closed,
        ending=rng.choice(_ENDINGS),
        drill=drill,
        offers=(Offer(taker, role, 1, Answer.TAKEN, at, taken),),
    )


def _step(ground: Ground, waited: timedelta) -> Step:
    if ground is Ground.THREAT:
        return Step.AT_ONCE
    if waited <= timedelta(minutes=5):
        return Step.PEERS
    return Step.LEADS if waited <= timedelta(minutes=10) else Step.BACKUP


def _working(rng: Random, begins: datetime, ends: datetime) -> datetime:
    """Return a moment on a working day between 9 and 17 in the team's zone."""
    while True:
        somewhere = begins + (ends - begins) * rng.random()
        day = somewhere.astimezone(_ZONE)
        if day.weekday() < WEEKDAYS and DAY_BEGINS <= day.hour < DAY_BEGINS + DAY_HOURS:
            return somewhere.astimezone(UTC)
