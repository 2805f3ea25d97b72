"""The vision tower with merging in every block, one view at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional as nn

from .layers import activate, attend, join_heads, layer_norm, split_heads
from .merging import Matching, Plan, Rule, destinations, merge, soft_matching
from .spec import VisionSpec
from .weights import Weights


@dataclass(frozen=True)
class Encoded:
    """One view after the executed layers."""

    features: Tensor  # [n, D] class token dropped
    size: Tensor  # [n]
    owner: Tensor  # int [L_x, N0] the token that holds each patch, after every layer
    hidden: list[Tensor]  # per layer [n_l + P, D]
    matchings: list[Matching]  # per layer, before merging
    plans: list[Plan | None]

    @property
    def counts(self) -> list[int]:
        """Tokens after every layer, the class token not counted."""
        return [int(layer.max()) + 1 for layer in self.owner]


@dataclass(frozen=True)
class Rows:
    """A sequence on its way through the tower, and where every patch is in it."""

    x: Tensor  # [n + P, D]
    size: Tensor  # [n + P]
    place: Tensor  # int [N0] row that holds each patch


def embed(spec: VisionSpec, weights: Weights, pixels: Tensor) -> Rows:
    """Patches, class token, positions. pixels [3, H, W]."""
    name = "vision_tower.embeddings"
    patch, bias = weights[f"{name}.patch_embedding.weight"], weights.get(f"{name}.patch_embedding.bias")
    x = nn.conv2d(pixels[None], patch, bias, stride=spec.patch_size).flatten(2)[0].T
    if spec.class_token:
        x = torch.cat([weights[f"{name}.class_embedding"].reshape(1, -1), x])
    x = x + weights[f"{name}.position_embedding.weight"]
    if spec.class_token:
        x = layer_norm(weights, "vision_tower.pre_layrnorm", x, spec.epsilon)
    return Rows(x, torch.ones(len(x), dtype=x.dtype), spec.protected + torch.arange(spec.patches))


def attention(spec: VisionSpec, weights: Weights, layer: int, rows: Rows) -> tuple[Rows, Matching]:
    """Proportional attention with its residual, and how similar the tokens' keys are."""
    name = f"vision_tower.encoder.layers.{layer}"
    normed = layer_norm(weights, f"{name}.layer_norm1", rows.x, spec.epsilon)
    query, key, value = (
        split_heads(weights.linear(f"{name}.self_attn.{part}_proj", normed), spec.heads) for part in "qkv"
    )
    mixed = join_heads(attend(query, key, value, rows.size.log()))
    x = rows.x + weights.linear(f"{name}.self_attn.out_proj", mixed)
    return replace(rows, x=x), soft_matching(key.mean(0), spec.protected)


def moved(rows: Rows, where: Tensor) -> Rows:
    """The rows after a merge that sends row i to `where[i]`."""
    x, size = merge(rows.x, rows.size, where)
    return Rows(x, size, where[rows.place])


def feed_forward(spec: VisionSpec, weights: Weights, layer: int, rows: Rows) -> Rows:
    name = f"vision_tower.encoder.layers.{layer}"
    normed = layer_norm(weights, f"{name}.layer_norm2", rows.x, spec.epsilon)
    hidden = activate(spec.activation, weights.linear(f"{name}.mlp.fc1", normed))
    return replace(rows, x=rows.x + weights.linear(f"{name}.mlp.fc2", hidden))


def encode(spec: VisionSpec, weights: Weights, pixels: Tensor, rule: Rule) -> Encoded:
    """One view, pixels [3, H, W], merged by `rule` in every executed block."""
    rows = embed(spec, weights, pixels.to(weights.dtype))
    owner: list[Tensor] = []
    hidden: list[Tensor] = []
    matchings: list[Matching] = []
    plans: list[Plan | None] = []
    for layer in range(spec.executed):
        rows, matching = attention(spec, weights, layer, rows)
        plan = rule(layer, matching)
        if plan is not None:
            rows = moved(rows, destinations(matching, plan))
        rows = feed_forward(spec, weights, layer, rows)
        owner.append(rows.place - spec.protected)
        hidden.append(rows.x)
        matchings.append(matching)
        plans.append(plan)
    x = rows.x
    if spec.post_norm:
        x = layer_norm(weights, "vision_tower.post_layernorm", x, spec.epsilon)
    p = spec.protected
    return Encoded(x[p:], rows.size[p:], torch.stack(owner), hidden, matchings, plans)
