"""The conversation as pure functions of a small state."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot import Chatbot, Kind, State, StateError
from chatbot.acts import Act, Lean, lean_of, read, with_name
from chatbot.conversation import after, turn
from chatbot.gentle import is_all_clear
from chatbot.questions import questions_in
from chatbot.sight import BY_EXAMPLES, Alarm
from chatbot.state import CALM, GENTLE_TURNS, read_state

KINDS = {"a.b": "answer", "a.c": "answer", "crisis.x": "crisis"}


#: What a reader tells of the help that came, and what must be seen beside it.
CALMED = ("hes awake now", "the ambulance is here", "she is ok", "im in the hospital and safe")
CRIES = (
    "i want to die",
    "i am going to kill myself tonight",
    "my brother took all his pills and does not breathe",
    "my chest hurts and my arm is numb",
)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("2", Act.CHOOSE), ("the second", Act.CHOOSE), ("number 3 please", Act.CHOOSE),
        ("the last one", Act.CHOOSE), ("both", Act.BOTH), ("yes please", Act.YES),
        ("neither", Act.NO),
        ("none of these", Act.NO), ("no thanks", Act.NO), ("ok", Act.ACKNOWLEDGE),
        ("hmm, i see", Act.ASK), ("i see", Act.ACKNOWLEDGE), ("tell me more", Act.MORE),
        ("can you tell me more about that?", Act.MORE), ("go on", Act.MORE), ("why?", Act.WHY),
        ("but why not", Act.WHY), ("no, i meant the pill", Act.CORRECT),
        ("sorry, I was asking about the spray", Act.CORRECT), ("what is ketamine", Act.ASK),
        ("yes or no", Act.VERDICT), ("just say yes or no please", Act.VERDICT),
        ("is that a yes", Act.VERDICT), ("yes", Act.YES), ("roger that", Act.ACKNOWLEDGE),
        ("haha fair enough", Act.ACKNOWLEDGE), ("ok ill ring them tomorrow", Act.ACKNOWLEDGE),
        ("ok, ringing them now", Act.ACKNOWLEDGE), ("thank you, calling", Act.ACKNOWLEDGE),
        ("ok ringing who does what", Act.ASK),
        ("thanks, that is very reassuring", Act.ACKNOWLEDGE),
        ("ok i will ask, is it safe though", Act.ASK), ("two sessions a week", Act.ASK),
        ("why does it work", Act.ASK), ("", Act.ASK),
    ],
)  # fmt: skip
def test_small_words_steer(text: str, act: Act) -> None:
    """A few closed phrases steer the talk; everything else is a question."""
    assert read(text).act is act


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("and for anxiety?", "for anxiety?"),
        ("no, i meant the pill", "the pill"),
        ("ok. what about the spray", "the spray"),
        ("tell me more about lozenges", "lozenges"),
        ("so how long though?", "how long"),
        ("the wine I mean, not the tablets", "the wine"),
        ("slip of the finger, I meant Ireland", "Ireland"),
        ("the drip i meant", "the drip"),
        ("nah not anxiety, ptsd i meant", "ptsd"),
        ("no i said pill not the lozenge", "pill"),
        ("Sorry, I meant the speed, not the price", "the speed"),
        ("not the driving i meant how will i feel", "how will i feel"),
        ("not the spray, the drip", "the drip"),
        ("no the spray one", "the spray one"),
        ("oh wrong word, meant the tablet", "the tablet"),
        ("sorry, i should have said ptsd", "ptsd"),
        ("i am still talking about the spray", "the spray"),
        ("no, what if it does not", "what if it does not"),
        ("not sure, what is it", "not sure, what is it"),
        ("thanks for that", "thanks for that"),
        ("thank you so much", "thank you so much"),
        ("thanks so  much", "thanks so  much"),
        ("thanks, so does it hurt", "does it hurt"),
        ("whatever. does it hurt then", "does it hurt"),
        ("and the lozenge, how does it taste", "how does the lozenge taste"),
        ("my wife, is she allowed in", "my wife, is she allowed in"),
        ("and", "and"),
    ],
)
def test_core_is_the_question_itself(text: str, core: str) -> None:
    """Words that only lead over to a question are taken away, but never all of it."""
    assert read(text).core == core


@pytest.mark.parametrize(
    ("text", "lean"),
    [
        ("how long does that last", Lean.SUBJECT),
        ("for how long", Lean.SUBJECT),
        ("is that dangerous", Lean.SUBJECT),
        ("and for anxiety?", Lean.TURN),
        ("does it go away", Lean.PRONOUN),
        ("they are talking to me", Lean.PRONOUN),
        ("how do i sign up for one", Lean.PRONOUN),
        ("how much though", Lean.OPEN),
        ("is it permanent", Lean.OPEN),
        ("which is safer", Lean.OPEN),
        ("which is the cheap one", Lean.NOT),
        ("is the earth flat lol", Lean.NOT),
        ("does it wreck your bladder", Lean.NOT),
        ("is that stuff they give horses in any way a medicine for people", Lean.NOT),
    ],
)
def test_what_leans_on_the_subject(text: str, lean: Lean) -> None:
    """A question that names what it is about does not lean."""
    assert lean_of(read(text)) is lean


def test_name_takes_the_place_that_was_left() -> None:
    """What "that" stands for is put in its place, or at the end where there is none."""
    assert with_name("how long does that last", "a visit") == "how long does a visit last"
    assert with_name("how long?", "a visit") == "how long a visit"


@pytest.mark.parametrize(
    ("subject", "text", "intent"),
    [
        ("formats.nasal_visit", "how long does that last", "session.length"),
        ("how.effectiveness", "how long does that last", "how.duration"),
        ("uses.depression", "for anxiety?", "uses.anxiety"),
        ("formats.nasal", "can i do it at home", "formats.nasal_home"),
        ("session.feels_like", "how long?", "session.length"),
        ("safety.bladder", "does it go awya", "safety.bladder"),
        ("refer.candidate", "just yes or no", "refer.candidate"),
        ("safety.bladder", "no i meant the liver", "safety.liver"),
        ("safety.addiction", "lozenges too?", "safety.addiction"),
        ("access.insurance", "the spray as well?", "access.insurance"),
        ("uses.depression", "ptsd too", "uses.ptsd"),
        ("formats.home_lozenges", "how much though", "refer.dose"),
        ("formats.iv", "how much", "access.cost"),
        ("safety.bladder", "is it permanent", "safety.bladder"),
        ("how.duration", "is it permanent", "how.duration"),
        ("formats.injection", "does it hurt", "formats.injection"),
        ("formats.overview", "which is cheaper", "access.cost"),
        ("uses.anxiety", "sorry i meant depression", "uses.depression"),
    ],
)
def test_follow_up_is_read_by_its_subject(
    bot: Chatbot, subject: str, text: str, intent: str
) -> None:
    """The same words mean another topic after another subject."""
    assert bot.conversation(State(subject=subject)).ask(text).intent == intent


COMPLETE = [
    "what is ketamine", "does it wreck your bladder?", "how long does a session take",
    "can i drive after a session", "is it addictive", "how much is it", "who won the world cup",
    "thanks for explaining that", "what are the side effects", "is it covered by insurance",
    "same as mushrooms?",
]  # fmt: skip


@pytest.mark.parametrize("question", COMPLETE)
def test_complete_question_is_never_bent(bot: Chatbot, question: str) -> None:
    """After any subject a complete question gets the reply that it gets alone."""
    alone = bot.ask(question)
    for intent in bot.pack.intents.values():
        if intent.kind in {"answer", "refer"}:
            state = State(subject=intent.id, offered=bot.pack.responses[intent.id].related)
            reply = bot.conversation(state).ask(question)
            assert (reply.kind, reply.intents) == (alone.kind, alone.intents), intent.id


def test_turn_is_a_pure_function(bot: Chatbot) -> None:
    """The same message in the same state means the same, and the state is left as it was."""
    state = State("formats.nasal", ("formats.rems",))
    known = bot._known()
    findings = bot._read("2nd", known)
    assert turn(findings, state, known) == turn(findings, state, bot._known())
    assert state == State("formats.nasal", ("formats.rems",))


def test_thanks_and_ok_keep_the_subject(bot: Chatbot) -> None:
    """Small talk, and a question that is not ours, leave subject and choices where they were."""
    state = State("uses.depression", ("uses.trd_meaning",))
    for text in ("thanks", "ok", "who won the world cup"):
        kept = after(state, bot.conversation(state).ask(text))
        assert kept.subject == "uses.depression"
    assert after(state, bot.conversation(state).ask("thanks")).offered == state.offered


def test_more_gives_the_related_topics(bot: Chatbot) -> None:
    """What is next to the subject is listed, and a number takes one of it."""
    talk = bot.conversation(State("formats.rems"))
    reply = talk.ask("tell me more")
    assert [each.intent for each in reply.choices] == list(
        bot.pack.responses["formats.rems"].related
    )
    assert all(each.question in reply.text for each in reply.choices)
    assert talk.ask("the last one").intent == reply.choices[-1].intent


def test_more_text_of_a_pack_comes_first(pack: Any) -> None:
    """A pack that holds further text serves it."""
    file = pack / "responses/pizza.yaml"
    file.write_text(file.read_text().replace("Ten.\n", "Ten.\n    more: Twelve with ham.\n"))
    bot = Chatbot(pack, cache=False)
    assert "Twelve with ham." in bot.conversation(State("pizza.price")).ask("tell me more").text


def test_same_clarification_never_comes_twice(bot: Chatbot) -> None:
    """The second time other topics are offered, and a way to a person is named."""
    offered = ("session.progress", "how.mechanism", "refer.not_working")
    talk = bot.conversation(State(offered=offered, asking="clarify"))
    reply = talk.ask("neither")
    assert reply.kind is Kind.CLARIFY
    assert not {each.intent for each in reply.choices} & set(offered)
    assert "988" in reply.text
    assert len(reply.choices) <= 3


def test_yes_takes_the_first_choice_and_both_takes_two(bot: Chatbot) -> None:
    """Choices are answered by word as well as by number."""
    state = State(offered=("access.cost", "access.insurance"), asking="clarify")
    assert bot.conversation(state).ask("yes").intents == ("access.cost",)
    assert bot.conversation(state).ask("both").intents == ("access.cost", "access.insurance")
    assert bot.conversation(state).ask("7").kind is Kind.CLARIFY


def test_leaning_on_nothing_is_said_so(bot: Chatbot) -> None:
    """A bare "why" and "tell me more" at the beginning have no subject."""
    for text in ("why", "tell me more"):
        assert bot.conversation().ask(text).kind is Kind.NONE


def test_card_clears_the_subject_and_leaves_its_line(bot: Chatbot) -> None:
    """After a card nothing before it is resumed, and the line stays for some turns."""
    talk = bot.conversation(State("uses.depression", ("how.speed",)))
    assert talk.ask("i want to die").kind is Kind.CRISIS
    assert read_state(talk.state, bot._kinds) == State(card="crisis.suicide", gentle=GENTLE_TURNS)
    assert talk.ask("1").kind is Kind.CRISIS
    calm = [talk.ask("what is ketamine") for _ in range(GENTLE_TURNS + 1)]
    assert all("988" in reply.text for reply in calm[:GENTLE_TURNS])
    assert "988" not in calm[-1].text


@pytest.mark.parametrize(
    ("card", "text", "kind"),
    [
        ("emergency.overdose", "what can i do", Kind.EMERGENCY),
        ("emergency.overdose", "should i give him coffee", Kind.EMERGENCY),
        ("emergency.overdose", "should i vomit", Kind.EMERGENCY),
        ("emergency.red_flag", "how long will it last", Kind.EMERGENCY),
        ("emergency.red_flag", "could this be only anxiety", Kind.EMERGENCY),
        ("emergency.red_flag", "is spravato safe", Kind.ANSWER),
        ("crisis.suicide", "how many", Kind.CRISIS),
        ("crisis.suicide", "yes i mean it", Kind.CRISIS),
        ("crisis.suicide", "no", Kind.CRISIS),
        ("crisis.suicide", "can you help me", Kind.CRISIS),
        ("crisis.suicide", "will it get better", Kind.CRISIS),
        ("crisis.suicide", "does it ever stop", Kind.CRISIS),
        ("crisis.suicide", "thanks", Kind.CHAT),
        ("crisis.suicide", "is it safe", Kind.ANSWER),
        ("crisis.suicide", "im ok now. does it work quickly", Kind.ANSWER),
        ("crisis.suicide", "nothing is better. what now", Kind.CRISIS),
        ("crisis.suicide", "is anything better. where do your texts come from", Kind.CRISIS),
        ("emergency.ingestion", "he is fine now. where do your texts come from", Kind.CHAT),
        ("emergency.overdose", "the paramedics are here and he is awake", Kind.CHAT),
        (
            "emergency.overdose",
            "medics came, she is awake. does ketamine slow breathing",
            Kind.ANSWER,
        ),
        ("emergency.overdose", "she is awake but her lips are blue", Kind.EMERGENCY),
        ("emergency.overdose", "is he ok now", Kind.EMERGENCY),
        (
            "emergency.overdose",
            "his breathing is odd. where do your texts come from",
            Kind.EMERGENCY,
        ),
        (
            "emergency.overdose",
            "the ambulance is late. where do your texts come from",
            Kind.EMERGENCY,
        ),
        ("emergency.overdose", "they took him, he is safe. what does it cost", Kind.ANSWER),
        (
            "crisis.other_person",
            "she is safe now. does it help with suicidal thoughts",
            Kind.ANSWER,
        ),
        ("emergency.red_flag", "i am ok now. i want to kill myself", Kind.CRISIS),
        ("crisis.suicide", "i talked to the line. thank you", Kind.CHAT),
        ("emergency.red_flag", "all clear. could they treat me with my heart", Kind.REFER),
        ("crisis.other_person", "ok the police are going round. thank you", Kind.CHAT),
        ("emergency.red_flag", "thank you, calling them", Kind.CHAT),
        ("emergency.ingestion", "not fine. where do your texts come from", Kind.EMERGENCY),
        ("crisis.abuse", "where can i go", Kind.CRISIS),
        ("crisis.other_person", "what should i say to him", Kind.CRISIS),
    ],
)
def test_shortly_after_a_card_only_plain_questions_are_answered(
    bot: Chatbot, card: str, text: str, kind: Kind
) -> None:
    """Words that a calm topic shares are met with help; so it goes on until something is asked."""
    talk = bot.conversation(State(card=card, gentle=GENTLE_TURNS))
    reply = talk.ask(text)
    assert reply.kind is kind
    assert reply.text.count("911") > 0
    if kind is Kind.ANSWER:
        assert talk.ask("and what does it cost").intent == "access.cost"
        assert talk.ask("then who do i call").kind in {Kind.CRISIS, Kind.EMERGENCY}


def test_what_the_screen_referred_to_holds_for_the_talk(bot: Chatbot) -> None:
    """Who gave an age under eighteen gets no detail later either; small talk goes on."""
    talk = bot.conversation()
    for text in ("i am 17", "where can i get it", "how much does it cost"):
        assert talk.ask(text).intent == "refer.age"
    assert talk.ask("thanks").kind is Kind.CHAT
    assert talk.ask("i want to die").kind is Kind.CRISIS
    again = bot.conversation(talk.state)
    assert again.ask("what is spravato").intent == "refer.age"
    assert bot.conversation().ask("what is spravato").intent == "formats.nasal"


def test_a_card_may_have_a_line_of_its_own(bot: Chatbot) -> None:
    """After abuse the hotline for that stays in sight, in the line and in the gentle text."""
    talk = bot.conversation()
    for text in ("he beats me", "i have no money", "what is spravato"):
        assert "1-800-799-7233" in talk.ask(text).text


@pytest.mark.parametrize(
    ("text", "clear"),
    [
        ("the ambulance is on its way", True), ("police are going round now", True),
        ("he is coming round now", False), ("they are coming over", False),
        ("the police are going round to kill me", False),
    ],
)  # fmt: skip
def test_only_help_that_comes_is_all_clear(text: str, clear: bool) -> None:  # noqa: FBT001 - a column
    """Somebody who comes may be the danger."""
    assert is_all_clear(text) is clear


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_after_a_card_help_stays_in_sight(bot: Chatbot, text: str) -> None:
    """Whatever is typed next, the help line is on the screen."""
    state = State(card="crisis.suicide", gentle=GENTLE_TURNS)
    assert "988" in bot.conversation(state).ask(text).text


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(2)), st.sampled_from(CALMED), st.sampled_from(CRIES))
def test_that_help_came_hides_no_cry(bot: Chatbot, order: list[int], calm: str, cry: str) -> None:
    """Shortly after an emergency a cry beside words on the help that came is seen as ever."""
    talk = bot.conversation(State(card="emergency.overdose", gentle=GENTLE_TURNS))
    reply = talk.ask(". ".join((calm, cry)[place] for place in order))
    assert reply.kind in {Kind.CRISIS, Kind.EMERGENCY}
    assert "no plain question" not in reply.why.rule


def test_that_help_came_hides_no_cry_at_the_end_of_a_long_message(bot: Chatbot) -> None:
    """What stands beyond the sentences that are told apart is seen too."""
    told = "she is ok. " + "we had tea. " * 500 + "i want to kill myself. what does it cost?"
    talk = bot.conversation(State(card="emergency.overdose", gentle=GENTLE_TURNS))
    assert talk.ask(told).kind is bot.ask(told).kind is Kind.CRISIS


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("what is ketamine", 0),
        ("What does it cost? Does insurance pay?", 2),
        ("what does it cost and does insurance pay", 2),
        ("1) what is spravato 2) what does it cost", 2),
        ("I moved last year. I like it here. Can I drive home?", 1),
        ("who made this up and why", 0),
        ("He is well. I have the drops, can I take them home", 1),
        ("He is well. He had the drops and was tired afterwards", 0),
        ("last thing: does it hurt, and who pays for it", 2),
        ("does it make u tired n does it hurt", 2),
        ("sorry one more, can i have toast first and can my sister sit with me", 2),
        ("One last matter. May my daughter sit with me?", 1),
        ("", 0),
    ],
)
def test_questions_are_told_apart(text: str, count: int) -> None:
    """Sentences and joined questions are told apart; one plain question stays whole."""
    assert len(questions_in(text)) == count


def test_two_answers_stand_under_one_disclaimer(bot: Chatbot) -> None:
    """In the order asked, each under its question, the strictest disclaimer once."""
    reply = bot.ask("what are the side effects and how much should i take")
    assert reply.intents == ("safety.side_effects", "refer.dose")
    texts = [bot.pack.text(f"answer/{intent}") for intent in reply.intents]
    assert reply.text.index(texts[0]) < reply.text.index(texts[1])
    assert reply.disclaimer == bot.pack.text("disclaimer/refer")
    assert reply.text.count(reply.disclaimer) == 1


def test_two_questions_that_begin_like_a_follow_up_are_both_answered(bot: Chatbot) -> None:
    """Each is clear by itself, so that the subject before them takes neither away."""
    talk = bot.conversation(State(subject="safety.bladder"))
    assert talk.ask("and what about the liver, and is it addictive").intents == (
        "safety.liver", "safety.addiction",
    )  # fmt: skip


def test_a_greeting_does_not_make_a_question_small(bot: Chatbot) -> None:
    """A question that nothing fits is told so; a question of small talk is small talk."""
    assert bot.ask("Good evening! How do I get red wine out of a carpet?").kind is Kind.NONE
    assert bot.ask("Good evening! How are you doing today?").kind is Kind.CHAT


@pytest.mark.parametrize(
    ("card", "cry", "shown"),
    [
        ("crisis.abuse", "he will be home at six", "crisis.abuse"),
        ("crisis.self_harm", "nothing else helps any more", "crisis.self_harm"),
        ("crisis.self_harm", "i want to die", "crisis.suicide"),
        ("crisis.low_mood", "i would rather not be here any more", "crisis.suicide"),
    ],
)
def test_a_cry_that_names_no_danger_is_of_the_card_before(
    bot: Chatbot, monkeypatch: pytest.MonkeyPatch, card: str, cry: str, shown: str
) -> None:
    """Where the readers alone see it, and it does not speak of the reader, the card stays."""
    seen = bot._screen.look(cry) or Alarm("crisis.other_person", BY_EXAMPLES, "")
    monkeypatch.setattr(bot._screen, "look", lambda _: seen)
    assert bot.conversation(State(card=card, gentle=GENTLE_TURNS)).ask(cry).intent == shown


def test_a_decision_is_not_referred_twice(bot: Chatbot) -> None:
    """ "Is it ok for me" after what the reader tells of himself asks for the same decision."""
    told = "I had a stroke in spring. Is it ok for someone like me?"
    assert bot.ask(told).intents == ("refer.heart_bp",)


def test_a_question_without_a_subject_is_none_of_its_own(bot: Chatbot) -> None:
    """ "Should I be worried" goes with what stands before it."""
    asked = "I had mine on Tuesday and still feel sick on Friday. Should I be worried?"
    assert bot.ask(asked).intents == ("refer.symptom_now",)


def test_state_is_small_json_of_ids(bot: Chatbot) -> None:
    """No word that was typed is in it, and it goes to a client and back."""
    talk = bot.conversation()
    for text in ("my name is Xavier, what is spravato", "tell me more", "2", "i want to die", "ok"):
        talk.ask(text)
        assert "Xavier" not in talk.state
        assert len(talk.state) < 400
        again = bot.conversation(json.loads(json.dumps(talk.state)))
        assert again.state == bot.conversation(json.loads(talk.state)).state == talk.state


def test_state_cannot_be_changed() -> None:
    """It is a frozen value."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        CALM.subject = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"subject": "a.c"}, "changed"),
        ({"version": 1}, "version 2 was expected, not 1"),
        ({"seal": ""}, "changed"),
        ({"extra": 1}, "changed"),
    ],
)
def test_tampered_state_is_refused(changes: dict[str, Any], message: str) -> None:
    """What was changed by hand is not taken back."""
    values = json.loads(State("a.b").to_json())
    with pytest.raises(StateError, match=message):
        read_state({**values, **changes}, KINDS)


@pytest.mark.parametrize(
    "given", ["", "{", "[]", "null", "x" * 10_000, "[" * 5_000, '{"version":1}', b"{}", 7, None]
)
def test_what_is_no_state_is_refused(given: Any) -> None:
    """Anything else is refused with one kind of error, never another."""
    with pytest.raises(StateError):
        read_state(given, KINDS)


@pytest.mark.parametrize(
    "state",
    [
        State("pizza.price"),
        State(offered=("a.b",) * 41),
        State(asking="shouting"),
        State(gentle=3),
        State(card="crisis.x", gentle=99),
        State(card="a.b", gentle=1),
        State(holds="a.b"),
    ],
)
def test_foreign_state_is_refused(state: State) -> None:
    """Ids of another pack, and values that no conversation has, are refused for all their seal."""
    with pytest.raises(StateError, match="begin a new conversation"):
        read_state(state.to_json(), KINDS)


@settings(max_examples=200, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists) | st.text())
def test_any_json_is_a_state_or_is_refused(value: Any) -> None:
    """Nothing from outside raises anything but StateError."""
    for given_state in (value, {"version": 1, "subject": value, "seal": "x"}):
        with pytest.raises(StateError):
            read_state(given_state, KINDS)


def test_memory_of_a_long_talk_does_not_grow(bot: Chatbot) -> None:
    """After hundreds of turns the state is as small as after one."""
    talk = bot.conversation()
    sizes = set()
    for number in range(300):
        talk.ask(
            ("what is spravato", "2", "tell me more", "ok", "why", "and the pill?")[number % 6]
        )
        sizes.add(len(talk.state))
    assert max(sizes) < 400
    assert set(vars(talk)) == {"_bot", "_state"}
