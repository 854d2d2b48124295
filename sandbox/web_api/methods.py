"""All methods by name, and the rules every call passes before it runs."""

from __future__ import annotations

from sandbox.app_config import APP_TOKEN, BOT_TOKEN
from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.web_api.arguments import Arguments, Method, require_scope
from sandbox.web_api.chat import CHAT
from sandbox.web_api.conversations import CONVERSATIONS
from sandbox.web_api.oauth import OAUTH
from sandbox.web_api.people import PEOPLE
from sandbox.web_api.views import VIEWS
from sandbox.world import World

METHODS = {method.name: method for method in (*CHAT, *CONVERSATIONS, *VIEWS, *PEOPLE, *OAUTH)}


def run(world: World, name: str, args: Arguments, token: str | None) -> Json:
    """Carry out one call and return Slack's answer, refusals included."""
    try:
        method = _known(world, name)
        _authorize(world, method, token)
        _check_arguments(world, method, args)
        return {"ok": True, **method.run(world, args)}
    except SlackError as refusal:
        return refused(refusal)


def refused(refusal: SlackError) -> Json:
    """Return the answer for a refusal."""
    answer: Json = {"ok": False, "error": refusal.code, **refusal.extra}
    if refusal.messages:
        answer["errors"] = [text.removeprefix("[ERROR] ") for text in refusal.messages]
        answer["response_metadata"] = {"messages": refusal.messages}
    return answer


def _known(world: World, name: str) -> Method:
    if name not in METHODS:
        world.journal.violation("unknown_method", name)
        raise SlackError("unknown_method", extra={"req_method": name})
    return METHODS[name]


def _authorize(world: World, method: Method, token: str | None) -> None:
    if method.app_itself:
        return
    if not token:
        raise SlackError("not_authed")
    if token not in (BOT_TOKEN, APP_TOKEN) and world.oauth.bearer(token) is None:
        raise SlackError("invalid_auth")
    if world.token_revoked:
        raise SlackError("token_revoked")
    if (token == APP_TOKEN) != method.app_level:
        world.journal.violation("wrong_token", method.name)
        raise SlackError("not_allowed_token_type")
    if method.scope is not None:
        require_scope(world, method.scope)


def _check_arguments(world: World, method: Method, args: Arguments) -> None:
    unknown = method.unknown(args)
    if unknown:
        world.journal.violation("unknown_argument", method.name, arguments=unknown)
    missing = method.missing(args)
    if missing:
        world.journal.violation("missing_argument", method.name, arguments=missing)
        messages = [f"[ERROR] missing required field: {name}" for name in missing]
        raise SlackError("invalid_arguments", messages)
