"""Finding thresholds (paper, section 3.1): the average number of merges per layer becomes one score per layer."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from .merging import Matching, Plan, destinations
from .spec import VisionSpec
from .tower import Rows, attention, embed, feed_forward, moved
from .weights import Weights


@dataclass(frozen=True)
class Pooled:
    """One layer of one batch: which rows merged and the score of the first that did not."""

    threshold: float
    plans: list[Plan] | None
    """Per image; None where the layer merges nothing, and its threshold is 1."""
    margin: float
    """By how much the last score that merged beats the first that did not, or a partner the second best one."""


def pool(matchings: list[Matching], wanted: int) -> Pooled:
    """Merges the most similar rows of the whole batch, `wanted` per image on average."""
    rows = min(wanted, max(m.cap for m in matchings))
    if rows == 0:
        return Pooled(1.0, None, float("inf"))
    pooled = torch.cat([m.best for m in matchings])
    order = torch.argsort(pooled, descending=True, stable=True)
    edges = len(matchings) * rows
    first_left = pooled[order[min(edges, len(order) - 1)]]
    chosen = torch.zeros(len(pooled), dtype=torch.bool)
    chosen[order[:edges]] = True
    parts = chosen.split([len(m.best) for m in matchings])
    # Unlike at inference, the kept rows stand in ascending order with and without a class token.
    plans = [Plan(part.nonzero()[:, 0], (~part).nonzero()[:, 0]) for part in parts]
    gaps = [(m.best - m.runner_up)[plan.merged] for m, plan in zip(matchings, plans, strict=True)]
    if edges < len(order):
        gaps.append((pooled[order[edges - 1]] - first_left)[None])
    return Pooled(max(0.0, float(first_left)), plans, float(torch.cat(gaps).min()))


def batch_thresholds(spec: VisionSpec, weights: Weights, images: list[Tensor], wanted: list[int]) -> list[Pooled]:
    """Every layer of one batch of images [3, H, W]; `wanted` merges per layer on average."""
    batch: list[Rows] = [embed(spec, weights, image.to(weights.dtype)) for image in images]
    layers: list[Pooled] = []
    for layer, count in enumerate(wanted):
        attended = [attention(spec, weights, layer, rows) for rows in batch]
        batch = [rows for rows, _ in attended]
        matchings = [matching for _, matching in attended]
        pooled = pool(matchings, count)
        if pooled.plans is not None:
            batch = [
                moved(rows, destinations(matching, plan))
                for rows, matching, plan in zip(batch, matchings, pooled.plans, strict=True)
            ]
        layers.append(pooled)
        batch = [feed_forward(spec, weights, layer, rows) for rows in batch]
    return layers
