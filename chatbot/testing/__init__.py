"""The regression-testing kit: what does this edit break?

The commands of `chatbot` and the pytest plug-in stand on these names, in the order in which one
meets them:

    assert_answers   one question and what is expected, for tests written in Python
    load_cases       case files (`*.chat.yaml`) to cases: `Case`, `Turn`, `Expectation`
    run_cases        asks them: `Result`, `Outcome`, `Answered`, `Miss`
    Explainer        a result in words
    noisy_forms      a question as it looks when it is typed in haste
"""

from chatbot.testing.assertion import assert_answers
from chatbot.testing.case_file import find_case_files, load_cases
from chatbot.testing.cases import Case, Expectation, Turn
from chatbot.testing.expectations import Miss, judge
from chatbot.testing.explain import Explainer
from chatbot.testing.known import load_known
from chatbot.testing.noise import noisy_forms
from chatbot.testing.runner import Answered, Outcome, Result, run_cases

__all__ = [
    "Answered",
    "Case",
    "Expectation",
    "Explainer",
    "Miss",
    "Outcome",
    "Result",
    "Turn",
    "assert_answers",
    "find_case_files",
    "judge",
    "load_cases",
    "load_known",
    "noisy_forms",
    "run_cases",
]
