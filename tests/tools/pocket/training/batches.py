"""Batches of black pictures with hand-made dense labels, for tests that look at no pixel."""

from __future__ import annotations

import torch
from torch import Tensor

from pocket.training.supply import SceneBatch

from samples import planned

CLASSES = torch.zeros(2, 256, dtype=torch.long)
CLASSES[:, 100:130] = 7


def scene_batch(classes: Tensor) -> SceneBatch:
    patches = torch.zeros(*classes.shape, 5, dtype=torch.long)
    patches[..., 0] = classes
    count = len(classes)
    pixels = torch.zeros(count, 3, 224, 224, dtype=torch.uint8)
    return SceneBatch(
        planned(count),
        pixels,
        patches,
        torch.zeros(*classes.shape, 3),
        torch.zeros(classes.shape),
        torch.zeros(count, 2),
    )
