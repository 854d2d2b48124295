"""Deliveries that were given up: listed, sent again, dropped, and who knows of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Table, delete, func, literal_column, select, update
from sqlalchemy.orm import Session

from bot.domain.dead_letters import NOTICE_KEY, SENT_AGAIN, DeadLetter
from bot.domain.delivery import SETTLE_WAIT, Action, DeliveryState, Purpose
from bot.ports_operations import Renewed
from storage.crypto import Keyring
from storage.models import Base, DeadLetterMuteRow, DeadLetterWatchRow, KudosRow, OutboxRow
from storage.served import served
from storage.upsert import changed, insert_or_ignore

IS_DEAD: ColumnElement[bool] = OutboxRow.state == literal_column(f"'{DeliveryState.DEAD.value}'")
"""Spelt out, not bound: only then may a planner use the index over dead rows alone."""
_KUDOS_KEY = "kudos:"
_TOLD = ":told:"


@dataclass(frozen=True, slots=True)
class SqlDeadLetters:
    """bot.ports_operations.DeadLetters over a session."""

    session: Session
    keyring: Keyring

    def waiting(self, team: str, limit: int) -> Sequence[DeadLetter]:
        """What nobody has decided about yet, oldest first."""
        query = waiting_query(team).order_by(OutboxRow.id).limit(limit)
        return [_letter_of(row) for row in self.session.scalars(query)]

    def count(self, team: str) -> int:
        """How many there are."""
        counted = waiting_query(team).with_only_columns(func.count(OutboxRow.id))
        return self.session.scalar(counted) or 0

    def get(self, team: str, letter: int) -> DeadLetter | None:
        """One of them; None once it was decided about."""
        row = self.session.scalar(waiting_query(team).where(OutboxRow.id == letter))
        return _letter_of(row) if row else None

    def is_outdated(self, letter: DeadLetter) -> bool:
        """Whether something newer was said in its place since."""
        newer = select(OutboxRow.id).where(
            OutboxRow.team_id == letter.team,
            OutboxRow.id > letter.id,
        )
        about, told, _version = letter.key.partition(_TOLD)
        if letter.is_private and told:
            newer = newer.where(OutboxRow.key.startswith(about + _TOLD, autoescape=True))
        elif letter.is_private and letter.action is Action.POST:
            # A card's later changes were dropped with it; what it says is no longer so.
            newer = newer.where(OutboxRow.target == letter.key)
        else:
            return False
        return self.session.scalar(newer.limit(1)) is not None

    def again(self, letter: DeadLetter, now: datetime, renewed: Renewed | None) -> bool:
        """Send it again, as it is or renewed; a doubtful one is looked for first."""
        state = DeliveryState.UNKNOWN if letter.may_stand else DeliveryState.READY
        values: dict[str, object] = {
            "state": state.value,
            "attempts": 0,
            "not_before": now,
            "problem": SENT_AGAIN,
        }
        if renewed:
            values |= {"channel": renewed.channel, "body": self.keyring.seal(renewed.body)}
            self._move_kudos(letter, renewed.channel)
        return self._decide(letter, values)

    def drop(self, letter: DeadLetter) -> bool:
        """Forget it and its body; False when it was decided about before."""
        return self._decide(letter, {"state": DeliveryState.DROPPED.value, "body": None})

    def teams(self) -> frozenset[str]:
        """Workspaces in which something waits."""
        found = (
            select(OutboxRow.team_id)
            .where(IS_DEAD, _not_about_itself(), served(OutboxRow.team_id))
            .distinct()
        )
        return frozenset(self.session.scalars(found))

    def told(self) -> frozenset[str]:
        """Workspaces whose admins know."""
        row = DeadLetterWatchRow
        return frozenset(self.session.scalars(select(row.team_id).where(served(row.team_id))))

    def begin_telling(self, team: str, now: datetime) -> bool:
        """Note that the admins are told now; False when somebody else did."""
        values = {"team_id": team, "told_at": now}
        return insert_or_ignore(self.session, _table(DeadLetterWatchRow), values)

    def end_telling(self, team: str) -> None:
        """Nothing waits there any more: the next one is told again."""
        self.session.execute(delete(DeadLetterWatchRow).where(DeadLetterWatchRow.team_id == team))

    def muted(self, team: str) -> frozenset[str]:
        """Who does not want to be told."""
        row = DeadLetterMuteRow
        return frozenset(self.session.scalars(select(row.user_id).where(row.team_id == team)))

    def mute(self, team: str, user: str, *, muted: bool) -> None:
        """Tell a person no more, or again."""
        row = DeadLetterMuteRow
        if muted:
            insert_or_ignore(self.session, _table(row), {"team_id": team, "user_id": user})
            return
        self.session.execute(delete(row).where(row.team_id == team, row.user_id == user))

    def _decide(self, letter: DeadLetter, values: dict[str, object]) -> bool:
        mine = (OutboxRow.team_id == letter.team, OutboxRow.id == letter.id, IS_DEAD)
        return changed(self.session, update(OutboxRow).where(*mine).values(**values))

    def _move_kudos(self, letter: DeadLetter, channel: str) -> None:
        """The kudos goes where its post goes."""
        self.session.execute(
            update(KudosRow)
            .where(
                KudosRow.team_id == letter.team,
                KudosRow.id == letter.key.removeprefix(_KUDOS_KEY),
            )
            .values(channel=channel),
        )


def waiting_query(team: str) -> Select[OutboxRow]:
    """One workspace's; a test asserts that an index carries it."""
    return select(OutboxRow).where(OutboxRow.team_id == team, IS_DEAD, _not_about_itself())


def _not_about_itself() -> ColumnElement[bool]:
    return ~OutboxRow.key.startswith(NOTICE_KEY, autoescape=True)


def _letter_of(row: OutboxRow) -> DeadLetter:
    return DeadLetter(
        id=row.id,
        team=row.team_id,
        key=row.key,
        action=Action(row.action),
        purpose=Purpose(row.purpose),
        channel=row.channel,
        why=row.problem or "",
        # Each claim rests until SETTLE_WAIT later; the last one was when it died.
        at=row.not_before - SETTLE_WAIT,
    )


def _table(row: type[Base]) -> Table:
    table = row.__table__
    assert isinstance(table, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
    return table
