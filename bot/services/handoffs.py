"""Handing over: the form, the request, and what the requester can still change."""

import uuid
from dataclasses import dataclass, field, replace

import structlog

from bot.domain import handoff_moves as moves
from bot.domain.handoff import SENTENCE_MAX, Handoff, Route, State, Step, Wish
from bot.domain.quotes import without_quotes
from bot.domain.redacted import Redacted, RedactionRequest, RedactionUnavailableError
from bot.domain.reference import Reference, read_reference
from bot.domain.refusals import Reason, RefusedError
from bot.domain.repeats import CUSTOMER_MAX
from bot.ports import Desk, PressedView, Redactor, View
from bot.ports_handoff import AlreadyRequestedError
from bot.services import handoff_notes as notes
from bot.services.handoff_core import HandoffCore
from bot.views import handoff as form_view
from bot.views.handoff import Form, FormState
from bot.wording import handoff as words
from bot.wording import pledge as pledge_words
from bot.wording import refusals as refusal_words

log = structlog.get_logger()

PRACTICE_REFERENCE = Reference("PRACTICE-1")
FIELD_OF = {
    Reason.GROUND_MISSING: form_view.BLOCK_GROUND,
    Reason.SENTENCE_TOO_LONG: form_view.BLOCK_SENTENCE,
    Reason.CUSTOMER_TOO_LONG: form_view.BLOCK_CUSTOMER,
    Reason.RECIPIENT_MISSING: form_view.BLOCK_NAMED,
    Reason.NOT_A_MEMBER: form_view.BLOCK_NAMED,
}


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Somebody wants to hand over. reference: a link or number already at hand."""

    team: str
    user: str
    trigger: str
    reference: str = ""
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Submitted:
    """The form as it stands. request: the root view's id; the same form twice is one handoff."""

    team: str
    user: str
    request: str
    form: Form
    state: FormState = field(default_factory=FormState)


@dataclass(frozen=True, slots=True)
class Requested:
    """It is kept, and people are being asked; `view` is the private receipt."""

    view: View


@dataclass(frozen=True, slots=True)
class NotRequested:
    """Nothing was kept; `sentence` belongs under the field `block`."""

    block: str
    sentence: str


Outcome = Requested | NotRequested


@dataclass(frozen=True, slots=True)
class Handoffs:
    """The requester's side."""

    core: HandoffCore
    redactor: Redactor
    desk: Desk

    def open_form(self, command: OpenForm) -> None:
        """Open the form at once. Raises RefusedError."""
        self._allowed(command.team, command.user, practice=command.practice)
        state = FormState(practice=command.practice)
        with self.core.open_uow() as uow:
            medium, language = uow.handoffs.habit_of(command.team, command.user)
        form = Form(reference=command.reference, medium=medium, language=language)
        if command.practice:
            form = replace(form, reference=PRACTICE_REFERENCE.text)
        view = self._view(command.team, form, state)
        self.desk.open_modal(command.team, command.trigger, view)

    def refresh(self, submitted: Submitted, pressed: PressedView) -> None:
        """Show what the chosen reason or recipient brings with it, keeping what is typed."""
        view = self._view(submitted.team, submitted.form, submitted.state)
        self.desk.redraw_modal(submitted.team, pressed, view)

    def request(self, submitted: Submitted) -> Outcome:
        """Hand over, once."""
        try:
            self._allowed(submitted.team, submitted.user, practice=submitted.state.practice)
            wish = self._wish(submitted)
            sentence, left_out = self._neutral(submitted)
            wish = replace(wish, sentence=sentence)
            return Requested(self._keep(submitted, wish, left_out))
        except RefusedError as refused:
            block = FIELD_OF.get(refused.reason, form_view.BLOCK_REFERENCE)
            return NotRequested(block, refusal_words.sentence(refused.reason))

    def withdraw(self, team: str, user: str, handoff_id: str) -> str:
        """The requester takes it back; answers what to tell them."""
        self.core.change(team, handoff_id, user, lambda h, at: moves.withdraw(h, user, at))
        return words.WITHDRAWN

    def own(self, team: str, user: str, handoff_id: str) -> Handoff:
        """One of a person's own requests; raises RefusedError for anybody else's."""
        with self.core.open_uow() as uow:
            handoff = uow.handoffs.get(team, handoff_id)
        if handoff is None:
            raise RefusedError(Reason.UNKNOWN_HANDOFF)
        if handoff.requester != user:
            raise RefusedError(Reason.NOT_THE_REQUESTER)
        return handoff

    def reroute(
        self,
        team: str,
        user: str,
        handoff_id: str,
        route: Route,
        named: str | None,
    ) -> str:
        """Somebody else is asked; answers what to tell the requester. Raises RefusedError."""
        self.core.member(team, user)
        if route is Route.NAMED:
            named = self._named(team, user, named)
        after = self.core.change(
            team,
            handoff_id,
            user,
            lambda h, at: moves.reroute(h, user, route, named, at),
        )
        zone = self.core.settings(team).hours.zone
        return words.rerouted(after, self.core.clock.now(), zone)

    def _allowed(self, team: str, user: str, *, practice: bool) -> None:
        """Members only, where handoffs are on; a practice is started by a lead."""
        self.core.member(team, user)
        settings = self.core.switched_on(team)
        if practice and user not in settings.everyone:
            raise RefusedError(Reason.NOT_A_LEAD)

    def _view(self, team: str, form: Form, state: FormState) -> View:
        with self.core.open_uow() as uow:
            settings = uow.handoff_setup.settings(team)
            pledge = uow.handoff_setup.pledge(team, pledge_words.TEXT)
            uow.commit()
        return form_view.form(form, state, pledge, settings.safety_contact)

    def _wish(self, submitted: Submitted) -> Wish:
        form = submitted.form
        if form.ground is None:
            raise RefusedError(Reason.GROUND_MISSING)
        if len(form.sentence) > SENTENCE_MAX:
            raise RefusedError(Reason.SENTENCE_TOO_LONG)
        if len(form.customer) > CUSTOMER_MAX:
            raise RefusedError(Reason.CUSTOMER_TOO_LONG)
        reference = read_reference(form.reference)
        named = None
        if form.route is Route.NAMED:
            named = self._named(submitted.team, submitted.user, form.named)
        return Wish(
            ground=form.ground,
            reference=PRACTICE_REFERENCE if submitted.state.practice else reference,
            live=form.live,
            route=form.route,
            named=named,
            medium=form.medium,
            language=form.language if form.language in words.LANGUAGES else None,
            tell_ending=form.tell_ending,
            never_route=form.never_route,
        )

    def _named(self, team: str, user: str, named: str | None) -> str:
        if not named:
            raise RefusedError(Reason.RECIPIENT_MISSING)
        if named == user:
            raise RefusedError(Reason.NOT_A_MEMBER)
        return self.core.other_member(team, named)

    def _neutral(self, submitted: Submitted) -> tuple[Redacted | None, str | None]:
        """The sentence without quotes and identities, and what the requester hears of it.

        A handoff never waits for it.
        """
        typed = submitted.form.sentence.strip()
        text = without_quotes(typed)
        left_out = words.QUOTE_LEFT_OUT if typed and text != typed else None
        if not text:
            return None, left_out
        request = RedactionRequest(
            text=text,
            roster=self.core.directory.roster(submitted.team),
            keep=self.core.directory.settings(submitted.team).kept_terms,
        )
        try:
            return self.redactor.redact(request).text, left_out
        except RedactionUnavailableError:
            log.warning("sentence_dropped", team=submitted.team)
            return None, words.SENTENCE_DROPPED

    def _keep(self, submitted: Submitted, wish: Wish, left_out: str | None) -> View:
        # The receipt is read after the unit of work has ended: SQLite has one writer at a time.
        return self._receipt(self._kept(submitted, wish), left_out)

    def _kept(self, submitted: Submitted, wish: Wish) -> Handoff:
        """The handoff of this form: the one already there when asked twice."""
        with self.core.open_uow() as uow:
            known = uow.handoffs.of_request(submitted.team, _request(submitted))
            if known is not None:
                return known
            drill = submitted.state.practice
            customer = "" if drill else submitted.form.customer
            handoff = replace(
                self._fresh(submitted, wish),
                repeat=bool(customer) and uow.repeats.remember(submitted.team, customer),
                pledge_version=uow.handoff_setup.pledge(submitted.team, pledge_words.TEXT).version,
                drill=drill,
            )
            try:
                kept = self.core.begin(uow, handoff).handoff
            except AlreadyRequestedError:
                return uow.handoffs.of_request(submitted.team, handoff.request) or handoff
            uow.commit()
        return kept

    def _fresh(self, submitted: Submitted, wish: Wish) -> Handoff:
        now = self.core.clock.now()
        return Handoff(
            id=uuid.uuid4().hex,
            team=submitted.team,
            request=_request(submitted),
            requester=submitted.user,
            wish=wish,
            pledge_version=0,
            created_at=now,
            state=State.OPEN,
            step=Step.PEERS,
            armed_at=now,
            told_at=now,
            due_at=now,
        )

    def _receipt(self, handoff: Handoff, left_out: str | None) -> View:
        with self.core.open_uow() as uow:
            situation = self.core.situation(uow, handoff)
        on_call = notes.on_call(handoff, situation)
        zone = situation.settings.hours.zone
        lines = [words.receipt(handoff, situation.now, zone, on_call)]
        if handoff.alarm:
            lines.append(words.safety(situation.settings.safety_contact))
        if left_out:
            lines.append(left_out)
        title = words.PRACTICE_TITLE if handoff.drill else words.MODAL_TITLE
        return form_view.saying(title, *lines)


def _request(submitted: Submitted) -> str:
    return f"form:{submitted.request}"
