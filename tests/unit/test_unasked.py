from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.handoff import Ground, Handoff, Route
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.receivers import UNTIL_RESUMED
from bot.domain.unasked import Peace, Unasked, until
from bot.services.handoff_notes import kind_of_offer
from bot.services.handoffs import Requested, Submitted
from bot.views import unasked as view
from bot.views.handoff import Form
from bot.views.unasked import Wishes
from bot.wording import unasked as words
from tests.fakes_handoff import TEAM, World, new_world

NOW = datetime(2026, 11, 27, 22, 30, tzinfo=UTC)
AGREED = HandoffSettings(
    enabled=True, leads=("LENA", "MARA"), backup="BO", deputies=(("LENA", "DEP"),)
)


@pytest.fixture
def world() -> World:
    return new_world(AGREED, "P1", "P2", "P3", "P4")


def ask(
    world: World, ground: Ground = Ground.DRAINING, route: Route = Route.FIRST_AVAILABLE
) -> Handoff:
    form = Form(ground, "4711", route=route)
    made = world.handoffs.request(Submitted(TEAM, "ASKER", "V1", form))
    assert isinstance(made, Requested)
    return next(iter(world.store.handoffs.values()))


@pytest.mark.parametrize(
    ("peace", "end"),
    [
        (Peace.NONE, None),
        (Peace.HOUR, NOW + timedelta(hours=1)),
        (Peace.TOMORROW, datetime(2026, 11, 28, 8, tzinfo=UTC)),
        (Peace.WEEK, NOW + timedelta(days=7)),
        (Peace.ALWAYS, UNTIL_RESUMED),
    ],
)
def test_peace_ends_when_its_name_says(peace: Peace, end: datetime | None) -> None:
    assert until(peace, NOW, "Europe/Lisbon") == end


def test_tomorrow_is_the_workspaces_tomorrow() -> None:
    """Half past ten in London is the next day in Tokyo already."""
    assert until(Peace.TOMORROW, NOW, "Asia/Tokyo") == datetime(2026, 11, 28, 23, tzinfo=UTC)


def test_saving_the_choices_untouched_changes_nothing() -> None:
    """What stands is what is chosen when the form opens, a running snooze too."""
    silences = {Unasked.CREDITED: UNTIL_RESUMED, Unasked.QUARTERLY: NOW + timedelta(hours=1)}
    modal = view.modal(Wishes(tuple(Unasked), silences, NOW, "Europe/Lisbon"))
    initial = {
        block["block_id"]: block["element"]["initial_option"]
        for block in modal["blocks"]
        if block["type"] == "input"
    }
    assert set(initial) == {kind.value for kind in Unasked}
    kept = {name for name, option in initial.items() if option["value"] == view.KEEP}
    assert kept == {"credited", "quarterly"}
    assert initial["credited"]["text"]["text"] == "Muted"
    assert initial["quarterly"]["text"]["text"] == "Snoozed until Fri 27 Nov, 23:30"
    assert {initial[n]["value"] for n in set(initial) - kept} == {Peace.NONE.value}


def test_each_kind_has_a_label_and_a_reason() -> None:
    assert set(words.LABELS) == set(words.WHY) == set(Unasked)


def test_an_offer_muted_on_its_way_goes_to_the_next_peer(world: World) -> None:
    """Nobody waits for somebody who wants to be left in peace."""
    asked = ask(world)
    first = asked.asked[0].user
    world.receiving.pause(TEAM, first, "always")
    world.taking.stand_aside(TEAM, first, asked.id)
    now = world.store.handoffs[asked.id]
    assert first not in {offer.user for offer in now.asked}
    assert len(now.asked) == 3


def test_a_leads_offer_muted_on_its_way_goes_to_the_deputy(world: World) -> None:
    """Within the same step: the requester waits no longer for it."""
    asked = ask(world, route=Route.ANY_LEAD)
    assert {offer.user for offer in asked.asked} == {"LENA", "MARA"}
    world.receiving.pause(TEAM, "LENA", "always")
    world.taking.stand_aside(TEAM, "LENA", asked.id)
    now = world.store.handoffs[asked.id]
    assert {offer.user for offer in now.asked} == {"MARA", "DEP"}
    assert now.step is asked.step


def test_no_mute_holds_back_what_would_leave_a_step_empty(world: World) -> None:
    """A lead without a deputy is asked; threat and danger reach every lead."""
    calm = ask(world, route=Route.ANY_LEAD)
    kinds = {offer.user: kind_of_offer(calm, offer, AGREED) for offer in calm.asked}
    assert kinds == {"LENA": Unasked.HANDOFF_OFFERS, "MARA": None}


def test_threat_ignores_a_leads_mute(world: World) -> None:
    urgent = ask(world, ground=Ground.THREAT, route=Route.ANY_LEAD)
    assert {kind_of_offer(urgent, offer, AGREED) for offer in urgent.asked} == {None}
