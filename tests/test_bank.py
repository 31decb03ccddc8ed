"""Every text of the pack, answers and the sentences around them, keeps the rules of safety."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from chatbot import Chatbot, Kind
from chatbot.content import Pack
from chatbot.reply import cite

AMOUNT = re.compile(
    r"\d\s*(?:-\s*)?(?:mg|mcg|ug|µg|ml|cc|gr?|milli(?:gram|lit)\w*|microgram\w*|grams?|(?:mg|mcg)\s*/\s*kg)\b",
    re.IGNORECASE,
)
UNSAFE = [
    r"commit(s|ted|ting)?\s+suicide",
    r"(successful|failed|unsuccessful|completed)\s+(suicide|attempt)",
    r"suicide\s+(epidemic|contagion)",
    r"273-?8255",
]
#: Claims that are wrong, unsafe or out of date: how they would come back, and one that did.
WRONG_CLAIMS = {
    "home use of Spravato": (
        r"spravato (can|may) be (used|taken) at home|(use|take) (spravato|esketamine) at home\b",
        "With a prescription Spravato can be used at home.",
    ),
    "help during crises": (
        r"(beneficial|helpful|helps?|useful|good) (during|in) (a )?cris[ei]s",
        "It acts fast, which is particularly beneficial during crises.",
    ),
    "generally safe": (
        r"generally (considered )?safe|safe and effective|well[- ]tolerated",
        "Ketamine is generally safe.",
    ),
    "oral forms as available": (
        r"(oral|lozenges?|tablets?|troches?) (forms? )?(is|are) (also )?available",
        "Oral forms are also available.",
    ),
    "PTSD as an anxiety disorder": (
        r"anxiety disorders?,? (such as|like|including)[^.]{0,40}PTSD",
        "It helps with anxiety disorders such as PTSD.",
    ),
    "significant reductions": (
        r"significant(ly)? reduc",
        "People report significant reductions of anxiety.",
    ),
    "fibromyalgia as promising": (
        r"promis\w+[^.]{0,60}fibromyalgia|fibromyalgia[^.]{0,60}promis",
        "Results are promising for fibromyalgia.",
    ),
    "exciting use": (r"\b(exciting|remarkable|promising new)\b", "An exciting new use."),
}
#: The longest time from one look at the sources to the next, in days.
LONGEST = {"approvals and prices": 93, "all others": 366}
CHANGING = ("ketamine.approval", "access.cost", "access.insurance", "research.latest")


def all_texts(pack: Pack) -> dict[str, str]:
    """Whatever may be shown, by its key."""
    texts = {f"answer/{r.intent}": r.answer for r in pack.responses.values()}
    texts |= {f"more/{r.intent}": r.more for r in pack.responses.values() if r.more}
    texts |= {f"question/{i.id}": i.question for i in pack.intents.values()}
    texts |= {f"disclaimer/{kind}": text for kind, text in pack.disclaimers.items()}
    texts |= {f"message/{name}": text for name, text in pack.messages.items()}
    return texts | {f"source/{s.id}": cite(s) for s in pack.sources.values()}


@pytest.fixture(scope="module")
def texts(bot: Chatbot) -> dict[str, str]:
    return all_texts(bot.pack)


def test_no_text_names_an_amount(texts: dict[str, str]) -> None:
    """No answer, message, question, disclaimer or source names an amount of a medicine."""
    assert AMOUNT.search("0.5 mg/kg")
    plain = {key: re.sub(r"https?://\S+", "", text) for key, text in texts.items()}
    assert [key for key, text in plain.items() if AMOUNT.search(text)] == []


@pytest.mark.parametrize("unsafe", UNSAFE)
def test_no_text_breaks_safe_messaging(texts: dict[str, str], unsafe: str) -> None:
    """No text uses words on suicide that guidelines advise against, or the superseded number."""
    found = [key for key, text in texts.items() if re.search(unsafe, text, re.IGNORECASE)]
    assert found == []


@pytest.mark.parametrize("claim", WRONG_CLAIMS)
def test_no_answer_repeats_a_wrong_claim(bot: Chatbot, claim: str) -> None:
    """What the post has wrong is in no answer, in the words in which it would come back."""
    pattern, example = WRONG_CLAIMS[claim]
    wrong = re.compile(pattern, re.IGNORECASE)
    assert wrong.search(example)
    texts = {r.intent: f"{r.answer} {r.more or ''}" for r in bot.pack.responses.values()}
    assert {i: m.group() for i, t in texts.items() if (m := wrong.search(t))} == {}


def test_kept_breathing_has_its_limit_beside_it(bot: Chatbot) -> None:
    """No answer says that breathing is kept without saying that it can slow down."""
    for response in bot.pack.responses.values():
        text = f"{response.answer} {response.more or ''}"
        if re.search(r"(keeps?|kept|preserv\w+|maintain\w*)[^.]{0,40}breath", text, re.IGNORECASE):
            assert re.search(r"slow|stop|label", text, re.IGNORECASE), response.intent


def test_approval_for_depression_is_qualified(bot: Chatbot) -> None:
    """Where approval for depression is spoken of, it is said for whom or for what it is not."""
    limits = re.compile(
        r"[Nn]either|not FDA|not approved|off-label|hard-to-treat|resistant|two |adults|only"
    )
    for response in bot.pack.responses.values():
        text = f"{response.answer} {response.more or ''}"
        if re.search(r"approved for[^.]{0,30}depression", text, re.IGNORECASE):
            assert limits.search(text), response.intent


def test_each_review_is_due_in_time(bot: Chatbot) -> None:
    """Checked before due: twelve months at most, three for approvals and prices."""
    for response in bot.pack.responses.values():
        changing = response.intent in CHANGING
        most = LONGEST["approvals and prices" if changing else "all others"]
        between = response.due - response.checked
        assert timedelta(0) < between <= timedelta(days=most), response.intent
        assert response.checked_by.strip(), response.intent


def test_each_source_says_who_and_what(bot: Chatbot) -> None:
    """Publisher and title are named, and an address is one that can be opened safely."""
    for source in bot.pack.sources.values():
        assert source.publisher.strip(), source.id
        assert source.title.strip(), source.id
        assert source.url is None or re.fullmatch(r"https?://\S+", source.url), source.id


def test_no_signature_is_claimed(bot: Chatbot) -> None:
    """While nobody has signed an answer, each calm reply says that no clinician reviewed it."""
    unreviewed, calm = bot.pack.text("message/unreviewed"), 0
    for intent in bot.pack.intents.values():
        reply = bot.ask(intent.question)
        if reply.kind in {Kind.ANSWER, Kind.REFER}:
            signed = bot.pack.responses[reply.intents[0]].reviewed_by is not None
            assert signed or unreviewed in reply.text, intent.id
            calm += 1
    assert calm > 80


def test_each_reply_is_of_the_pack_alone(bot: Chatbot, texts: dict[str, str]) -> None:
    """Take the pack's texts out of any reply, and only numbers of choices are left."""
    for intent in bot.pack.intents.values():
        reply = bot.ask(intent.question)
        left = reply.text
        for part in (*reply.body, reply.disclaimer_passage, *reply.notes):
            opened = texts[part.key]
            for name, value in part.slots:
                opened = opened.replace(f"{{{name}}}", value)
            assert part.text == opened
            left = left.replace(opened, "", 1)
        for each in reply.suggestions:
            left = left.replace(texts[f"question/{each.intent}"], "", 1)
        for source in reply.sources:
            left = left.replace(texts[f"source/{source.id}"], "", 1)
        assert re.fullmatch(r"[\s\d.]*", left), (intent.id, left)


@pytest.mark.parametrize("key", ["message/about", "answer/chat.identity", "answer/chat.greeting"])
def test_it_says_that_it_is_a_program(texts: dict[str, str], key: str) -> None:
    """First screen, greeting and the question for it: a program, no person, no clinician."""
    assert re.search(r"\bprogram\b.*\bnot a person\b", texts[key])
    assert "clinician" in texts[key]


def test_each_card_says_that_it_cannot_call(bot: Chatbot) -> None:
    """On a crisis card nobody is led to think that someone is watching."""
    for intent in bot.pack.intents.values():
        if intent.kind == "crisis":
            assert "program" in bot.pack.responses[intent.id].answer, intent.id


@pytest.mark.parametrize(
    "name", ["none", "clarify", "clarify_again", "neither", "gentle", "gentle_abuse", "line"]
)
def test_each_way_without_an_answer_names_help(texts: dict[str, str], name: str) -> None:
    """Whoever gets no answer still sees where help is."""
    assert "988" in texts[f"message/{name}"]


def test_stopping_is_never_left_to_the_reader(bot: Chatbot) -> None:
    """The answers on stopping a medicine say not to stop it on one's own."""
    answer = bot.pack.responses["refer.stop_medicine"].answer
    assert re.search(r"do not stop[^.]*(on your own|by yourself)", answer, re.IGNORECASE)


def test_personal_decisions_get_no_yes_or_no(bot: Chatbot) -> None:
    """No answer that refers to a clinician begins with a yes or a no."""
    for intent in bot.pack.intents.values():
        if intent.kind == "refer":
            answer = bot.pack.responses[intent.id].answer
            assert not re.match(r"(yes|no)\b", answer, re.IGNORECASE), intent.id


#: What an answer on a risk or a decision may not begin with: praise, or what reads as permission.
PRAISE = re.compile(
    r"(yes|thank you|asking|good)\b|no[,.]|(you are|it is) (right|wise|good|sensible|natural)",
    re.IGNORECASE,
)


def test_worried_readers_get_the_main_message_first(bot: Chatbot) -> None:
    """Answers on risks and decisions begin with neither praise nor a yes or no."""
    answers = bot.pack.responses.values()
    worried = [r for r in answers if r.intent.startswith(("refer.", "safety."))]
    assert [r.intent for r in worried if PRAISE.match(r.answer)] == []


def test_only_two_answers_speak_of_the_post(bot: Chatbot) -> None:
    """Readers have never seen the blog post: it is named where it matters, and nowhere else."""
    blog = re.compile(r"\bblog\b|\bthe (post|article)\b", re.IGNORECASE)
    speak = {r.intent for r in bot.pack.responses.values() if blog.search(r.answer)}
    assert speak == {"chat.sources", "formats.nasal_home"}
