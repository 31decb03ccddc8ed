"""A run as JUnit XML, the form that CI services read."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Final

from chatbot.testing.explain import Explainer
from chatbot.testing.runner import Outcome, Result

#: What XML 1.0 cannot hold in any form.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(results: Sequence[Result], explainer: Explainer) -> str:
    """The results as a JUnit document: a test case each, with its file and line."""
    counts = {
        "tests": str(len(results)),
        "failures": str(sum(result.bad for result in results)),
        "skipped": str(sum(result.outcome is Outcome.KNOWN for result in results)),
        "time": f"{sum(result.seconds for result in results):.3f}",
    }
    top = ET.Element("testsuites", {"name": "chatbot test", **counts})
    suite = ET.SubElement(top, "testsuite", {"name": "chatbot test", "errors": "0", **counts})
    for result in results:
        _add(suite, result, explainer)
    ET.indent(top)
    body = ET.tostring(top, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _add(suite: ET.Element, result: Result, explainer: Explainer) -> None:
    file, _, name = result.id.partition("::")
    values = {
        "classname": file.removesuffix(".chat.yaml").replace("/", "."),
        "name": _clean(name),
        "file": result.case.place.path,
        "line": str(result.case.place.line),
        "time": f"{result.seconds:.4f}",
    }
    case = ET.SubElement(suite, "testcase", values)
    if result.outcome is Outcome.KNOWN:
        ET.SubElement(case, "skipped", {"message": _clean(f"known failure: {result.reason}")})
    elif result.bad:
        message = "; ".join(
            f"{miss.key}: expected {miss.expected}, got {miss.got}"
            for each in result.missed
            for miss in each.misses
        )
        failure = ET.SubElement(case, "failure", {"message": _clean(message or result.outcome)})
        failure.text = _clean(explainer.explain(result))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
