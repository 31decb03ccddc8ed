"""Libraries that only some commands need, imported when they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from chatbot.content.problem import UsageError


def load(module: str, extra: str) -> Any:
    """Import a module of an extra.

    Raises:
        UsageError: if it is not installed; the message names the extra.
    """
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        command = f'pip install "ketamine-chatbot[{extra}]"'
        raise UsageError(f"this needs {package}; install it with {command}") from error
