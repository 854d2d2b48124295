"""Many messages out of one: other people, other numbers, other teams, other typing.

A hand-written message keeps its story and its shape; who is in it, how it is typed and what is
known about the team change. Each change keeps the marks right.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from bot.domain.slack_text import read
from bot.redaction.encoding import Casing, casing, fold
from training.annotated import Message, Span
from training.fillers import Fillers
from training.names import listed

_LARGE: Final = 60
"""Names from which on a team is so large that customers share them."""

_SHARED: Final = 0.12
"""Share of changed teams in which a customer's name may be a teammate's too."""

_SHARED_LARGE: Final = 0.35
NAME_SPLIT: Final = re.compile(r"[^\s,]+")
_TITLE: Final = re.compile(
    r"(?:mrs?|ms|miss|dr|prof|sir|madam|family|rev|herr|frau|sra?|srta|mme|mlle|m|sig|sig\.ra|dhr|"
    r"mevr|mevrouw|meneer|dona|don|doña|signora|señora?|senhora?|madame|monsieur|familie|famille|"
    r"familia|the|los|les)\.? $",
    re.IGNORECASE,
)
_PARTICLE: Final = re.compile(r"[a-zà-ÿ']{1,4}|&|and|und|et|y|e|en|[A-Z]\.?|(?:[A-Z]\.)+")
_JAPANESE: Final = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")


@dataclass
class Part:
    """A stretch of a message; *kind* is empty outside identities."""

    text: str
    kind: str = ""


def plain(message: Message) -> Message:
    """Undo Slack's markup as the engine does before the model sees a text."""
    reading = read(message.text)
    spans: list[Span] = []
    for start, end, kind in message.spans:
        inside = [
            i
            for i, (a, b) in enumerate(zip(reading.starts, reading.ends, strict=True))
            if a < end and start < b
        ]
        if inside:
            spans.append((inside[0], inside[-1] + 1, kind))
    return replace(message, text=reading.text, spans=tuple(spans))


def cut(message: Message) -> list[Part]:
    """Cut a message at the borders of its identities."""
    parts, done = [], 0
    for start, end, kind in message.spans:
        parts += [Part(message.text[done:start]), Part(message.text[start:end], kind)]
        done = end
    return [*parts, Part(message.text[done:])]


def join(message: Message, parts: list[Part]) -> Message:
    """Put a message together again."""
    text, spans = "", []
    for part in parts:
        if part.kind and part.text.strip():
            spans.append((len(text), len(text) + len(part.text), part.kind))
        text += part.text
    return replace(message, text=text, spans=tuple(spans))


def vary(message: Message, rng: random.Random, language: str) -> Message:
    """Give a variant of a plain message: identities, team and typing changed at random."""
    fill = Fillers(rng, language)
    parts = cut(message)
    names: dict[str, str] = {}
    if rng.random() < 0.55:
        message = _swap_roster(message, parts, fill, names)
    if rng.random() < 0.35:
        message = _swap_keep(message, parts, fill)
    if rng.random() < 0.8:
        _swap_people(message, parts, fill, names)
        _swap_others(parts, fill)
    message = _change_team(join(message, parts), fill)
    return retype(message, rng)


def retype(message: Message, rng: random.Random) -> Message:
    """Type a message differently: case, slips of the finger, quoting, line ends."""
    parts = cut(message)
    draw = rng.random()
    for share, change in _TYPING:
        draw -= share
        if draw < 0:
            change(parts, rng)
            break
    if rng.random() < 0.1:
        _slip(parts, rng)
    if rng.random() < 0.05:
        for part in parts:
            part.text = part.text.replace("\n", " ")
    elif rng.random() < 0.05:
        parts[0].text = "> " + parts[0].text
        for part in parts:
            part.text = part.text.replace("\n", "\n> ")
    return join(message, parts)


def together(first: Message, second: Message) -> Message:
    """One message after the other, as in a thread; both teams are one."""
    gap = "\n\n"
    moved = len(first.text) + len(gap)
    return replace(
        first,
        text=first.text + gap + second.text,
        spans=first.spans + tuple((a + moved, b + moved, kind) for a, b, kind in second.spans),
        roster=tuple(dict.fromkeys(first.roster + second.roster)),
        keep=tuple(dict.fromkeys(first.keep + second.keep)),
    )


# Teams --------------------------------------------------------------------------------------


def _swap_roster(
    message: Message, parts: list[Part], fill: Fillers, names: dict[str, str]
) -> Message:
    """Rename teammates wherever they are named; a customer of the same name follows."""
    roster = []
    for name in message.roster:
        if not _swappable(name, message):
            roster.append(name)
            continue
        new = " ".join(fill.first() if i == 0 else fill.last() for i in range(len(name.split())))
        for old_word, new_word in zip(name.split(), new.split(), strict=False):
            names[fold(old_word)] = new_word
        pattern = _whole(name)
        for part in parts:
            part.text = pattern.sub(_as_written(new), part.text)
        roster.append(new)
    return replace(message, roster=tuple(roster))


def _swappable(name: str, message: Message) -> bool:
    """Whether every use of the name in the text must be the name, not a common word."""
    words = name.split()
    return fold(words[0]) not in _common() and not any(
        fold(word) in map(fold, term.split()) for word in words for term in message.keep
    )


@cache
def _common() -> frozenset[str]:
    return frozenset(fold(word) for word in listed("word_names"))


def _swap_keep(message: Message, parts: list[Part], fill: Fillers) -> Message:
    """Give the product another name, one that may be a person's or a plain word."""
    old = message.keep
    if not old or any(fold(word) in _common() for term in old for word in term.split()):
        return message
    stem = fill.pick((*listed("brand_words"), *listed("word_names"))).capitalize()
    keep = []
    for term in sorted(old, key=len, reverse=True):
        words = term.split()
        new = " ".join([stem, *words[1:]])
        for part in parts:
            if not part.kind:
                part.text = _whole(term).sub(_as_written(new), part.text)
        keep.append(new)
    return replace(message, keep=tuple(dict.fromkeys(keep)))


def _change_team(message: Message, fill: Fillers) -> Message:
    """Forget a teammate, who is then an outsider, or let the team be much larger."""
    draw = fill.rng.random()
    if draw < 0.1:
        return _forget(message, fill)
    if draw < 0.55:
        return message
    size = fill.rng.choice((3, 8, 20, 20, 60, 200, 500))
    more = [fill.first() for _ in range(size)]
    taken = {fold(word) for start, end, kind in message.spans if kind == "PERSON"
             for word in message.text[start:end].split()}  # fmt: skip
    same = fill.chance(_SHARED if size < _LARGE else _SHARED_LARGE)
    more = [name for name in more if same or fold(name) not in taken]
    if same and taken and fill.chance(0.5):
        firsts = [message.text[a:b].split()[0] for a, b, k in message.spans if k == "PERSON"]
        more += [name for name in firsts if name[:1].isupper() and len(name) > 2][:1]
    return replace(message, roster=tuple(dict.fromkeys((*message.roster, *more))))


def _forget(message: Message, fill: Fillers) -> Message:
    """Strike a teammate off the roster: in the text the name is now a stranger's."""
    known = [
        name
        for name in message.roster
        if _swappable(name, message) and _whole(name).search(message.text)
    ]
    if not known:
        return message
    name = fill.pick(known)
    parts: list[Part] = []
    for part in cut(message):
        if part.kind:
            parts.append(part)
            continue
        done = 0
        for match in _whole(name).finditer(part.text):
            parts += [Part(part.text[done : match.start()]), Part(match.group(), "PERSON")]
            done = match.end()
        parts.append(Part(part.text[done:]))
    rest = tuple(other for other in message.roster if other != name)
    return replace(join(message, parts), roster=rest)


# Identities ---------------------------------------------------------------------------------


def _swap_people(message: Message, parts: list[Part], fill: Fillers, names: dict[str, str]) -> None:
    """Give customers other names, the same word always the same name."""
    outside = {fold(w) for p in parts if not p.kind for w in re.findall(r"\w+", p.text)}
    team = {fold(word) for name in message.roster for word in name.split()}
    before = ""
    for part in parts:
        if part.kind == "PERSON":
            part.text = _renamed(part.text, before, fill, names, outside | team)
        before = part.text


def _renamed(
    surface: str, before: str, fill: Fillers, names: dict[str, str], fixed: set[str]
) -> str:
    if _JAPANESE.search(surface):
        if fill.language == "ja" and fill.chance(0.7) and surface not in names:
            names[surface] = fill.full() if len(surface) > 3 else fill.last()
        return names.get(surface, surface)
    words = NAME_SPLIT.findall(surface)

    def rename(match: re.Match[str]) -> str:
        word = match.group()
        key = fold(word)
        if (_PARTICLE.fullmatch(word) and len(words) > 1) or len(word) < 3 or not word[0].isalpha():
            return word
        if key not in names and key in fixed:
            return word
        if key not in names:
            family = (len(words) > 1 and match.start() > 0) or bool(_TITLE.search(before))
            names[key] = (fill.last() if family else fill.first()) or word
        return _cased(word, names[key])

    return NAME_SPLIT.sub(rename, surface)


def _swap_others(parts: list[Part], fill: Fillers) -> None:
    for part in parts:
        if part.kind and part.kind != "PERSON":
            part.text = _other(part, fill)


def _other(part: Part, fill: Fillers) -> str:
    """Another surface of the same kind, in some draws; digits always change."""
    text = part.text
    share, make = _MAKERS[part.kind]
    bare = "@" in text or part.kind not in ("EMAIL", "HANDLE")
    spaced = " " in text and part.kind in ("EMAIL", "URL", "HANDLE")
    if part.kind == "LOCATION" and any(map(str.isdigit, text)):
        share, make = 0.35, Fillers.address
    if bare and not spaced and fill.chance(share):
        new = make(fill)
        return _cased(text, new) if part.kind in ("ORG", "LOCATION", "EMAIL") else new
    if part.kind in ("PHONE", "ID", "LOCATION"):
        return re.sub(r"\d", lambda _: fill.digits(1), text)
    return text


_MAKERS: Final[dict[str, tuple[float, Callable[[Fillers], str]]]] = {
    "ORG": (0.4, Fillers.org),
    "LOCATION": (0.5, Fillers.place),
    "EMAIL": (0.5, Fillers.email),
    "URL": (0.4, Fillers.url),
    "HANDLE": (0.5, lambda fill: "@" + fill.handle().lstrip("@")),
    "PHONE": (0.3, Fillers.phone),
    "ID": (0.25, Fillers.number),
    "DATE": (0.4, Fillers.birthday),
}


# Typing -------------------------------------------------------------------------------------


def _lower(parts: list[Part], rng: random.Random) -> None:
    del rng
    for part in parts:
        part.text = _each(part.text, str.lower)


def _upper(parts: list[Part], rng: random.Random) -> None:
    del rng
    for part in parts:
        part.text = _each(part.text, str.upper)


def _capitals(parts: list[Part], rng: random.Random) -> None:
    del rng
    for part in parts:
        part.text = re.sub(r"\b\w", lambda m: _each(m.group(), str.upper), part.text)


def _small_names(parts: list[Part], rng: random.Random) -> None:
    for part in parts:
        if part.kind in ("PERSON", "LOCATION", "ORG") and rng.random() < 0.8:
            part.text = _each(part.text, str.lower)


def _loud_names(parts: list[Part], rng: random.Random) -> None:
    for part in parts:
        if part.kind == "PERSON" and rng.random() < 0.8:
            part.text = _each(part.text, str.upper)


def _slip(parts: list[Part], rng: random.Random) -> None:
    """Slip in some words: two letters change places, one is lost or doubled."""

    def slipped(match: re.Match[str]) -> str:
        word = match.group()
        if rng.random() > 0.06:
            return word
        at = rng.randint(1, len(word) - 2)
        return rng.choice(
            (
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
            )
        )

    for part in parts:
        if not part.kind or part.kind == "PERSON":
            part.text = re.sub(r"[^\W\d_]{4,}", slipped, part.text)


_TYPING: Final[tuple[tuple[float, Callable[[list[Part], random.Random], None]], ...]] = (
    (0.13, _lower),
    (0.03, _upper),
    (0.02, _capitals),
    (0.07, _small_names),
    (0.03, _loud_names),
)


def _each(text: str, change: Callable[[str], str]) -> str:
    """Change the case letter by letter, so that no letter becomes two."""
    return "".join(new if len(new := change(char)) == 1 else char for char in text)


def _cased(old: str, new: str) -> str:
    """Write the new as the old was: in small letters, in capitals, or as it is."""
    letters = [char for char in old if char.isalpha()]
    if letters and all(char.islower() for char in letters):
        return _each(new, str.lower)
    if len(letters) > 2 and all(casing(w) is Casing.UPPER for w in re.findall(r"[^\W\d]{2,}", old)):
        return _each(new, str.upper)
    return new


def _as_written(new: str) -> Callable[[re.Match[str]], str]:
    return lambda match: _cased(match.group(), new)


@cache
def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
