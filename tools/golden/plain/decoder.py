"""The language model with virtual token unmerging (paper, section 3.2). Keeps no cache: each token recomputes all."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from .layers import activate, attend, join_heads, rms_norm, split_heads
from .spec import TextSpec
from .weights import Weights


@dataclass(frozen=True)
class Sequence:
    """Unique rows and the places at which they stand, which see each other in their order."""

    rows: Tensor  # [n, D]
    u: Tensor  # int [N] the unique row at every place
    prompt: int
    """Places of the prompt: those that see each other where the model attends to its whole prefix."""
    positions: Tensor | None = None  # int [N] ascending
    """For the rotary embedding, where places are left out or shared; else a place's number is its position."""

    @property
    def rotary(self) -> Tensor:
        """The position of every place, int [N]."""
        return torch.arange(len(self.u)) if self.positions is None else self.positions

    def extended(self, row: Tensor) -> Sequence:
        """One more token at the next position, a unique row of its own."""
        u = torch.cat([self.u, torch.tensor([len(self.rows)])])
        positions = torch.cat([self.rotary, self.rotary[-1:] + 1])
        return Sequence(torch.cat([self.rows, row[None]]), u, self.prompt, positions)


@dataclass(frozen=True)
class Generated:
    logits: Tensor  # [V] after the prompt
    tokens: list[int]
    gap: float
    """The smallest lead of a chosen token over the next best."""


def embedded(spec: TextSpec, weights: Weights, ids: Tensor) -> Tensor:
    """Token ids to rows [t, D]."""
    return weights["language_model.embed_tokens.weight"][ids] * spec.embedding_scale


def rotate(x: Tensor, positions: Tensor, theta: float) -> Tensor:
    """Rotary positions for [heads, N, d]; the halves of a head turn against each other."""
    half = x.shape[-1] // 2
    # The model's frequencies are float32 numbers, also when it is computed in float64.
    frequency = 1 / theta ** (torch.arange(0, half, dtype=torch.float32) * 2 / (2 * half))
    angle = positions.to(x.dtype)[:, None] * frequency.to(x.dtype)
    low, high = x[..., :half], x[..., half:]
    return torch.cat([low * angle.cos() - high * angle.sin(), high * angle.cos() + low * angle.sin()], -1)


def visibility(positions: int, prefix: int, dtype: torch.dtype) -> Tensor:
    """0 where a position sees another, -inf where not: causal, but the first `prefix` positions see each other."""
    column, row = torch.arange(positions)[:, None], torch.arange(positions)
    seen = (row <= column) | ((row < prefix) & (column < prefix))
    return torch.zeros(positions, positions, dtype=dtype).masked_fill(~seen, -torch.inf)


def remerge(attended: Tensor, u: Tensor, count: int) -> Tensor:
    """Mean over the positions that share a unique row: [N, D] -> [n, D]."""
    total = torch.zeros(count, attended.shape[1], dtype=attended.dtype).index_add(0, u, attended)
    return total / torch.bincount(u, minlength=count)[:, None]


def next_logits(spec: TextSpec, weights: Weights, sequence: Sequence) -> Tensor:
    """Logits [V] at the last unique row."""
    x, u = sequence.rows, sequence.u
    bias = visibility(len(u), sequence.prompt if spec.prefix_attention else 0, x.dtype)
    groups = spec.heads // spec.kv_heads

    def norm(name: str, rows: Tensor) -> Tensor:
        return rms_norm(weights, name, rows, spec.epsilon, spec.norm_offset)

    for layer in range(spec.layers):
        name = f"language_model.layers.{layer}"
        normed = norm(f"{name}.input_layernorm", x)
        # Projections on the unique rows, attention at the full positions.
        query, key, value = (
            split_heads(weights.linear(f"{name}.self_attn.{part}_proj", normed)[u], heads)
            for part, heads in (("q", spec.heads), ("k", spec.kv_heads), ("v", spec.kv_heads))
        )
        key = rotate(key, sequence.rotary, spec.theta).repeat_interleave(groups, dim=0)
        value = value.repeat_interleave(groups, dim=0)
        mixed = join_heads(attend(rotate(query, sequence.rotary, spec.theta), key, value, bias))
        x = x + weights.linear(f"{name}.self_attn.o_proj", remerge(mixed, u, len(x)))
        normed = norm(f"{name}.post_attention_layernorm", x)
        gate = activate(spec.activation, weights.linear(f"{name}.mlp.gate_proj", normed))
        x = x + weights.linear(f"{name}.mlp.down_proj", gate * weights.linear(f"{name}.mlp.up_proj", normed))
    return weights.head @ norm("language_model.norm", x[-1])


def generate(spec: TextSpec, weights: Weights, sequence: Sequence, stop: set[int], limit: int) -> Generated:
    """Greedy tokens until a stop token, which is included, or `limit` of them."""
    first = logits = next_logits(spec, weights, sequence)
    tokens: list[int] = []
    gap = float("inf")
    while True:
        lead = logits.topk(2).values
        gap = min(gap, float(lead[0] - lead[1]))
        token = int(logits.argmax())
        tokens.append(token)
        if token in stop or len(tokens) == limit:
            return Generated(first, tokens, gap)
        sequence = sequence.extended(embedded(spec, weights, torch.tensor(token)))
        logits = next_logits(spec, weights, sequence)
