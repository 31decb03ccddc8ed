"""`python -m chatbot` is the same as `chatbot`."""

import sys

from chatbot.cli.main import main

sys.exit(main())
