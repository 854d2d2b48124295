"""Never silence: whom each step asks, how long it lasts, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, assert_never

from bot.domain.handoff import Answer, Handoff, Offer, Role, Route, State, Step
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.receivers import Pool

CROWD_MAX: Final = 25
"""How many peers are asked at once when it is urgent: a bound for very large teams."""
ASKED_AT_ONCE: Final = 3
"""Peers who are asked at a time."""
CLOCK_SLACK: Final = timedelta(seconds=60)
"""A timer started more than this in the future tells that the clock went back."""

Person = tuple[str, Role]


@dataclass(frozen=True, slots=True)
class Situation:
    """What a decision is made with."""

    settings: HandoffSettings
    pool: Pool
    now: datetime


def first_step(handoff: Handoff) -> Step:
    """Where a request starts, and starts again when somebody gave it back."""
    if handoff.urgent:
        return Step.AT_ONCE
    return Step.LEADS if handoff.wish.route is Route.ANY_LEAD else Step.PEERS


def next_step(step: Step) -> Step:
    """What follows when nobody has taken it."""
    match step:
        case Step.PEERS:
            return Step.LEADS
        case Step.LEADS | Step.AT_ONCE:
            return Step.BACKUP
        case Step.BACKUP | Step.EVERYONE:
            return Step.EVERYONE
        case _:
            assert_never(step)


def wait_of(step: Step, settings: HandoffSettings) -> timedelta:
    """How long a step lasts."""
    match step:
        case Step.PEERS:
            return settings.waits.peers
        case Step.LEADS | Step.AT_ONCE:
            return settings.waits.leads
        case Step.BACKUP:
            return settings.waits.backup
        case Step.EVERYONE:
            return settings.waits.everyone
        case _:
            assert_never(step)


def clock_runs(handoff: Handoff, situation: Situation) -> bool:
    """Whether the handoff's clock runs now: always for threat and danger."""
    return handoff.alarm or situation.settings.hours.is_open(situation.now)


def deadline(handoff: Handoff, situation: Situation, wait: timedelta) -> datetime:
    """When a wait that starts now ends."""
    if handoff.alarm:
        return situation.now + wait
    return situation.settings.hours.deadline(situation.now, wait)


def enter(handoff: Handoff, step: Step, situation: Situation) -> Handoff:
    """Ask a step's people and start its timer; a step with nobody new is passed over at once.

    Outside working hours the passing over waits for the next opening.
    """
    while True:
        entered = _ask(replace(handoff, step=step), situation)
        if entered.round != handoff.round or step is Step.EVERYONE:
            return _timed(entered, situation, wait_of(step, situation.settings))
        if not clock_runs(handoff, situation):
            return _timed(entered, situation, timedelta(0))
        step = next_step(step)


def pass_on(handoff: Handoff, situation: Situation) -> Handoff:
    """After a *Not today*: ask the next peer, or go on when nobody asked is left."""
    if handoff.step is Step.PEERS:
        pending = {offer.user for offer in handoff.asked}
        free = max(ASKED_AT_ONCE - len(pending), 0)
        asked = pending | _said_no(handoff, situation)
        waiting = [user for user in situation.pool.peers if user not in asked]
        people = [(user, Role.PEER) for user in waiting[:free]]
        handoff = _with_offers(handoff, people, situation.now)
    if handoff.asked or handoff.step is Step.EVERYONE:
        return handoff
    if clock_runs(handoff, situation):
        return enter(handoff, next_step(handoff.step), situation)
    return _timed(handoff, situation, timedelta(0))


def stand_in(handoff: Handoff, situation: Situation) -> Handoff:
    """After a lead or the backup stands aside: their deputy is asked within the same step."""
    if handoff.step in {Step.PEERS, Step.EVERYONE}:
        return handoff
    return _ask(handoff, situation)


def is_due(handoff: Handoff, now: datetime) -> bool:
    """Whether the running timer has ended, or cannot be trusted any more."""
    if handoff.due_at is None:
        return False
    return handoff.due_at <= now or handoff.armed_at > now + CLOCK_SLACK


def _timed(handoff: Handoff, situation: Situation, wait: timedelta) -> Handoff:
    due = deadline(handoff, situation, wait)
    return replace(handoff, due_at=due, armed_at=situation.now, state=State.OPEN)


def _ask(handoff: Handoff, situation: Situation) -> Handoff:
    people = audience(handoff, situation)
    if handoff.step is Step.EVERYONE:
        handoff = _forget_unanswered(handoff, {user for user, _ in people}, situation.now)
    skip = {offer.user for offer in handoff.asked} | _said_no(handoff, situation)
    return _with_offers(handoff, [one for one in people if one[0] not in skip], situation.now)


def _said_no(handoff: Handoff, situation: Situation) -> set[str]:
    """Who is not asked again: for good in the first steps, for one turn when all are asked."""
    since = situation.now - situation.settings.waits.everyone
    return {
        offer.user
        for offer in handoff.offers
        if offer.answer in {Answer.NOT_TODAY, Answer.GIVEN_BACK}
        and (handoff.step is not Step.EVERYONE or (offer.answered_at or since) > since)
    }


def _with_offers(handoff: Handoff, people: Sequence[Person], now: datetime) -> Handoff:
    if not people:
        return handoff
    asked_round = handoff.round + 1
    offers = tuple(Offer(user, role, asked_round, Answer.ASKED, now) for user, role in people)
    return replace(handoff, offers=handoff.offers + offers, round=asked_round)


def _forget_unanswered(handoff: Handoff, users: set[str], now: datetime) -> Handoff:
    """Everyone is asked anew: an unanswered card is blanked before the next one comes."""
    return replace(
        handoff,
        offers=tuple(
            replace(offer, answer=Answer.OVER, answered_at=now)
            if offer.answer is Answer.ASKED and offer.user in users
            else offer
            for offer in handoff.offers
        ),
    )


def audience(handoff: Handoff, situation: Situation) -> list[Person]:
    """Whom a step asks, each once, never the requester, nobody who has left."""
    people = _people(handoff, situation)
    gone = situation.pool.gone
    fit = [one for one in people if one[0] != handoff.requester and one[0] not in gone]
    return list({user: (user, role) for user, role in reversed(fit)}.values())[::-1]


def _people(handoff: Handoff, situation: Situation) -> list[Person]:
    match handoff.step:
        case Step.PEERS:
            return _peers(handoff, situation)[:ASKED_AT_ONCE]
        case Step.LEADS:
            return _leads(handoff, situation)
        case Step.AT_ONCE:
            if handoff.wish.route is Route.ANY_LEAD:
                return [*_leads(handoff, situation), *_backup(handoff, situation)]
            return [*_peers(handoff, situation)[:CROWD_MAX], *_leads(handoff, situation)]
        case Step.BACKUP:
            return _backup(handoff, situation)
        case Step.EVERYONE:
            return [
                *_leads(handoff, situation),
                *_backup(handoff, situation),
                *((deputy, Role.DEPUTY) for _, deputy in situation.settings.deputies),
            ]
        case _:
            assert_never(handoff.step)


def _peers(handoff: Handoff, situation: Situation) -> list[Person]:
    """The named colleague when they may be asked, else whoever is next."""
    named = handoff.wish.named if handoff.wish.route is Route.NAMED else None
    leads = set(situation.settings.everyone) - situation.pool.muted
    said_no = _said_no(handoff, situation)
    if named and named not in said_no and (named in situation.pool.peers or named in leads):
        return [(named, Role.PEER)]
    return [(user, Role.PEER) for user in situation.pool.peers if user not in said_no]


def _leads(handoff: Handoff, situation: Situation) -> list[Person]:
    people: list[Person] = []
    for lead in situation.settings.leads:
        people.extend(_with_deputy((lead, Role.LEAD), handoff, situation))
    return people


def _backup(handoff: Handoff, situation: Situation) -> list[Person]:
    backup = situation.settings.backup
    return _with_deputy((backup, Role.BACKUP), handoff, situation) if backup else []


def _with_deputy(person: Person, handoff: Handoff, situation: Situation) -> list[Person]:
    """The person, or their deputy while they cannot be asked; both for threat and danger."""
    user, _ = person
    deputy = situation.settings.deputy_of(user)
    if deputy is None:
        return [person]
    if handoff.alarm:
        return [person, (deputy, Role.DEPUTY)]
    away = user in situation.pool.muted | situation.pool.gone or user == handoff.requester
    return [(deputy, Role.DEPUTY)] if away else [person]
