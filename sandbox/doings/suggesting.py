"""Selects whose options the app looks up: what Slack asks, and what it takes for an answer.

docs.slack.dev, Block Kit reference: select menu of external data source, block_suggestion payload.
"""

from __future__ import annotations

from sandbox.blocks.composition import (
    OPTION_GROUPS,
    OPTIONS,
    option_group,
    plain_option,
)
from sandbox.blocks.schema import Report, array
from sandbox.delivery import Delivery
from sandbox.doings.surfaces import Spot
from sandbox.errors import ControlError
from sandbox.json_types import Json
from sandbox.payloads import interaction, view_object
from sandbox.records import Person, View
from sandbox.world import World

MIN_QUERY_LENGTH = 3
"""Characters before Slack asks, unless the element says otherwise."""

_CHECKS = {
    "options": array(plain_option, OPTIONS, least=0),
    "option_groups": array(option_group(plain_option), OPTION_GROUPS, least=0),
}


async def suggest(world: World, person: Person, spot: Spot, typed: str) -> Delivery | None:
    """Let ``person`` open the select or type in it; None while Slack would not ask the app.

    What the app does not answer in time, or answers wrongly, is offered to nobody.
    """
    view = spot.surface
    if spot.element["type"] != "external_select" or not isinstance(view, View):
        raise ControlError("only an external select in a modal or Home looks its options up")
    view.suggested.pop(spot.key, None)
    if len(typed) < spot.element.get("min_query_length", MIN_QUERY_LENGTH):
        return None
    payload = interaction("block_suggestion", person, None) | {
        "container": {"type": "view", "view_id": view.id},
        "action_id": spot.element["action_id"],
        "block_id": spot.block["block_id"],
        "value": typed,
        "view": view_object(view),
    }
    delivery = await world.deliveries.ask("interactive", payload)
    if delivery.acked:
        _take(world, view, spot, delivery.response or {})
    return delivery


def _take(world: World, view: View, spot: Spot, answer: Json) -> None:
    report = Report()
    given = [name for name in _CHECKS if name in answer]
    if len(given) != 1:
        report.add("must have exactly one of: options, option_groups", "/")
    for name in given:
        _CHECKS[name](answer[name], f"/{name}", report)
    if report.errors:
        world.journal.violation("bad_options", "block_suggestion", messages=report.errors)
    else:
        view.suggested[spot.key] = {name: answer[name] for name in given}
