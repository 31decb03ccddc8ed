"""The prompt: keys typed through a pipe, and what the window shows of it."""

from __future__ import annotations

import io
import re
import stat
import textwrap
from pathlib import Path

import pytest
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from screens import (
    CTRL_C,
    END,
    ENTER,
    NEWLINE,
    RIGHT,
    UP,
    lines_of,
    screen_after,
    session_of,
    typed,
    typed_slowly,
    written,
)  # fmt: skip

from chatbot import Chatbot, State
from chatbot.cli.commands import COMMANDS, run_command
from chatbot.cli.editing import STYLES, KnownQuestions, PromptCompleter, questions_of
from chatbot.cli.history import MOST_LINES, History, state_directory
from chatbot.cli.prompt import loop, plain_reader, welcome
from chatbot.cli.session import MOST_KEPT
from chatbot.cli.terminal import Terminal, wants_colour

WIDTHS = [40, 80, 120]
ROOT = Path(__file__).parent.parent


def run(bot: Chatbot, *lines: str, width: int = 80) -> str:
    """What a session writes for some commands after a question."""
    session = session_of(bot, width)
    session.answer("what is spravato")
    start = len(written(session))
    for line in lines:
        run_command(line, session)
    return written(session)[start:]


def test_enter_sends_and_alt_enter_begins_a_line(bot: Chatbot) -> None:
    """A message may have several lines."""
    session = session_of(bot)
    typed(session, f"is it safe?{NEWLINE}is it addictive?{ENTER}")
    assert [question for question, _ in session.exchanges] == ["is it safe?\nis it addictive?"]


def test_paste_is_one_message(bot: Chatbot) -> None:
    """The lines of a bracketed paste are not sent one by one."""
    session = session_of(bot)
    typed(session, f"\x1b[200~what is\nspravato\x1b[201~{ENTER}")
    assert [question for question, _ in session.exchanges] == ["what is\nspravato"]


def test_ctrl_c_clears_the_line_and_never_quits(bot: Chatbot) -> None:
    """What stood there is gone, and the next line is read."""
    session = session_of(bot)
    typed(session, f"half a{CTRL_C}what is ketamine{ENTER}")
    assert [question for question, _ in session.exchanges] == ["what is ketamine"]


@pytest.mark.parametrize("word", ["/quit", "/q", "quit", "exit", "QUIT"])
def test_quit_ends_unasked(bot: Chatbot, word: str) -> None:
    """What is typed after it is not read."""
    session = session_of(bot)
    typed(session, f"{word}{ENTER}what is ketamine{ENTER}")
    assert session.over
    assert not session.exchanges


@pytest.mark.parametrize("key", [RIGHT, END])
def test_right_and_end_take_the_suggestion(bot: Chatbot, key: str) -> None:
    """The rest of a known question is suggested as it is typed."""
    session = session_of(bot)
    typed_slowly(session, "What is ket", key, ENTER)
    assert session.exchanges[0][0] == "What is ketamine?"


def test_up_brings_back_the_last_line(bot: Chatbot) -> None:
    """Up and Enter keep their meaning."""
    session = session_of(bot)
    typed_slowly(session, f"is it safe{ENTER}", UP, ENTER)
    assert [question for question, _ in session.exchanges] == ["is it safe"] * 2


def test_odd_keys_do_no_harm(bot: Chatbot) -> None:
    """A damaged report of the mouse is passed over, and the line goes on."""
    session = session_of(bot)
    typed(session, f"what is \x1b[31m\x1b[<0;0Mketamine{ENTER}")
    assert [question for question, _ in session.exchanges] == ["what is ketamine"]


def test_digit_chooses(bot: Chatbot) -> None:
    """A digit takes one of what was offered."""
    session = session_of(bot, 80)
    typed(session, f"/topics how{ENTER}2{ENTER}")
    assert session.last is not None
    assert session.last.intent == "how.glutamate"


def test_suggester_is_a_plain_object(bot: Chatbot) -> None:
    """It needs no terminal, and suggests only known questions and commands."""
    suggest = KnownQuestions(questions_of(bot.pack))
    for text, rest in {
        "/rel": "ated",
        "how many se": "ssions does it take, and how often?",
    }.items():
        found = suggest.get_suggestion(Buffer(), Document(text))
        assert found is not None
        assert found.text == rest
    for text in ("", "w", "zzz", "/quit", "what\nis"):
        assert suggest.get_suggestion(Buffer(), Document(text)) is None


@pytest.mark.parametrize(
    ("text", "completion"),
    [("/so", "/sources"), ("/topics sa", "safety"), ("/history ", "on"), ("bladder", None)],
)
def test_completer_is_a_plain_object(bot: Chatbot, text: str, completion: str | None) -> None:
    """Commands, what they take, and questions by any of their words."""
    found = PromptCompleter(session_of(bot)).get_completions(Document(text), CompleteEvent())
    words = [each.text for each in found]
    assert (completion or "Can it harm the bladder?") in words


def test_every_command_is_in_help_completion_and_docs(bot: Chatbot) -> None:
    """One registry feeds all three."""
    shown = run(bot, "/help")
    docs = (ROOT / "docs" / "prompt.md").read_text(encoding="utf-8")
    completer = PromptCompleter(session_of(bot))
    offered = {each.text for each in completer.get_completions(Document("/"), CompleteEvent())}
    for command in COMMANDS:
        assert command.usage in shown
        assert f"`{command.usage}`" in docs
        assert f"/{command.name}" in offered


def test_unique_beginning_is_enough_and_a_slip_is_helped(bot: Chatbot) -> None:
    """/so is /sources; /s is not clear; /tpics means /topics."""
    assert "Source: " in run(bot, "/so")
    assert "Did you mean /search or /sources or /save?" in run(bot, "/s")
    assert "Did you mean /topics?" in run(bot, "/tpics")
    assert "Did you mean safety?" in run(bot, "/topics safty")
    assert "/help lists the commands" in run(bot, "/zzz")


def test_commands_before_any_question_say_so(bot: Chatbot) -> None:
    """None of them raises on a bare prompt, with and without an argument."""
    for command in COMMANDS:
        for argument in ("", " x/\0"):
            session = session_of(bot, 80)
            run_command(f"/{command.name}{argument}", session)
            assert written(session) or session.over


def test_why_sources_and_related_speak_of_the_last_reply(bot: Chatbot) -> None:
    """They show its evidence, all of its sources, and what is next to it, numbered."""
    assert "Closest known question" in run(bot, "/why")
    assert run(bot, "/sources").count("Source: ") == len(bot.ask("what is spravato").sources)
    assert "1. How does a Spravato visit run, step by step?" in run(bot, "/related")


def test_search_finds_words_not_letters(bot: Chatbot) -> None:
    """A word or its beginning is found, whole words only; nothing found is said so."""
    assert "Can it harm the bladder?" in run(bot, "/search BLADDER")
    assert "Is there a ketamine pill" in run(bot, "/search swallow")
    assert 'Nothing here speaks of "qqq"' in run(bot, "/search qqq")


def test_retry_asks_without_the_subject(bot: Chatbot) -> None:
    """What was read in the light of the last question is asked by itself."""
    session = session_of(bot, 80)
    session.talk = bot.conversation(State("formats.nasal_visit"))
    session.answer("how long does that last")
    assert session.last is not None
    assert session.last.intent == "session.length"
    run_command("/retry", session)
    assert session.last.intent == bot.ask("how long does that last").intent


def test_save_writes_markdown_once(bot: Chatbot, tmp_path: Path) -> None:
    """For the owner alone; never over a file that is there; crisis words are left out."""
    session = session_of(bot, 80)
    for text in ("what is *spravato*", "i want to die"):
        session.answer(text)
    for _ in range(2):
        run_command(f"/save {tmp_path / 'talk'}", session)
    saved = tmp_path / "talk.md"
    text = saved.read_text(encoding="utf-8")
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert "## what is \\*spravato\\*" in text
    assert "want to die" not in text
    assert "988" in text
    assert bot.pack.text("answer/formats.nasal").split(".", maxsplit=1)[0] in text
    assert "choose another name" in " ".join(written(session).split())
    run_command(f"/save {tmp_path}/none/x.md", session)
    assert "was not written" in " ".join(written(session).split())


def test_history_is_off_until_asked_for(bot: Chatbot, tmp_path: Path) -> None:
    """On, it keeps questions from there on, 0600; crisis words never; off deletes and forgets."""
    path = tmp_path / "state" / "history"
    session = session_of(bot, 80, history=path)
    session.answer("is it safe")
    assert not path.exists()
    run_command("/history on", session)
    for text in ("what is\nketamine \\n", "i want to kill myself"):
        session.answer(text)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "kill" not in path.read_text(encoding="utf-8")
    assert History(path).lines == ["what is\nketamine \\n"]
    run_command("/history clear", session)
    assert path.read_text(encoding="utf-8") == ""
    session.begin_anew()
    session.answer("what does it cost")
    run_command("/history OFF", session)
    assert not path.exists()
    assert list(path.parent.iterdir()) == []
    run_command("/history on", session)
    assert path.read_text(encoding="utf-8") == ""


def test_what_is_said_shortly_after_a_card_is_kept_nowhere(bot: Chatbot, tmp_path: Path) -> None:
    """Nor can it be brought back: it may tell as much as the cry itself."""
    session = session_of(bot, 80, history=tmp_path / "history")
    run_command("/history on", session)
    said = ["is it safe", "i want to die", "tonight", "what does it cost"]
    for text in said:
        session.answer(text)
    assert session.history.lines == ["is it safe"]
    assert session.history.recent == ["/history on", "is it safe"]
    run_command(f"/save {tmp_path / 'talk.md'}", session)
    saved = (tmp_path / "talk.md").read_text(encoding="utf-8")
    assert saved.count("not kept") == 1
    assert "tonight" not in saved
    assert "988lifeline" not in saved


def test_clear_forgets_the_lines_of_the_sitting(bot: Chatbot, tmp_path: Path) -> None:
    """In memory and on disk; those of earlier sittings stay, which only /history clear forgets."""
    path = tmp_path / "history"
    path.write_text("what is ketamine\n")
    session = session_of(bot, 80, history=path)
    session.answer("is it safe")
    run_command("/why", session)
    assert session.history.recent == ["what is ketamine", "is it safe", "/why"]
    run_command("/clear", session)
    assert session.history.recent == History(path).lines == ["what is ketamine"]
    run_command("/history clear", session)
    assert session.history.recent == History(path).lines == []


def test_up_does_not_bring_back_what_was_forgotten(bot: Chatbot) -> None:
    """After /clear the arrow keys find nothing of the talk."""
    session = session_of(bot)
    typed_slowly(session, f"is it safe{ENTER}", f"/clear{ENTER}", UP, UP, ENTER)
    assert not session.exchanges


@pytest.mark.parametrize(
    "line",
    ["/help i want to die", "/ i want to die", "/search i want to kill myself", "/kms", "/i cut"],
)
def test_a_cry_behind_a_slash_gets_the_card(bot: Chatbot, line: str) -> None:
    """Whatever the line begins with, and it is not kept either."""
    session = session_of(bot, 80)
    run_command(line, session)
    assert session.last is not None
    assert session.last.kind == "crisis"
    assert not session.history.recent


def test_retry_keeps_the_help_line(bot: Chatbot) -> None:
    """The subject is left, the card is not; and a mere number is not asked again."""
    session = session_of(bot, 80)
    for text in ("i want to die", "how much does it cost"):
        session.answer(text)
    run_command("/retry", session)
    assert session.last is not None
    assert "988" in session.last.answer
    session = session_of(bot, 80)
    for text in ("/topics how", "/retry"):
        run_command(text, session)
    session.answer("2")
    chosen = session.last
    run_command("/retry", session)
    assert session.last is chosen


@pytest.mark.parametrize("name", [".", "/", "..", "~", "~nobody-of-that-name/x", "a\0b", '"."'])
def test_odd_names_are_refused_in_words(bot: Chatbot, name: str) -> None:
    """No name of a file ends the prompt."""
    assert re.search("is a folder|was not written", " ".join(run(bot, f"/save {name}").split()))


def test_ctrl_c_stops_an_answer_and_nothing_else(
    bot: Chatbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The talk goes on where it was."""
    session = session_of(bot)
    session.answer("what is spravato")
    lines = iter(["is it safe", "/why", None])

    def interrupted(_: str) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(session.talk, "ask", interrupted, raising=False)
    loop(session, lambda: next(lines))
    assert "Stopped." in written(session)
    assert "formats.nasal" in written(session)


def test_clear_says_where_it_cannot(bot: Chatbot) -> None:
    """On a plain terminal what was written stays, and the reader has to know."""
    assert "stays there" in run(bot, "/clear")


def test_history_is_capped(tmp_path: Path) -> None:
    """It never holds more than the last few hundred lines."""
    history = History(tmp_path / "history")
    history.turn_on()
    for number in range(MOST_LINES + 20):
        history.lines.append(str(number))
    history.keep("last")
    assert len(History(tmp_path / "history").lines) == MOST_LINES


def test_state_directory_follows_the_custom() -> None:
    """XDG_STATE_HOME is honoured."""
    assert state_directory({"XDG_STATE_HOME": "/x"}) == Path("/x/ketamine-chatbot")


def test_long_sitting_keeps_a_bounded_talk(bot: Chatbot) -> None:
    """What can be saved does not grow without end."""
    session = session_of(bot)
    for _ in range(MOST_KEPT + 5):
        session.answer("ok")
    assert len(session.exchanges) == MOST_KEPT


def test_clear_forgets_the_talk(bot: Chatbot) -> None:
    """The screen, the subject and what could be saved are gone."""
    session = session_of(bot, 80, plain=False)
    session.answer("what is spravato")
    run_command("/clear", session)
    assert "\x1b[2J" in written(session)
    assert session.talk.state == bot.conversation().state
    assert not session.exchanges


def test_plain_ends_editing(bot: Chatbot) -> None:
    """After /plain no escape is written and no colour is used."""
    session = session_of(bot, 80, plain=False, colour=True)
    run_command("/plain", session)
    start = len(written(session))
    session.answer("i want to die")
    assert session.terminal.plain
    assert "\x1b" not in written(session)[start:]
    assert "===" not in written(session)[start:]


@pytest.mark.parametrize("columns", WIDTHS)
def test_first_screen_has_five_lines_at_most(bot: Chatbot, columns: int) -> None:
    """It says what this is, where help is, and how to go on."""
    lines = lines_of(screen_after(bot, columns, ""))
    prompt = next(number for number, line in enumerate(lines) if line.startswith(">"))
    assert prompt <= 5
    shown = " ".join(lines[:prompt])
    for words in ("program", "not a person", "988", "911", "/help"):
        assert words in shown


@pytest.mark.parametrize("columns", WIDTHS)
def test_answer_fits_the_window(bot: Chatbot, columns: int) -> None:
    """No line but an address is cut by the edge; choices hang under their numbers."""
    screen = screen_after(bot, columns, f"what is spravato{ENTER}tell me more{ENTER}")
    session = session_of(bot, columns)
    session.answer("what is spravato")
    wide = [line for line in written(session).split("\n") if len(line) >= columns]
    assert all(line.strip().startswith("http") for line in wide)
    lines = lines_of(screen)
    assert "1. How does a Spravato visit run, step" in "\n".join(lines)
    if columns == 40:
        assert lines[[n for n, x in enumerate(lines) if x.startswith("1. ")][-1] + 1].startswith(
            "   "
        )


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("colour", [False, True])
def test_card_is_unmissable(bot: Chatbot, columns: int, *, colour: bool) -> None:
    """Bars across the window, a heading and an edge mark it, with and without colour."""
    screen = screen_after(bot, columns, f"i want to die{ENTER}", colour=colour)
    lines = lines_of(screen)
    heading = lines.index("HELP NOW")
    assert set(lines[heading - 1]) == set(lines[heading + 1]) == {"="}
    assert lines[heading + 2].startswith("| ")
    assert "988" in "\n".join(lines)
    assert all(len(line) < columns for line in lines[heading:] if line)
    coloured = screen.buffer[heading][0].fg
    assert coloured == ("red" if colour else "default")


def test_title_is_bold_and_disclaimer_dim(bot: Chatbot) -> None:
    """With colour on, the question stands out and the disclaimer steps back."""
    session = session_of(bot, 80, plain=False, colour=True)
    session.answer("what is ketamine")
    text = written(session)
    assert "\x1b[1mWhat is ketamine?\x1b[0m" in text
    assert "\x1b[2mThis is general information" in text


def test_only_names_of_the_sixteen_colours(bot: Chatbot) -> None:
    """No colour by number: the terminal's owner decides what they look like."""
    used = {word for style in STYLES.values() for word in style.split()}
    assert all(word.startswith("ansi") or word == "bold" for word in used)
    shown = screen_after(bot, 80, f"what is ketamine{ENTER}", colour=True)
    colours = {cell.fg for row in shown.buffer.values() for cell in row.values()}
    assert not [colour for colour in colours if re.fullmatch("[0-9a-f]{6}", colour)]


def test_resized_window_is_used_at_once(bot: Chatbot) -> None:
    """The width is measured for each line."""
    session = session_of(bot, 80)
    widths = iter([40] * 1000)
    session.terminal = Terminal(session.terminal.out, width=80, measure=lambda: next(widths))
    session.answer("what is ketamine")
    assert max(map(len, (x for x in written(session).split("\n") if "http" not in x))) < 40


@pytest.mark.parametrize(
    ("color", "environment", "plain", "wanted"),
    [
        ("auto", {}, False, True), ("auto", {"NO_COLOR": "1"}, False, False),
        ("always", {"NO_COLOR": "1"}, False, True), ("never", {"FORCE_COLOR": "1"}, False, False),
        ("auto", {"FORCE_COLOR": "1"}, True, False), ("auto", {"NO_COLOR": ""}, False, True),
    ],
)  # fmt: skip
def test_colour_is_decided_in_order(
    color: str, environment: dict[str, str], *, plain: bool, wanted: bool
) -> None:
    """Command line, plain, NO_COLOR, FORCE_COLOR, terminal."""
    assert wants_colour(color, environment, shown=True, plain=plain) is wanted


def test_force_color_needs_no_terminal() -> None:
    """FORCE_COLOR=1 colours, FORCE_COLOR=0 does not."""
    assert wants_colour("auto", {"FORCE_COLOR": "1"}, shown=False)
    assert not wants_colour("auto", {"FORCE_COLOR": "0"}, shown=False)


def test_plain_mode_byte_for_byte(bot: Chatbot) -> None:
    """Plain lines: a prompt, the texts of the pack wrapped, choices as numbered lines, no more."""
    session = session_of(bot, 80)
    session.answer("who won the world cup")
    pack = bot.pack
    expected = ["", *textwrap.wrap(pack.text("message/none"), 79), ""]
    expected += [*textwrap.wrap(pack.text("disclaimer/default"), 79), ""]
    assert written(session) == "\n".join(expected) + "\n"


def test_plain_prompt_reads_bare_lines(bot: Chatbot) -> None:
    """The first screen, "> " before each line, and the end of the input ends it."""
    out = io.StringIO()
    terminal = Terminal(out, out, io.StringIO("/why\nquit\n"), width=80)
    session = session_of(bot, 80)
    session.terminal = terminal
    welcome(session)
    loop(session, plain_reader(terminal))
    pack = bot.pack
    names = ("title", "about", "help_lines", "ask")
    first = "".join(f"{pack.text(f'message/{name}')}\n" for name in names)
    assert out.getvalue() == f"{first}> Nothing was asked yet.\n> "
