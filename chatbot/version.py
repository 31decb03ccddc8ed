"""The version of the program, in the one place that everything else reads."""

from typing import Final

VERSION: Final = "0.1.0"
