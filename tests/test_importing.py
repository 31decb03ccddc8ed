"""Bots of Rasa, QnA Maker and tables: imported, checked, asked; what is lost is told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot import Chatbot
from chatbot.cli.main import main
from chatbot.content.loader import find_problems
from chatbot.content.problem import UsageError
from chatbot.testing.importing import read_csv, read_qnamaker, read_rasa

NLU = """\
version: "3.1"
nlu:
- intent: faq/ask_hours
  examples: |
    - when are you open
    - opening hours on [sunday](day)
    - how late can I come [tomorrow]{"entity": "day"}
- intent: ask_price
  examples: |
    - what does a ticket cost
    - price of a ticket 🎫
    - when are you open
- intent: out_of_scope
  examples: |
    - order me a taxi
- intent: never_answered
  examples: |
    - tell me a secret
- synonym: ticket
  examples: |
    - tix
    - entry pass
- regex: zip
  examples: |
    - \\d{5}
"""
DOMAIN = """\
version: "3.1"
intents: [faq, ask_price]
entities: [day]
responses:
  utter_faq/ask_hours:
  - text: "We open at ten: every day."
    buttons: []
  - text: "Ten o'clock."
  utter_price:
  - text: A ticket costs eight.
  utter_bye:
  - text: Bye.
"""
RULES = """\
rules:
- rule: price
  steps:
  - intent: ask_price
  - action: utter_price
stories:
- story: long talk
  steps:
  - intent: greet
  - action: utter_greet
  - intent: bye
"""
QNA = (
    "Question\tAnswer\tSource\tMetadata\tSuggestedQuestions\tIsContextOnly\tPrompts\tQnaId\n"
    "When are you open?\tAt **ten**.\\nEvery day.\tEditorial\tkind:hours\t[]\tFalse\t"
    '[{"displayOrder":0,"qnaId":2,"displayText":"Price"}]\t1\n'
    "opening hours\tAt **ten**.\\nEvery day.\tEditorial\t\t[]\tFalse\t"
    '[{"qnaId":99},{"displayText":"Nowhere"}]\t1\n'
    "What does a ticket cost?\tEight.\tEditorial\t\t[]\tTrue\tbroken\t2\n"
    "ticket price\tEight.\tEditorial\t\t[]\tFalse\t[]\t2\n"
    "empty\t\tEditorial\t\t[]\tFalse\t[]\t3\n"
)
TABLE = (
    "question;answer;mood\r\n"
    "When are you open?;We open at ten.;\r\n"
    "opening hours;We open at ten.;\r\n"
    '"What does a ticket cost?";"Eight; or six for children.";sad\r\n'
    "ticket price;Eight; \r\n"
    ";nothing;\r\n"
)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in an empty folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: object) -> tuple[int, str, str]:
        code = main([*map(str, arguments)])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run_it


def asked(folder: str, question: str) -> str:
    assert find_problems(Path(folder)) == []
    return Chatbot(folder, cache=False).ask(question).answer


def test_rasa(run: Run) -> None:
    """Intents find their answers by name, by rule, and by response selector."""
    for name, text in (("nlu.yml", NLU), ("domain.yml", DOMAIN), ("rules.yml", RULES)):
        Path(name).write_text(text)
    code, _, err = run(
        "import", "--from", "rasa", "nlu.yml", "domain.yml", "rules.yml", "--out", "p"
    )
    assert code == 0
    assert asked("p", "opening hours on monday") == "We open at ten: every day."
    assert asked("p", "price of a tix") == "A ticket costs eight."
    for lost in (
        "nlu.yml:16: never_answered: no response was found",
        "domain.yml:5: utter_faq/ask_hours: 1 more wordings",
        "utter_faq/ask_hours: buttons",
        "domain.yml:11: utter_bye: no intent leads to this",
        'synonym "entry pass"',
        "nlu.yml:23: regex zip",
        "domain.yml:3: entities",
        'rules.yml:7: stories "long talk"',
        'ask_price: "when are you open" stands under ask_hours already',
    ):
        assert lost in err, lost
    assert "2 topics with 5 utterances" in err


def test_qnamaker(run: Run) -> None:
    """Rows of one id are one topic; prompts lead on."""
    Path("kb.tsv").write_text(QNA, encoding="utf-8-sig")
    code, _, err = run("import", "--from", "qnamaker", "kb.tsv", "--out", "p")
    assert code == 0
    assert asked("p", "opening hours?") == "At **ten**.\nEvery day."
    reply = Chatbot("p", cache=False).ask("when are you open")
    assert [each.question for each in reply.suggestions] == ["What does a ticket cost?"]
    for lost in (
        "kb.tsv:2: metadata",
        "Markdown",
        "kb.tsv:4: asked only after",
        "prompts",
        "kb.tsv:3: a prompt leads to QnaId 99, which is in no row",
        "kb.tsv:3: a prompt leads to no QnaId",
        ":6: a",
    ):
        assert lost in err, lost


def test_table(run: Run) -> None:
    """Columns by their names, whatever stands between them; rows of one answer are one topic."""
    Path("faq.csv").write_text(TABLE)
    code, _, err = run("import", "--from", "csv", "faq.csv", "--out", "p")
    assert code == 0
    assert asked("p", "opening hours") == "We open at ten."
    assert 'faq.csv:4: the column "mood" is not known here' in err
    assert "faq.csv:6: a question or an answer is empty" in err


def test_exported_table_comes_back(run: Run, pack: Path) -> None:
    """What `export` writes, `import` reads: the same questions get the same answers."""
    run("--pack", pack, "export", "--format", "csv", "--out", "x.csv")
    assert run("import", "--from", "csv", "x.csv", "--out", "p")[0] == 0
    for question in ("how much is a pizza", "closing time"):
        assert asked("p", question) == Chatbot(pack, cache=False).ask(question).answer


@pytest.mark.parametrize(
    ("name", "text", "form", "said"),
    [
        ("x.csv", "question,anser\na,b\n", "csv", 'did you mean "anser"?'),
        ("x.csv", "question,answer\n,\n", "csv", "no question with an answer"),
        ("x.tsv", "Frage\tAntwort\n", "qnamaker", 'no column "question"'),
        ("x.yml", "nlu: [\n", "rasa", "x.yml:2:1: YAML syntax"),
        ("x.yml", "responses: {}\n", "rasa", "no file holds examples"),
        ("x.yml", "- 1\n", "rasa", "no file holds examples"),
    ],
)
def test_wrong_files(run: Run, name: str, text: str, form: str, said: str) -> None:
    """2, with what is wrong; nothing is written."""
    Path(name).write_text(text)
    code, _, err = run("import", "--from", form, name, "--out", "p")
    assert code == 2
    assert said in err
    assert not Path("p").exists()


NLU_START = 'nlu:\n- intent: a\n  examples: ["hi"]\n'


@pytest.mark.parametrize(
    ("name", "text", "form", "said"),
    [
        ("x.csv", f"question,answer\na,b\n\nc,{'d' * 200_000}\n", "csv", "x.csv:4:1: a cell is"),
        ("x.csv", 'question,answer\na,b\n"c\nd",e\nf,"g\nh,i\n', "csv", "x.csv:5:1: a quote"),
        ("x.csv", 'question,"answer\n', "csv", "x.csv:1:1: a quote"),
        ("x.tsv", 'Question\tAnswer\na\tb\n"bad quote\tc\nd\te\n', "qnamaker", "x.tsv:3:1: a qu"),
        ("x.yml", f"nlu: {'[' * 100_000}", "rasa", "x.yml:1:"),
        ("x.yml", f"nlu: {'[' * 30}{']' * 30}", "rasa", "levels deep"),
        ("x.yml", f"x: &i [a]\n{NLU_START}  metadata: *i\n", "rasa", "x.yml:1:4: an alias"),
        ("x.yml", f"{NLU_START}responses:\n  u: []\n  u: []\n", "rasa", 'x.yml:6:3: "u" stands'),
    ],
)
def test_files_that_cannot_be_followed(
    run: Run, name: str, text: str, form: str, said: str
) -> None:
    """2, with the line; nothing is written."""
    Path(name).write_text(text)
    code, _, err = run("import", "--from", form, name, "--out", "p")
    assert code == 2
    assert said in err
    assert not Path("p").exists()


def test_repeated_aliases_end_soon(run: Run) -> None:
    """A file that grows tenfold with each line is refused by its first alias."""
    grown = ((name, ", ".join([f"*{before}"] * 10)) for before, name in pairwise("abcdefghi"))
    lines = (f"{name}: &{name} [{many}]" for name, many in grown)
    bomb = "\n".join(["a: &a [x, x]", *lines, "nlu:", "- intent: a", "  examples: *i"])
    Path("x.yml").write_text(bomb)
    code, _, err = run("import", "--from", "rasa", "x.yml", "--out", "p")
    assert code == 2
    assert "an alias repeats this node" in err


@pytest.mark.parametrize("value", ["2026-13-45", "!!int abc", "!!float abc", "0777777777_"])
def test_values_of_no_use_are_not_read(run: Run, value: str) -> None:
    """What a domain holds besides its texts hinders nothing, whatever it is."""
    Path("nlu.yml").write_text(f"{NLU_START}responses:\n  utter_a:\n  - text: 1.10\nx: {value}\n")
    assert run("import", "--from", "rasa", "nlu.yml", "--out", "p")[0] == 0
    assert asked("p", "hi") == "1.10"


def test_files_that_are_no_bot_are_passed_over(run: Run) -> None:
    """The folder of a project also holds empty files, and those of its service, with aliases."""
    Path("r").mkdir()
    for name, text in (
        ("nlu.yml", f"{NLU_START}responses:\n  utter_a:\n  - text: Hello.\n"),
        ("endpoints.yml", "# nothing yet\n"),
        ("docker-compose.yml", "x: &x {a: b}\nservices: {c: *x}\n"),
    ):
        Path("r", name).write_text(text)
    assert run("import", "--from", "rasa", "r", "--out", "p")[0] == 0


def test_short_rows_are_told(run: Run) -> None:
    """A row that ends before its question is left out, by its line."""
    Path("x.tsv").write_text("Id\tSource\tAnswer\tQuestion\n1\tx\n2\tx\tAt ten.\twhen\n")
    code, _, err = run("import", "--from", "qnamaker", "x.tsv", "--out", "p")
    assert code == 0
    assert "x.tsv:2: a question or an answer is empty" in err


@pytest.mark.parametrize(
    ("form", "rows", "lost"),
    [
        ("csv", "none,,\n", "x:4: a question or an answer is empty"),
        ("csv", "none,hi,bye\n", "x:4: an answer to what is out of scope"),
        ("csv", "\n\n,c,\n", "x:6: a question or an answer is empty"),
        ("csv", ',"d\ne","f\n\ng"\n,c,\n', "x:8: a question or an answer is empty"),
        ("csv", ",c,We close, at ten\n", 'x:4: " at ten" stands under no column'),
        ("qnamaker", "\n1\tc\td\n1\te\tf\n", "x:6: QnaId 1 has another answer before"),
    ],
)
def test_what_a_table_loses_is_named(run: Run, form: str, rows: str, lost: str) -> None:
    """By its line, whatever stands before it; what is written loads."""
    start = 'kind,question,answer\n,"a\nb",Ten.\n'
    if form == "qnamaker":
        start = start.replace(",", "\t").replace("kind", "QnaId")
    Path("x").write_text(start + rows)
    code, _, err = run("import", "--from", form, "x", "--out", "p")
    assert code == 0
    assert f"not carried over: {lost}" in err
    assert find_problems(Path("p")) == []


@pytest.mark.parametrize(
    ("more", "lost"),
    [
        ("- intent: b\n  examples: |\n    * hi\n", 'intent b: "* hi" is no example'),
        ("- intent: b\n  examples: |\n    * hi\n", "b: it has no examples"),
        ("- intent: b\n", "b: it has no examples"),
        ("- intent: b\n  examples: [{text: }]\n", "an example without a text"),
        ("- b\n", '"b": it is no intent'),
        ("- synonym: red\n  examples: [crimson]\n- synonym: pink\n  examples: [crimson]\n",
            'synonym "crimson": it stands for "red" before, and cannot for "pink" too'),
        ("responses:\n  utter_a:\n  - text: Bye.\n", "utter_a: it has another text before"),
        ("responses:\n  utter_c: Hello.\n", "utter_c: there is no text in it"),
        ("rules:\n- steps: [{intent: a}, {action: b}]\n- steps: [{intent: a}, {action: c}]\n",
            "a: it leads to b before, and cannot to c too"),
    ],
)  # fmt: skip
def test_what_rasa_files_lose_is_named(run: Run, more: str, lost: str) -> None:
    """Nothing is left out untold, and nothing is kept of two by chance."""
    Path("a.yml").write_text(f"{NLU_START}responses:\n  utter_a:\n  - text: Hello.\n")
    Path("b.yml").write_text(f"nlu:\n{more}" if more.startswith("-") else more)
    code, _, err = run("import", "--from", "rasa", "a.yml", "b.yml", "--out", "p")
    assert code == 0
    assert lost in err
    assert asked("p", "hi") == "Hello."


def test_nothing_is_overwritten(run: Run) -> None:
    """A folder with anything in it is refused; a missing file too."""
    Path("p").mkdir()
    Path("p/x").write_text("mine")
    Path("faq.csv").write_text(TABLE)
    assert run("import", "--from", "csv", "faq.csv", "--out", "p")[0] == 2
    assert run("import", "--from", "csv", "nowhere.csv", "--out", "q")[0] == 2


KEYS = st.sampled_from(
    [
        "nlu",
        "intent",
        "examples",
        "text",
        "synonym",
        "responses",
        "utter_a",
        "a",
        "rules",
        "steps",
        "action",
        "stories",
        "x",
    ]
)
ANY = st.recursive(
    st.none() | st.integers() | st.text(max_size=6) | KEYS,
    lambda each: st.lists(each, max_size=4) | st.dictionaries(KEYS | st.integers(), each),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(KEYS, ANY, max_size=5))
def test_any_rasa_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: dict[str, object]
) -> None:
    """Whatever stands in a file, it is imported, or refused in words."""
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with suppress(UsageError):
        read_rasa([path])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80) | st.text('question,answer;\t\n"a ', max_size=80).map(str.encode))
def test_any_table_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """Whatever bytes a table holds, it is imported, or refused in words."""
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    for read in (read_csv, read_qnamaker):
        with suppress(UsageError):
            read([path])
