"""Names in scripts without capitals, and foreign names in a message of another script."""

from collections.abc import Iterable
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction.lexicon import listed
from bot.redaction.message import Message
from bot.redaction.patterns import Pattern, is_word
from bot.redaction.recognizers import names
from bot.redaction.recognizers.base import GUESS, LIKELY, Finding, Rule

_CJK: Final = r"\p{Han}\p{Hiragana}\p{Katakana}ーヶ々"
_HONOURED: Final = Pattern(
    r"(?P<v>(?:\p{Han}{1,5}|[\p{Katakana}ー]{2,10}(?:・[\p{Katakana}ー]{1,10})?|\p{Hiragana}{2,5}|"
    r"[A-Za-z]{2,15}))[ 　]?"
    r"(?:様|さま|さん|氏|ちゃん|くん|君|先生|殿)",
    inside=True,
    ignore_case=False,
)
_KOREAN: Final = Pattern(r"(?P<v>\p{Hangul}{2,4})[ ]?(?:씨|님|선생님)", inside=True)
_CHINESE: Final = Pattern(r"(?P<v>\p{Han}{1,3})(?:先生|女士|小姐|太太|老师|同学)", inside=True)
_ROLES: Final = listed(
    "お客 客 皆 みな 担当 担当者 お子 子 奥 旦那 神 王 各位 御 お疲れ ご苦労 店員 "
    "スタッフ サポート 店長 お母 お父 お嬢 娘 息子 ユーザー チーム 患者 "
    "社長 部長 課長 会員 高客 고객 여러분 선생 상담원 기사 담당자 어머 아버",
)
_FOREIGN: Final = Pattern(
    r"(?:[\p{Cyrillic}]+|[\p{Greek}]+|[\p{Arabic}]+|[\p{Hebrew}]+|[\p{Devanagari}]+|[\p{Tamil}]+|"
    r"[\p{Thai}]+|[\p{Hangul}]+|"
    r"[\p{Georgian}]+|[\p{Armenian}]+|[\p{Bengali}]+|[\p{Han}]+|[\p{Katakana}ー]+)"
    r"(?:[ ・·](?:[\p{Cyrillic}]+|[\p{Greek}]+|[\p{Arabic}]+|[\p{Hebrew}]+|[\p{Devanagari}]+|"
    r"[\p{Hangul}]+|[\p{Katakana}ー]+|[\p{Han}]+))?",
    inside=True,
)
_FEW: Final = 0.15
"""Share of letters in another script up to which they are a name dropped in, not the language."""


class HonorificRecognizer(Rule):
    """A name before 様, さん, 씨, 女士 …; *customer* and *everybody* are honoured too and stay."""

    def find(self, message: Message) -> Iterable[Finding]:
        """The name alone."""
        if message.text.isascii():
            return
        for pattern in (_HONOURED, _KOREAN, _CHINESE):
            for start, end in pattern.spans(message.text):
                name = message.text[start:end]
                if not any(name.endswith(role) for role in _ROLES) and names.backed(
                    message, start, end
                ):
                    yield Finding(start, end, Entity.PERSON, Why.TITLE, LIKELY)


class ForeignScriptRecognizer(Rule):
    """A few words in another script than the message's."""

    finds = (Entity.PERSON, Entity.ORG, Entity.LOCATION)

    def find(self, message: Message) -> Iterable[Finding]:
        """Backed by the classifier: a foreign *thank you* is no name."""
        text = message.text
        if text.isascii():
            return
        spans = list(_FOREIGN.spans(text))
        letters = sum(map(str.isalpha, text)) or 1
        if sum(end - start for start, end in spans) > _FEW * letters + 8:
            return
        for start, end in spans:
            around = text[max(0, start - 1) : start] + text[end : end + 1]
            if any(is_word(char) and ord(char) < 0x250 for char in around):  # noqa: PLR2004 - Latin letters end there
                continue
            if names.backed(message, start, end, names.BACKED):
                entity = names.kind(message, start, end, Entity.PERSON)
                yield Finding(start, end, entity, Why.CLASSIFIER, GUESS)
