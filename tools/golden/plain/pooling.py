"""Mean pooling of the tower's grid to any number of cells: the simplest way to fewer tokens, blind to content."""

from __future__ import annotations

from itertools import pairwise
from math import isqrt

import torch
from torch import Tensor


def _parts(length: int, count: int) -> list[range]:
    """`count` neighbouring parts of a line, as even as whole numbers allow."""
    ends = [number * length // count for number in range(count + 1)]
    return [range(start, end) for start, end in pairwise(ends)]


def bands(count: int) -> int:
    """How many rows of cells: the whole number k with k² - k < count <= k² + k, which is the root, rounded."""
    return (isqrt(4 * count - 3) + 1) // 2


def cells(side: int, count: int) -> Tensor:
    """The cell of every patch, int [side²]: `count` rectangles, numbered row by row of cells, left to right."""
    if not 1 <= count <= side**2:
        raise ValueError(f"a grid of {side} x {side} patches cannot have {count} cells")
    owner = torch.empty(side, side, dtype=torch.long)
    first = 0
    for rows, columns in zip(_parts(side, bands(count)), _parts(count, bands(count)), strict=True):
        for column in _parts(side, len(columns)):
            owner[rows.start : rows.stop, column.start : column.stop] = first
            first += 1
    return owner.flatten()


def means(features: Tensor, owner: Tensor) -> Tensor:
    """The mean of every cell's patches: [N0, D] -> [n, D]."""
    count = int(owner.max()) + 1
    total = torch.zeros(count, features.shape[1], dtype=features.dtype).index_add(0, owner, features)
    return total / torch.bincount(owner)[:, None]
