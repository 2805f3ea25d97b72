"""The vision tower with merging in every block, one view at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional as nn

from .layers import activate, attend, join_heads, layer_norm, rms_norm, split_heads
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
    shape: tuple[int, int] | None = None
    """Rows and columns of patches, where pictures keep their shape."""

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
    x = x + weights[f"{name}.position_embedding.weight"].reshape(len(x), -1)
    if spec.pre_norm:
        x = layer_norm(weights, "vision_tower.pre_layrnorm", x, spec.epsilon)
    return Rows(x, torch.ones(len(x), dtype=x.dtype), spec.protected + torch.arange(spec.patches))


def block_norm(spec: VisionSpec, weights: Weights, name: str, x: Tensor) -> Tensor:
    if spec.rms_norm:
        return rms_norm(weights, name, x, spec.epsilon, 0.0)
    return layer_norm(weights, name, x, spec.epsilon)


def scaled(weights: Weights, name: str, x: Tensor) -> Tensor:
    """Times a learned number a channel, where the block has one."""
    scale = weights.get(name)
    return x if scale is None else x * scale


def projections(spec: VisionSpec, weights: Weights, name: str, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    query, key, value = (weights.linear(f"{name}.self_attn.{part}_proj", x) for part in "qkv")
    if spec.qk_norm:
        query = rms_norm(weights, f"{name}.self_attn.q_norm", query, 1e-6, 0.0)
        key = rms_norm(weights, f"{name}.self_attn.k_norm", key, 1e-6, 0.0)
    return split_heads(query, spec.heads), split_heads(key, spec.heads), split_heads(value, spec.heads)


def attention(spec: VisionSpec, weights: Weights, layer: int, rows: Rows) -> tuple[Rows, Matching]:
    """Proportional attention with its residual, and how similar the tokens' keys are."""
    name = f"vision_tower.encoder.layers.{layer}"
    normed = block_norm(spec, weights, f"{name}.layer_norm1", rows.x)
    query, key, value = projections(spec, weights, name, normed)
    mixed = join_heads(attend(query, key, value, rows.size.log()))
    x = rows.x + scaled(weights, f"{name}.lambda_1", weights.linear(f"{name}.self_attn.out_proj", mixed))
    return replace(rows, x=x), soft_matching(key.mean(0), spec.protected)


def moved(rows: Rows, where: Tensor) -> Rows:
    """The rows after a merge that sends row i to `where[i]`."""
    x, size = merge(rows.x, rows.size, where)
    return Rows(x, size, where[rows.place])


def feed_forward(spec: VisionSpec, weights: Weights, layer: int, rows: Rows) -> Rows:
    name = f"vision_tower.encoder.layers.{layer}"
    normed = block_norm(spec, weights, f"{name}.layer_norm2", rows.x)
    hidden = activate(spec.activation, weights.linear(f"{name}.mlp.fc1", normed))
    return replace(rows, x=rows.x + scaled(weights, f"{name}.lambda_2", weights.linear(f"{name}.mlp.fc2", hidden)))


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
