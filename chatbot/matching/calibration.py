"""From evidence to the probability that the best intent is right.

Logistic regression over a handful of measures ("Platt scaling" with more than one input; Platt
1999), fitted by Newton's method on messages that the classifier had not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import Final

import numpy as np
import numpy.typing as npt

_PENALTY: Final = 0.5
_STEPS: Final = 25

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Turns measures into a probability.

    Attributes:
        means, spreads: float64, of each measure where it was fitted.
        weights: float64, one a measure and one more that stands alone.
    """

    means: Doubles
    spreads: Doubles
    weights: Doubles

    def probability(self, measures: list[float]) -> float:
        """The probability, 0 to 1, that the best intent is right."""
        scaled = (np.array(measures) - self.means) / self.spreads
        total = float(scaled @ self.weights[:-1] + self.weights[-1])
        return 1 / (1 + exp(-min(max(total, -30.0), 30.0)))


def fit_calibration(measures: Doubles, right: Doubles) -> Calibration:
    """Fit a calibration.

    Args:
        measures: shape (messages, measures).
        right: shape (messages,), 1 where the best intent was right, else 0.
    """
    means, spreads = measures.mean(axis=0), measures.std(axis=0) + 1e-6
    inputs = np.column_stack([(measures - means) / spreads, np.ones(len(measures))])
    weights = np.zeros(inputs.shape[1])
    penalty = np.full(inputs.shape[1], _PENALTY)
    penalty[-1] = 1e-6
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (chance - right) + penalty * weights
        curve = (inputs.T * (chance * (1 - chance))) @ inputs + np.diag(penalty)
        weights = weights - np.linalg.solve(curve, slope)
    return Calibration(means, spreads, weights)
