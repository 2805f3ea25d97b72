"""Merging steered by region: every patch has thresholds of its own (ours; docs/decisions/0043)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from .layers import layer_norm
from .merging import Matching, Plan, destinations
from .spec import VisionSpec
from .tower import Encoded, attention, embed, feed_forward, moved
from .weights import Weights

_OFF = torch.inf
"""Stands for a threshold of 1 or more: no cosine is above it."""


@dataclass(frozen=True)
class Steering:
    """Thresholds of every patch in every layer."""

    of_patches: Tensor  # [L_x, N0]

    def of_tokens(self, layer: int, place: Tensor, tokens: int) -> Tensor:
        """A token's threshold is the largest of its patches'; a class token has none. place int [N0] -> [tokens]."""
        given = self.of_patches[layer]
        given = torch.where(given >= 1, _OFF, given.to(torch.float32).to(given.dtype))
        return torch.full((tokens,), -torch.inf, dtype=given.dtype).scatter_reduce(0, place, given, "amax")

    def of_pairs(self, layer: int, matching: Matching, place: Tensor) -> Tensor:
        """A pair's threshold is the larger of its tokens'. [a]"""
        own = self.of_tokens(layer, place, matching.tokens)
        return torch.maximum(own[0::2], own[1::2][matching.partner])


def plan(matching: Matching, of_pairs: Tensor) -> Plan | None:
    """Rows above their pair's threshold merge, the most similar first, as far as the cap allows."""
    order = matching.descending
    over = (matching.best > of_pairs)[order]
    count = min(int(over.sum()), matching.cap)
    if count == 0:
        return None
    order = torch.cat([order[over], order[~over]])
    kept = order[count:]
    return Plan(order[:count], kept.sort().values if matching.protected else kept)


@dataclass(frozen=True, kw_only=True)
class Steered(Encoded):
    """One view, and the threshold of every pair before each merge."""

    of_pairs: list[Tensor]  # per layer [a]


def encode_steered(spec: VisionSpec, weights: Weights, pixels: Tensor, steering: Steering) -> Steered:
    """One view, pixels [3, H, W]."""
    rows = embed(spec, weights, pixels.to(weights.dtype))
    owner, hidden, matchings, plans, thresholds = [], [], [], [], []
    for layer in range(spec.executed):
        rows, matching = attention(spec, weights, layer, rows)
        of_pairs = steering.of_pairs(layer, matching, rows.place)
        found = plan(matching, of_pairs)
        if found is not None:
            rows = moved(rows, destinations(matching, found))
        rows = feed_forward(spec, weights, layer, rows)
        owner.append(rows.place - spec.protected)
        hidden.append(rows.x)
        matchings.append(matching)
        plans.append(found)
        thresholds.append(of_pairs)
    x = layer_norm(weights, "vision_tower.post_layernorm", rows.x, spec.epsilon) if spec.post_norm else rows.x
    p = spec.protected
    return Steered(x[p:], rows.size[p:], torch.stack(owner), hidden, matchings, plans, of_pairs=thresholds)
