"""What customers of the demo wrote: invented by the project, about nobody."""

from __future__ import annotations

TOUR_PHRASE = "the bakery with the blue door"
"""What no machine can know to give somebody away; the tour hides it by hand."""

WAITING = (
    (
        "U0TOMASZ",
        (
            "From a chat this morning: Thank you for not rushing me. I restore my late mother's "
            "letters and you treated every page as if it mattered. Yours, Adaeze Finch"
        ),
    ),
    (
        "",
        (
            "*New rating: 5 of 5*\nYour colleague Yuki stayed with me for an hour until the label "
            "printer worked. I had cried before I called. Regards, Marten Osgood, order BK-48213"
        ),
    ),
    (
        "U0BEA",
        (
            'Quick one from the phone: "I ordered the wrong paper twice and nobody laughed at me. '
            "Tell Rafa that my daughter's wedding album is finished.\" (Mrs Ilse Vandermeer, Ghent)"
        ),
    ),
    (
        "",
        (
            "Hello Priya, I wanted to write before we open tomorrow. "
            "Without you we would have closed the shop for good: you found the lost shipment on a "
            f"Sunday. Everyone at {TOUR_PHRASE} says thank you. "
            "Best, Marlene Abernathy, marlene@abernathy-loaves.example, +44 20 7946 0321"
        ),
    ),
)
"""Author (empty: the helpdesk) and words, oldest first; the last one is the tour's."""

PAST = (
    "You explained it three times and never once made me feel slow.",
    "I was ready to cancel. Then somebody simply listened, and an hour later it worked.",
    "Thank you, [name]. My father's book is bound again. He held it all evening.",
    "The answer came at night, was short, and was right. You have no idea what that was worth.",
    "I wrote an angry letter and got a kind one back. I am sorry, and thank you.",
    "We are two people in [place] with forty orders waiting. You made it forty orders fewer.",
    "You remembered that we spoke in spring. Nobody remembers that.",
    "I don't hear well. You wrote everything down without my asking twice.",
    "Refunds are boring. Yours made my week.",
    (
        "It didn't arrive in time for the funeral, and that was nobody's fault. "
        "That you called me yourself, I will not forget."
    ),
    "Your colleague found the mistake on page 212. On page 212!",
    "I have used [company] for years and never had a person at the other end. Now I had one.",
    "My students made their first books today. Twenty-six of them. None fell apart.",
    "Half an hour for a ten-euro order. Thank you for taking it as seriously as a big one.",
    "You said you didn't know and would find out. Then you found out. So simple, so rare.",
    "When I wrote that I was in hospital you moved everything and asked for no proof.",
    "The manual was wrong, I was wrong, you were patient with both of us.",
    "I will keep your email. Not for the order number, for the last sentence.",
    "Our printing club in [place] sends greetings. The press runs again.",
    "My German is bad and you never switched to that loud slow voice. Thank you.",
    "You noticed that I had ordered twice. An honest shop, my wife said. She never says that.",
    "The replacement was here before I had packed the broken one.",
    "You stayed calm while I was not. I noticed, even if I didn't sound like it.",
    "I asked for a colour you don't have, and you sent me to somebody who does.",
    "Thank you for telling me it could not be saved. I needed to hear it, and you were gentle.",
    "My son is eleven and wrote to you himself. You answered him like a customer. He is so proud.",
    "It took four days and you wrote on each of them, even when there was nothing new.",
    "I am a bookbinder since 1974 and learned something from your support. Imagine.",
    "You found my order from a photograph of half a label.",
    "The invoice was right the first time. My accountant sends flowers.",
    "I had given up on the album. You hadn't.",
    "Whoever packed this wrote 'good luck tomorrow' on the box. I passed.",
    "Thank you for the voice message. Reading is hard for me this year.",
    "Your reply had no template in it. I looked for one.",
    "You asked whether I was all right before you asked for the order number.",
    "We lost our workshop to the water. You wrote first, we didn't have to ask.",
    "I called about glue and we ended up talking about my grandmother. Thank you for the time.",
    "The parcel went to [place] and back twice and you laughed with me, not about me.",
    "You told me which of the two was cheaper. It was not the one you would earn more on.",
    "My hands shake. You found a needle I can hold.",
    "I was short with you yesterday. You were kind anyway. It was a hard day; it is better now.",
    "Three teams had sent me away. You said: stay on the line, I'm coming with you.",
    "The recipe book went to all nine grandchildren, on time. There was a lot of crying.",
    "You spelled my name right. Both times.",
    "Thank you for not closing the ticket when I went silent.",
    "I have never thanked a support team before. There, now I have.",
    "It works, it works, it works. I'm dancing in the shop.",
    "You sent a drawing instead of a link. I understood at once.",
    "The diary is readable again. I now know what my mother thought of me. It was good.",
    "I run a school library on nothing. You knew that and found the box with the scratched lids.",
    "You said 'I would be annoyed too' and then mended it. In that order. Thank you.",
    "The choir's folders arrived. We sang for the courier.",
    "Seven messages, seven different people, and each knew what the one before had said.",
    "You were honest about the delay, so I could be honest with my customer. We both kept her.",
    "I'm eighty-one. You are the first who didn't ask for my grandson.",
    "Thank you, [name], for the sentence 'take your time, it is still here tomorrow'.",
    "The book of condolence was ready. Nobody saw the hurry you had with it.",
    "I wanted to complain and forgot why while you were speaking.",
    "A small thing for you, the exhibition for us. It opens on Friday and everything stands.",
    "You wrote my reference [reference] on your own hand, you said. I believe it.",
    "My team of four at [company] learned your names. You are on our wall.",
    "You heard that I was crying and simply waited. That helped more than the refund.",
    "The paper smells as it used to. How did you know what I meant by that?",
    "We disagreed, you were right, and you never said so.",
)
"""Good words of the past months, as they stood in #kudos: already without anybody's identity."""

NOTES = ("This one stays with me.", "After the week we had.", "Took three of us. Worth it.")
"""What sharers added, now and then."""

CHATTER = (
    ("U0ADA", "The office closes at four on Friday, the heating is being mended."),
    ("U0RAFA", "Who has the key to the sample cupboard?"),
    ("U0YUKI", "It's on the hook behind the plotter."),
    ("U0ADA", "Goodword is on in #praise-inbox and #kudos. Its Home says what it does."),
)
"""What stood in #general."""
