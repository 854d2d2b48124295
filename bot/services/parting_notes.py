"""Parting ways: the second person is asked, reminded once, and what they say is passed on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.escalation import Situation
from bot.domain.handoff import Handoff, PartedWays
from bot.domain.handoff_moves import Happened, Move
from bot.domain.parting import remind_at
from bot.domain.unasked import Unasked
from bot.ports_handoff import HandoffUnitOfWork
from bot.views import parting as view
from bot.views.handoff_cards import mention
from bot.wording import parting as words


def tell(uow: HandoffUnitOfWork, move: Move, situation: Situation) -> None:
    """Put what parting ways has to say into the outbox; nothing for any other move."""
    after = move.handoff
    if after.parted is None:
        return
    match move.happened:
        case Happened.RESOLVED:
            _ask(uow, after, after.parted, remind_at(situation))
        case Happened.AGREED | Happened.NOT_YET:
            _answered(uow, after, after.parted)
        case _:
            return


def requester_line(move: Move) -> str | None:
    """What the requester hears once the second person agreed; of *Not yet* they hear nothing."""
    after = move.handoff
    if move.happened is not Happened.AGREED or after.parted is None:
        return None
    second = after.parted.second_person
    return words.agreed(mention(second)) if second != after.requester else None


def _ask(uow: HandoffUnitOfWork, handoff: Handoff, parted: PartedWays, later: datetime) -> None:
    _put(uow, handoff, "second", parted.second_person, view.ask(handoff, parted))
    # Waits in the outbox, so that it survives a restart; an answer takes it out again.
    reminder = view.reminder(handoff, parted)
    _put(uow, handoff, "second_reminder", parted.second_person, reminder, not_before=later)


def _answered(uow: HandoffUnitOfWork, handoff: Handoff, parted: PartedWays) -> None:
    uow.outbox.withdraw(handoff.team, _key(handoff, "second_reminder"))
    shown = view.answered(handoff, parted)
    for card in ("second", "second_reminder"):
        uow.outbox.put(
            Outgoing(
                team=handoff.team,
                key=f"{_key(handoff, card)}:v{handoff.version}",
                action=Action.UPDATE,
                purpose=Purpose.HANDOFF,
                channel=parted.second_person,
                body={name: shown[name] for name in ("text", "blocks")},
                target=_key(handoff, card),
            ),
        )
    if parted.written_by:
        told = view.told(handoff, parted)
        _put(uow, handoff, f"second_said:{handoff.version}", parted.written_by, told)


def _put(
    uow: HandoffUnitOfWork,
    handoff: Handoff,
    name: str,
    user: str,
    body: Mapping[str, Any],
    not_before: datetime | None = None,
) -> None:
    # What a colleague asks by name, and the answer to it, always arrive: muted, the one who asked
    # would wait for ever and not know it. The one reminder can be muted.
    kind = Unasked.DECISIONS if not_before else None
    uow.outbox.put(
        Outgoing(
            team=handoff.team,
            key=_key(handoff, name),
            action=Action.POST,
            purpose=Purpose.HANDOFF,
            channel=user,
            body=body,
            not_before=not_before,
            unasked=kind,
        ),
    )


def _key(handoff: Handoff, name: str) -> str:
    return f"handoff:{handoff.id}:{name}"
