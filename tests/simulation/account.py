"""The account after a storm: what the channels and direct messages show against what was said."""

import json
from collections import Counter

from sqlalchemy import text

from bot.domain.dead_letters import NOTICE_KEY
from bot.domain.delivery import Action, DeliveryState
from bot.domain.kudos import KudosState
from bot.services.dead_letters import SHOWN
from bot.wording import dead_letters as words
from sandbox.people_shapes import BOT_USER
from sandbox.records import Message
from storage.models import KudosRow, OutboxRow
from tests.simulation.people import Promise
from tests.simulation.storm import Storm
from tests.simulation.town import LONGEST_DOUBLE_S

SLACK = 80
"""Seconds: time is looked at in steps of forty."""
OPEN = text("SELECT id FROM handoffs WHERE state IN ('open', 'claimed') AND due_at IS NULL")
UNOWNED = text("SELECT id FROM handoffs WHERE state IN ('claimed', 'with_taker') AND taker IS NULL")
OFFERED = text("SELECT ts FROM offers UNION SELECT source_ts FROM kudos")
CLOSED = text("SELECT id FROM handoffs WHERE state IN ('resolved', 'withdrawn')")


class Account:
    """Finds what is wrong; an empty list is what everybody wants."""

    def __init__(self, storm: Storm) -> None:
        self.storm = storm
        with storm.town.units.sessions() as session:
            self.kudos = list(session.query(KudosRow).all())
            self.rows = list(session.query(OutboxRow).all())
            self.broken = [*session.scalars(OPEN), *session.scalars(UNOWNED)]
            self.offered = set(session.scalars(OFFERED))
            self.count = session.scalar(text("SELECT count(*) FROM handoffs"))
            self.closed = list(session.scalars(CLOSED))
        storm.town.units.sessions.kw["bind"].dispose()
        self.channels = storm.town.world.workspace.messages

    def wrong(self) -> list[str]:
        """Everything that must not be."""
        return [
            *self.good_words(),
            *self.praise(),
            *self.deliveries(),
            *self.handoffs(),
            *self.doubles(),
            *self.posted_twice(),
            *self.dead_letters(),
            *(f"Slack would refuse: {one}" for one in self.storm.town.world.journal.violations),
        ]

    @property
    def dead(self) -> list[OutboxRow]:
        """What an admin finds in App Home."""
        return sorted(
            (row for row in self.rows if row.state == DeliveryState.DEAD), key=lambda row: row.id
        )

    def good_words(self) -> list[str]:
        """Told is shown once, or waits for the admin; gone is gone; hidden is hidden."""
        found = []
        dead_digest = any(row.purpose in {"digest", "report"} for row in self.dead)
        for promise in self.storm.ledger.promises:
            shown, state, dead = self._shown(promise), self._state(promise), self._is_dead(promise)
            if len(shown) > 1:
                found.append(f"twice: {promise}")
            if promise.gone and state != KudosState.TAKEN_BACK:
                found.append(f"told that it is gone: {promise}")
            if promise.told and state is None:
                found.append(f"told and never kept: {promise}")
            if state == KudosState.SHARED and not (shown or dead or promise.deleted):
                found.append(f"lost: {promise}")
            if state == KudosState.TAKEN_BACK and shown and not dead:
                found.append(f"taken back, still there: {promise}")
            if (
                promise.hidden
                and not dead
                and any(promise.secret in str(one.blocks) for one in shown)
            ):
                found.append(f"hidden, still there: {promise}")
            if promise.gone and promise.word in self._all_digests() and not dead_digest:
                found.append(f"taken back, still in the digest: {promise}")
        return found

    def praise(self) -> list[str]:
        """Whatever was written in the intake channel was offered, or shared."""
        lost = set(self.storm.ledger.posted) - self.offered
        return [f"never offered: {self.storm.ledger.posted[ts]} {ts}" for ts in sorted(lost)]

    def deliveries(self) -> list[str]:
        """Everything that was kept is delivered once, retracted, dropped or dead."""
        found = []
        deleted = {row.target for row in self.rows if row.action == Action.DELETE}
        marks = Counter(
            message.metadata["event_payload"]["mark"] for message in self._own() if message.metadata
        )
        for row in self.rows:
            settled = row.state in {"sent", "dead", "dropped"}
            if not settled and row.created_at < self.storm.healed_at:
                found.append(f"unsettled: {row.key} {row.state} {row.problem}")
            is_post = row.action == Action.POST and row.state == DeliveryState.SENT
            gone = row.key in deleted or self._was_deleted(row)
            if is_post and marks[row.mark] != (0 if gone else 1):
                found.append(f"shown {marks[row.mark]} times: {row.key} attempts={row.attempts}")
        return found

    def handoffs(self) -> list[str]:
        """A named owner or a running timer; a receipt is kept; nobody is asked what is over."""
        found = [f"neither owner nor timer: {one}" for one in self.broken]
        if len(self.storm.ledger.requests) > self.count:
            found.append(f"lost: {len(self.storm.ledger.requests)} receipts, {self.count} handoffs")
        if any(row.purpose == "handoff" for row in self.dead):
            return found
        cards = json.dumps([one.blocks for one in self._own() if "handoff_take" in str(one.blocks)])
        return found + [f"still asked about: {one}" for one in self.closed if one in cards]

    def doubles(self) -> list[str]:
        """Nothing stood twice for longer than ten minutes in which the bot could act."""
        return [
            f"twice for {seconds:.0f} s: {mark}"
            for mark, seconds in self.storm.town.doubles.items()
            if seconds > LONGEST_DOUBLE_S + SLACK
        ]

    def posted_twice(self) -> list[str]:
        """Only what Slack posted late could not be found by looking first.

        A handoff whose channel cannot be read is sent again: losing one is worse.
        """
        late = self.storm.town.wire.came_late
        handoffs = {row.mark for row in self.rows if row.purpose == "handoff"}
        found = self.storm.town.doubles.keys() - late - handoffs
        return [f"sent again without looking: {mark}" for mark in sorted(found)]

    def dead_letters(self) -> list[str]:
        """What was given up stands in the admin's App Home, the oldest one by one."""
        letters = [row for row in self.dead if not row.key.startswith(NOTICE_KEY)]
        home = json.dumps(self.storm.town.world.workspace.homes["U0ADA"].definition)
        first, rest = letters[:SHOWN], letters[SHOWN:]
        found = [f"dead and not shown: {row.key}" for row in first if _place(row) not in home]
        if rest and words.more(len(rest)) not in home:
            found.append(f"dead and not counted: {len(rest)}")
        return found

    def _is_dead(self, promise: Promise) -> bool:
        """Whether something about it was given up."""
        ids = [one.id for one in self.kudos if promise.word in one.text.text]
        return any(row.key.startswith(f"kudos:{one}") for one in ids for row in self.dead)

    def _state(self, promise: Promise) -> str | None:
        """What became of it: as somebody may have taken it back without hearing so."""
        states = [one.state for one in self.kudos if promise.word in one.text.text]
        shared = (state for state in states if state == KudosState.SHARED)
        return next(shared, states[0] if states else None)

    def _shown(self, promise: Promise) -> list[Message]:
        return [
            one
            for one in self.channels.get("C0KUDOS", [])
            if one.user == BOT_USER
            and one.only_for is None
            and "kudos_take_back" in str(one.blocks)
            and promise.word in str(one.blocks)
        ]

    def _all_digests(self) -> str:
        return str(
            [
                one.blocks
                for one in self.channels.get("C0KUDOS", [])
                if one.user == BOT_USER
                and one.only_for is None
                and "kudos_take_back" not in str(one.blocks)
            ]
        )

    def _own(self) -> list[Message]:
        return [
            one
            for messages in self.channels.values()
            for one in messages
            if one.user == BOT_USER and one.only_for is None
        ]

    def _was_deleted(self, row: OutboxRow) -> bool:
        return (row.posted_channel, row.posted_ts) in self.storm.ledger.deleted


def _place(row: OutboxRow) -> str:
    return f'"dead_letter:{row.id}"'
