"""Squares of patches joined into rows, and which rows are one because the same tokens hold them."""

from __future__ import annotations

import torch
from torch import Tensor

Shape = tuple[int, int]


def join(features: Tensor, square: int, shape: Shape | None = None) -> Tensor:
    """[N0, D] -> [cells, square * square * D], the patches of a square row by row. `shape`: rows and columns of
    patches, else a square."""
    rows, columns = shape or (round(len(features) ** 0.5),) * 2
    down, across = rows // square, columns // square
    grid = features.reshape(down, square, across, square, -1)
    return grid.permute(0, 2, 1, 3, 4).reshape(down * across, -1)


def distinct(owner: Tensor, square: int, shape: Shape | None = None) -> tuple[list[int], Tensor]:
    """The first cell of every different one, in their order, and for every cell which of them it equals. owner [N0]."""
    keys = [tuple(cell) for cell in join(owner[:, None], square, shape).tolist()]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return [keys.index(key) for key in numbers], torch.tensor([numbers[key] for key in keys])
