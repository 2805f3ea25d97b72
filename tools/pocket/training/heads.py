"""Dense heads: what a linear layer can read from every encoder token. They exist in training only."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..vocabulary import COLORS, PLACES, TEXTURES, WORDS
from .shapes import VisionShape
from .targets import CLASSES, IGNORED, MAX_ITEMS

_BACKGROUND_WEIGHT = 0.3
_RARE = -4.0
"""Logit to begin with: most patches hold no centre."""


@dataclass(frozen=True)
class DenseBatch:
    """Of the patches `kept` [batch, n], see `Targets`.

    `patches` [batch, n, 5], `box` [batch, n, 3], `centre` [batch, n], `scene` [batch, 2].
    """

    patches: Tensor
    box: Tensor
    centre: Tensor
    scene: Tensor
    kept: Tensor


class DenseHeads(nn.Module):
    """Encoder tokens [batch, n, width] -> one loss and, by name, how often each head is right (0..1)."""

    def __init__(self, shape: VisionShape) -> None:
        super().__init__()
        self.grid = shape.grid
        self.sizes = {
            "class": CLASSES,
            "word": len(WORDS),
            "place": len(PLACES),
            "twins": MAX_ITEMS + 1,
            "centre": 1,
            "total": MAX_ITEMS + 1,
            "color": len(COLORS),
            "texture": len(TEXTURES),
            "row": shape.grid,
            "column": shape.grid,
            "box": 3,
        }
        self.norm = nn.LayerNorm(shape.width)
        self.read = nn.Linear(shape.width, sum(self.sizes.values()))
        nn.init.normal_(self.read.weight, std=0.02)
        with torch.no_grad():
            self.read.bias[self.column_of("centre")] = _RARE
        weight = torch.ones(CLASSES)
        weight[0] = _BACKGROUND_WEIGHT
        self.class_weight: Tensor
        self.register_buffer("class_weight", weight, persistent=False)

    def forward(self, tokens: Tensor, batch: DenseBatch) -> tuple[Tensor, dict[str, float]]:
        read = dict(
            zip(
                self.sizes,
                self.read(self.norm(tokens)).float().flatten(0, 1).split(list(self.sizes.values()), -1),
                strict=True,
            )
        )
        labels = self._labels(batch)
        losses = {name: _cross_entropy(read[name], labels[name]) for name in labels if name != "class"}
        losses["class"] = F.cross_entropy(
            read["class"], labels["class"], self.class_weight, ignore_index=IGNORED
        )
        item = labels["class"] > 0
        losses["box"] = F.smooth_l1_loss(read["box"][item], batch.box.flatten(0, 1)[item], beta=0.1)
        losses["centre"] = _centre_loss(read["centre"], batch.centre)
        loss = torch.stack([WEIGHTS[name] * value for name, value in losses.items()]).nansum()
        with torch.no_grad():
            right = {name: _accuracy(read[name], label) for name, label in labels.items()}
            right["centre"] = _counted(read["centre"], batch.centre)
            right["item"] = _accuracy(read["class"], labels["class"].where(item, IGNORED))
        return loss, right

    def column_of(self, name: str) -> int:
        """Where the read-out of a head begins."""
        return sum(list(self.sizes.values())[: list(self.sizes).index(name)])

    def _labels(self, batch: DenseBatch) -> dict[str, Tensor]:
        patches = batch.patches.flatten(0, 1).unbind(-1)
        names = ("class", "word", "place", "twins", "total")
        labels = dict(zip(names, patches, strict=True))
        count = batch.kept.shape[1]
        color, texture = batch.scene.repeat_interleave(count, 0).unbind(-1)
        labels |= {"color": color, "texture": texture}
        kept = batch.kept.flatten()
        return labels | {"row": kept // self.grid, "column": kept % self.grid}


WEIGHTS: dict[str, float] = {
    "class": 1.0,
    "word": 0.5,
    "place": 0.3,
    "twins": 1.0,
    "centre": 0.5,
    "total": 0.5,
    "color": 0.15,
    "texture": 0.1,
    "row": 0.05,
    "column": 0.05,
    "box": 1.0,
}
"""How much each head's loss counts."""


def _cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    """Mean over the labelled rows; 0 (not NaN) where no row is labelled."""
    return F.cross_entropy(logits, labels, ignore_index=IGNORED, reduction="sum") / (
        (labels != IGNORED).sum().clamp(min=1)
    )


def _centre_loss(read: Tensor, shares: Tensor) -> Tensor:
    """Nats for every item; the mean over patches would be too small to learn from, as few hold a centre."""
    logits = read.view_as(shares)
    lost = F.binary_cross_entropy_with_logits(logits, shares, reduction="sum")
    return lost / shares.sum().clamp(min=1)


def _counted(read: Tensor, shares: Tensor) -> float:
    """How often what is read of centres adds up to the number of items."""
    found = read.view_as(shares).sigmoid().sum(1)
    return ((found - shares.sum(1)).abs() < 0.5).float().mean().item()


def _accuracy(logits: Tensor, labels: Tensor) -> float:
    counted = labels != IGNORED
    return (logits[counted].argmax(-1) == labels[counted]).float().mean().item()
