"""People, groups and channels in the shapes the Web API gives them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sandbox.json_types import Json
from sandbox.records import Channel, ChannelKind, Person, UserGroup

BOT_USER = "U0GOODWORD"
BOT_ID = "B0GOODWORD"
APP_ID = "A0GOODWORD"
TEAM_ID = "T0GOODWORD"
TEAM_DOMAIN = "goodword-sandbox"
TEAM_NAME = "Goodword sandbox"
SLACKBOT = "USLACKBOT"

_UPDATED = 1_700_000_000


def user_object(person: Person) -> Json:
    """Return a user as ``users.info`` and ``users.list`` give it."""
    if person.deleted:
        return {**_identity(person), "deleted": True, "profile": _profile(person)}
    return {
        **_identity(person),
        "deleted": False,
        "color": "9f69e7",
        "real_name": person.real_name,
        **_time_zone(person.tz),
        "profile": _profile(person),
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        **({"is_stranger": True} if person.is_stranger else {}),
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }


def _identity(person: Person) -> Json:
    return {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": _UPDATED,
    }


def _time_zone(name: str) -> Json:
    now = datetime.now(UTC).astimezone(ZoneInfo(name))
    offset = now.utcoffset()
    return {
        "tz": name,
        "tz_label": now.tzname() or name,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
    }


def _profile(person: Person) -> Json:
    first, _, last = person.real_name.partition(" ")
    return {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.display_name,
        "display_name_normalized": person.display_name,
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "first_name": first,
        "last_name": last,
        "team": person.team_id,
        **({"bot_id": BOT_ID, "api_app_id": APP_ID} if person.id == BOT_USER else {}),
        **person.profile_extra,
    }


def group_object(group: UserGroup, *, include_users: bool, include_count: bool) -> Json:
    """Return a user group as ``usergroups.list`` gives it."""
    return {
        "id": group.id,
        "team_id": TEAM_ID,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": _UPDATED,
        "date_update": _UPDATED,
        "date_delete": _UPDATED if group.is_disabled else 0,
        "auto_type": None,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "created_by": BOT_USER,
        "updated_by": BOT_USER,
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
        **({"users": list(group.users)} if include_users else {}),
        **({"user_count": len(group.users)} if include_count else {}),
    }


def channel_object(channel: Channel, *, include_count: bool = False) -> Json:
    """Return a conversation as ``conversations.info`` and ``.list`` give it."""
    if channel.kind is ChannelKind.DIRECT:
        return _direct_object(channel)
    private = channel.kind is ChannelKind.PRIVATE
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not private,
        "is_group": private,
        "is_im": False,
        "is_mpim": False,
        "is_private": private,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": channel.is_pending_ext_shared,
        "pending_shared": [],
        "context_team_id": TEAM_ID,
        "creator": "U0ADA",
        "is_member": BOT_USER in channel.members,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
        "previous_names": [],
        **({"num_members": len(channel.members)} if include_count else {}),
    }


def _direct_object(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "created": channel.created,
        "is_archived": False,
        "is_im": True,
        "is_org_shared": False,
        "context_team_id": TEAM_ID,
        "user": channel.user,
        "is_user_deleted": False,
        "is_open": True,
        "priority": 0,
    }
