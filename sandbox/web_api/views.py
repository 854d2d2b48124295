"""views.*: opening, changing and publishing views."""

from __future__ import annotations

from sandbox import views
from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.payloads import view_object
from sandbox.records import View
from sandbox.web_api.arguments import Arguments, describe
from sandbox.world import World


def open_view(world: World, args: Arguments) -> Json:
    """views.open."""
    definition = views.checked(world.workspace, args.structure("view"), "modal")
    trigger = views.redeem(world, args.text("trigger_id"))
    return _answer(views.open_modal(world, trigger.user, definition))


def push_view(world: World, args: Arguments) -> Json:
    """views.push: only with a trigger that came from inside a modal."""
    definition = views.checked(world.workspace, args.structure("view"), "modal")
    trigger = views.redeem(world, args.text("trigger_id"))
    if trigger.view_id is None:
        raise SlackError("invalid_trigger_id")
    return _answer(views.push_modal(world, trigger.user, definition))


def update_view(world: World, args: Arguments) -> Json:
    """views.update; a ``hash`` that is no longer the view's is a ``hash_conflict``."""
    view = _find(world, args)
    _check_hash(view, args)
    definition = views.checked(world.workspace, args.structure("view"), view.kind, view.id)
    return _answer(views.replace_view(world, view, definition))


def publish_view(world: World, args: Arguments) -> Json:
    """views.publish."""
    user = world.workspace.person(args.text("user_id"))
    home = world.workspace.homes.get(user.id)
    if home is not None:
        _check_hash(home, args)
    known_as = home.id if home else None
    definition = views.checked(world.workspace, args.structure("view"), "home", known_as)
    return _answer(views.publish_home(world, user.id, definition))


def _find(world: World, args: Arguments) -> View:
    if args.has("view_id"):
        view = world.workspace.view_by_id(args.text("view_id"))
    else:
        view = world.workspace.view_by_external_id(args.text("external_id"))
    if view is None:
        raise SlackError("not_found")
    return view


def _check_hash(view: View, args: Arguments) -> None:
    if args.has("hash") and args.text("hash") != view.hash:
        raise SlackError("hash_conflict")


def _answer(view: View) -> Json:
    return {"view": view_object(view)}


VIEWS = (
    describe("views.open", open_view, "trigger_id view"),
    describe("views.push", push_view, "trigger_id view"),
    describe("views.update", update_view, "view", "view_id external_id hash"),
    describe("views.publish", publish_view, "user_id view", "hash"),
)
