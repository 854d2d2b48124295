"""The team of the demo: invented people of an invented bookbinding shop's support."""

from __future__ import annotations

from dataclasses import asdict

from sandbox.json_types import Json
from sandbox.people_shapes import BOT_USER
from sandbox.records import Channel, ChannelKind, Person, UserGroup

TEAM_ZONE = "Europe/Berlin"
KUDOS, PRAISE, GENERAL, LEADS = "C0KUDOS", "C0PRAISE", "C0GENERAL", "C0LEADS"
SUPPORT_GROUP = "S0SUPPORT"
LEAD_IDS = ("U0LENA", "U0MARA")
ADMIN_ID = "U0ADA"
BACKUP_ID = "U0INES"
RECEIVER_IDS = ("U0SAM", "U0NOOR", "U0JONAS", "U0KOFI")
"""Who opted in; the first of them is the one the tour takes a handoff as."""
AGENT_IDS = (
    "U0PRIYA",
    "U0TOMASZ",
    "U0SAM",
    "U0NOOR",
    "U0JONAS",
    "U0KOFI",
    "U0INES",
    "U0YUKI",
    "U0BEA",
    "U0RAFA",
)
_AGENT, _RECEIVER = "Support agent", "Support agent, receiver"


def people() -> list[Person]:
    """Return the people; their title says what they are for Goodword."""
    return [
        Person("U0PRIYA", "priya.nair", "Priya Nair", "Priya", title=_AGENT),
        Person("U0TOMASZ", "tomasz.w", "Tomasz Wójcik", "Tomasz", title=_AGENT),
        Person("U0SAM", "sam.okafor", "Sam Okafor", "Sam", title=_RECEIVER),
        Person("U0NOOR", "noor.haddad", "Noor Haddad", "Noor", title=_RECEIVER),
        Person("U0JONAS", "jonas.lind", "Jonas Lindqvist", "Jonas", title=_RECEIVER),
        Person("U0KOFI", "kofi.mensah", "Kofi Mensah", "Kofi", title=_RECEIVER),
        Person("U0INES", "ines.duarte", "Ines Duarte", "Ines", title=f"{_AGENT}, backup"),
        Person("U0YUKI", "yuki.tanabe", "Yuki Tanabe", "Yuki", title=_AGENT),
        Person("U0BEA", "bea.kovacs", "Bea Kovács", "Bea", title=_AGENT),
        Person("U0RAFA", "rafa.ortiz", "Rafa Ortiz", "Rafa", title=_AGENT),
        Person("U0LENA", "lena.hart", "Lena Hartmann", "Lena", title="Support lead"),
        Person("U0MARA", "mara.silva", "Mara Silva", "Mara", title="Support lead"),
        Person("U0ADA", "ada.berg", "Ada Berg", "Ada", title="Admin", is_admin=True, is_owner=True),
        Person("U0GUEST", "gil.guest", "Gil Roth", "Gil", title="Freelancer", is_restricted=True),
    ]


def channels() -> list[Channel]:
    """Return the channels; Goodword is in all that it needs."""
    team = [*AGENT_IDS, *LEAD_IDS, ADMIN_ID]
    return [
        Channel(KUDOS, "kudos", members=[*team, BOT_USER], purpose="Good words from customers"),
        Channel(
            PRAISE,
            "praise-inbox",
            members=[*team, BOT_USER],
            purpose="What customers wrote, names included",
        ),
        Channel(GENERAL, "general", members=[*team, "U0GUEST"]),
        Channel(LEADS, "leads", ChannelKind.PRIVATE, [*LEAD_IDS, ADMIN_ID, BOT_USER]),
    ]


def groups() -> list[UserGroup]:
    """Return the user groups."""
    return [
        UserGroup(SUPPORT_GROUP, "Support", "support", [*AGENT_IDS, *LEAD_IDS]),
        UserGroup("S0LEADS", "Support leads", "support-leads", list(LEAD_IDS)),
    ]


def as_reset() -> Json:
    """Return all of it as the control API's ``reset`` takes it."""
    return {
        "people": [asdict(one) for one in people()],
        "channels": [asdict(one) for one in channels()],
        "groups": [asdict(one) for one in groups()],
    }
