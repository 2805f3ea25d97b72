"""Squares of patches joined into rows, and which rows are one because the same tokens hold them."""

from __future__ import annotations

import torch
from torch import Tensor


def join(features: Tensor, square: int) -> Tensor:
    """[N0, D] on a square grid -> [cells, square * square * D], the patches of a square row by row."""
    side = round(len(features) ** 0.5)
    count = side // square
    grid = features.reshape(count, square, count, square, -1)
    return grid.permute(0, 2, 1, 3, 4).reshape(count * count, -1)


def distinct(owner: Tensor, square: int) -> tuple[list[int], Tensor]:
    """The first cell of every different one, in their order, and for every cell which of them it equals. owner [N0]."""
    keys = [tuple(cell) for cell in join(owner[:, None], square).tolist()]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return [keys.index(key) for key in numbers], torch.tensor([numbers[key] for key in keys])
