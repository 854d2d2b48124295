"""A workspace in which one person stands in every table, and another beside them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Column, insert, select
from sqlalchemy.orm import Session

from bot.domain import data_dictionary as dictionary
from bot.domain.data_dictionary import Form
from bot.domain.delivery import Accepted, Action, Outgoing, Purpose
from bot.domain.digest import CHANNEL, Kind
from bot.domain.digest_settings import DigestSettings, Problem
from bot.domain.handoff import (
    Answer,
    Check,
    Consent,
    Ending,
    Ground,
    Handoff,
    Offer,
    PartedWays,
    Role,
    Route,
    State,
    Step,
    Wish,
)
from bot.domain.handoff_moves import Happened
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.inbox import Happening, StoredEvent
from bot.domain.kudos import Credits, Kudos, KudosState, Source
from bot.domain.lead_views import Decision, Display, PatternSettings, Surface
from bot.domain.offers import Offer as ReviewOffer
from bot.domain.offers import OfferState
from bot.domain.on_call import call_for
from bot.domain.preferences import Preferences
from bot.domain.privacy import PurgeRun
from bot.domain.quarterly import Quarter, Question, Reply
from bot.domain.receivers import UNTIL_RESUMED, Receiver
from bot.domain.redacted import Redacted
from bot.domain.reference import Reference
from bot.domain.report import Report, ReportState
from bot.domain.retention import Purged
from bot.domain.unasked import Unasked
from bot.domain.workspace import WorkspaceSettings
from bot.ports_digest import Digest
from bot.services.keeping import update
from storage.models import Base, DigestWatchRow
from storage.types import RedactedText
from storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from storage.workspaces import check_key, register_workspace

TEAM = "T0HOUSE"
ME = "U0MERLE77"
OTHER = "U0OTHER55"
THIRD = "U0THIRD33"
MY_DM = "D0MERLE77"
TICKET = "TICKET-OF-ME"
AGREED = HandoffSettings(
    enabled=True,
    leads=(OTHER, ME),
    backup=OTHER,
    deputies=((OTHER, ME), (ME, THIRD)),
    aftercare_person=ME,
)


def fill(units: SqlUnitsOfWork) -> None:
    """Put the person into every table that says who somebody is."""
    now = units.clock.now()
    check_key(units.sessions, units.keyring)
    register_workspace(
        units.sessions, units.keyring, team=TEAM, name="House", bot_user="U0BOT", now=now
    )
    with units() as uow:
        _settings(uow, now)
        uow.commit()
    for part in (_good_words, _looking_back, _handoffs, _patterns, _deliveries):
        with units() as uow:
            part(uow, now)
            uow.commit()
    with units.sessions() as session:
        session.merge(DigestWatchRow(team_id=TEAM, look_at=now, problem="editor_left", subject=ME))
        session.commit()
    _deliver(units)
    _whatever_else(units)


def _whatever_else(units: SqlUnitsOfWork) -> None:
    """A row for every column of people that the parts above do not know, as far as it is plain."""
    with units() as uow:
        found = {(mine.table, name) for mine in uow.about.rows(TEAM, ME) for name in mine.columns}
    for described in dictionary.TABLES:
        for name, person in described.people.items():
            if (described.name, name) in found or described.columns[name].form is not Form.PLAIN:
                continue
            table = Base.metadata.tables[described.name]
            with units.sessions() as session:
                values = {
                    column.name: _filler(units, session, column)
                    for column in table.columns
                    if not (column.nullable or column.autoincrement is True)
                }
                me = [ME] if person.many else ME
                session.execute(insert(table).values({**values, "team_id": TEAM, name: me}))
                session.commit()


def _filler(units: SqlUnitsOfWork, session: Session, column: Column[Any]) -> object:
    for key in column.foreign_keys:
        return session.scalar(select(key.column).limit(1))
    if isinstance(column.type, RedactedText):
        return Redacted("x")
    if isinstance(column.type, JSON):
        return []
    fillers: dict[type, object] = {
        str: "x",
        bytes: units.keyring.seal({}),
        datetime: units.clock.now(),
        date: units.clock.now().date(),
    }
    return fillers.get(column.type.python_type, 0)


def kudos(number: int, sharer: str, credits_: Credits, now: datetime) -> Kudos:
    return Kudos(
        id=f"{number:032x}",
        team=TEAM,
        request=f"form:{number}",
        sharer=sharer,
        sharer_named=True,
        text=Redacted(f"Good word {number}, thank you."),
        note=Redacted("A note."),
        credits=credits_,
        source=Source("C0PRAISE", f"{number}.0"),
        channel="C0KUDOS",
        state=KudosState.SHARED,
        created_at=now,
    )


def handoff(number: int, requester: str, now: datetime, **more: object) -> Handoff:
    values: dict[str, object] = {
        "id": f"{number:032x}",
        "team": TEAM,
        "request": f"form:h{number}",
        "requester": requester,
        "wish": Wish(Ground.DRAINING, Reference(f"TICKET-{number}")),
        "pledge_version": 1,
        "created_at": now,
        "state": State.OPEN,
        "step": Step.PEERS,
        "armed_at": now,
        "told_at": now,
        "due_at": now + timedelta(minutes=5),
        "round": 1,
    }
    return Handoff(**(values | more))  # type: ignore[arg-type] # fields by name


def _settings(uow: SqlUnitOfWork, now: datetime) -> None:
    uow.settings.save(
        TEAM,
        WorkspaceSettings(
            kudos_channel="C0KUDOS", leads=frozenset({ME, OTHER}), admins=frozenset({ME, OTHER})
        ),
        now,
    )
    uow.handoff_setup.keep(TEAM, AGREED)
    uow.handoff_setup.pledge(TEAM, "We promise.")
    uow.digests.save_settings(TEAM, DigestSettings(editor=ME, deputy=ME), now)
    uow.digests.note(TEAM, Problem.EDITOR_LEFT, ME)
    uow.patterns.keep_settings(TEAM, PatternSettings(leads_channel="C0LEADS"))
    uow.preferences.save(TEAM, ME, Preferences(ask_first=True))
    uow.preferences.save(TEAM, OTHER, Preferences(ask_first=False))
    for user in (ME, OTHER):
        uow.silences.keep(TEAM, user, Unasked.CREDITED, UNTIL_RESUMED)
    for user in (ME, OTHER, THIRD):
        uow.receivers.save(Receiver(TEAM, user, opted_in=user != THIRD))


def _good_words(uow: SqlUnitOfWork, now: datetime) -> None:
    for number, sharer, credits_ in (
        (1, ME, Credits(users=(OTHER,))),
        (2, OTHER, Credits(users=(ME, OTHER))),
        (3, OTHER, Credits(users=(OTHER,), asked=(ME,))),
        (4, ME, Credits(users=(ME,))),
    ):
        made = kudos(number, sharer, credits_, now)
        uow.kudos.add(made)
        uow.outbox.put(_to(made.post_key, "C0KUDOS", Purpose.KUDOS))
        update(uow, made)
        for user in made.credits.users:
            uow.outbox.put(_to(f"{made.post_key}:credited:{user}", user, Purpose.NOTICE))
    uow.offers.put(ReviewOffer(TEAM, Source("C0PRAISE", "9.0"), ME, OfferState.OPEN, now))
    uow.offers.put(ReviewOffer(TEAM, Source("C0PRAISE", "9.0"), OTHER, OfferState.OPEN, now))


def _looking_back(uow: SqlUnitOfWork, now: datetime) -> None:
    first = f"{1:032x}"
    for recipient, channel in ((CHANNEL, "C0KUDOS"), (ME, ME), (OTHER, OTHER)):
        digest = Digest(
            TEAM, Kind.WEEKLY, recipient, "2026-W09", channel, now, now + timedelta(days=2), now
        )
        uow.digests.add(digest, [first] if recipient == CHANNEL else [])
        uow.outbox.put(_to(digest.key, channel, Purpose.DIGEST))
    for user in (ME, OTHER):
        uow.archive.set_copy(TEAM, user, wanted=True)
        uow.archive.remember_shown(TEAM, user, first)
    uow.archive.hide(TEAM, f"{2:032x}", ME, hidden=True)
    for period, editor, state in (
        ("2026-01", ME, ReportState.SIGNED),
        ("2026-02", ME, ReportState.DRAFTED),
    ):
        uow.reports.add(
            Report(TEAM, period, editor, state, now, now, now, now + timedelta(days=20)),
        )


def _handoffs(uow: SqlUnitOfWork, now: datetime) -> None:
    asked = Offer(OTHER, Role.PEER, 1, Answer.ASKED, now)
    mine_asked = replace(asked, user=ME)
    taken = replace(mine_asked, answer=Answer.TAKEN, answered_at=now)
    wish = Wish(Ground.HARASSMENT, Reference(TICKET), sentence=Redacted("It went on for days."))
    named = Wish(Ground.DRAINING, Reference("TICKET-12"), route=Route.NAMED, named=ME)
    closed: dict[str, object] = {
        "state": State.RESOLVED,
        "due_at": None,
        "closed_at": now,
        "claimed_at": now,
    }
    parted = PartedWays(ME, date(2026, 9, 1), frozenset(Check), written_by=OTHER)
    by_me = replace(parted, second_person=OTHER, written_by=ME, consent=Consent.AGREED)
    for made in (
        handoff(10, ME, now, wish=wish, offers=(asked,)),
        handoff(11, OTHER, now, state=State.CLAIMED, taker=ME, claimed_at=now, offers=(taken,)),
        handoff(12, OTHER, now, wish=named, offers=(mine_asked,)),
        handoff(13, ME, now, taker=OTHER, ending=Ending.TAKEN_OVER, offers=(), **closed),
        handoff(14, OTHER, now, taker=ME, ending=Ending.IMPASSE, offers=(taken,), **closed),
        handoff(15, OTHER, now, taker=THIRD, ending=Ending.PARTED_WAYS, parted=parted, **closed),
        handoff(16, OTHER, now, taker=THIRD, ending=Ending.PARTED_WAYS, parted=by_me, **closed),
    ):
        uow.handoffs.add(made)
        uow.handoffs.record(made, Happened.REQUESTED, now)
        for offer in made.offers:
            key = f"handoff:{made.id}:offer:{offer.round}:{offer.user}"
            uow.outbox.put(_to(key, offer.user, Purpose.HANDOFF))
        uow.outbox.put(_to(f"handoff:{made.id}:told:0", made.requester or "", Purpose.HANDOFF))
    uow.on_call.put(call_for(handoff(10, ME, now), now))
    uow.repeats.remember(TEAM, "customer@example.com")
    uow.decisions.bring(TEAM, Decision(f"{14:032x}", ME, now))


def _patterns(uow: SqlUnitOfWork, now: datetime) -> None:
    for user in (ME, OTHER):
        uow.patterns.log(Display(TEAM, user, Surface.HOME, date(2026, 1, 5), ("total",), now))
        uow.patterns.standing(TEAM, user, stands=True)
    quarter = Quarter.of(now)
    uow.quarterly.open(TEAM, quarter, now)
    for user in (ME, OTHER):
        uow.quarterly.answer(TEAM, user, quarter, (Question.COULD, Reply.YES))
    uow.silences.keep(TEAM, ME, Unasked.QUARTERLY, UNTIL_RESUMED)


def _deliveries(uow: SqlUnitOfWork, now: datetime) -> None:
    for number, user in enumerate((ME, OTHER)):
        uow.inbox.keep(
            StoredEvent(TEAM, f"Ev{number}", Happening.HOME_OPENED, "", "", user, ""), now
        )
    uow.outbox.put(_to(f"quarterly:2026-Q1:{ME}", ME, Purpose.NOTICE))
    late = now + timedelta(days=1)
    uow.outbox.put(replace(_to("later", OTHER, Purpose.NOTICE), not_before=late))
    uow.purges.note(TEAM, PurgeRun(Purged.EVENTS, now, 3))


def _to(key: str, channel: str, purpose: Purpose) -> Outgoing:
    body = {"text": f"<@{ME}> is named here", "blocks": [{"value": ME}]}
    return Outgoing(TEAM, key, Action.POST, purpose, channel, body)


def _deliver(units: SqlUnitsOfWork) -> None:
    """Half of what is due is delivered, so that both kinds of row are there."""
    with units() as uow:
        now = units.clock.now()
        for number, claimed in enumerate(uow.outbox.claim(now, 50)):
            channel = claimed.outgoing.channel
            place = f"D{channel[1:]}" if channel.startswith("U") else channel
            uow.outbox.settle(claimed, Accepted(place, f"{number}.5"), now)
        uow.commit()
