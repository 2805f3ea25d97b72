"""The scenes that the decoder learns from, encoded once and kept for some steps; teaches nothing itself."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from ..scene import Scene
from .supply import SceneBatch, normalised
from .vit import Encoder


@dataclass(frozen=True)
class Seen:
    """An encoded scene: `tokens` bfloat16 [patches, width], `classes` int64 [patches]."""

    scene: Scene
    tokens: Tensor
    classes: Tensor


class EncodedScenes:
    """Scenes with their encoder output; a few new ones at every step push out others at random."""

    def __init__(
        self, encoder: Encoder, batches: Iterator[SceneBatch], limit: int, rng: random.Random
    ) -> None:
        self.encoder, self.batches, self.limit, self.rng = encoder, batches, limit, rng
        self.kept: list[Seen] = []

    def add(self) -> None:
        """Encodes one batch of new scenes."""
        batch = next(self.batches)
        device = self.encoder.position_embedding.device
        with torch.no_grad(), torch.autocast(device.type, torch.bfloat16):
            tokens = self.encoder(normalised(batch.pixels).to(device)).to(torch.bfloat16).cpu()
        for scene, row, patches in zip(batch.scenes, tokens, batch.patches, strict=True):
            seen = Seen(scene, row.clone(), patches[:, 0].clone())
            if len(self.kept) < self.limit:
                self.kept.append(seen)
            else:
                self.kept[self.rng.randrange(self.limit)] = seen

    def draw(self, count: int) -> list[Seen]:
        return self.rng.sample(self.kept, count)
