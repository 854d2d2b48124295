"""Each recognizer finds what it is for and leaves alone what only looks like it."""

import pytest

from bot.redaction.recognizers import RULES
from bot.redaction.recognizers.address import AddressRecognizer
from bot.redaction.recognizers.birth import BirthDateRecognizer
from bot.redaction.recognizers.company import CompanyRecognizer
from bot.redaction.recognizers.email import EmailRecognizer
from bot.redaction.recognizers.greeting import GreetingRecognizer
from bot.redaction.recognizers.handle import HandleRecognizer, NicknameRecognizer
from bot.redaction.recognizers.hashtag import CoupleTagRecognizer
from bot.redaction.recognizers.introduction import IntroductionRecognizer
from bot.redaction.recognizers.link import LinkRecognizer
from bot.redaction.recognizers.namesake import AnotherRecognizer
from bot.redaction.recognizers.phone import PhoneRecognizer
from bot.redaction.recognizers.place import PlaceRecognizer
from bot.redaction.recognizers.reference import (
    CodeRecognizer,
    CuedReferenceRecognizer,
    DocumentRecognizer,
    NetworkAddressRecognizer,
)
from bot.redaction.recognizers.relations import RelationRecognizer
from bot.redaction.recognizers.script import ForeignScriptRecognizer, HonorificRecognizer
from bot.redaction.recognizers.shared import SharedNameRecognizer
from bot.redaction.recognizers.signature import (
    InitialsRecognizer,
    LastWordsRecognizer,
    SignatureRecognizer,
)
from bot.redaction.recognizers.speaker import SpeakerRecognizer
from bot.redaction.recognizers.spoken import SpokenNumberRecognizer
from bot.redaction.recognizers.titles import TitleRecognizer
from tests.redaction.conftest import Seen, Suspecting

TABLES = {
    EmailRecognizer: [
        "write to [EMAIL|wanjiru.k@reedhouse.example] soon",
        "[EMAIL|<mailto:a@b.example|a@b.example>] wrote",
        "mail [EMAIL|wanjiru (at) reedhouse (dot) example] or",
        "mail=[EMAIL|wanjiru%40reedhouse.example] it said",
        "https://a.example/?to=wanjiru%40reedhouse.example is a link",
        "it's [EMAIL|wanjiru dot k at reedhouse dot example]",
        "[EMAIL|w a n j i @ r e e d . o r g] thanks",
        "[EMAIL|wanjiru@reedhouse] bounced",
        "[EMAIL|ｗａｎ＠ｒｅｅｄ．ｏｒｇ] in full width",
        "meet me at ten, look at the dot on the i",
        "we met @ the fair at 5",
        "@paddleshop you rock",
    ],
    LinkRecognizer: [
        "see [URL|https://reedhouse.example/shop?x=1] now",
        "my site [URL|www.reedhouse.example] works",
        "[URL|reedhouse.example] is up again",
        "[URL|<https://reedhouse.example|my shop>] is up",
        "find us: [URL|reed-house dot com] okay",
        "It works.It really does.Thanks",
        "upgraded to Node.js and v2.3.1 of report.pdf",
        "google.com and www.youtube.com are fine",
        "e.g. this, i.e. that, a.m. and p.m.",
    ],
    PhoneRecognizer: [
        "ring [PHONE|+44 7700 900123] please",
        "Tel. [PHONE|948 55 01 72]",
        "call me on [PHONE|(030) 901820-55], thanks",
        "[PHONE|<tel:+15555550142|555-0142>] any time",
        "mob [PHONE|07700 900 456 ext 12]",
        "on 2024-05-03 it worked at 10:42",
        "it cost $1200 and 35 000 people came",
        "error 4012 in version 10.4.22",
        "IP 203.0.113.77 again",
    ],
    CuedReferenceRecognizer: [
        "order [ID|#48213] arrived",
        "Booking ref: [ID|QZ8LMP]",
        "Kundennummer [ID|229917-DE]",
        "card ending in [ID|4471] was charged",
        "n° de commande [ID|MP-660412]",
        "pedido [ID|20931]",
        "注文番号は[ID|20931187]です",
        "patient no. [ID|BS 77 2041]",
        "I ordered 100 invitations",
        "in order to see 20 of them",
        "case closed in 3 days",
        "the account is great",
    ],
    CodeRecognizer: [
        "handing off [ID|BX-550192] now",
        "ticket? [ID|#88213]",
        "[ID|cus_8dKf92hsk1] was billed twice",
        "number [ID|88310442] again",
        "runs on iOS 17.2 and Windows 11",
        "CVE-2024-3094 and ISO-27001",
        "GPT-4, MP3 and COVID-19",
        "paid $1,299.00 in 2024",
    ],
    DocumentRecognizer: [
        "card [ID|4111 1111 1111 1111] declined",
        "IBAN [ID|DE89 3704 0044 0532 0130 00] is right",
        "NI [ID|QQ 12 34 56 C]",
        "CPF [ID|123.456.789-09]",
        "Ssn [ID|078-05-1120].",
        "between 1990 and 2024",
        "12 of 34, 56 of 78",
    ],
    NetworkAddressRecognizer: [
        "from [ID|203.0.113.77] again",
        "ours is [ID|2001:db8:44::1f], thanks",
        "MAC [ID|00:1B:44:11:3A:B7]",
        "at 10:42:07 it crashed",
        "version 10.4.2 is out",
        "upgraded to 10.4.2.14, rolled back to 10.4.1.2",
    ],
    HandleRecognizer: [
        "thanks from [HANDLE|@tam_on_two_wheels]",
        "[HANDLE|@saltydog] replied",
        "meet @ 5 or @channel",
        "mail a@b.example",
    ],
    NicknameRecognizer: [
        "user [HANDLE|lingo_lou_1974]",
        "username: [HANDLE|mira.k]",
        "[HANDLE|zed_99] here",
        "[HANDLE|u/saltydog] on reddit",
        "from [HANDLE|boats.and.barley] on the forum",
        "see help.boats.example, notes.of.may.pdf",
        "this is _really_ good",
        "SNAKE_CASE and MAX_VALUE",
        "guest_2291 asked",
        "attached: minutes_of_may.pdf, print_me.png",
        "came by utm_source=spring_mail",
    ],
    BirthDateRecognizer: [
        "DOB [DATE|14/02/1951]",
        "geb. [DATE|04.02.1947] in Kiel",
        "née le [DATE|3 mars 1960]",
        "Date of birth?\nclient: [DATE|2 novembre 1975]",
        "生年月日: [DATE|1988年4月17日]",
        "invoice of 14/02/2024",
        "renewed on 3 March 2024",
        "a star is born",
    ],
    AddressRecognizer: [
        "send it to [LOCATION|14 Reed Lane] please",
        "to [LOCATION|14 Old Reed\nLane,\nHarbourton]",
        "live at [LOCATION|Flat 3, 27 Harbour Street]",
        "[LOCATION|Lindenstraße 12] ist neu",
        "[LOCATION|Rua do Salvador 18], obrigada",
        "au [LOCATION|12 bis rue des Lilas] à gauche",
        "[LOCATION|PO Box 442] is fine",
        "code [LOCATION|LL57 2DG]",
        "took 14 days on the way",
        "5 stars, 10 out of 10",
        "read 3 long threads",
    ],
    TitleRecognizer: [
        "Mrs. [PERSON|Hallgrímsdóttir] rang",
        "for Dr [PERSON|Adaeze Nwosu] only",
        "Mrs [PERSON|Okafor] rang and said that everything had been settled to her liking",
        "Sr. [PERSON|Iturralde] llamó",
        "Frau [PERSON|Obermooser] dankt",
        "The [PERSON|Okonkwos] will be back, the other two [PERSON|Berthas] at no. 6 too",
        "Dear Sir or Madam",
        "the options are fine, the Beatles song too",
        "Mr and Mrs",
        "the doctor said no",
    ],
    RelationRecognizer: [
        "my sister [PERSON|Ifeoma] cried",
        "our bookkeeper, [PERSON|Lin], agrees",
        "meine Schwester [PERSON|Edeltraud] auch",
        "mi hermana [PERSON|Rocío] también",
        "mein Mann, der [PERSON|Sepp], wollte schon alle Gäste im Heu unterbringen",
        "my boss laughed",
        "my friend, Thanks a lot",
    ],
    GreetingRecognizer: [
        "Hi [PERSON|Ngozi],\nthanks",
        "Dear Ms [PERSON|Okafor],",
        "Hola [PERSON|Remedios]!",
        "Hi Team,",
        "Hello there!",
        "Dear all,",
    ],
    SpeakerRecognizer: [
        "Agent: hello\n[PERSON|Ngozi]: hi",
        "[10:42] [HANDLE|zed_99]: hey\n[10:43] agent: yes",
        "14:20 [PERSON|Will B].: IT POSTED\n14:22 support: nice",
        "customer: hi\nagent: hello",
        "Subject: Thanks\nDate: today",
        "Pros: fast\nCons: none",
    ],
    IntroductionRecognizer: [
        "my name is [PERSON|Muhammad Al-Harbi], hello",
        "Hi, I'm [PERSON|Keala] from the shop",
        "[PERSON|Drew] here, again",
        "Customer: [PERSON|Oyelaran B].\nrang",
        "me llamo [PERSON|Encarna] y",
        "It works now. [PERSON|Keala Drew] out!",
        "We are sold Out, and sorted it out",
        "I'm Happy with it",
        "this is Great!",
        "name it as you like",
    ],
    InitialsRecognizer: [
        "It is perfect. -[PERSON|P]",
        "Best,\n[PERSON|K.N]",
        "Plan B - C is for later",
        "grade: A",
    ],
    AnotherRecognizer: [
        "another day, another fix",
        "from another planet",
    ],
    SpokenNumberRecognizer: [
        "ring [PHONE|oh one seven double three, four nine oh, two two six] at noon",
        "mein Anschluss: [PHONE|null drei null sieben vier zwo eins]",
        "it's [PHONE|plus 44 seven nine hundred one two three four] okay",
        "one two three four five six seven, all done",
        "two or three of us, then four or five",
        "nine out of ten, twice",
    ],
    CoupleTagRecognizer: [
        "#[PERSON|OmarAndJuno]2025 is our day",
        "see #[PERSON|MiraLovesFitz]!",
        "#ThanksAndRegards to all",
        "#NoMoreQueues #HotWaterAgain",
    ],
    SharedNameRecognizer: [],
    PlaceRecognizer: [],
    SignatureRecognizer: [
        "All good now.\n\nBest,\n[PERSON|Ngozi Okafor]",
        "Danke!\n\nViele Grüße\n[PERSON|Heinz]",
        "It works! — [PERSON|Maria], [LOCATION|Setúbal]",
        "Thanks, [PERSON|Tobi]",
        "brilliant. -[PERSON|Sunita]",
        "Best,\n[PERSON|Drew] &amp; [PERSON|Wanjiru]",
        "Cheers,\nThe Team",
        "Regards\nSent from my iPhone",
        "fast - friendly - done",
    ],
    CompanyRecognizer: [
        "we at [ORG|Hale Surf School] love it",
        "from [ORG|Salt and Barley Ltd] today",
        "la [ORG|Boulangerie Kerouédan] ouvre",
        "the Bakery is near",
        "a School of thought",
    ],
    HonorificRecognizer: [
        "[PERSON|田中]様、ありがとうございます",
        "[PERSON|김민지]씨 감사합니다",
        "お客様、皆さん",
        "고객님 감사합니다",
    ],
    ForeignScriptRecognizer: [],
    LastWordsRecognizer: [],
}
CASES = [(rule, marked) for rule, table in TABLES.items() for marked in table]


@pytest.mark.parametrize(("rule", "marked"), CASES, ids=[c[1][:50] for c in CASES])
def test_a_recognizer_finds_exactly_what_is_marked(rule: type, marked: str, sees: Seen) -> None:
    """Hits and near-misses in one table: a text without marks must stay as it is."""
    sees(rule(), marked)


BACKED = [
    (PlaceRecognizer, "Greetings from [LOCATION|Tromsø]!", "LOCATION"),
    (PlaceRecognizer, "we live in [LOCATION|Puno], Peru", "LOCATION"),
    (LastWordsRecognizer, "It finally works. [PERSON|Wanjiru]", "PERSON"),
    (LastWordsRecognizer, "Ten out of ten! [PERSON|Wanjiru K].", "PERSON"),
    (ForeignScriptRecognizer, "thanks, yours truly [PERSON|Нгози]", "PERSON"),
    (SignatureRecognizer, "best,\n[PERSON|ngozi]", "PERSON"),
    (TitleRecognizer, "mr [PERSON|ngozi] called", "PERSON"),
    (IntroductionRecognizer, "my name is [PERSON|ngozi] and", "PERSON"),
]


@pytest.mark.parametrize(("rule", "marked", "label"), BACKED, ids=[c[1][:50] for c in BACKED])
def test_a_doubtful_position_counts_once_the_classifier_backs_it(
    rule: type, marked: str, label: str, sees: Seen
) -> None:
    """Where other words stand as often, a rule alone does not hide."""
    words = ["Tromsø", "Puno", "Wanjiru", "K", "Нгози", "ngozi"]
    sees(rule(), marked, classifier=Suspecting(dict.fromkeys(words, label)))
    unmarked = marked.replace(f"[{label}|", "").replace("]", "")
    sees(rule(), unmarked, classifier=Suspecting({}))


TEAM = [f"Mate{number}" for number in range(70)]


@pytest.mark.parametrize(
    ("marked", "size"),
    [
        ("all good now, [PERSON|Wanjiru]", 70),
        ("all good now, Wanjiru", 3),
        ("many thanks to Wanjiru", 70),
    ],
)
def test_in_a_large_team_a_suspected_name_is_the_customers(
    marked: str, size: int, sees: Seen
) -> None:
    """In doubt the customer wins; somebody who is thanked is no doubt."""
    suspecting = Suspecting({"Wanjiru": "PERSON"}, hiding=0.15)
    sees(SharedNameRecognizer(), marked, roster=["Wanjiru", *TEAM[:size]], classifier=suspecting)


@pytest.mark.parametrize(
    ("rule", "text", "keep"),
    [
        (EmailRecognizer, "help@lumo.example", "Lumo"),
        (LinkRecognizer, "https://help.lumo.example/reset", "Lumo"),
        (HandleRecognizer, "@lumo_support", "Lumo"),
        (HandleRecognizer, "@paddleandpine", "Paddle & Pine"),
        (EmailRecognizer, "woof@hearthandhound.example", "Hearth & Hound"),
    ],
)
def test_our_own_addresses_stay_readable(rule: type, text: str, keep: str, sees: Seen) -> None:
    """A kept term frees the addresses made of it, and no others."""
    sees(rule(), text, keep=[keep])


@pytest.mark.parametrize(
    ("rule", "marked", "keep"),
    [
        (EmailRecognizer, "[EMAIL|ngozi@lumobakery.example]", "Lumo"),
        (LinkRecognizer, "[URL|lumobakery.example]", "Lumo"),
        (EmailRecognizer, "[EMAIL|lumo@reedhouse.example]", "Lumo"),
        (HandleRecognizer, "[HANDLE|@lumolover]", "Lumo"),
        (HandleRecognizer, "[HANDLE|@lumo_fan]", "Lumo"),
    ],
)
def test_a_kept_term_inside_a_customers_address_frees_nothing(
    rule: type, marked: str, keep: str, sees: Seen
) -> None:
    """The brand is no reason to leave a customer's mailbox readable."""
    sees(rule(), marked, keep=[keep])


@pytest.mark.parametrize(
    "marked",
    [
        "Thank you Joy, from another [PERSON|Joy]!",
        "danke Joy, von einer anderen [PERSON|Joy]",
        "Hi Joy, I'm [PERSON|Joy] too",
        "sincerely [PERSON|joy] from oaxaca",
        "another joy of mine",
        "[PERSON|Joy] from Oban here, all good",
        "Hi Joy\n[PERSON|Joy] here, from the other side",
        "Joy here, notes of the call",
        "agent: hi\nJoy from Oban here\ncustomer: hi",
        "thanks from [PERSON|Joy] in Oban",
        "thanks from Joy in support",
        "so says [PERSON|Joy]. (You have a Joy too, thank Joy)",
        "[PERSON|joy] h, not your Joy, the [PERSON|joy] of the ferrets",
        "your Joy is great, Joy fixed it, I'm impressed too",
    ],
)
def test_a_customer_may_share_a_teammates_name(marked: str, sees: Seen) -> None:
    """The second Joy is the writer's own name."""
    sees(AnotherRecognizer(), marked, roster=["Joy"])


def test_every_recognizer_has_a_table() -> None:
    """A recognizer without examples is one nobody can judge."""
    tested = {*TABLES, *(case[0] for case in BACKED)}
    assert {rule.__name__ for rule in RULES} - {rule.__name__ for rule in tested} == {
        "ClassifierRecognizer"
    }


ELSEWHERE = {AnotherRecognizer, SharedNameRecognizer}
"""Their hits need a roster: two tests above."""


@pytest.mark.parametrize("rule", TABLES, ids=lambda rule: rule.__name__)
def test_every_table_holds_hits_and_near_misses(rule: type) -> None:
    """A table of hits alone would pass a recognizer that hides everything."""
    backed = [marked for tested, marked, _ in BACKED if tested is rule]
    hits = any("|" in marked for marked in [*TABLES[rule], *backed])
    misses = bool(backed) or any("|" not in marked for marked in TABLES[rule])
    assert rule in ELSEWHERE or (hits and misses)
