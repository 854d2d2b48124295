"""A call's arguments, however they were encoded, and the description of a method."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import BasicAuth, web

from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.world import World

_ANYWHERE = frozenset({"team_id"})
"""The SDK adds this to every call of a client that Bolt made for a workspace."""


@dataclass(frozen=True)
class Arguments:
    """What the caller sent, without the token."""

    values: Json

    def text(self, name: str) -> str:
        """Return an argument as a string; the empty string when it is missing."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a boolean, which may be sent as true, "true", 1 or "1"."""
        value = self.values.get(name)
        return default if value is None else str(value).lower() in ("true", "1")

    def count(self, name: str, default: int, most: int) -> int:
        """Return a limit between 1 and ``most``, or raise ``invalid_limit``."""
        text = self.text(name)
        if not text:
            return default
        if not text.isdecimal() or not 1 <= int(text) <= most:
            raise SlackError("invalid_limit")
        return int(text)

    def has(self, name: str) -> bool:
        """Whether the caller sent this argument at all."""
        return self.values.get(name) is not None

    def structure(self, name: str) -> object:
        """Return a JSON argument, decoded if it was sent as a string."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            decoded: object = json.loads(value)
        except ValueError:
            raise SlackError(
                "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
            ) from None
        return decoded


Handler = Callable[[World, Arguments], Json]


@dataclass(frozen=True)
class Method:
    """One Web API method: who may call it with what.

    ``app_itself``: called with the app's id and secret, with no token.
    """

    name: str
    run: Handler
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    scope: str | None = None
    app_level: bool = False
    app_itself: bool = False

    def unknown(self, arguments: Arguments) -> list[str]:
        """Return the names of arguments Slack does not document for this method."""
        return sorted(set(arguments.values) - self.required - self.optional - _ANYWHERE)

    def missing(self, arguments: Arguments) -> list[str]:
        """Return the names of required arguments that were not sent."""
        return sorted(name for name in self.required if not arguments.has(name))


def describe(
    name: str,
    run: Handler,
    required: str = "",
    optional: str = "",
    scope: str | None = None,
    *,
    app_level: bool = False,
    app_itself: bool = False,
) -> Method:
    """Describe a method; argument names are given in one string, separated by spaces."""
    return Method(
        name,
        run,
        frozenset(required.split()),
        frozenset(optional.split()),
        scope,
        app_level,
        app_itself,
    )


async def read_arguments(request: web.Request) -> tuple[Arguments, str | None]:
    """Return the arguments and the token of a call, form- or JSON-encoded."""
    values: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        sent = json.loads(body) if body else {}
        if not isinstance(sent, dict):
            raise SlackError("json_not_object")
        values |= sent
    elif request.method == "POST":
        values.update(await request.post())
    token = values.pop("token", None)
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and bearer:
        token = bearer
    if scheme.lower() == "basic":
        known = BasicAuth.decode(request.headers["Authorization"])
        values |= {"client_id": known.login, "client_secret": known.password}
    return Arguments(values), token


def require_scope(world: World, *any_of: str) -> None:
    """Raise ``missing_scope`` unless the app holds one of these."""
    if not world.config.scopes & set(any_of):
        provided = ",".join(sorted(world.config.scopes))
        raise SlackError("missing_scope", extra={"needed": ",".join(any_of), "provided": provided})
