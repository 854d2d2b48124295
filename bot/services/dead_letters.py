"""What did not arrive, for the admins: a list, two decisions, and one line when it begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from bot.domain.dead_letters import NOTICE_KEY, DeadLetter
from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.kudos import Kudos, KudosState
from bot.domain.refusals import RefusedError
from bot.domain.unasked import Unasked
from bot.ports import Clock, Directory, StorageAwayError
from bot.ports_operations import OpenOperations, OperationsUnitOfWork, Renewed
from bot.services.dead_calls import DeadCalls
from bot.services.gate import Gate
from bot.services.menders import menders
from bot.views import dead_letters as view
from bot.views import kudos as kudos_view
from bot.wording import dead_letters as words

log = structlog.get_logger()

Blocks = Sequence[dict[str, Any]]

EVERY: Final = timedelta(seconds=5)
"""How soon the admins hear. A tick that finds nothing is two small reads."""
SHOWN: Final = 10
_KUDOS: Final = "kudos:"


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """Shows and decides. The role is asked anew for each action."""

    open_uow: OpenOperations
    calls: DeadCalls
    gate: Gate
    directory: Directory
    clock: Clock

    def section(self, team: str, user: str) -> Blocks:
        """*Not delivered*, for admins."""
        if not self.directory.is_admin(team, user):
            return ()
        with self.open_uow() as uow:
            letters = uow.dead_letters.waiting(team, SHOWN)
            count = uow.dead_letters.count(team)
            muted = user in uow.dead_letters.muted(team)
        calls, others = self.calls.waiting(team, SHOWN)
        more = count - len(letters) + others - len(calls)
        return view.section(letters, more, calls, muted=muted)

    def again(self, team: str, user: str, letter_id: int) -> str:
        """*Send again*; answers what to tell the admin. Twice is fine. Raises RefusedError."""
        self.gate.require_admin(team, user)
        with self.open_uow() as uow:
            letter = uow.dead_letters.get(team, letter_id)
            if letter is None:
                return words.DECIDED
            kudos = _kudos_of(uow, letter)
        if kudos is not None and kudos.state is KudosState.TAKEN_BACK:
            return self._drop(letter, words.TAKEN_BACK)
        renewed = self._renewed(letter, kudos)
        with self.open_uow() as uow:
            outdated = uow.dead_letters.is_outdated(letter)
            if not outdated:
                uow.dead_letters.again(letter, self.clock.now(), renewed)
                uow.commit()
        if outdated:
            return self._drop(letter, words.OUTDATED)
        log.info("dead_letter_sent_again", team=team, kind=letter.purpose.value)
        return words.again(letter)

    def drop(self, team: str, user: str, letter_id: int) -> str:
        """*Drop*; answers what to tell the admin. Twice is fine. Raises RefusedError."""
        self.gate.require_admin(team, user)
        with self.open_uow() as uow:
            letter = uow.dead_letters.get(team, letter_id)
        return words.DECIDED if letter is None else self._drop(letter, words.DROPPED)

    def tell(self, team: str, user: str, *, muted: bool) -> str:
        """Whether this person hears when something did not arrive; answers what to tell them."""
        self.gate.require_member(team, user)
        with self.open_uow() as uow:
            uow.dead_letters.mute(team, user, muted=muted)
            uow.commit()
        return words.MUTED if muted else words.UNMUTED

    def tick(self) -> None:
        """Tell the admins where something began to wait; forget where nothing waits any more."""
        try:
            with self.open_uow() as uow:
                waiting = uow.dead_letters.teams() | uow.dead_calls.teams()
                told = uow.dead_letters.told()
            for team in sorted(waiting - told):
                self._begin(team)
            for team in sorted(told - waiting):
                with self.open_uow() as uow:
                    uow.dead_letters.end_telling(team)
                    uow.commit()
        except StorageAwayError:
            log.warning("dead_letters_unreachable")

    def _begin(self, team: str) -> None:
        try:
            admins = menders(self.directory, team)
        except RefusedError:
            return
        now = self.clock.now()
        with self.open_uow() as uow:
            if not uow.dead_letters.begin_telling(team, now):
                return
            people = set(admins) - uow.dead_letters.muted(team)
            for user in sorted(people):
                uow.outbox.put(_notice(team, user, now))
            uow.commit()
        log.warning("dead_letters_wait", team=team)

    def _renewed(self, letter: DeadLetter, kudos: Kudos | None) -> Renewed | None:
        """A kudos goes where kudos go now and says what it is now. Raises RefusedError.

        One that may stand already is looked for where it may stand.
        """
        if kudos is None or letter.action is not Action.POST:
            return None
        channel = letter.channel if letter.may_stand else self.gate.kudos_channel(letter.team)
        return Renewed(channel, kudos_view.post(kudos))

    def _drop(self, letter: DeadLetter, answer: str) -> str:
        with self.open_uow() as uow:
            kudos = _kudos_of(uow, letter)
            if uow.dead_letters.drop(letter) and kudos and letter.action is Action.POST:
                _give_up(uow, kudos)
            uow.commit()
        log.info("dead_letter_dropped", team=letter.team, kind=letter.purpose.value)
        return answer


def _kudos_of(uow: OperationsUnitOfWork, letter: DeadLetter) -> Kudos | None:
    """The kudos whose own post this is."""
    if letter.purpose is not Purpose.KUDOS or letter.action is not Action.POST:
        return None
    return uow.kudos.get(letter.team, letter.key.removeprefix(_KUDOS))


def _give_up(uow: OperationsUnitOfWork, kudos: Kudos) -> None:
    """No digest shows what was never posted, and whoever shared it hears of it."""
    if kudos.state is KudosState.TAKEN_BACK:
        return
    uow.kudos.save(kudos.deleted())
    uow.outbox.put(
        Outgoing(
            team=kudos.team,
            key=f"{kudos.post_key}:given_up",
            action=Action.POST,
            purpose=Purpose.NOTICE,
            channel=kudos.sharer,
            body=view.given_up(),
        ),
    )


def _notice(team: str, user: str, now: datetime) -> Outgoing:
    return Outgoing(
        team=team,
        key=f"{NOTICE_KEY}{int(now.timestamp())}:{user}",
        action=Action.POST,
        purpose=Purpose.NOTICE,
        channel=user,
        body=view.notice(),
        unasked=Unasked.WORKSPACE,
    )
