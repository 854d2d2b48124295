"""Made-up identities to fill slots with: people, companies, places, addresses, numbers.

Everything is drawn from one random generator, so a seed fixes it all. Addresses of mail and
web use reserved or invented domains; numbers are random.
"""

import random
import re
import string
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from anyascii import anyascii

from training import names
from training.names import Culture, Town, listed

LANGUAGES: Final = ("en", "es", "fr", "de", "pt", "nl", "it", "ja")
LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"
HOSTS: Final = ("example.com", "example.org", "example.net", "post.example", "mail.example")
ENDINGS: Final = ("com", "org", "net", "io", "shop", "co.uk", "de", "fr", "nl", "es", "pt", "it")
LATIN_SPEAKERS: Final = frozenset(listed("latin_countries"))
_HOME: Final = {
    "es": ("ES", "MX", "AR", "CL", "CO", "PE"),
    "fr": ("FR", "BE", "CA", "CH"),
    "de": ("DE", "AT", "CH"),
    "pt": ("PT", "BR"),
    "nl": ("NL", "BE"),
    "it": ("IT", "CH"),
    "ja": ("JP",),
}
_LIVELY: Final = 0.35
"""Share of given names drawn from our own lists, which hold what Faker lacks."""


class Fillers:
    """Draws identities; *language* leans names and places towards where it is spoken."""

    def __init__(self, rng: random.Random, language: str = "en") -> None:
        self.rng = rng
        self.language = language

    def pick(self, choices: Sequence[str]) -> str:
        """One of the choices."""
        return self.rng.choice(choices)

    def chance(self, share: float) -> bool:
        """True in that share of draws."""
        return self.rng.random() < share

    def digits(self, count: int) -> str:
        """A string of digits."""
        return "".join(self.rng.choices(string.digits, k=count))

    def letters(self, count: int) -> str:
        """A string of capitals."""
        return "".join(self.rng.choices(LETTERS, k=count))

    # People -----------------------------------------------------------------------------

    def culture(self) -> Culture:
        """A people to draw names from, often at home in the language."""
        home = () if self.language == "en" else _cultures(self.language)
        if home and self.chance(0.6):
            if self.language != "ja":
                return self.rng.choice(home)
            return self.rng.choice([c for c in home if c.native])
        return self.rng.choice(_cultures("native" if self.chance(0.04) else "latin"))

    def first(self) -> str:
        """A given name; one in seven is also a common word."""
        draw = self.rng.random()
        if self.language == "ja" and draw < 0.7:
            return self.pick(self.culture().first)
        if draw < 0.14:
            return self.pick(listed("word_names"))
        if draw < _LIVELY:
            return self.pick(listed("first_names"))
        return self.pick(self.culture().first)

    def last(self, culture: Culture | None = None) -> str:
        """A family name."""
        if culture is None and self.chance(0.3) and self.language != "ja":
            return self.pick(listed("last_names"))
        return self.pick((culture or self.culture()).last)

    def full(self) -> str:
        """A name of two words or more, in one of the orders and fashions of the world."""
        culture = self.culture()
        first, last = self.pick(culture.first), self.last(culture)
        if culture.native and culture.locale.startswith(("ja", "zh", "ko")):
            return last + self.pick(("", "", " ")) + first
        if self.chance(0.3) and not culture.native:
            first = self.first() if self.language != "ja" else first
            last = self.last() if self.language != "ja" else last
        return self._fashion(first, last)

    def _fashion(self, first: str, last: str) -> str:
        initial = self.pick(string.ascii_uppercase)
        fashions: tuple[tuple[int, Callable[[], str]], ...] = (
            (62, lambda: f"{first} {last}"),
            (7, lambda: f"{first} {last[0]}{self.pick(('', '.'))}"),
            (6, lambda: f"{first[0]}{self.pick(('.', '. ', ' '))}{last}"),
            (5, lambda: f"{first} {initial}. {last}"),
            (5, lambda: f"{first} {last}-{self.last()}"),
            (4, lambda: f"{first} {self.first()} {last}"),
            (4, lambda: f"{last} {first}"),
            (3, lambda: f"{first}-{self.first()} {last}"),
            (2, lambda: f"{last}, {first}"),
            (2, lambda: f"{first} {last} {self.last()}"),
        )
        weights = [weight for weight, _ in fashions]
        return self.rng.choices([make for _, make in fashions], weights)[0]()

    def person(self) -> str:
        """However a customer may be called: first name, full name, initials, nickname."""
        draw = self.rng.random()
        if draw < 0.55:
            return self.first()
        if draw < 0.61:
            return self.first() + " " + self.pick(LETTERS) + self.pick(("", "."))
        if draw < 0.66:
            dot = self.pick((".", "", "."))
            return self.pick(LETTERS) + dot + (self.pick(LETTERS) + dot if self.chance(0.5) else "")
        if draw < 0.69:
            return self.pick(("Auntie ", "Uncle ", "Old ", "Big ", "Nana ", "Opa ")) + self.first()
        return self.full()

    # Companies --------------------------------------------------------------------------

    def org(self) -> str:
        """A company, school, club, church, band, shop or the like."""
        shape = self.pick(listed("org_shapes_ja" if self.language == "ja" else "org_shapes"))
        if self.language not in ("en", "ja") and self.chance(0.4):
            shape = self.pick(("{opening} {last}", "{opening} {word}", "{word} {legal}"))
        return _SLOT.sub(lambda match: self._org_part(match[1]), shape)

    def _org_part(self, slot: str) -> str:
        match slot:
            case "word":
                return self._word()
            case "first":
                return self.first()
            case "last":
                return self.last()
            case "town":
                return self.town()
            case "abc":
                return self.letters(3)
            case _:
                return self.pick(listed(f"{slot}s"))

    def _word(self) -> str:
        return self.pick(listed("brand_words")).capitalize()

    # Places -----------------------------------------------------------------------------

    def _town(self) -> Town:
        home = _HOME.get(self.language, ())
        return self.rng.choice(_towns(home if home and self.chance(0.65) else ()))

    def town(self) -> str:
        """The name of a town."""
        if self.language == "ja" and self.chance(0.75):
            return self.pick(listed("places_ja"))
        return self._town().name

    def place(self) -> str:
        """Where a customer may say they are: town, region, country, town with either."""
        draw = self.rng.random()
        if draw < 0.62 or self.language == "ja":
            return self.town()
        if draw < 0.82:
            return self.pick(listed("regions"))
        if draw < 0.9:
            return self.pick(tuple(names.countries().values()))
        town = self._town()
        return f"{town.name}, {names.countries().get(town.country, 'UK')}"

    def address(self) -> str:
        """A postal address on one line or on several."""
        if self.language == "ja":
            block = f"{self.rng.randint(1, 9)}-{self.rng.randint(1, 30)}-{self.rng.randint(1, 20)}"
            return f"〒{self.digits(3)}-{self.digits(4)} {self.town()}{self.last()}町{block}"
        parts = [self._street()]
        if self.chance(0.15):
            parts.insert(0, f"{self.pick(('Flat', 'Apt', 'Unit', 'Suite'))} {self.digits(2)}")
        if self.chance(0.8):
            parts.append(self._postal())
        return self.pick((", ", ", ", ", ", "\n")).join(parts)

    def _street(self) -> str:
        number, who = str(self.rng.randint(1, 280)), self.pick((self.last(), self._word()))
        number += self.pick(("", "", "", "", "a", " bis", "B"))
        forms = {
            "de": (f"{who}straße {number}", f"{who}weg {number}", f"Am {who} {number}"),
            "nl": (f"{who}straat {number}", f"{who}laan {number}", f"{who}gracht {number}"),
            "fr": (f"{number} rue de {who}", f"{number}, avenue {who}", f"{number} chemin {who}"),
            "es": (f"Calle {who} {number}", f"C/ {who}, {number}", f"Av. {who} {number}, 2º"),
            "pt": (f"Rua {who}, {number}", f"Av. {who}, {number}", f"Travessa {who} {number}"),
            "it": (f"Via {who} {number}", f"Via {who}, {number}", f"Piazza {who} {number}"),
            "en": (f"{number} {who} {self.pick(listed('street_kinds'))}",) * 3,
        }
        spoken = self.language if self.chance(0.8) else self.pick(LANGUAGES[:7])
        return self.pick(forms.get(spoken, forms["en"]))

    def _postal(self) -> str:
        town = self.town()
        forms = (
            f"{self.digits(5)} {town}",
            f"{town} {self.digits(5)}",
            f"{town} {self.letters(2)}{self.digits(1)} {self.digits(1)}{self.letters(2)}",
            f"{self.digits(4)} {self.letters(2)} {town}",
            f"{town}, {self.letters(2)} {self.digits(5)}",
            f"{self.digits(4)} {town}",
            town,
        )
        return self.pick(forms)

    # Numbers and addresses of the net ---------------------------------------------------

    def slug(self, name: str) -> str:
        """A name as it stands in addresses."""
        plain = anyascii(name).lower()
        return "".join(char for char in plain if char.isalnum())[:16] or "mail"

    def handle(self) -> str:
        """A user name, with or without the @."""
        first, last = self.slug(self.first()), self.slug(self.last())
        one, two = self._word().lower(), self._word().lower()
        gap = self.pick(("", "_", ".", "-"))
        stem = self.pick(
            (f"{first}{gap}{last}", f"{one}{gap}{two}", f"{first}{gap}{one}", f"the{one}{two}")
        )
        tail = self.pick(("", "", "", self.digits(2), "_" + self.digits(2), "xx", "_uk"))
        return self.pick(("@", "@", "@", "")) + stem + tail

    def email(self) -> str:
        """A mail address on an invented domain."""
        first, last = self.slug(self.first()), self.slug(self.last())
        local = self.pick(
            (first, f"{first}.{last}", f"{first[0]}{last}", f"{first}{self.digits(2)}")
        )
        local = self.pick((local, local, local, "info", "hello", local.replace(".", "_")))
        return f"{local}@{self.pick((self.pick(HOSTS), self.domain()))}"

    def domain(self) -> str:
        """A domain that nobody is known to hold."""
        stem = self.slug(self.pick((self._word() + self._word(), self.last())))
        return f"{stem}.{self.pick((*ENDINGS, 'example', 'example'))}"

    def url(self) -> str:
        """An address of a customer's own site."""
        start = self.pick(("", "", "https://", "www.", "https://www."))
        end = self.pick(("", "", "", "/shop", "/" + self._word().lower(), "/"))
        return f"{start}{self.domain()}{end}"

    def phone(self) -> str:
        """A telephone number in one of many national styles."""
        shape = self.pick(listed("phone_shapes"))
        return self.shaped(shape)

    def number(self) -> str:
        """An order, ticket, account, card, licence or other number."""
        return self.shaped(self.pick(listed("id_shapes")))

    def birthday(self) -> str:
        """A date of birth."""
        day, month = self.rng.randint(1, 28), self.rng.randint(1, 12)
        year = self.rng.randint(1935, 2012)
        name = self.pick(("Jan", "March", "April", "May", "July", "Sept", "October", "Dec"))
        forms = (
            f"{day:02}/{month:02}/{year}",
            f"{day}.{month}.{year}",
            f"{year}-{month:02}-{day:02}",
            f"{day} {name} {year}",
            f"{name} {day}, {year}",
            f"{day:02}-{month:02}-{year % 100:02}",
        )
        return self.pick(forms)

    def shaped(self, shape: str) -> str:
        """Fill a shape: 0 is a digit, A a capital, a a small letter, x a hexadecimal digit."""
        fill = {
            "0": string.digits,
            "A": LETTERS,
            "a": string.ascii_lowercase,
            "x": "0123456789abcdef",
        }
        if shape.startswith("="):
            return shape[1:].replace("0", "{}").format(*self.digits(shape.count("0")))
        return "".join(self.pick(fill[char]) if char in fill else char for char in shape)


_SLOT: Final = re.compile(r"\{(\w+)\}")


@cache
def _cultures(which: str) -> tuple[Culture, ...]:
    every = names.cultures()
    if which == "latin":
        return tuple(c for c in every if not c.native)
    if which == "native":
        return tuple(c for c in every if c.native)
    return tuple(c for c in every if c.locale.startswith(which))


@cache
def _towns(home: tuple[str, ...]) -> tuple[Town, ...]:
    chosen = frozenset(home) or LATIN_SPEAKERS
    known = [town for town in names.towns() if town.country in chosen]
    return tuple(known) or names.towns()
