"""Reports as one HTML file each, that needs nothing beside it; with jinja2, from the extra."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chatbot.testing.extras import load


def html(template: str, **values: Any) -> str:
    """Fill a template of this folder; every value is escaped.

    Raises:
        UsageError: if jinja2 is not installed.
    """
    jinja2 = load("jinja2", "report")
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    text: str = environment.get_template(template).render(**values)
    return text
