"""People who say their name, or are said to have one."""

from collections.abc import Iterable
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction.message import Message
from bot.redaction.patterns import LETTER, Pattern
from bot.redaction.recognizers import names
from bot.redaction.recognizers.base import GUESS, LIKELY, Finding, Rule

_NAMED: Final = Pattern(
    r"(?:my (?:full |first |last |maiden )?name(?:'s| is)|name[ ]?(?:is|=)|i am called|i'm called|"
    r"the name's|"
    r"me llamo|mi nombre es|je m'appelle|mon nom est|ich hei(?:ß|ss)e|mein name ist|"
    r"(?:o )?meu nome é|chamo-me|"
    r"me chamo|mijn naam is|ik heet|mi chiamo|il mio nome è|il signor|"
    r"the account (?:is )?(?:in the name of|under)|"
    r"in the name of|under the name(?: of)?|acct name|account name|goes by|go by|known as|"
    r"a nombre de|au nom de|"
    r"auf den namen|em nome de|op naam van|a nome di|registered to|account holder|spoke (?:to|"
    r"with)|"
    r"(?:customer|caller|client|lady|gentleman|man|woman|guy|chap|user|person|child|girl|"
    r"boy) (?:called|named|name)|"
    r"\bcalled|\bnamed|\bname)"
    r"[ ]?[:,]?[ ](?P<v>[^\n]{1,60})",
)
_FIELD: Final = Pattern(
    r"(?m:^)[ \t>*_•-]*(?:[a-z]{2,12}-)?(?:from|sender|"
    r"submitted by|reviewed by|review by|reviewer|by|"
    r"forwarded from|name|full name|"
    r"cust(?:omer)? name|contact|client name|attn|c/o|signed|"
    r"on behalf of|author|"
    r"de|von|van|da|nombre|nom|naam|nome|kontakt|contatto|contacto|"
    r"nom du client|"
    r"absender|afzender|mittente|remitente|expéditeur|remetente|お名前|氏名|"
    r"差出人)[ ]?[:：][ ]?(?P<v>[^\n<]{1,60})",
    inside=True,
)
_ROLE: Final = Pattern(
    r"(?m:^|[ ])(?:cust(?:omer)?|caller|client|guest|patient|user|cliente|kunde|kundin|klant|pax)"
    r"[ ]?[:=(][ ]?(?P<v>[^\n<]{1,60})",
    inside=True,
)
_SELF: Final = Pattern(
    r"(?:i'm|i am|im|this is|it's|it is|soy|je suis|ich bin|hier ist|hier spricht|sou (?:o |a )?|"
    r"aqui é (?:o |a )?|ik ben|"
    r"met|sono|aquí|c'est)[ ](?P<v>[^\n]{1,60})",
)
_HERE: Final = Pattern(
    rf"(?P<v>\p{{Lu}}[{LETTER}'.-]*(?:[ ]\p{{Lu}}[{LETTER}'.-]*){{0,3}})[ ]"
    r"(?:here|hier|ici|aquí|aqui|qui|(?:over and )?out[ .!\p{So}\x{FE0F}]*$)",
    ignore_case=False,
)
_GOES_ON: Final = Pattern(
    r"[ ]?(?:$|[,.!(;&–—-]|(?:from|at|with|here|again|calling|writing|and|aus|von|de|da|di|uit|van|"
    r"del|of|in)[ ]).*",
    inside=True,
)
_FULL: Final = 2


class IntroductionRecognizer(Rule):
    """*My name is …*, *Customer: …*, *I'm … from …*, *… here*."""

    def find(self, message: Message) -> Iterable[Finding]:
        """The name alone."""
        for pattern in (_NAMED, _FIELD):
            for start, end in pattern.spans(message.text):
                name = names.run(message, start, end, lower=True)
                if name is not None and names.backed(message, *name):
                    yield Finding(*name, Entity.PERSON, Why.INTRODUCTION, LIKELY)
        for start, end in _ROLE.spans(message.text):
            name = names.run(message, start, end)
            if name is not None and names.backed(message, *name, names.LIKELY):
                yield Finding(*name, Entity.PERSON, Why.INTRODUCTION, LIKELY)
        yield from self._selves(message)
        for start, end in _HERE.spans(message.text):
            name = names.run(message, start, end)
            if name is not None and name[1] == end and names.backed(message, *name):
                yield Finding(*name, Entity.PERSON, Why.INTRODUCTION, GUESS)

    def _selves(self, message: Message) -> Iterable[Finding]:
        """What follows *I'm* is an adjective as often as a name."""
        for start, end in _SELF.spans(message.text):
            name = names.run(message, start, end)
            if name is None or not _GOES_ON.matches(message.text[name[1] : end]):
                continue
            if names.backed(message, *name, names.BACKED):
                yield Finding(*name, Entity.PERSON, Why.INTRODUCTION, GUESS)
