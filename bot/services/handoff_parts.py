"""All handoff services over one set of ports."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from bot.ports import Clock, Desk, Directory, Redactor
from bot.ports_handoff import OnCallSender, OpenHandoffUnitOfWork
from bot.services.handoff_admin import HandoffAdmin
from bot.services.handoff_core import HandoffCore
from bot.services.handoff_lead import Leading
from bot.services.handoff_sections import HandoffSections
from bot.services.handoff_taking import Taking
from bot.services.handoff_timers import HandoffTimers
from bot.services.handoffs import Handoffs
from bot.services.on_call import OnCallCaller
from bot.services.receiving import Receiving


@dataclass(frozen=True, slots=True)
class HandoffParts:
    """What the doors, App Home and the clock need."""

    handoffs: Handoffs
    taking: Taking
    leading: Leading
    receiving: Receiving
    admin: HandoffAdmin
    sections: HandoffSections
    timers: HandoffTimers
    caller: OnCallCaller

    @classmethod
    def build(
        cls,
        *,
        open_uow: OpenHandoffUnitOfWork,
        directory: Directory,
        clock: Clock,
        redactor: Redactor,
        desk: Desk,
        sender: OnCallSender,
        kept: Callable[[], None],
    ) -> Self:
        """Put them together. kept: called after a commit that may have filled the outbox."""
        core = HandoffCore(open_uow, directory, clock)
        return cls(
            handoffs=Handoffs(core, redactor, desk),
            taking=Taking(core),
            leading=Leading(core),
            receiving=Receiving(core),
            admin=HandoffAdmin(core),
            sections=HandoffSections(core),
            timers=HandoffTimers(core, kept),
            caller=OnCallCaller(open_uow, sender, directory, clock),
        )
