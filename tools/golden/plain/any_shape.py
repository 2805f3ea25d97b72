"""Towers for grids of any shape (Qwen3-VL, Qwen2.5-VL): positions interpolated and turned by row and column, features
of several layers handed on."""

from __future__ import annotations

import torch
from torch import Tensor

from .layers import activate, attend, join_heads, layer_norm, rms_norm, split_heads
from .spec import Spec, VisionSpec
from .squares import Shape, join
from .tower import Encoded
from .weights import Weights

_THETA = 10_000.0


def shape_of(spec: VisionSpec, pixels: Tensor) -> Shape:
    """Rows and columns of patches. pixels [..., H, W]."""
    return pixels.shape[-2] // spec.patch_size, pixels.shape[-1] // spec.patch_size


def _axis(length: int, side: int, dtype: torch.dtype) -> Tensor:
    """Shares of the `side` places of the table that every patch along an axis has. [length, side]"""
    # The model computes them in float32, also when the rest is computed in float64.
    at = torch.arange(length, dtype=torch.float32) * (side - 1) / max(1, length - 1)
    return (1 - (at[:, None] - torch.arange(side)).abs()).clamp(min=0).to(dtype)


def _positions(spec: VisionSpec, weights: Weights, shape: Shape) -> Tensor:
    table = weights["vision_tower.pos_embed.weight"].reshape(spec.side, spec.side, -1)
    down, across = (_axis(length, spec.side, table.dtype) for length in shape)
    return torch.einsum("ra,cb,abd->rcd", down, across, table).flatten(0, 1)


def _turn(x: Tensor, shape: Shape) -> Tensor:
    """Queries or keys [heads, N0, d]: of every half the first quarter of the head turns by the row, the second by the
    column."""
    quarter = x.shape[-1] // 4
    frequency = 1 / _THETA ** (torch.arange(quarter, dtype=torch.float32) * 2 / (2 * quarter))
    row = torch.arange(shape[0], dtype=torch.float32).repeat_interleave(shape[1])
    column = torch.arange(shape[1], dtype=torch.float32).repeat(shape[0])
    angle = torch.cat([row[:, None] * frequency, column[:, None] * frequency], dim=-1).to(x.dtype)
    low, high = x.chunk(2, dim=-1)
    return torch.cat([low * angle.cos() - high * angle.sin(), high * angle.cos() + low * angle.sin()], dim=-1)


def _norm(spec: VisionSpec, weights: Weights, name: str, x: Tensor) -> Tensor:
    if spec.rms_norm:
        return rms_norm(weights, name, x, spec.epsilon, 0.0)
    return layer_norm(weights, name, x, spec.epsilon)


def _mlp(spec: VisionSpec, weights: Weights, name: str, x: Tensor) -> Tensor:
    """Two layers, or two side by side whose product a third takes."""
    if weights.get(f"{name}.gate_proj.weight") is None:
        return weights.linear(f"{name}.linear_fc2", activate(spec.activation, weights.linear(f"{name}.linear_fc1", x)))
    gate = activate(spec.activation, weights.linear(f"{name}.gate_proj", x))
    return weights.linear(f"{name}.down_proj", gate * weights.linear(f"{name}.up_proj", x))


def _windows(shape: Shape, side: int) -> Tensor:
    """0 where two patches share a window, -inf where not. [N0, N0]"""
    row = torch.arange(shape[0]).repeat_interleave(shape[1]) // side
    column = torch.arange(shape[1]).repeat(shape[0]) // side
    same = (row[:, None] == row) & (column[:, None] == column)
    return torch.zeros(same.shape).masked_fill(~same, -torch.inf)


def encode(spec: VisionSpec, weights: Weights, pixels: Tensor) -> Encoded:
    """pixels [3, H, W], or [frames, 3, H, W] of a video. Features [N0, D * (1 + further layers)]: the last one's after
    the norm, then the others as they are."""
    shape = shape_of(spec, pixels)
    kernel = weights["vision_tower.patch_embed.proj.weight"]
    # A still picture is every frame of its patches.
    spanned = pixels if pixels.dim() == 4 else pixels.expand(kernel.shape[2], -1, -1, -1)
    frames = spanned.to(kernel.dtype).transpose(0, 1)[None]
    stride = (kernel.shape[2], spec.patch_size, spec.patch_size)
    x = torch.nn.functional.conv3d(frames, kernel, weights.get("vision_tower.patch_embed.proj.bias"), stride=stride)
    x = x[0, :, 0].flatten(1).T
    if spec.learned_positions:
        x = x + _positions(spec, weights, shape)
    windows = _windows(shape, spec.window).to(x.dtype) if spec.window else torch.zeros((), dtype=x.dtype)
    hidden: list[Tensor] = []
    for layer in range(spec.layers):
        name = f"vision_tower.blocks.{layer}"
        normed = _norm(spec, weights, f"{name}.norm1", x)
        parts = weights.linear(f"{name}.attn.qkv", normed).chunk(3, dim=-1)
        query, key, value = (split_heads(part, spec.heads) for part in parts)
        bias = torch.zeros((), dtype=x.dtype) if layer in spec.whole_layers else windows
        mixed = attend(_turn(query, shape), _turn(key, shape), value, bias)
        x = x + weights.linear(f"{name}.attn.proj", join_heads(mixed))
        x = x + _mlp(spec, weights, f"{name}.mlp", _norm(spec, weights, f"{name}.norm2", x))
        hidden.append(x)
    last = _norm(spec, weights, "vision_tower.merger.norm", x)
    features = torch.cat([last, *(hidden[layer] for layer in spec.deep_layers or ())], dim=-1)
    patches = shape[0] * shape[1]
    owner = torch.arange(patches).repeat(spec.layers, 1)
    return Encoded(features, torch.ones(patches, dtype=x.dtype), owner, hidden, [], [], shape)


def project(spec: Spec, weights: Weights, features: Tensor, shape: Shape) -> Tensor:
    """Features of all patches to [cells, D_text * (1 + further layers)]."""
    vision = spec.vision
    layers = features.chunk(1 + len(vision.deep_layers or ()), dim=-1)
    joined = [join(layer, spec.square, shape) for layer in layers]
    names = ["vision_tower.merger"]
    for number, deep in enumerate(joined[1:]):
        names.append(f"vision_tower.deepstack_merger_list.{number}")
        joined[number + 1] = layer_norm(weights, f"{names[-1]}.norm", deep, vision.epsilon)
    rows = []
    for name, square in zip(names, joined, strict=True):
        rows.append(
            weights.linear(f"{name}.linear_fc2", activate("gelu", weights.linear(f"{name}.linear_fc1", square)))
        )
    return torch.cat(rows, dim=-1)
