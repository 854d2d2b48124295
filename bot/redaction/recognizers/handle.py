"""Names people go by on other platforms: @handles, forum and game nicknames."""

from collections.abc import Iterable
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon, ours
from bot.redaction.hosts import FILE_TYPES, TOP_LEVELS
from bot.redaction.message import Message
from bot.redaction.patterns import WORD, Pattern, words_or
from bot.redaction.recognizers import names
from bot.redaction.recognizers.base import GUESS, LIKELY, SURE, Finding, Rule

_AT: Final = Pattern(rf"@[{WORD}](?:[{WORD}.'-]*[{WORD}])?", inside=True)
_PREFIXED: Final = Pattern(rf"(?:u|r|user|profile)/[{WORD}-]{{3,}}")
_CUED: Final = Pattern(
    words_or(
        "username user_name handle nick nickname gamertag screen_name forum_name login psn "
        "alias insta ig instagram twitter tiktok discord twitch mastodon bluesky steam reddit "
        "usuario utilisateur benutzername gebruikersnaam utente utilizador pseudo",
    )
    + rf"(?:[ ](?:is|was|name|es|est|ist|é|è))?[ ]?[:=]?[ ]?[\"'(]?"
    rf"(?P<v>@?[{WORD}][{WORD}.#-]*[{WORD}])",
)
_HOME: Final = Pattern(
    r"(?:/home/|/Users/|[A-Z]:\\(?:Users|Home|Benutzer)\\|~)(?P<v>[\p{L}][\p{L}\p{N}._-]{2,})",
    inside=True,
)
_LOGIN: Final = Pattern(
    rf"(?:user|account|login|id|name|handle|from|author)\"?[ ]?[:=][ ]?\"?"
    rf"(?P<v>[{WORD}]+(?:[._-][{WORD}]+)+)"
)
_SPOKEN: Final = Pattern(
    r"(?:ig|insta|instagram|twitter|tiktok|handle|username|discord)[ ]?(?:is|"
    r":)?[ ](?P<v>(?:at )?[\p{L}\p{N}]+"
    r"(?:[ ](?:underscore|dot|dash)[ ][\p{L}\p{N}]+)+)"
)
_NICK: Final = Pattern(
    rf"[\p{{L}}][{WORD}]*_[{WORD}.]*[{WORD}]|_[\p{{L}}][{WORD}]*[{WORD}.]*[{WORD}]_?|"
    rf"[\p{{L}}]{{4,}}\d{{2,4}}"
    r"|\p{Ll}{2,}(?:\.\p{Ll}{2,}){2,}"
    r"|\p{Lu}\p{Ll}+(?:\p{Lu}\p{Ll}+)+\d+|xX[\p{L}\p{N}_]+Xx",
    ignore_case=False,
)
_AUDIENCE: Final = frozenset(["channel", "here", "everyone", "team", "all", "support"])


class HandleRecognizer(Rule):
    """@handles of others than us and our teammates."""

    finds = (Entity.HANDLE,)

    def find(self, message: Message) -> Iterable[Finding]:
        """The sign and the name behind it."""
        text = message.text
        if "@" not in text:
            return
        for start, end in _AT.spans(text):
            end -= 2 * text[start:end].endswith("'s")  # noqa: PLW2901 - a possessive stays
            name = text[start + 1 : end].strip()
            before = text[max(0, start - 1) : start]
            if (
                before.isalnum()
                or (before in {".", "_", "/", "<"} and before != ".")
                or not _is_name(name)
            ):
                continue
            if name.lower() not in _AUDIENCE and not ours.handle(name, message):
                yield Finding(start, end, Entity.HANDLE, Why.PATTERN, SURE)


class NicknameRecognizer(Rule):
    """Nicknames without the sign: behind a word such as *username*, or by their shape."""

    finds = (Entity.HANDLE,)

    def find(self, message: Message) -> Iterable[Finding]:
        """Shapes no dictionary word has: an underscore, letters that end in digits."""
        text = message.text
        for _, start, end in _CUED.finds(text):
            name = text[start:end]
            if (
                any(not char.isalpha() for char in name.lstrip("@"))
                or not name.islower() ^ name.istitle()
            ):
                yield from self._found(message, start, end, Why.CUE, LIKELY)
        for pattern in (_HOME, _LOGIN, _SPOKEN):
            for start, end in pattern.spans(text):
                yield from self._found(message, start, end, Why.CUE, LIKELY)
        for start, end in _PREFIXED.spans(text):
            yield from self._found(message, start, end, Why.PATTERN, LIKELY)
        for start, end in _NICK.spans(text):
            around = text[max(0, start - 1) : start], text[end : end + 1]
            shown = text[start:end]
            if set(around) & set("@/.#-=") or shown.isupper() or _emphasis(shown):
                continue
            if shown.lower().rpartition(".")[2] in FILE_TYPES | TOP_LEVELS:
                continue
            role = shown.split("_")[0].lower() in lexicon.NOT_SPEAKERS
            if not role and names.backed(message, start, end):
                yield from self._found(message, start, end, Why.PATTERN, GUESS)

    def _found(
        self, message: Message, start: int, end: int, why: Why, score: float
    ) -> Iterable[Finding]:
        name = message.text[start:end]
        if not ours.handle(name.rpartition("/")[2], message) and name.lower() not in _AUDIENCE:
            yield Finding(start, end, Entity.HANDLE, why, score)


def _is_name(name: str) -> bool:
    return any(map(str.isalpha, name)) and len(name) > 1


def _emphasis(shown: str) -> bool:
    """Whether the underscores are Slack's for italics."""
    return shown.startswith("_") and "_" not in shown.strip("_")
