"""Made-up intents in any number: each is to do something with a thing.

Only the size of what comes out is like anything real. The wordings are put together from lists, so
accuracy on them says how one matcher stands against another, not how well people are understood.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from chatbot.matching import Meanings

_ACTIONS: Final = """
cancel,call off,stop|renew,extend,prolong|find,locate,track down|replace,exchange,swap
insure,cover,get insurance for|register,sign up,enrol
report,complain about,flag|pay for,settle,pay off
sell,get rid of,offload|rent out,lease,let|repair,fix,mend|clean,wash,wipe down
collect,pick up,fetch|deliver,send,ship|measure,size up,gauge|compare,contrast,weigh up
upgrade,improve,move up from|lend,loan,let a friend use|return,give back,bring back|lock,secure,bolt
unlock,open,get into|check,inspect,look over|book,reserve,schedule|delay,postpone,put off
transfer,hand over,sign over|paint,decorate,colour|test,try out,sample|store,keep,put away
label,tag,mark|donate,give away,pass on|copy,duplicate,make another
print,get a printout of,run off
translate,get in another language,interpret|share,split,divide|hide,conceal,keep private
charge,power,top up
connect,link,pair|install,set up,put in|remove,take out,uninstall|assemble,put together,build
order,buy,purchase|track,follow,keep an eye on|value,appraise,price
weigh,get the weight of,put on a scale
dry,air,dehumidify|heat,warm up,preheat|cool,chill,cool down|polish,shine,buff
sharpen,hone,put an edge on|tune,adjust,calibrate
""".strip().replace("\n", "|")
_CIRCUMSTANCES: Final = """
abroad,in another country,while i am overseas,at work,in the office,for my mother
on behalf of a friend,during winter,when it snows,before friday,by next month
without a receipt,for the first time
with my landlord,after the move,on my own,,,,,,
""".strip().replace("\n", ",")
_FRAMES: Final = """
how do i {a} the {t} {c}|i want to {a} my {t} {c}|can i {a} a {t} {c}|{c} i need to {a} the {t}
is it possible to {a} my {t} {c}|please help me {a} this {t} {c}|what does it take to {a} a {t} {c}
{a} {t} {c}|where can i {a} my {t} {c}|who can {a} the {t} for me {c}|tell me how to {a} a {t} {c}
i would like to {a} our {t} {c} please|when may i {a} the {t} {c}|trying to {a} my old {t} {c}
""".strip().replace("\n", "|")


def synthetic(
    intents: int, examples: int, seed: int = 1
) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """Make intents, and one question about each that is none of their examples.

    Args:
        intents: how many, at most 10,000.
        examples: how many each has.
        seed: the same seed makes the same.

    Returns:
        Examples by intent, and (intent, question) pairs.
    """
    chance = random.Random(seed)  # noqa: S311 - made-up questions need not be secret
    actions = _split(_ACTIONS)
    kinds = list(product(actions, _things(max(intents // 5, 100), chance)))
    groups, asked = {}, []
    for number, (action, thing) in enumerate(chance.sample(kinds, intents)):
        wordings = _wordings(action, thing, chance)
        some: dict[str, None] = {}
        while len(some) <= examples:
            some[next(wordings)] = None
        *group, question = some
        groups[f"intent {number}"] = group
        asked.append((f"intent {number}", question))
    return groups, asked


def _split(lists: str) -> list[tuple[str, ...]]:
    return [tuple(words.split(",")) for words in lists.split("|")]


def _things(count: int, chance: random.Random) -> list[str]:
    """English words that weigh enough to be what a question is about."""
    table = Meanings.builtin()
    words = [word for word in table.lexicon if len(word) > 4]
    heavy = [w for w, weight in zip(words, table.weights_of(words), strict=True) if weight > 3.5]
    return chance.sample(heavy, count)


def _wordings(action: Sequence[str], thing: str, chance: random.Random) -> Iterator[str]:
    frames, circumstances = _FRAMES.split("|"), _CIRCUMSTANCES.split(",")
    while True:
        frame, circumstance = chance.choice(frames), chance.choice(circumstances)
        text = frame.format(a=chance.choice(action), t=thing, c=circumstance)
        yield " ".join(text.split())
