"""Handoffs, plugged together: services, sections of App Home, doors, ticks."""

from collections.abc import Callable

from bot.app_sharing import Common
from bot.clock import Tick
from bot.on_call_sender import HttpOnCallSender
from bot.services import handoff_timers, on_call, receiving
from bot.services.handoff_parts import HandoffParts
from bot.services.home import Home
from handlers import Doors
from handlers.answers import Answers
from handlers.handoff import HandoffDoors
from handlers.handoff_setup import SetupDoors
from handlers.handoff_taking import TakingDoors


def build(common: Common, kept: Callable[[], None]) -> HandoffParts:
    """The services over one database and one Slack."""
    return HandoffParts.build(
        open_uow=common.units,
        directory=common.directory,
        clock=common.clock,
        redactor=common.redactor,
        desk=common.desk,
        sender=HttpOnCallSender(),
        kept=kept,
    )


def doors(
    parts: HandoffParts,
    common: Common,
    home: Home,
    kept: Callable[[], None],
) -> tuple[Doors, ...]:
    """Everything a person can press."""
    answers = Answers(common.desk, home)
    return (
        HandoffDoors(parts.handoffs, common.desk, answers, kept),
        TakingDoors(parts.taking, parts.leading, common.desk, answers, kept),
        SetupDoors(parts.receiving, parts.admin, common.desk, answers),
    )


def ticks(parts: HandoffParts) -> tuple[Tick, ...]:
    """What the clock asks for; each reads from the database what is due."""
    return (
        Tick("handoff timers", handoff_timers.EVERY, parts.timers.tick_once),
        Tick("handoff links", handoff_timers.UNLINK_EVERY, parts.timers.unlink),
        Tick("on-call calls", on_call.EVERY, parts.caller.tick),
        Tick("handoff people", receiving.CHECK_EVERY, parts.receiving.check_people),
    )
