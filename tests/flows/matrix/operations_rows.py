"""The doors of what was not delivered: admins decide, everyone may stop being told."""

import itertools

from sqlalchemy import text

from bot.domain.dead_letters import DeadCall, DeadLetter
from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.on_call import Call
from bot.views import dead_letters as view
from tests.flows.matrix.handoff_rows import at_home
from tests.flows.matrix.stage import EVERYBODY, MEMBERS, Role, Row, Stage
from tests.sandbox_client import TEAM

NUMBERS = itertools.count(1)


def dead(stage: Stage) -> DeadLetter:
    """A notice that Slack would not take."""
    key = f"matrix:{next(NUMBERS)}"
    outgoing = Outgoing(TEAM, key, Action.POST, Purpose.NOTICE, "U0TOMASZ", {"text": "Hello."})
    with stage.town.units() as uow:
        uow.outbox.put(outgoing)
        uow.commit()
    with stage.town.units.sessions() as session:
        dying = text("UPDATE outbox SET state = 'dead', problem = 'x' WHERE key = :key")
        session.execute(dying, {"key": key})
        session.commit()
    with stage.town.units() as uow:
        return next(one for one in uow.dead_letters.waiting(TEAM, 99) if one.key == key)


def decided(stage: Stage, role: Role, action: str) -> bool:
    letter = dead(stage)
    at_home(stage, role, view.section([letter], 0, muted=False), action)()
    with stage.town.units() as uow:
        return uow.dead_letters.get(TEAM, letter.id) is None


def again(stage: Stage, role: Role) -> bool:
    return decided(stage, role, view.ACTION_AGAIN)


def drop(stage: Stage, role: Role) -> bool:
    return decided(stage, role, view.ACTION_DROP)


def dead_call(stage: Stage) -> DeadCall:
    """A call that the on-call tool did not take for an hour."""
    key = handoff = f"matrix:{next(NUMBERS)}"
    with stage.town.units() as uow:
        uow.on_call.put(Call(TEAM, handoff, key, {}))
        uow.commit()
    with stage.town.units.sessions() as session:
        dying = text("UPDATE on_call_calls SET state = 'dead', problem = 'x' WHERE key = :key")
        session.execute(dying, {"key": key})
        session.commit()
    with stage.town.units() as uow:
        return next(one for one in uow.dead_calls.waiting(TEAM, 99) if one.handoff == handoff)


def call_decided(stage: Stage, role: Role, action: str) -> bool:
    call = dead_call(stage)
    at_home(stage, role, view.section([], 0, [call], muted=False), action)()
    with stage.town.units() as uow:
        return uow.dead_calls.get(TEAM, call.id) is None


def call_again(stage: Stage, role: Role) -> bool:
    return call_decided(stage, role, view.ACTION_CALL_AGAIN)


def call_drop(stage: Stage, role: Role) -> bool:
    return call_decided(stage, role, view.ACTION_CALL_DROP)


def _muted(stage: Stage, role: Role) -> bool:
    with stage.town.units() as uow:
        return role.value in uow.dead_letters.muted(TEAM)


def _mute(stage: Stage, role: Role, *, muted: bool) -> None:
    with stage.town.units() as uow:
        uow.dead_letters.mute(TEAM, role.value, muted=muted)
        uow.commit()


def mute(stage: Stage, role: Role) -> bool:
    _mute(stage, role, muted=False)
    at_home(stage, role, view.section([], 0, muted=False), view.ACTION_MUTE)()
    return _muted(stage, role)


def unmute(stage: Stage, role: Role) -> bool:
    _mute(stage, role, muted=True)
    at_home(stage, role, view.section([], 0, muted=True), view.ACTION_UNMUTE)()
    return not _muted(stage, role)


def removed(stage: Stage, role: Role) -> bool:
    """That Goodword was removed has no actor; the workspace is then installed again."""
    try:
        return stage.after_events(
            lambda: stage.slack.event(type="app_uninstalled"),
            lambda: stage.town.count("workspaces WHERE removed_at IS NOT NULL") > 0,
        )
    finally:
        with stage.town.units.sessions() as session:
            mended = text("UPDATE workspaces SET removed_at = NULL WHERE team_id = :team")
            session.execute(mended, {"team": TEAM})
            session.commit()


ADMINS = frozenset({Role.ADMIN})
ROWS = (
    Row("DeadLetterDoors.again", ADMINS, again),
    Row("DeadLetterDoors.drop", ADMINS, drop),
    Row("DeadLetterDoors.call_again", ADMINS, call_again),
    Row("DeadLetterDoors.call_drop", ADMINS, call_drop),
    Row("DeadLetterDoors.mute", MEMBERS, mute),
    Row("DeadLetterDoors.unmute", MEMBERS, unmute),
    Row("Tenancy.removed", EVERYBODY, removed),
)
