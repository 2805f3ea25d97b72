"""Which patches of a scene a training step reads: a part of them costs a part of the time."""

from __future__ import annotations

import torch
from torch import Tensor

ITEM_BONUS = 0.6
"""How much likelier a patch of an item is kept than one of the background."""


def kept_patches(classes: Tensor, count: int) -> Tensor:
    """Indices [batch, count], rising, items preferred; `classes` [batch, patches] is 0 on background."""
    if count >= classes.shape[1]:
        return torch.arange(classes.shape[1]).expand(classes.shape)
    score = torch.rand(classes.shape) + ITEM_BONUS * (classes != 0)
    return score.topk(count, 1).indices.sort(1).values
