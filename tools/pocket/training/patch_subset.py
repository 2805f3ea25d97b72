"""Which patches of a scene a training step reads: a part of them costs a part of the time."""

from __future__ import annotations

import torch
from torch import Tensor


def kept_patches(classes: Tensor, count: int) -> Tensor:
    """Indices [batch, count], rising; `classes` [batch, patches] is 0 on background.

    All patches of items come before any of the background, so that nothing is missing that could be counted.
    """
    if count >= classes.shape[1]:
        return torch.arange(classes.shape[1]).expand(classes.shape)
    score = torch.rand(classes.shape) + (classes != 0)
    return score.topk(count, 1).indices.sort(1).values
