"""The commands: their names, what they do, and the modules that do it.

Each module has `add_options(parser)` and `run(given, terminal)`, and is imported when its command
is typed: `chatbot ask` must not wait for what only `chatbot test` needs.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

COMMANDS: Final = {
    "ask": ("answer one question", "chatbot.cli.ask"),
    "topics": ("list what can be answered", "chatbot.cli.topics"),
    "check": ("find what is wrong with a pack", "chatbot.cli.check"),
    "test": ("ask the questions of case files, and say what broke", "chatbot.cli.test"),
    "baseline": ("keep what every question gets now", "chatbot.cli.baseline"),
    "diff": ("say what changed since a baseline, or between two packs", "chatbot.cli.diff"),
    "evaluate": ("say how well the intents are told apart", "chatbot.cli.evaluate"),
    "new": ("begin a pack", "chatbot.cli.new"),
    "add": ("add utterances to an intent", "chatbot.cli.add"),
    "suggest": ("put unanswered questions of a log together", "chatbot.cli.suggest"),
    "export": ("write a pack as a table, JSON or a page", "chatbot.cli.export"),
    "import": ("make a pack of what others have", "chatbot.cli.importing"),
    "schema": ("print the JSON Schema of a kind of file", "chatbot.cli.schema"),
    "review": ("write a sheet that a clinician can read", "chatbot.cli.review"),
    "approve": ("sign answers in their exact words", "chatbot.cli.approve"),
}


#: Its words may begin with "-"; argparse would take such a one for an option.
_WORDS: Final = "-k"


class CommandParser(argparse.ArgumentParser):
    """A parser that asks its module for the options when it is used, and not before.

    Args:
        module: the name of the command's module; "" for none.
        given: what `argparse.ArgumentParser` takes.
    """

    def __init__(self, *, module: str = "", **given: Any) -> None:
        super().__init__(**given)
        self._module = module

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Add the options of the command, then parse."""
        module, self._module = self._module, ""
        if module:
            command = import_module(module)
            command.add_options(self)
            self.set_defaults(command=command.run)
        return super().parse_known_args(self._joined(args), namespace)

    def _joined(self, args: Sequence[str] | None) -> list[str] | None:
        """The arguments; words after -k that begin with "-", and are no option, joined to it."""
        if args is None or _WORDS not in self._option_string_actions:
            return None if args is None else list(args)
        joined: list[str] = []
        for each in args:
            if joined[-1:] == [_WORDS] and self._is_word(each):
                joined[-1] += each
            else:
                joined.append(each)
        return joined

    def _is_word(self, text: str) -> bool:
        """Whether it is a word with a minus: with one, and no option of ours."""
        return text[:1] == "-" != text[1:2] and text not in self._option_string_actions


class PackAction(argparse.Action):
    """Keeps the last folder of a pack as `pack`, and all that were given as `packs`."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace,
        values: Any, option_string: str | None = None,
    ) -> None:  # fmt: skip
        """Take one."""
        del parser, option_string
        namespace.pack = values
        namespace.packs = [*getattr(namespace, "packs", ()), values]
