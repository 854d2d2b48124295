"""Our own company's addresses and handles: made of kept terms or teammates' names."""

from typing import Final

from bot.redaction.encoding import fold
from bot.redaction.lexicon import listed
from bot.redaction.message import Message

_DECORATION: Final = listed(
    "support help hq app apps team care cares official inc careers status hello get go try with "
    "by my the use join ask shop store tix tickets online io dev tech news uk us usa ie au nz ca "
    "za de at ch fr be nl es mx it pt br jp eu oficial service cs desk labs",
) | {""}
_SHARED_HOSTS: Final = listed(
    "gmail googlemail outlook hotmail live yahoo icloud protonmail proton gmx web mail aol",
)


def slug(text: str) -> str:
    """Letters and digits only, in lower case and without accents; & is spelled out."""
    return "".join(char for char in fold(text.replace("&", "and")) if char.isalnum())


def brand(name: str, message: Message) -> bool:
    """Whether a name is a kept term, give or take words like *support* around it."""
    plain = slug(name)
    return any(plain == kept or _decorated(plain, kept) for kept in _spellings(message) if kept)


def mailbox(address: str, message: Message) -> bool:
    """Whether an address is at a domain of our own."""
    domain = address.rpartition("@")[2]
    return host(domain, message) or ("." not in domain and brand(domain, message))


def host(domain: str, message: Message) -> bool:
    """Whether a host name, with or without a path, is our own: its name is a kept term."""
    bare = domain.rsplit("://", maxsplit=1)[-1].split("/", maxsplit=1)[0].split("?", maxsplit=1)[0]
    labels = [label for label in bare.strip().casefold().split(".") if label]
    if len(labels) < 2 or labels[-2] in _SHARED_HOSTS:  # noqa: PLR2004 - name and top level
        return False
    names = labels[-3:-1] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:-1]  # noqa: PLR2004 - co.uk, com.br
    return any(brand(name, message) for name in names)


def handle(name: str, message: Message) -> bool:
    """Whether a handle is our own or a teammate's; *@lumo_fan* only begins with our name."""
    mates = {slug(mate) for mate in message.roster}
    if slug(name) in mates or brand(name, message):
        return True
    parts = [part for part in name.replace(".", "_").replace("-", "_").split("_") if slug(part)]
    return all(slug(part) in mates or brand(part, message) for part in parts)


def _spellings(message: Message) -> set[str]:
    """Kept terms as one word; of a name with several words the first one too if it is long."""
    whole = {slug(term) for term in message.keep} | {slug(t.replace("&", "")) for t in message.keep}
    return whole | {slug(t.split()[0]) for t in message.keep if len(t.split()[0]) > 4}  # noqa: PLR2004 - short ones are words


def _decorated(plain: str, kept: str) -> bool:
    if len(kept) < 3 or kept not in plain:  # noqa: PLR2004 - too short to tell anything
        return False
    before, _, after = plain.partition(kept)
    return before in _DECORATION and after in _DECORATION
