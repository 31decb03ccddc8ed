"""The pytest plug-in: collects `*.chat.yaml`, each case an item with its line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chatbot.bot import Chatbot
from chatbot.content.problem import ContentError, UsageError
from chatbot.testing.case_file import find_case_files, is_case_file, load_cases
from chatbot.testing.cases import Case
from chatbot.testing.explain import Explainer
from chatbot.testing.known import FILE as KNOWN
from chatbot.testing.known import load_known, root_of
from chatbot.testing.packs import pack_of
from chatbot.testing.runner import Result, run_case


def pytest_addoption(parser: pytest.Parser) -> None:
    """The setting `chatbot_pack`: the pack that case files outside of any pack are about."""
    about = "folder of the pack; by default the one around a case file, else the built-in one"
    parser.addini("chatbot_pack", about, default="")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """Take case files, and the list of those that are known to fail."""
    if is_case_file(file_path.name):
        return CaseFile.from_parent(parent, path=file_path)
    if file_path.name == KNOWN:
        return KnownFile.from_parent(parent, path=file_path)
    return None


@pytest.fixture(scope="session")
def chatbot(pytestconfig: pytest.Config) -> Chatbot:
    """The bot of the pack: the setting `chatbot_pack`, else the pack around the tests."""
    shelf = _shelf(pytestconfig)
    return shelf.bot(shelf.pack(pytestconfig.rootpath))


class _Shelf:
    """What the items of one run share: bots, explainers, lists of known failures."""

    def __init__(self, config: pytest.Config) -> None:
        given = config.getini("chatbot_pack")
        self._given = config.rootpath / given if given else None
        self.bot = cache(Chatbot)
        self.explainer = cache(Explainer)
        self.known = cache(load_known)

    def pack(self, path: Path) -> Path:
        """The pack that a path belongs to."""
        return pack_of(path, self._given)


_SHELF = pytest.StashKey[_Shelf]()


def _shelf(config: pytest.Config) -> _Shelf:
    return config.stash.setdefault(_SHELF, _Shelf(config))


class CaseFile(pytest.File):
    """One case file."""

    def collect(self) -> Iterator[CaseItem]:
        """The cases of the file; a file that is wrong is an error with every reason."""
        shelf = _shelf(self.config)
        pack, root = shelf.pack(self.path), root_of(self.path)
        try:
            cases = load_cases([self.path], shelf.bot(pack).pack)
            known = shelf.known(root)
        except ContentError as error:
            raise self.CollectError(str(error)) from error
        for case in cases:
            name = case.id(root)
            yield CaseItem.from_parent(
                self, name=case.name, case=case, case_id=name, pack=pack, known=known.get(name, "")
            )


class KnownFile(pytest.File):
    """The list of known failures. It holds no item; it is an error when it names what is not."""

    def collect(self) -> Iterator[pytest.Item]:
        """Hold the list against all cases beneath its folder; without any it is none of ours."""
        try:
            cases = self._cases()
            if cases:
                load_known(self.path.parent, cases)
        except (ContentError, UsageError) as error:
            raise self.CollectError(str(error)) from error
        return iter(())

    def _cases(self) -> list[Case]:
        paths = find_case_files(self.path.parent)
        try:
            return load_cases(paths)
        except ContentError:  # each broken file is an error by itself, and may hold what is listed
            return []


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, case_id: str, pack: Path, known: str, **given: Any) -> None:
        super().__init__(**given)
        self._case, self._case_id, self._pack, self._reason = case, case_id, pack, known
        if known:
            self.add_marker(pytest.mark.xfail(reason=known, strict=True))

    def runtest(self) -> None:
        """Ask, and judge the replies."""
        bot = _shelf(self.config).bot(self._pack)
        result = run_case(bot, self._case, self._case_id)
        if result.missed:
            raise CaseFailedError(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """A failed case in the words of `chatbot test`; anything else as pytest shows it."""
        if isinstance(excinfo.value, CaseFailedError):
            return _shelf(self.config).explainer(self._pack).explain(excinfo.value.result)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The file, the line (counted from 0), and the name."""
        return self.path, self._case.place.line - 1, self._case.name


class CaseFailedError(AssertionError):
    """A case whose replies are not as expected.

    Attributes:
        result: what came.
    """

    def __init__(self, result: Result) -> None:
        super().__init__(result.id)
        self.result = result
