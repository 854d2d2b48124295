"""Where a teammate's name stands and a customer's does not."""

from typing import Final

from bot.redaction import lexicon
from bot.redaction.message import Message
from bot.redaction.patterns import Pattern, words_or

_REACH: Final = 40
"""Code points before a name that are looked at."""

_TITLE: Final = words_or(
    "mr mrs ms miss mx dr sra sr srta mme mlle herr frau hr fr dhr mevr mevrouw meneer signora "
    "signor "
    "senhora senhor señora señor dona",
)
_THANKS: Final = words_or(
    " ".join(
        lexicon.THANKS
        | {"sorry", "hugs", "tq", "compliments", "compliment", "credit", "medal", "raise"}
    )
)
_BEFORE: Final = Pattern(
    rf"(?:{_THANKS}(?:[ ](?:so much|a lot|a million|you|u|again|all|to|für|an|à|a|para|pour|aan|"
    rf"voor|de))"
    rf"{{0,2}}[ ](?:{_TITLE}\.?[ ])?"
    r"|(?:(?:his|her|their|whose) name(?:'s| is| was)?|the name|"
    r"(?:man|lady|guy|woman|girl|person|agent|colleague|someone|somebody|chap|gentleman|teammate|"
    r"lad) "
    r"(?:called|named)|(?:my|our|your) (?:colleague|teammate|own|agent)|because|because of|god|"
    r"your (?:colleague|agent|employee|rep|guy|lady|man|girl|mr|mrs|ms|miss)\.?|call with|"
    r"chat with|"
    r"(?:helped|fixed|found|sorted|solved|answered|served|handled|resolved|done|service|support|"
    r"work|"
    r"advice|patience|help|reply|answer|visit|job)[ ](?:by|from|of)|"
    r"(?:tell|told|asked?|gives?|gave|promote|hire|clone|pay|"
    r"hug|hail|praise|big up|shout ?out|kudos|props|thumbs up|credit|compliments?|respect|lob|"
    r"danke)"
    r"(?:[ ]to|[ ]for|[ ]an)?)[ ](?:my |our |your |dear |sweet |lovely )?"
    rf"(?:{_TITLE}\.?[ ])?)",
    inside=True,
)
_TITLED: Final = Pattern(rf"{_TITLE}\.?[ ]", inside=True)
_LABEL: Final = Pattern(r"[ ]?(?:\([^()\n]{1,20}\))?[:：>](?:[ \n]|$).*", inside=True)


_BOSS: Final = Pattern(
    r"'s[ ](?:boss|manager|supervisor|team lead|teamlead|colleagues|superiors?|employer)\W.*",
    inside=True,
)
_LABELLED: Final = Pattern(
    r"[ ]\([^()\n]{1,20}\)[:：].*|[ ](?:wrote|writes|schrieb|a écrit|escribió|ha scritto|"
    r"schreef)[ ]?:.*",
    inside=True,
)


def teammates(message: Message, start: int, end: int) -> bool:
    """Whether somebody is thanked, titled or speaks there as teammates are and do.

    A customer's surname is no teammate's first name: *Mr. Felix* is how customers call Felix.
    """
    text = message.text
    line = text[max(0, start - _REACH) : start].rpartition("\n")[2]
    if any(stop == len(line) for _, stop in _BEFORE.spans(line)):
        return True
    if any(stop == len(line) for _, stop in _TITLED.spans(line)):
        return not _goes_on(message, end)
    if _BOSS.matches(text[end : end + 30].split("\n")[0] + " "):
        return True
    if _LABELLED.matches(text[end : end + 30].split("\n")[0] + " "):
        return True
    begins = not line.strip(" \t>*_-[]()0123456789:.,apmAPM")
    return begins and _LABEL.matches(text[end : end + 24].split("\n")[0] + " ")


def _goes_on(message: Message, end: int) -> bool:
    """Whether a further name follows, so that the first is not all of it."""
    following = next(iter(message.words_in(end, end + 2)), None)
    if following is None or not following.capital:
        return False
    return message.text[end : following.start] in {" ", "-"}
