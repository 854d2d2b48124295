"""Reading a text for identities: what the workspace knows goes into every redaction."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot.domain import terms
from bot.domain.redacted import PLACEHOLDERS, Hidden, Redaction, RedactionRequest, Why
from bot.ports import Directory, Redactor
from bot.ports_sharing import Terms

_SILENT: Final = re.compile(
    "|".join([r":[a-z0-9_+'\-]+:", *map(re.escape, PLACEHOLDERS.values())]),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """Words on their way. credits: people credited, whose names stay readable."""

    team: str
    text: str
    note: str = ""
    credits: tuple[str, ...] = ()
    also_hide: tuple[str, ...] = ()
    show: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Read:
    """What would be posted. missing: words that were to be hidden and stand nowhere."""

    text: Redaction
    note: Redaction | None = None
    missing: tuple[str, ...] = ()

    @property
    def hidden(self) -> Sequence[Hidden]:
        """All that was found."""
        return [*self.text.hidden, *(self.note.hidden if self.note else ())]

    @property
    def says_something(self) -> bool:
        """Whether any word is left to read, beside emoji and placeholders."""
        text = _SILENT.sub("", self.text.text.text)
        return any(character.isalpha() for character in text)


@dataclass(frozen=True, slots=True)
class Reading:
    """Redacts with the workspace's roster, kept terms and hidden terms."""

    redactor: Redactor
    directory: Directory
    terms: Terms

    def read(self, draft: Draft) -> Read:
        """The redaction of text and note; raises RedactionUnavailableError, StorageAwayError."""
        settings = self.directory.stored_now(draft.team)
        names = self.directory.names(draft.team, draft.credits)
        request = RedactionRequest(
            text=draft.text,
            roster=tuple(dict.fromkeys((*self.directory.roster(draft.team), *names))),
            keep=settings.kept_terms,
            also_hide=draft.also_hide,
            show=draft.show,
        )
        redact = partial(self._redact, draft.team, settings.hidden_terms)
        text = redact(request)
        if not draft.note.strip():
            return Read(text, missing=_missing(draft, text.hidden))
        # What the reviewer found in the customer's words must not come back in their own.
        found = tuple(item.surface for item in text.hidden if not item.shown)
        note = replace(request, text=draft.note, also_hide=request.also_hide + found)
        own = redact(note)
        return Read(text, own, _missing(draft, (*text.hidden, *own.hidden)))

    def _redact(self, team: str, hidden: frozenset[str], request: RedactionRequest) -> Redaction:
        """One redaction; what the admin keeps hidden cannot be shown again."""
        surfaces = terms.found(request.text, lambda term: self.terms.digest(team, term), hidden)
        if not surfaces:
            return self.redactor.redact(request)
        request = replace(request, also_hide=request.also_hide + surfaces)
        banned = {terms.normal(surface) for surface in surfaces}
        redaction = self.redactor.redact(request)
        shown = {item.key for item in redaction.hidden if item.shown and _is(item, banned)}
        if shown:
            redaction = self.redactor.redact(replace(request, show=request.show - shown))
        return replace(
            redaction,
            hidden=tuple(
                replace(item, why=Why.HIDDEN_TERM) if _is(item, banned) else item
                for item in redaction.hidden
            ),
        )


def _is(item: Hidden, banned: set[str]) -> bool:
    return terms.normal(item.surface) in banned


def _missing(draft: Draft, hidden: Sequence[Hidden]) -> tuple[str, ...]:
    """What was to be hidden and stands neither in the words nor, written otherwise, in what is."""
    whole = terms.normal(f"{draft.text} {draft.note}")
    asked = [_glued(item.surface) for item in hidden if item.why is Why.ALSO_HIDE]

    def stands(word: str) -> bool:
        sought = _glued(word)
        return terms.normal(word) in whole or any(sought in one or one in sought for one in asked)

    return tuple(word for word in draft.also_hide if not stands(word))


def _glued(text: str) -> str:
    return terms.normal(text).replace(" ", "")
