"""What the webhook answers to whoever sends comments."""

from typing import Final

POST_ONLY: Final = "Send it with POST."
TOO_LARGE: Final = "The body is larger than 256 kB. Send fewer comments at once."
NOT_SIGNED: Final = "The signature does not fit. Sign timestamp, dot and body with the secret."
NOT_NOW: Final = "The timestamp is more than five minutes off. Sign it anew with the present time."
TOO_OFTEN: Final = "More than 60 requests in a minute. Wait a minute, then send it again."
NOT_JSON: Final = "The body is not JSON. Send an object with id and text, or a list of them."
NOT_ITEMS: Final = "Send 1 to 20 comments, each an object with id and text."
NO_ID: Final = "the id is missing, is no text, or is longer than 200 characters"
REPLAYED: Final = "All of it was received before. Nothing is offered twice."
NO_INTAKE: Final = "There is no intake channel yet. An admin chooses one in Settings."
HELD: Final = "Comments cannot be checked for names now. Send it again in a minute."
AWAY: Final = "The database does not answer. Send it again in a minute."
FULL: Final = "A hundred comments wait already. Send those under left again tomorrow."
UNUSABLE: Final = "None of it can be used. Each reason stands under unusable."
TAKEN: Final = "Received. People choose what is shared."
