"""What everybody sees after a death, held against what they see after a life without one."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from sandbox.people_shapes import BOT_USER
from tests.flows.sweep.stage import Stage, shown
from tests.flows.sweep.steps import IDENTITIES

VIEWERS = ("U0PRIYA", "U0SAM", "U0LENA", "U0MARA", "U0ADA")
CALM_S = 600
DIFFERS = (
    (re.compile(r'"(block_id|value|action_id|initial_\w+)": "[^"]*"'), ""),
    (re.compile(r"<!date\^[^>]*>"), "TIME"),
    (re.compile(r"\d{10}\.\d{6}|p\d{16}|\b\d{1,2}:\d\d\b"), "TIME"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "ID"),
)
"""What two runs of the same flow may write differently: moments and ids."""
OPEN = text("SELECT id FROM handoffs WHERE state IN ('open', 'claimed') AND due_at IS NULL")
UNSETTLED = text(
    "SELECT (SELECT count(*) FROM outbox WHERE state NOT IN ('sent', 'dead', 'dropped'))"
    " + (SELECT count(*) FROM inbox WHERE state NOT IN ('done', 'dead'))"
)
UNOWNED = text("SELECT id FROM handoffs WHERE state IN ('claimed', 'with_taker') AND taker IS NULL")


@dataclass(frozen=True)
class Picture:
    """Everything that stands: messages with how often, whispers, and App Homes."""

    messages: Counter[str]
    whispers: frozenset[str]
    homes: dict[str, str]


def picture(stage: Stage) -> Picture:
    """Look, after some calm."""
    stage.pass_by(CALM_S)
    stage.disarm()
    for user in VIEWERS:
        if user in stage.world.workspace.people:
            stage.do("home", user=user)
            # One after the other: who looked first stands in what the next one sees.
            stage.pass_by(5)
    own = [
        (name, message)
        for name, messages in stage.world.workspace.messages.items()
        for message in messages
        if message.user == BOT_USER
    ]
    return Picture(
        Counter(f"{name}: {plain(shown(one))}" for name, one in own if one.only_for is None),
        frozenset(f"{name}: {plain(shown(one))}" for name, one in own if one.only_for),
        {user: plain(stage.home(user)) for user in VIEWERS},
    )


def plain(words: str) -> str:
    for pattern, instead in DIFFERS:
        words = pattern.sub(instead, words)
    return words


def wrong(stage: Stage, calm: Picture) -> list[str]:
    """What must not be; an empty list is what everybody wants."""
    now = picture(stage)
    found = [f"lost: {one}" for one in calm.messages - now.messages]
    found += [f"twice: {one}" for one in now.messages - calm.messages]
    found += [f"at home: {user}" for user in VIEWERS if calm.homes[user] != now.homes[user]]
    found += [f"stood twice for {s:.0f} s: {mark}" for mark, s in stage.doubles.items()]
    found += [f"Slack would refuse: {one}" for one in stage.world.journal.violations]
    with stage.units.sessions() as session:
        if count := session.scalar(UNSETTLED):
            found.append(f"unsettled: {count}")
        broken = [*session.scalars(OPEN), *session.scalars(UNOWNED)]
    found += [f"neither owner nor timer: {one}" for one in broken]
    return found + [f"in the clear: {one}" for one in leaks(stage)]


def leaks(stage: Stage) -> list[str]:
    """Identities of customers in what the bot shows, or in the file of the database."""
    messages = [
        shown(one)
        for held in stage.world.workspace.messages.values()
        for one in held
        if one.user == BOT_USER
    ]
    seen = json.dumps([messages, [stage.home(user) for user in VIEWERS]]).lower()
    path = Path(stage.database.url.removeprefix("sqlite:///"))
    kept = path.read_bytes().lower() if path.is_file() else b""
    return [one for one in IDENTITIES if one in seen or one.encode() in kept]
