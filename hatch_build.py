"""Build hook: fits the matcher to the content, so that an installed program starts at once."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the compiled pack beside the content in the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fit and include, except in an editable install, where the content still changes."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from chatbot.compiled import compile_to

        self._temporary = tempfile.TemporaryDirectory()
        path = compile_to(Path(self.root), Path(self._temporary.name))
        build_data["force_include"][str(path)] = f"chatbot/_content/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the temporary file away."""
        if version != "editable":
            self._temporary.cleanup()
