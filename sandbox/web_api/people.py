"""users.*, usergroups.*, team.info, auth.test and apps.connections.open."""

from __future__ import annotations

from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.people_shapes import (
    BOT_ID,
    BOT_USER,
    TEAM_DOMAIN,
    TEAM_ID,
    TEAM_NAME,
    group_object,
    user_object,
)
from sandbox.web_api import pages
from sandbox.web_api.arguments import Arguments, describe
from sandbox.world import World

USERS_PAGE = 1000


def auth_test(world: World, _args: Arguments) -> Json:
    """auth.test."""
    return {
        "url": f"{world.base_url}/",
        "team": TEAM_NAME,
        "user": world.workspace.people[BOT_USER].name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def connections_open(world: World, _args: Arguments) -> Json:
    """apps.connections.open: a fresh WebSocket address."""
    address = world.base_url.replace("http://", "ws://", 1)
    return {"url": f"{address}/link/?ticket={world.hub.ticket()}&app_id=sandbox"}


def users_info(world: World, args: Arguments) -> Json:
    """users.info."""
    return {"user": user_object(world.workspace.person(args.text("user")))}


def users_list(world: World, args: Arguments) -> Json:
    """users.list; without a limit it is one page."""
    people = list(world.workspace.people.values())
    limit = args.count("limit", max(len(people), 1), USERS_PAGE)
    shown, metadata = pages.page(people, args.text("cursor"), limit)
    return {
        "members": [user_object(person) for person in shown],
        "cache_ts": int(world.time.now()),
        "response_metadata": metadata,
    }


def usergroups_list(world: World, args: Arguments) -> Json:
    """usergroups.list."""
    groups = [
        group_object(
            group,
            include_users=args.flag("include_users"),
            include_count=args.flag("include_count"),
        )
        for group in world.workspace.groups.values()
        if args.flag("include_disabled") or not group.is_disabled
    ]
    return {"usergroups": groups}


def usergroups_users_list(world: World, args: Arguments) -> Json:
    """usergroups.users.list."""
    group = world.workspace.groups.get(args.text("usergroup"))
    if group is None or (group.is_disabled and not args.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}


def team_info(_world: World, _args: Arguments) -> Json:
    """team.info."""
    team = {
        "id": TEAM_ID,
        "name": TEAM_NAME,
        "domain": TEAM_DOMAIN,
        "email_domain": "",
        "icon": {"image_default": True},
    }
    return {"team": team}


PEOPLE = (
    describe("auth.test", auth_test),
    describe("apps.connections.open", connections_open, app_level=True),
    describe("users.info", users_info, "user", "include_locale", "users:read"),
    describe("users.list", users_list, "", "cursor limit include_locale team_id", "users:read"),
    describe(
        "usergroups.list",
        usergroups_list,
        "",
        "include_count include_disabled include_users team_id",
        "usergroups:read",
    ),
    describe(
        "usergroups.users.list",
        usergroups_users_list,
        "usergroup",
        "include_disabled team_id",
        "usergroups:read",
    ),
    describe("team.info", team_info, "", "team domain", "team:read"),
)
