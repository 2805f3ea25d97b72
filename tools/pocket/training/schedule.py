"""The learning rate over a stage's share of time (0..1): warm up, hold, then decay to almost nothing."""

from __future__ import annotations

import math

WARM_UP = 0.02
FLOOR = 0.02


def rate(share: float, decay: float) -> float:
    """Factor on the base rate; the last `decay` of the time falls along a cosine to FLOOR."""
    if share < WARM_UP:
        return max(share / WARM_UP, 0.02)
    if share <= 1 - decay:
        return 1.0
    done = min(1.0, (share - 1 + decay) / decay)
    return FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * done))
