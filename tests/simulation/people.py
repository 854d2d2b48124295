"""What people do in a run, and what they were told: the promises that are checked at the end."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.people_shapes import BOT_USER
from sandbox.records import Message
from tests.simulation.town import Town

Json = dict[str, Any]
AGENTS = ("U0PRIYA", "U0TOMASZ", "U0SAM", "U0LENA", "U0MARA")
TAKERS = ("U0TOMASZ", "U0SAM", "U0LENA", "U0MARA")
REVIEW = "What the team will see"
SHARED = "It's going to"
GONE = "It's out of"
HIDDEN = "Hidden."
HARMLESS = "Friday"
RECEIPT = "You can stop replying."


@dataclass
class Promise:
    """A good word on its way. word: stands in the text alone; secret: what may be hidden later.

    told: whether the sharer was told that it goes out. gone, hidden: whether somebody was told so.
    deleted: by hand in Slack, which may or may not have told the bot.
    """

    word: str
    secret: str
    told: bool = False
    gone: bool = False
    hidden: bool = False
    deleted: bool = False

    @property
    def is_past(self) -> bool:
        """Whether something was done about it after it was shared."""
        return self.gone or self.hidden or self.deleted

    @property
    def text(self) -> str:
        return f"You saved our Friday, thank you. {self.word} {self.secret} for ever."


@dataclass
class Ledger:
    """What was promised. posted: words in the intake channel, by ts. deleted: by hand, in Slack."""

    promises: list[Promise] = field(default_factory=list)
    posted: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    deleted: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class People:
    """Everybody in the workspace; each method is one thing somebody does."""

    town: Town
    ledger: Ledger = field(default_factory=Ledger)
    numbers: int = 0

    def __post_init__(self) -> None:
        self.random = self.town.troubles.random
        self.deeds: dict[Callable[[], None], int] = {
            self.share_pasted: 7,
            self.share_message: 4,
            self.share_from_home: 2,
            self.write_praise: 4,
            self.react: 3,
            self.follow_an_offer: 5,
            self.take_back: 4,
            self.hide_more: 3,
            self.hide_more_twice: 4,
            self.unname: 2,
            self.delete_in_slack: 1,
            self.close_the_channel: 1,
            self.send_again: 2,
            self.hand_over: 6,
            self.press_a_card: 12,
            self.close_a_case: 4,
            self.withdraw: 2,
            self.lead_reassigns: 1,
            self.show_me_one: 2,
            self.look_at_home: 2,
            self.sign_the_report: 2,
        }

    def act(self) -> None:
        """One thing, chosen by chance."""
        deeds = list(self.deeds)
        self.random.choices(deeds, list(self.deeds.values()))[0]()

    # Sharing.

    def share_pasted(self) -> None:
        user, promise = self._anyone(), self._promise()
        self._do("command", user=user, command=f"/kudos {promise.text}", channel="general")
        self._submit_review(user, promise)

    def share_message(self) -> None:
        promise = self._promise()
        posted = self._do("message", user="U0ADA", channel="general", text=promise.text)
        user = self._anyone()
        self._do(
            "shortcut", user=user, channel="general", ts=posted["ts"], callback_id="share_kudos"
        )
        self._submit_review(user, promise)

    def share_from_home(self) -> None:
        user, promise = self._anyone(), self._promise()
        self._do("interact", user=user, surface="home", action="home_share")
        self._submit_review(user, promise, text={"value": promise.text})

    def write_praise(self) -> None:
        """In the intake channel: offered to its author, or shared at once in automatic mode."""
        promise = self._promise()
        by = {"bot": "Helpdesk"} if self.random.random() < 0.2 else {"user": self._anyone()}
        posted = self._do("message", channel="praise-inbox", text=promise.text, **by)
        self.ledger.posted[str(posted["ts"])] = promise.word

    def react(self) -> None:
        promise = self._promise()
        posted = self._do("message", user="U0ADA", channel="kudos", text=promise.text)
        place = {"channel": "kudos", "ts": posted["ts"], "emoji": "love_letter"}
        self._do("reaction", user=self._anyone(), **place)

    def follow_an_offer(self) -> None:
        offers = [
            message
            for channel in ("C0PRAISE", "C0KUDOS")
            for message in self._messages(channel)
            if message.only_for and "offer_review" in json.dumps(message.blocks)
        ]
        if not offers:
            return
        offer = self.random.choice(offers)
        user = str(offer.only_for)
        press = {"user": user, "channel": offer.channel, "ts": offer.ts}
        self._do("interact", action="offer_review", **press)
        shown = self._modal(user)
        word = next((one for one in self.ledger.promises if one.word in shown), None)
        if word and word.is_past:
            # It may be shared anew after that, but the account knows one fate of a word.
            self._close(user)
        elif word:
            self._submit_review(user, word)

    # After the post.

    def take_back(self) -> None:
        for message, promise, user in self._a_post():
            pressed = self.town.clock.true
            self._do(
                "interact", user=user, channel="kudos", ts=message.ts, action="kudos_take_back"
            )
            promise.gone |= self._heard(user, GONE, pressed)

    def hide_more(self) -> None:
        for message, promise, user in self._a_post():
            promise.hidden |= self._hide(user, message.ts, promise.secret)

    def hide_more_twice(self) -> None:
        """In short order: Slack may carry out the first change after the second."""
        for message, promise, user in self._a_post():
            self._hide(user, message.ts, HARMLESS)
            self.town.pass_by(self.random.choice([1, 3, 20]))
            promise.hidden |= self._hide(user, message.ts, promise.secret)

    def unname(self) -> None:
        for message, _promise, user in self._a_post():
            self._do("interact", user=user, channel="kudos", ts=message.ts, action="kudos_unname")

    def delete_in_slack(self) -> None:
        for message, promise, _user in self._a_post():
            self._do("delete", channel="kudos", ts=message.ts)
            self.ledger.deleted.add(("C0KUDOS", message.ts))
            promise.deleted = True

    def close_the_channel(self) -> None:
        """Archived while a kudos is on its way, which is refused for good; a mistake, soon seen."""
        user, promise = self._anyone(), self._promise()
        self._do("command", user=user, command=f"/kudos {promise.text}", channel="general")
        for _ in range(2):
            answer = self._do("submit", user=user)
            promise.told |= SHARED in json.dumps(answer.get("response"))
        self._do("channel", channel="kudos", is_archived=True)
        self.town.pass_by(self.random.choice([10, 70, 300]))
        self._do("channel", channel="kudos", is_archived=False)

    def send_again(self) -> None:
        """The admin looks at what was not delivered, and has one of it sent again."""
        self._press_at_home("dead_letter_again", "U0ADA")

    # Handoffs.

    def hand_over(self) -> None:
        user, reference = self._anyone(), self._reference()
        self._do("command", user=user, command="/handoff", channel="general")
        if "Reason" not in self._modal(user):
            return
        ground = self.random.choice(["harassment", "draining", "threat", "danger", "another_tier"])
        self._do("interact", user=user, surface="modal", action="handoff_ground", value=ground)
        values = {"reference": {"value": reference}}
        for _ in range(2):
            answer = self._do("submit", user=user, values=values)
            if answer.get("acked") and RECEIPT in json.dumps(answer["response"]):
                self.ledger.requests.append(reference)
            if not self._presses_again(answer):
                break
        self._close(user)

    def press_a_card(self) -> None:
        actions = ("handoff_take", "handoff_not_today", "handoff_confirm", "handoff_give_back")
        cards = [
            (user, message, action)
            for user in TAKERS
            for message in self._direct(user)
            for action in actions
            if f'"{action}"' in json.dumps(message.blocks)
        ]
        if cards:
            user, message, action = self.random.choice(cards)
            self._do("interact", user=user, channel="dm", ts=message.ts, action=action)

    def close_a_case(self) -> None:
        for user in TAKERS:
            for message in self._direct(user):
                if '"handoff_ended"' in json.dumps(message.blocks):
                    place = {"channel": "dm", "ts": message.ts, "action": "handoff_ended"}
                    self._do("interact", user=user, **place)
                    self._end(user)
                    return

    def withdraw(self) -> None:
        self._press_at_home("handoff_withdraw")

    def lead_reassigns(self) -> None:
        self._press_at_home("handoff_open_reassign", "U0LENA")
        if "Who has it from now on" in self._modal("U0LENA"):
            values = {"taker": {"value": self.random.choice(TAKERS)}}
            self._do("submit", user="U0LENA", values=values)
            self._close("U0LENA")

    # Looking back.

    def show_me_one(self) -> None:
        self._do("command", user=self._anyone(), command="/kudos one", channel="kudos")

    def look_at_home(self) -> None:
        self._do("home", user=self.random.choice((*AGENTS, "U0ADA")))

    def sign_the_report(self) -> None:
        for message in reversed(self._direct("U0LENA")):
            if '"report_edit"' in json.dumps(message.blocks):
                place = {"channel": "dm", "ts": message.ts, "action": "report_edit"}
                self._do("interact", user="U0LENA", **place)
                if "Sign and post" in self._modal("U0LENA"):
                    self._do("submit", user="U0LENA")
                    self._close("U0LENA")
                return

    # Hands and eyes.

    def _submit_review(self, user: str, promise: Promise, **values: object) -> None:
        """Submit what is open; look again where that is asked; press again after trouble.

        What still stands open from before, because this one could not be opened, is left alone.
        """
        if not values and not (REVIEW in (shown := self._modal(user)) and promise.word in shown):
            return
        for _ in range(3):
            answer = self._do("submit", user=user, values=values)
            values = {}
            shown = json.dumps(answer.get("response"))
            if answer.get("acked") and SHARED in shown:
                promise.told = True
            elif not (answer.get("acked") and REVIEW in shown) and not self._presses_again(answer):
                break
        self._close(user)

    def _presses_again(self, answer: Json) -> bool:
        """After an error or silence, most people try once more; some after a moment."""
        if answer.get("acked") and "errors" not in json.dumps(answer["response"]):
            return self.random.random() < 0.1
        self.town.pass_by(self.random.choice([1, 5, 70]))
        return self.random.random() < 0.6

    def _end(self, user: str) -> None:
        if "Outcome" in self._modal(user):
            ending = self.random.choice(["taken_over", "impasse", "another_tier"])
            self._do("interact", user=user, surface="modal", action="handoff_ending", value=ending)
            self._do("submit", user=user)
            self._close(user)

    def _hide(self, user: str, ts: str, words: str) -> bool:
        """Whether somebody was shown that these words are hidden from now on."""
        self._do("interact", user=user, channel="kudos", ts=ts, action="kudos_hide_more")
        if "What everybody sees now" not in self._modal(user):
            return False
        answer = self._do("submit", user=user, values={"words": {"kudos_hide_words": words}})
        self._close(user)
        return bool(answer.get("acked")) and "update" in str(answer["response"])

    def _press_at_home(self, action: str, user: str = "") -> None:
        user = user or self._anyone()
        self._do("home", user=user)
        self.town.pass_by(2)
        self._do("interact", user=user, surface="home", action=action)

    def _a_post(self) -> list[tuple[Message, Promise, str]]:
        """A kudos that stands in the channel, and somebody with a say in it; none or one."""
        posts = [
            (message, promise)
            for message in self._messages("C0KUDOS")
            if message.user == BOT_USER and '"kudos_take_back"' in json.dumps(message.blocks)
            for promise in self.ledger.promises
            if promise.word in message.text
        ]
        if not posts:
            return []
        message, promise = self.random.choice(posts)
        return [(message, promise, self.random.choice(["U0LENA", "U0MARA"]))]

    def _heard(self, user: str, words: str, since: datetime) -> bool:
        """Whether this person alone was told these words since then."""
        return any(
            message.only_for == user
            and message.user == BOT_USER
            and words in message.text
            and _at(message) >= since
            for message in self._messages("C0KUDOS")
        )

    def _messages(self, channel: str) -> list[Message]:
        return self.town.world.workspace.messages.get(channel, [])

    def _direct(self, user: str) -> list[Message]:
        return self._messages(f"D{user[1:]}")

    def _modal(self, user: str) -> str:
        stack = self.town.world.workspace.stacks.get(user)
        return json.dumps(stack[-1].definition, ensure_ascii=False) if stack else ""

    def _close(self, user: str) -> None:
        self._do("close", user=user, all=True)

    def _do(self, name: str, **body: object) -> Json:
        return self.town.do(name, **body) or {}

    def _anyone(self) -> str:
        return self.random.choice(AGENTS)

    def _promise(self) -> Promise:
        self.numbers += 1
        made = Promise(f"joyful{self.numbers}x", f"privately{self.numbers}y")
        self.ledger.promises.append(made)
        return made

    def _reference(self) -> str:
        self.numbers += 1
        return f"https://help.example.com/t/{47000 + self.numbers}"


def _at(message: Message) -> datetime:
    return datetime.fromtimestamp(float(message.ts), tz=None).astimezone()
