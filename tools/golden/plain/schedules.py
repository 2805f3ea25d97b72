"""How ToMe spreads a total number of merges over a tower's layers (all of them, executed or not)."""

from __future__ import annotations

import math


def constant(total: int, layers: int) -> list[int]:
    """As even as whole numbers allow; the first layers take the remainder."""
    share, rest = divmod(total, layers)
    return [share + (layer < rest) for layer in range(layers)]


def linear(total: int, layers: int) -> list[int]:
    """Many merges first, none in the end.

    Where whole numbers leave the falling line short of the total after the last layer, one more merge goes
    to each layer from the first on, round and round.
    """
    first = 2 * total // layers
    counts: list[int] = []
    while len(counts) < layers:
        step = math.trunc(first - len(counts) * first / layers)
        if sum(counts) + step >= total:
            break
        counts.append(step)
    if len(counts) < layers:
        counts.append(total - sum(counts))
        return counts + [0] * (layers - len(counts))
    for extra in range(total - sum(counts)):
        counts[extra % layers] += 1
    return counts


def reverse_linear(total: int, layers: int) -> list[int]:
    return linear(total, layers)[::-1]


SCHEDULES = {"constant": constant, "linear": linear, "reverse_linear": reverse_linear}
