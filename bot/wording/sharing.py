"""Around a shared good word: offers, credits, hiding more, App Home."""

from typing import Final

REVIEW_AND_SHARE: Final = "Review & share"
NOT_THIS_ONE: Final = "Not this one"
OFFER: Final = "Is this a good word from a customer? You see what others will see before it goes."
OFFER_FALLBACK: Final = "Is this a good word from a customer?"
OFFER_THREAD: Final = "Is this a good word? Anyone here can share it; names are hidden first."

SAY_MY_NAME: Final = "Say my name"
RATHER_NOT: Final = "Rather not"
MUTE: Final = "Don't tell me any more"
NAMED_NOW: Final = "Your name is going into the post now."
NOT_NAMED: Final = "Your name stays out. Nobody is told."
NAME_REMOVED: Final = "Your name is coming out of the post. Nobody is told."
MUTED: Final = "Muted. In App Home you can switch these on again."
REMOVE_TITLE: Final = "Remove your name?"
REMOVE_TEXT: Final = "The post stays, without your name. Nobody is told."
REMOVE_YES: Final = "Remove it"
REMOVE_NO: Final = "Leave it"

HIDE_TITLE: Final = "Hide more"
HIDE_SUBMIT: Final = "Hide"
HIDE_INTRO: Final = "*What everybody sees now*"
HIDE_PREVIEW: Final = "*What they will see*"
HIDE_LABEL: Final = "Words to hide"
HIDE_HINT: Final = "Copy them as they stand, separated by commas. Press Enter to see the result."
HIDDEN_NOW: Final = "The post is being changed. Copies people made, I can't reach."

HOME_INTRO: Final = "*Goodword* keeps the good words customers write, without their names."
HOME_SHARE: Final = "Share a good word"
HOME_WAITING: Final = "*Waiting for review*"
HOME_NOTHING_WAITING: Final = "Nothing is waiting."
HOME_MINE: Final = "*Shared by me*"
HOME_NOTHING_MINE: Final = "You have shared nothing yet."
HOME_PERSONAL: Final = "*For me*"
HOME_ASK_FIRST: Final = "Ask me before crediting me"
HOME_ADMIN: Final = "*Settings*"
HOME_SETTINGS: Final = "Open settings"
HOME_NO_CHANNEL: Final = (
    "There is no kudos channel yet, so nothing can be shared. "
    "Your admin chooses one here, in Goodword's Home."
)
HOME_CHOOSE_CHANNEL: Final = (
    "There is no kudos channel yet, so nothing can be shared. Choose one in the settings."
)
HOME_GUEST: Final = "Goodword is for members of this workspace."


def credited(sharer: str | None, channel: str) -> str:
    """A notice to somebody who is named in a post."""
    who = sharer or "A colleague"
    return f"{who} shared a customer's good word and named you. It is going to <#{channel}>."


def may_we_name_you(sharer: str | None, channel: str) -> str:
    """A question to somebody who wants to be asked first."""
    who = sharer or "A colleague"
    return f"{who} shares a good word in <#{channel}> and would name you. Until you agree I don't."


def shared_outside(channel: str) -> str:
    """To the admins."""
    return (
        f"<#{channel}> is shared with another company now, so I stopped posting kudos. "
        "Choose an internal channel in App Home, Settings."
    )


def waiting(channel: str, ts: str) -> str:
    """One line of *Waiting for review*: where and when, never what."""
    when = f"<!date^{ts.partition('.')[0]}^{{date_short_pretty}}, {{time}}|earlier>"
    return f"In <#{channel}>, {when}"
