"""Thresholds for a new case: in the widest gap between scores, where about a third of the rows merges."""

from __future__ import annotations

import torch
from torch import Tensor

from .merged import Model, encode_views
from .plain.merging import ByThreshold

_WINDOW = (0.55, 0.85)
"""Quantiles of a layer's scores between which its threshold lies."""


def _in_widest_gap(scores: Tensor) -> float:
    ordered = scores[scores > -torch.inf].sort().values
    low, high = (int(share * (len(ordered) - 1)) for share in _WINDOW)
    window = ordered[low : high + 2]
    widest = int(torch.diff(window).argmax())
    return round(float(window[widest] + window[widest + 1]) / 2, 5)


def choose_thresholds(model: Model, pixels: Tensor, off_layer: int | None) -> tuple[float, ...]:
    """One threshold per executed layer for these views [views, 3, h, w]; 1 at `off_layer`."""
    found: list[float] = []
    executed = model.spec.vision.executed
    for layer in range(executed):
        if layer == off_layer:
            found.append(1.0)
            continue
        rest = [1.0] * (executed - layer)
        views = encode_views(model, pixels, ByThreshold((*found, *rest)))
        found.append(_in_widest_gap(torch.cat([view.matchings[layer].best for view in views])))
    return tuple(found)
