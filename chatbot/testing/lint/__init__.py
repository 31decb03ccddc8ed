"""Lint of content: what loads, and yet is not as it should be."""

from chatbot.testing.lint.finding import Finding, Severity
from chatbot.testing.lint.linter import lint
from chatbot.testing.lint.rules import RULES, Rule

__all__ = ["RULES", "Finding", "Rule", "Severity", "lint"]
