"""Stand-ins for what handoffs need: an in-memory unit of work with the ports' interface."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from bot.domain.delivery import Action, Outgoing
from bot.domain.escalation import CLOCK_SLACK
from bot.domain.handoff import Answer, Handoff, Medium
from bot.domain.handoff_moves import Happened
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.on_call import Call
from bot.domain.pledge import Pledge
from bot.domain.receivers import Receiver
from bot.domain.redacted import Redacted, Redaction, RedactionRequest, RedactionUnavailableError
from bot.domain.repeats import normalised
from bot.domain.workspace import WorkspaceSettings
from bot.ports import Member, OpenView
from bot.ports_handoff import AlreadyRequestedError, Due
from bot.services.handoff_core import HandoffCore
from bot.services.handoff_lead import Leading
from bot.services.handoff_taking import Taking
from bot.services.handoff_timers import HandoffTimers
from bot.services.handoffs import Handoffs
from bot.services.receiving import Receiving

TEAM = "T1"
MONDAY_TEN = datetime(2026, 11, 23, 10, tzinfo=UTC)
GUESTS = frozenset({"GUEST", "BOT", "GONE"})


@dataclass
class JumpingClock:
    """A wall clock that may jump, over a true time that never does."""

    true: datetime = MONDAY_TEN
    offset: timedelta = timedelta(0)

    def now(self) -> datetime:
        return self.true + self.offset

    def wait(self, event: object, seconds: float) -> bool:
        raise NotImplementedError

    def pass_by(self, seconds: float) -> None:
        self.true += timedelta(seconds=seconds)


@dataclass
class Sent:
    """One delivery, with the true time at which it was committed."""

    outgoing: Outgoing
    at: datetime

    @property
    def text(self) -> str:
        return str(self.outgoing.body.get("text", ""))


@dataclass
class Store:
    """What a database would hold."""

    clock: JumpingClock
    handoffs: dict[str, Handoff] = field(default_factory=dict)
    receivers: dict[str, Receiver] = field(default_factory=dict)
    settings: HandoffSettings = field(default_factory=HandoffSettings)
    sent: dict[str, Sent] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    events: list[tuple[str, Happened]] = field(default_factory=list)
    customers: set[str] = field(default_factory=set)
    pledges: list[str] = field(default_factory=list)

    def to(self, user: str) -> list[str]:
        """Everything a person has been sent, oldest first."""
        return [one.text for one in self.sent.values() if one.outgoing.channel == user]

    def card_of(self, user: str) -> str:
        """What a person's newest card says now."""
        cards = [one for one in self.sent.values() if one.outgoing.channel == user]
        return cards[-1].text


class FakeUnitOfWork:
    """bot.ports_handoff.HandoffUnitOfWork in memory; nothing stays unless committed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._staged: list[Callable[[], None]] = []
        self.handoffs = FakeHandoffs(store, self._staged)
        self.receivers = FakeReceivers(store, self._staged)
        self.handoff_setup = FakeSetup(store, self._staged)
        self.outbox = FakeOutbox(store, self._staged)
        self.on_call = FakeOnCall(store, self._staged)
        self.repeats = FakeRepeats(store, self._staged)
        self.decisions = FakeDecisions(store, self._staged)

    def commit(self) -> None:
        for change in self._staged:
            change()
        self._staged.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._staged.clear()


@dataclass
class Part:
    """A repository: reads the store, stages its writes."""

    store: Store
    staged: list[Callable[[], None]]


class FakeHandoffs(Part):
    def add(self, handoff: Handoff) -> None:
        if self.of_request(handoff.team, handoff.request):
            raise AlreadyRequestedError
        self.staged.append(lambda: self.store.handoffs.__setitem__(handoff.id, handoff))

    def get(self, team: str, handoff_id: str) -> Handoff | None:
        found = self.store.handoffs.get(handoff_id)
        return found if found and found.team == team else None

    def several(self, team: str, handoff_ids: Sequence[str]) -> Sequence[Handoff]:
        found = (self.get(team, one) for one in handoff_ids)
        return [one for one in found if one]

    def of_request(self, team: str, request: str) -> Handoff | None:
        found = [h for h in self.store.handoffs.values() if (h.team, h.request) == (team, request)]
        return found[0] if found else None

    def save(self, after: Handoff, before: Handoff) -> bool:
        if self.store.handoffs[before.id].version != before.version:
            return False
        stored = replace(after, version=before.version + 1)
        self.staged.append(lambda: self.store.handoffs.__setitem__(stored.id, stored))
        return True

    def record(self, handoff: Handoff, happened: Happened, at: datetime) -> None:
        del at
        self.staged.append(lambda: self.store.events.append((handoff.id, happened)))

    def due(self, now: datetime, limit: int) -> Sequence[Due]:
        due = [
            h
            for h in self.store.handoffs.values()
            if h.due_at and (h.due_at <= now or h.armed_at > now + CLOCK_SLACK)
        ]
        return [Due(h.team, h.id) for h in due][:limit]

    def habit_of(self, team: str, requester: str) -> tuple[Medium | None, str | None]:
        del team, requester
        return None, None

    def unclosed(self, team: str, limit: int) -> Sequence[Handoff]:
        found = [h for h in self.store.handoffs.values() if h.team == team and not h.is_closed]
        return found[:limit]


class FakeReceivers(Part):
    def get(self, team: str, user: str, week: datetime) -> Receiver:
        one = self.store.receivers.get(user, Receiver(team, user))
        return replace(one, taken_this_week=self._taken(user, week))

    def save(self, receiver: Receiver) -> None:
        self.staged.append(lambda: self.store.receivers.__setitem__(receiver.user, receiver))

    def all(self, team: str, week: datetime) -> Sequence[Receiver]:
        return [self.get(team, user, week) for user in self.store.receivers]

    def asked(self, team: str, users: Sequence[str], at: datetime) -> None:
        del team

        def note() -> None:
            for user in users:
                if user in self.store.receivers:
                    one = self.store.receivers[user]
                    self.store.receivers[user] = replace(one, last_asked_at=at)

        self.staged.append(note)

    def _taken(self, user: str, week: datetime) -> int:
        offers = [
            offer
            for handoff in self.store.handoffs.values()
            if not handoff.drill
            for offer in handoff.offers
        ]
        return sum(
            offer.user == user
            and offer.answer is Answer.TAKEN
            and (offer.answered_at or week) >= week
            for offer in offers
        )


class FakeSetup(Part):
    def settings(self, team: str) -> HandoffSettings:
        del team
        return self.store.settings

    def keep(self, team: str, settings: HandoffSettings) -> None:
        del team
        self.staged.append(lambda: setattr(self.store, "settings", settings))

    def teams(self) -> Sequence[str]:
        return [TEAM]

    def pledge(self, team: str, default: str) -> Pledge:
        del team
        if not self.store.pledges:
            self.store.pledges.append(default)
        return Pledge(len(self.store.pledges), self.store.pledges[-1])


class FakeOutbox(Part):
    def put(self, outgoing: Outgoing) -> None:
        def keep() -> None:
            self.store.sent.setdefault(outgoing.key, Sent(outgoing, self.store.clock.true))

        if outgoing.action is Action.UPDATE:
            assert outgoing.target in self.store.sent or self.staged, "an update without its post"
        self.staged.append(keep)

    def withdraw(self, team: str, key: str) -> bool:
        del team
        self.staged.append(lambda: self.store.sent.pop(key, None))
        return True


class FakeOnCall(Part):
    def put(self, call: Call) -> None:
        self.staged.append(lambda: self.store.calls.__setitem__(call.key, call))

    def drop(self, team: str, handoff_id: str) -> None:
        del team

        def drop() -> None:
            for key in [k for k, call in self.store.calls.items() if call.handoff == handoff_id]:
                del self.store.calls[key]

        self.staged.append(drop)


class FakeRepeats(Part):
    def remember(self, team: str, customer: str) -> bool:
        del team
        value = normalised(customer)
        known = value in self.store.customers
        self.staged.append(lambda: self.store.customers.add(value))
        return known

    def expire(self) -> None:
        """Nothing ages here."""


class FakeDecisions(Part):
    def bring(self, team: str, decision: object) -> bool:
        del team, decision
        return True


class FakeDirectory:
    """Everybody is a member, except those who are not."""

    def member(self, team: str, user: str) -> Member:
        del team
        return Member(user, user, user, is_guest=user == "GUEST", is_bot=user == "BOT",
                      is_active=user != "GONE")  # fmt: skip

    def roster(self, team: str) -> tuple[str, ...]:
        del team
        return ()

    def name_of(self, team: str, user: str) -> str:
        del team
        return user

    def settings(self, team: str) -> WorkspaceSettings:
        del team
        return WorkspaceSettings(admins=frozenset({"ADA"}))

    def is_admin(self, team: str, user: str) -> bool:
        return user in self.settings(team).admins

    def settings_changed(self, team: str) -> None:
        """It keeps none."""


@dataclass
class FakeRedactor:
    """Hides the word *Ngozi*; may be away."""

    away: bool = False

    def redact(self, request: RedactionRequest) -> Redaction:
        if self.away:
            raise RedactionUnavailableError
        text = Redacted(request.text.replace("Ngozi", "[name]"))
        return Redaction(text, (), (), confident=True)


@dataclass
class FakeDesk:
    """Keeps what was opened in front of people."""

    opened: list[Mapping[str, Any]] = field(default_factory=list)

    def open_modal(self, team: str, trigger: str, view: Mapping[str, Any]) -> OpenView:
        del team, trigger
        self.opened.append(view)
        return OpenView(f"V{len(self.opened)}", "hash")


@dataclass
class World:
    """All handoff services over one store; `restarted` puts new ones over the same store."""

    store: Store
    redactor: FakeRedactor = field(default_factory=FakeRedactor)
    desk: FakeDesk = field(default_factory=FakeDesk)

    def __post_init__(self) -> None:
        self.restarted()

    def restarted(self) -> None:
        directory = FakeDirectory()
        core = HandoffCore(lambda: FakeUnitOfWork(self.store), directory, self.store.clock)  # type: ignore[arg-type]
        self.core = core
        self.handoffs = Handoffs(core, self.redactor, self.desk)  # type: ignore[arg-type]
        self.taking = Taking(core)
        self.leading = Leading(core)
        self.receiving = Receiving(core)
        self.timers = HandoffTimers(core, lambda: None)


def new_world(settings: HandoffSettings, *receivers: str) -> World:
    """A workspace with these settings and these people opted in."""
    store = Store(JumpingClock(), settings=settings)
    store.receivers = {user: Receiver(TEAM, user, opted_in=True) for user in receivers}
    return World(store)
