"""What a conversation remembers: ids and choices, no text; and its form as JSON.

The JSON is made to be handed to a client and taken back. It is read with suspicion: another
version, another pack, a missing or strange value, and anything that was changed by hand is refused.
The seal finds damage and tinkering; it is no signature. Nothing in a state can make the bot say
what it would not say anyhow.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

VERSION: Final = 2
#: How many replies after a card keep the help line in sight.
GENTLE_TURNS: Final = 5
#: More topics than this are never offered at once.
MOST_CHOICES: Final = 40
#: What the offered topics are to the reader: nothing that was asked, a list, or a clarification.
ASKING: Final = ("", "list", "clarify")
_CARDS: Final = frozenset({"crisis", "emergency"})
_LONGEST: Final = 4_000


class StateError(ValueError):
    """A state that this bot did not give out, or that was changed since."""


@dataclass(frozen=True, slots=True)
class State:
    """What a conversation remembers.

    Attributes:
        subject: the id of the intent that was answered last, "" for none.
        offered: the ids of the intents that the reader may choose from now.
        asking: how they were offered: one of `ASKING`.
        card: the id of the card that was shown lately, "" for none.
        gentle: how many more replies keep its help line in sight.
        holds: the id of the intent that the screen referred the reader to, "" for none: who gave an
            age has it in the next turn too.
    """

    subject: str = ""
    offered: tuple[str, ...] = ()
    asking: str = ""
    card: str = ""
    gentle: int = 0
    holds: str = ""

    def to_json(self) -> str:
        """The state as a short JSON text, with its version and seal."""
        values = {"version": VERSION, **asdict(self)}
        return json.dumps({**values, "seal": _seal(values)}, separators=(",", ":"))


#: A conversation in which nothing was said yet.
CALM: Final = State()


def read_state(given: str | Mapping[str, Any], kinds: Mapping[str, str]) -> State:
    """Read a state that came back from outside.

    Args:
        given: what `State.to_json` made, as text or already read from JSON.
        kinds: the id of every intent of the pack to its kind.

    Returns:
        The state.

    Raises:
        StateError: if it is damaged, of another version, changed, or of another pack.
    """
    values = _values_of(given)
    seal = values.pop("seal", None)
    if values.get("version") != VERSION:
        raise StateError(
            f"a state of version {VERSION} was expected, not {_shown(values.get('version'))}; "
            "begin a new conversation"
        )
    if seal != _seal(values):
        raise StateError("the state was changed since it was given out; begin a new conversation")
    state = _state_of(values)
    ids = [each for each in (state.subject, state.card, state.holds, *state.offered) if each]
    foreign = [each for each in ids if each not in kinds]
    if foreign:
        raise StateError(
            f"the state is of another pack: there is no intent {_shown(foreign[0])}; "
            "begin a new conversation"
        )
    if state.card and kinds[state.card] not in _CARDS:
        raise StateError(
            f"the state names {_shown(state.card)} as a card, which it is not; "
            "begin a new conversation"
        )
    if state.holds and kinds[state.holds] != "refer":
        raise StateError(
            f"the state holds {_shown(state.holds)}, which refers to nobody; "
            "begin a new conversation"
        )
    return state


def _values_of(given: str | Mapping[str, Any]) -> dict[str, Any]:
    found: object = given
    if isinstance(given, str):
        try:
            found = json.loads(given) if len(given) <= _LONGEST else None
        except (ValueError, RecursionError):
            found = None
    if not isinstance(found, Mapping):
        raise StateError("this is no state: use what `Conversation.state` gave, unchanged")
    return dict(found)


def _state_of(values: dict[str, Any]) -> State:
    """The values as a state; each is looked at, for a seal can be made by anybody."""
    names = {"version", "subject", "offered", "asking", "card", "gentle", "holds"}
    offered = values.get("offered")
    sound = (
        set(values) == names
        and all(isinstance(values[name], str) for name in ("subject", "asking", "card", "holds"))
        and isinstance(offered, list)
        and len(offered) <= MOST_CHOICES
        and all(isinstance(each, str) for each in offered)
        and values["asking"] in ASKING
        and type(values["gentle"]) is int
        and 0 <= values["gentle"] <= GENTLE_TURNS
        and bool(values["card"]) >= bool(values["gentle"])
    )
    if not sound:
        raise StateError("the state has a value that no conversation has; begin a new conversation")
    del values["version"]
    return State(**values | {"offered": tuple(values["offered"])})


def _seal(values: Mapping[str, Any]) -> str:
    try:
        plain = json.dumps(values, sort_keys=True, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        raise StateError("the state holds what JSON cannot hold") from error
    return hashlib.blake2s(plain.encode(errors="replace"), digest_size=6).hexdigest()


def _shown(value: object) -> str:
    return ascii(value)[:60]
