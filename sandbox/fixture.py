"""The workspace every run starts from: a small support team and its channels."""

from __future__ import annotations

from sandbox.people_shapes import BOT_USER, SLACKBOT
from sandbox.records import Channel, ChannelKind, Person, UserGroup

STRANGERS_TEAM = "T0ELSEWHERE"


def people() -> list[Person]:
    """Return the people of the fixture workspace, the bot user among them."""
    return [
        Person("U0PRIYA", "priya.nair", "Priya Nair", "Priya", title="Support agent"),
        Person("U0TOMASZ", "tomasz.w", "Tomasz Wójcik", "Tomasz", "Europe/Warsaw", "Support agent"),
        Person("U0LENA", "lena.hart", "Lena Hartmann", "Lena", title="Support lead"),
        Person("U0SAM", "sam.okafor", "Sam Okafor", "Sam", "Europe/London", "Support agent"),
        Person("U0MARA", "mara.silva", "Mara Silva", "Mara", "Europe/Lisbon", "Support lead"),
        Person("U0ADA", "ada.berg", "Ada Berg", "Ada", title="Admin", is_admin=True, is_owner=True),
        Person("U0GUEST", "gil.guest", "Gil Guest", "Gil", is_restricted=True),
        Person(
            "U0OUTSIDE",
            "otto.outside",
            "Otto Outside",
            "Otto",
            team_id=STRANGERS_TEAM,
            is_stranger=True,
        ),
        Person(BOT_USER, "goodword", "Goodword", "Goodword", is_bot=True),
        Person(SLACKBOT, "slackbot", "Slackbot", "Slackbot"),
    ]


def channels() -> list[Channel]:
    """Return the channels of the fixture workspace."""
    team = ["U0PRIYA", "U0TOMASZ", "U0LENA", "U0SAM", "U0MARA", "U0ADA"]
    return [
        Channel("C0KUDOS", "kudos", members=[*team, BOT_USER], purpose="Good words from customers"),
        Channel("C0PRAISE", "praise-inbox", members=[*team, BOT_USER], purpose="What came in"),
        Channel("C0GENERAL", "general", members=[*team, "U0GUEST", "U0OUTSIDE"]),
        Channel("C0LEADS", "leads", ChannelKind.PRIVATE, ["U0LENA", "U0MARA", "U0ADA"]),
    ]


def groups() -> list[UserGroup]:
    """Return the user groups of the fixture workspace."""
    return [
        UserGroup("S0SUPPORT", "Support", "support", ["U0PRIYA", "U0TOMASZ", "U0SAM", "U0LENA"]),
        UserGroup("S0LEADS", "Support leads", "support-leads", ["U0LENA", "U0MARA"]),
    ]
