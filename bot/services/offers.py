"""The doors that people did not press: a reaction, a post in an intake channel."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.inbox import Happening, StoredEvent
from bot.domain.kudos import Kudos, Source
from bot.domain.offers import EVERYBODY, Offer, OfferState, thread_key
from bot.domain.refusals import Reason, RefusedError
from bot.domain.unasked import Unasked, is_silent
from bot.ports import Clock, Desk, Directory, Message
from bot.ports_sharing import OpenSharing
from bot.services.automatic import NOBODY, Automatic, Wish
from bot.services.gate import Gate
from bot.views import notices
from bot.views.share import take_back_button
from bot.views.unasked import with_why
from bot.wording import share as words

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Offers:
    """Asks whether a message is a good word; in automatic mode shares it where nothing is in doubt.

    link_to: a link to a kudos' post. Everything here may run twice after a crash and acts once.
    """

    open_uow: OpenSharing
    gate: Gate
    automatic: Automatic
    desk: Desk
    directory: Directory
    clock: Clock
    link_to: Callable[[Kudos], str | None]

    def wants(self, event: StoredEvent) -> bool:
        """Whether an event is worth storing: most reactions and messages are nobody's business.

        Asked before the acknowledgement, so it asks the database at most, never Slack.
        """
        settings = self.directory.stored(event.team)
        match event.kind:
            case Happening.POSTED:
                return event.channel in settings.intake_channels
            case Happening.REACTED:
                return event.subject.partition("::")[0] == settings.reaction
            case _:
                return True

    def posted(self, event: StoredEvent) -> None:
        """A top-level message in an intake channel."""
        if not self.wants(event):
            return
        source = Source(event.channel, event.ts)
        from_bot = bool(event.subject)
        if not from_bot and not self.gate.is_member(event.team, event.user):
            return
        if self._first(event.team, source):
            return
        if self.automatic.is_on(event.team):
            message = self.desk.message(event.team, event.channel, event.ts)
            if self._share_now(event, NOBODY if from_bot else event.user, message):
                return
        if from_bot:
            self._offer_in_thread(event.team, source)
        else:
            self._offer(event.team, event.user, source, asked=False)

    def reacted(self, event: StoredEvent) -> None:
        """Somebody put the kudos emoji on a message."""
        if not self.wants(event) or not self.gate.is_member(event.team, event.user):
            return
        message = self.desk.reacted(event.team, event.channel, event.ts)
        if message.thread_ts not in {None, message.ts}:
            return
        source = Source(event.channel, event.ts)
        with self.open_uow() as uow:
            ours = uow.outbox.key_at(event.team, event.channel, event.ts)
        if ours:
            return
        first = self._first(event.team, source)
        if first:
            self._whisper(event, {"text": words.already_shared(self.link_to(first))})
        elif not self._share_now(event, event.user, message):
            self._offer(event.team, event.user, source, asked=True)

    def dismiss(self, team: str, user: str, source: Source) -> None:
        """*Not this one*: no longer waiting for this person. Raises RefusedError."""
        self.gate.require_member(team, user)
        with self.open_uow() as uow:
            mine = uow.offers.close(team, source, user)
            everybody = uow.offers.close(team, source, EVERYBODY)
            uow.commit()
        if not (mine or everybody):
            raise RefusedError(Reason.OFFER_NOT_YOURS)

    def _first(self, team: str, source: Source) -> Kudos | None:
        """What the message was shared as before."""
        with self.open_uow() as uow:
            return uow.kudos.of_source(team, source)

    def _share_now(self, event: StoredEvent, user: str, message: Message) -> bool:
        """Automatic mode; False where a human has to look."""
        source = Source(event.channel, event.ts)
        request = f"source:{event.channel}:{event.ts}"
        kudos = self.automatic.share(Wish(event.team, user, request, message.text, source))
        if kudos is None:
            return False
        if user != NOBODY:
            sentence = words.on_its_way(kudos.channel, event.channel)
            body = notices.with_button(sentence, take_back_button(kudos.id))
            self._whisper(event, body)
        return True

    def _offer(self, team: str, user: str, source: Source, *, asked: bool) -> None:
        """asked: it answers what the person did. App Home lists it either way."""
        with self.open_uow() as uow:
            uow.offers.put(self._new(team, user, source))
            silences = uow.silences.of(team, user)
            uow.commit()
        kind = Unasked.REVIEW_OFFERS
        if asked or not is_silent(silences, kind, self.clock.now()):
            body = notices.offer(source) if asked else with_why(notices.offer(source), kind)
            self.desk.whisper(team, source.channel, user, body)

    def _offer_in_thread(self, team: str, source: Source) -> None:
        with self.open_uow() as uow:
            uow.offers.put(self._new(team, EVERYBODY, source))
            uow.outbox.put(
                Outgoing(
                    team=team,
                    key=thread_key(source),
                    action=Action.POST,
                    purpose=Purpose.NOTICE,
                    channel=source.channel,
                    body=notices.thread_offer(source),
                    thread_ts=source.ts,
                ),
            )
            uow.commit()

    def _whisper(self, event: StoredEvent, body: dict[str, object]) -> None:
        self.desk.whisper(event.team, event.channel, event.user, body)

    def _new(self, team: str, user: str, source: Source) -> Offer:
        return Offer(team, source, user, OfferState.OPEN, self.clock.now())
