"""Near collisions as the real matcher sees them: five fits, kept until the content changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path

import chatbot.matching
from chatbot.content import version_of
from chatbot.content.model import Pack
from chatbot.testing.evaluation.evaluate import Plan, judge_all
from chatbot.testing.evaluation.folds import Judged, folds_of, groups_of

_PLAN = Plan(folds=5, curve=False)


def judge_utterances(
    pack: Pack, directory: Path | None, progress: Callable[[], None] = lambda: None
) -> list[Judged]:
    """Match every utterance by a matcher that never saw it.

    Args:
        pack: the pack.
        directory: where results are kept, by the hash of the content and of the matching code;
            None to keep none.
        progress: is called after each of the five fits.

    Returns:
        What each utterance got, those out of scope too.
    """
    file = directory / f"judged-{_key(pack)}.json" if directory else None
    if file is not None:
        with suppress(OSError, ValueError, TypeError):
            return [Judged(*values) for values in json.loads(file.read_text(encoding="utf-8"))]
    folds = folds_of(groups_of(pack), _PLAN.folds, _PLAN.seed)
    judged = [each for fold in judge_all(folds, pack, _PLAN, progress) for each in fold]
    if file is not None:
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps([astuple(each) for each in judged]), encoding="utf-8")
    return judged


def _key(pack: Pack) -> str:
    """What the results depend on: the utterances, the vocabulary, and the code that matches."""
    code = Path(chatbot.matching.__file__).parent
    content = json.dumps(
        [groups_of(pack), astuple(pack.vocabulary), astuple(pack.subjects)], sort_keys=True
    )
    digest = hashlib.sha256(content.encode(errors="replace")).hexdigest()[:12]
    return f"{digest}-{version_of(sorted(code.glob('*.py')), code)}"
