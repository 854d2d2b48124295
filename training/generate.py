"""Synthetic annotated messages: our own sentences with slots, put together like real ones.

They teach what hand-written messages hold too little of: names and places of everywhere,
number formats, signature blocks, word-names in both uses, the shapes of chats and threads.

    python -m training.generate 20 --seed 7 --language fr     prints 20 marked messages
"""

import argparse
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from training import nouns
from training.annotated import Message, unmark
from training.fillers import LANGUAGES, Fillers
from training.names import listed

TEMPLATES: Final = Path(__file__).parent / "templates"
_SECTION: Final = re.compile(r"^\[(\w+)\]$")
_CHOICE: Final = re.compile(r"\(([^()]*\|[^()]*)\)")
_SLOT: Final = re.compile(r"\{([A-Z]+2?|n)\}")
_SHARES: Final = {"en": 0.52, "ja": 0.06} | dict.fromkeys(
    ("es", "fr", "de", "pt", "nl", "it"), 0.07
)
_KINDS: Final = {
    "csat": 30,
    "email": 26,
    "chat": 12,
    "call": 8,
    "handoff": 6,
    "tweet": 8,
    "thread": 10,
}
_KNOWN: Final = 0.5
"""Share of things that come from the templates' own short list."""

_PLURAL: Final = 0.35
_QUIET: Final = 0.3
"""Share of messages in which nothing is to be hidden."""


@cache
def sections(language: str) -> dict[str, tuple[str, ...]]:
    """The sentences of a language by what they are for."""
    found: dict[str, list[str]] = {}
    lines = (TEMPLATES / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    current: list[str] = []
    for line in filter(None, lines):
        head = _SECTION.match(line)
        if head:
            current = found.setdefault(head[1], [])
        else:
            current.append(line.replace("\\n", "\n"))
    return {name: tuple(entries) for name, entries in found.items()}


class Writer:
    """Writes one message: knows its teammates, its product and who signs it."""

    def __init__(self, rng: random.Random, language: str) -> None:
        self.rng = rng
        self.fill = Fillers(rng, language)
        self.sections = sections(language)
        self.language = language
        self.roster = tuple(dict.fromkeys(self.fill.first() for _ in range(rng.randint(3, 8))))
        self.keep = tuple(self._brand() for _ in range(rng.randint(1, 3)))
        self.me = self.fill.full() if rng.random() < 0.5 else self.fill.first()
        self.slots = self._slots()

    def _brand(self) -> str:
        words = listed("brand_words")
        return self.fill.pick(
            (
                self.fill.pick(words).capitalize(),
                self.fill.pick(listed("word_names")),
                f"{self.fill.pick(words).capitalize()} {self.fill.pick(words).capitalize()}",
                self.fill.pick(words).capitalize() + self.fill.pick(words),
                f"{self.fill.pick(words).capitalize()} {self.fill.pick(listed('product_kinds'))}",
            )
        )

    def _slots(self) -> dict[str, Callable[[], str]]:
        fill, own = self.fill, self.me.split()[0]

        def mark(kind: str, make: Callable[[], str]) -> Callable[[], str]:
            return lambda: f"[{kind}|{make()}]"

        marked = {
            "P": mark("PERSON", fill.person),
            "F": mark("PERSON", fill.first),
            "N": mark("PERSON", fill.full),
            "S": mark("PERSON", fill.last),
            "ME": mark("PERSON", lambda: self.me),
            "MEF": mark("PERSON", lambda: own),
            "MN": mark("PERSON", lambda: self._mate(latest=True)),
            "O": mark("ORG", fill.org),
            "L": mark("LOCATION", fill.place),
            "A": mark("LOCATION", fill.address),
            "E": mark("EMAIL", fill.email),
            "T": mark("PHONE", fill.phone),
            "U": mark("URL", fill.url),
            "H": mark("HANDLE", fill.handle),
            "I": mark("ID", fill.number),
            "D": mark("DATE", fill.birthday),
        }
        marked["MEF2"] = marked["F"]

        def anything() -> str:
            return marked[fill.pick("NNOLAETUHI")]()

        marked["ANY"] = anything
        return marked | {
            "M": self._mate,
            "B": lambda: fill.pick(self.keep),
            "K": self._thing,
            "KN": self._noun,
            "KC": lambda: self._noun().capitalize(),
            "J": lambda: fill.pick(self.sections["jobs"]),
            "W": lambda: fill.pick(self.sections["days"]),
            "X": lambda: fill.pick(self.sections["peoples"]),
            "G": lambda: fill.pick(self.sections["tongues"]),
            "PL": lambda: fill.pick(listed("platforms")),
            "n": lambda: str(self.rng.randint(2, self.rng.choice((9, 60, 500)))),
        }

    def _mate(self, *, latest: bool = False) -> str:
        if not latest:
            self._named = self.fill.pick(self.roster)
        return getattr(self, "_named", self.roster[0])

    def _thing(self) -> str:
        """Something that is no name: one of the things of the language, or a rarer noun."""
        if self.language != "en" or self.rng.random() < _KNOWN:
            return self.fill.pick(self.sections["things"])
        return f"{self.fill.pick(('the', 'my', 'our', 'a', 'that', 'your'))} {self._noun()}"

    def _noun(self) -> str:
        noun = self.fill.pick(nouns.ordinary())
        return noun + "s" * (self.rng.random() < _PLURAL)

    def say(self, section: str) -> str:
        """One sentence of a section, its choices made and its slots filled."""
        said = self.fill.pick(self.sections[section])
        while _CHOICE.search(said):
            said = _CHOICE.sub(lambda match: self.fill.pick(match[1].split("|")), said)
        return _SLOT.sub(lambda match: self.slots[match[1]](), said)

    def said(self, wanted: str, low: int, high: int) -> list[str]:
        """Several sentences; *wanted* lists the sections they may come from."""
        return [
            self.say(self.fill.pick(wanted.split())) for _ in range(self.rng.randint(low, high))
        ]

    def write(self, kind: str, *, quiet: bool) -> str:
        """A marked message of a kind; a quiet one hides nothing."""
        makers: dict[str, Callable[[bool], str]] = {
            "email": self._email,
            "chat": self._chat,
            "call": self._call,
            "handoff": self._handoff,
            "thread": self._thread,
        }
        return makers.get(kind, self._comment)(quiet).strip()

    def _content(self, quiet: bool) -> str:  # noqa: FBT001 - one of two kinds of talk
        return "praise plain plain" if quiet else "praise plain identity identity"

    def _joined(self, parts: list[str]) -> str:
        if self.language == "ja":
            return "".join(parts)
        return self.fill.pick((" ", " ", " ", "\n", ". ")).join(parts)

    def _comment(self, quiet: bool) -> str:  # noqa: FBT001
        text = self._joined(self.said(self._content(quiet), 1, 3))
        if not quiet and self.rng.random() < 0.55:
            text += self.fill.pick((" ", " ", "\n", "\n\n")) + self.say("tail")
        return text

    def _email(self, quiet: bool) -> str:  # noqa: FBT001
        gap = self.fill.pick(("\n\n", "\n\n", "\n"))
        wanted = self._content(quiet)
        body = [self._joined(self.said(wanted, 1, 4)) for _ in range(self.rng.randint(1, 3))]
        parts = [self.say("greet"), *body] if self.rng.random() < 0.85 else body
        if self.rng.random() < 0.8:
            parts.append(self.say("close"))
        if not quiet and self.rng.random() < 0.9:
            parts[-1] += self.fill.pick(("\n", "\n", "\n\n", " ")) + self.say("sign")
        return gap.join(parts)

    def _chat(self, quiet: bool) -> str:  # noqa: FBT001
        customer, agent = self._labels(quiet)
        form = self.fill.pick(
            ("{}: {}", "{}: {}", "{} : {}", "[09:41] {}: {}", "{} - {}", "{}> {}")
        )
        lines = []
        for _ in range(self.rng.randint(2, 8)):
            if self.rng.random() < 0.35:
                lines.append(form.format(agent, self.say("agent" if not quiet else "plain")))
            else:
                said = self.say(
                    self.fill.pick(("praise", "plain") if quiet else ("chat", "chat", "praise"))
                )
                lines.append(form.format(customer, said))
        return "\n".join(lines)

    def _labels(self, quiet: bool) -> tuple[str, str]:  # noqa: FBT001
        sides = self.fill.pick(self.sections["sides"]).split("/")
        customer, agent = sides[0], sides[1]
        if not quiet and self.rng.random() < 0.5:
            draw = self.rng.random()
            name = self._mate() if draw < 0.08 else self.me if draw < 0.5 else self.me.split()[0]
            customer = f"[PERSON|{name}]"
        if self.rng.random() < 0.5:
            agent = self._mate()
        return customer, agent

    def _call(self, quiet: bool) -> str:  # noqa: FBT001
        parts = self.said("praise plain" if quiet else "call call call praise", 2, 5)
        return self.fill.pick((" ", "\n", ". ", "; ", " / ")).join(parts)

    def _handoff(self, quiet: bool) -> str:  # noqa: FBT001
        return self._joined(self.said("plain praise" if quiet else "handoff", 2, 4))

    def _thread(self, quiet: bool) -> str:  # noqa: FBT001
        upper = self._email(quiet)
        lower = self._email(quiet) if self.rng.random() < 0.6 else self._comment(quiet)
        if self.rng.random() < 0.7:
            lower = "\n".join("> " + line for line in lower.split("\n"))
        if quiet:
            return f"{upper}\n\n{lower}"
        head = self.fill.pick(self.sections["heads"])
        me = f"[PERSON|{self.me}]"
        head = head.replace("{ME}", me)
        head = _SLOT.sub(lambda match: self.slots[match[1]](), head)
        third = "\n\n" + self._email(quiet) if self.rng.random() < 0.3 else ""
        return f"{upper}\n\n{head}\n{lower}{third}"


@cache
def _spoken() -> tuple[list[str], list[float]]:
    there = [path.stem for path in sorted(TEMPLATES.glob("*.txt"))]
    return there, [_SHARES[language] for language in there]


def generate(count: int, seed: int, language: str | None = None) -> Iterator[Message]:
    """Write messages; the same seed gives the same messages."""
    rng = random.Random(seed)
    for index in range(count):
        spoken = language or rng.choices(*_spoken())[0]
        kind = rng.choices(list(_KINDS), list(_KINDS.values()))[0]
        writer = Writer(rng, spoken)
        marked = writer.write(kind, quiet=rng.random() < _QUIET)
        text, spans = unmark(marked)
        shown = "multilingual" if spoken != "en" else kind
        yield Message(f"gen-{seed}-{index}", shown, text, writer.roster, writer.keep, spans)


def main() -> None:
    """Print some messages to look at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", choices=LANGUAGES)
    chosen = parser.parse_args()
    for message in generate(chosen.count, chosen.seed, chosen.language):
        shown = message.text
        for start, end, kind in reversed(message.spans):
            shown = f"{shown[:start]}[{kind}|{shown[start:end]}]{shown[end:]}"
        print(f"#{message.id}|{message.kind}|{';'.join(message.roster)}|{';'.join(message.keep)}")
        print(shown, end="\n%%\n")


if __name__ == "__main__":
    main()
