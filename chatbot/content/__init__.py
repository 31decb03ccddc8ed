"""Packs of intents and responses: YAML files to frozen values, or every reason why not.

`chatbot.content.loader` reads the files. It is not imported here: a start from the cache does
without YAML.
"""

from chatbot.content.encoding import pack_from_parts, pack_to_parts
from chatbot.content.files_of import content_files, version_of
from chatbot.content.model import CARD_KINDS, DANGER_KINDS, KINDS, Intent, Pack, Response, Source
from chatbot.content.problem import ContentError, Problem

__all__ = [
    "CARD_KINDS",
    "DANGER_KINDS",
    "KINDS",
    "ContentError",
    "Intent",
    "Pack",
    "Problem",
    "Response",
    "Source",
    "content_files",
    "pack_from_parts",
    "pack_to_parts",
    "version_of",
]
