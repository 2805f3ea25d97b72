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

    rows: Tensor  # [n, D], behind each what the first layers add to it
    u: Tensor  # int [N] the unique row at every place
    prompt: int
    """Places of the prompt: those that see each other where the model attends to its whole prefix."""
    positions: Tensor | None = None  # int [N] ascending, or [3, N] of time, rows and columns
    """For the rotary embedding, where places are left out, shared or counted in three directions; else a place's
    number is its position."""
    image: Tensor | None = None  # bool [N] whether a place is an image's; None: none is

    @property
    def rotary(self) -> Tensor:
        """The position of every place, int [N]."""
        return torch.arange(len(self.u)) if self.positions is None else self.positions

    def extended(self, row: Tensor) -> Sequence:
        """One more token at the next position, a unique row of its own."""
        u = torch.cat([self.u, torch.tensor([len(self.rows)])])
        last = self.rotary[..., -1:]
        # Behind many frames the time of the last is later than the text.
        positions = torch.cat([self.rotary, torch.full_like(last, int(self.rotary.max()) + 1)], dim=-1)
        image = None if self.image is None else torch.cat([self.image, torch.tensor([False])])
        return Sequence(torch.cat([self.rows, row[None]]), u, self.prompt, positions, image)


@dataclass(frozen=True)
class Generated:
    logits: Tensor  # [V] after the prompt
    tokens: list[int]
    gap: float
    """The smallest lead of a chosen token over the next best."""


def embedded(spec: TextSpec, weights: Weights, ids: Tensor) -> Tensor:
    """Token ids to rows [t, D]."""
    rows = weights["language_model.embed_tokens.weight"][ids] * spec.embedding_scale
    return torch.cat([rows, rows.new_zeros(*rows.shape[:-1], spec.deep * rows.shape[-1])], dim=-1)


def _directed(spec: TextSpec, sections: tuple[int, int, int], positions: Tensor, pairs: int) -> Tensor:
    """[3, N] -> the position by which every pair turns, [N, pairs]. Where directions take turns, what is left is of
    time."""
    if not spec.interleaved:
        return positions[torch.repeat_interleave(torch.arange(3), torch.tensor(sections))].T
    chosen = torch.zeros(pairs, dtype=torch.int64)
    for direction in (1, 2):
        chosen[direction : 3 * sections[direction] : 3] = direction
    return positions[chosen].T


def rotate(spec: TextSpec, x: Tensor, positions: Tensor, theta: float, factor: float = 1.0) -> Tensor:
    """Rotary positions for [heads, N, d]; the halves of a head turn against each other."""
    half = x.shape[-1] // 2
    # The model's frequencies are float32 numbers, also when it is computed in float64.
    frequency = 1 / theta ** (torch.arange(0, half, dtype=torch.float32) * 2 / (2 * half)) / factor
    of_pairs = positions[:, None]
    if positions.dim() == 2 and spec.sections is not None:
        of_pairs = _directed(spec, spec.sections, positions, half)
    angle = of_pairs.to(x.dtype) * frequency.to(x.dtype)
    low, high = x[..., :half], x[..., half:]
    return torch.cat([low * angle.cos() - high * angle.sin(), high * angle.cos() + low * angle.sin()], -1)


def visibility(spec: TextSpec, sequence: Sequence, dtype: torch.dtype, slides: bool) -> Tensor:
    """0 where a position sees another, -inf where not: causal, but what the model reads whole sees itself; within a
    window where it `slides`.

    A prompt that is read whole is seen through windows; an image that is read whole is not.
    """
    number = torch.arange(len(sequence.u))
    column, row = number[:, None], number
    position = sequence.rotary
    near = position > position[:, None] - (spec.window or 0) if slides else torch.ones(1, dtype=torch.bool)
    seen = row <= column
    if spec.prefix_attention == "prompt":
        seen = (seen & near) | ((row < sequence.prompt) & (column < sequence.prompt))
    elif spec.prefix_attention == "images" and sequence.image is not None:
        # Neighbouring places of images are one image: text stands around each.
        begins = sequence.image & ~torch.cat([torch.tensor([False]), sequence.image[:-1]])
        which = torch.where(sequence.image, begins.cumsum(0), 0)
        seen = (seen | ((which == which[:, None]) & (which > 0))) & near
    else:
        seen = seen & near
    return torch.zeros(len(number), len(number), dtype=dtype).masked_fill(~seen, -torch.inf)


def capped(x: Tensor, cap: float | None) -> Tensor:
    return x if cap is None else cap * torch.tanh(x / cap)


def remerge(attended: Tensor, u: Tensor, count: int) -> Tensor:
    """Mean over the positions that share a unique row: [N, D] -> [n, D]."""
    total = torch.zeros(count, attended.shape[1], dtype=attended.dtype).index_add(0, u, attended)
    return total / torch.bincount(u, minlength=count)[:, None]


def next_logits(spec: TextSpec, weights: Weights, sequence: Sequence) -> Tensor:
    """Logits [V] at the last unique row."""
    x, *further = sequence.rows.chunk(1 + spec.deep, dim=-1)
    u = sequence.u
    groups = spec.heads // spec.kv_heads

    def norm(name: str, rows: Tensor) -> Tensor:
        return rms_norm(weights, name, rows, spec.epsilon, spec.norm_offset)

    for layer in range(spec.layers):
        name = f"language_model.layers.{layer}"
        slides = bool(spec.sliding) and spec.sliding[layer]
        bias = visibility(spec, sequence, x.dtype, slides)
        theta, factor = spec.theta, spec.rope_factor
        if slides and spec.local_theta is not None:
            theta, factor = spec.local_theta, 1.0

        normed = norm(f"{name}.input_layernorm", x)
        # Projections on the unique rows, attention at the full positions.
        query, key, value = (
            split_heads(weights.linear(f"{name}.self_attn.{part}_proj", normed)[u], heads)
            for part, heads in (("q", spec.heads), ("k", spec.kv_heads), ("v", spec.kv_heads))
        )
        if spec.qk_norm:
            query = norm(f"{name}.self_attn.q_norm", query)
            key = norm(f"{name}.self_attn.k_norm", key)
        key = rotate(spec, key, sequence.rotary, theta, factor).repeat_interleave(groups, dim=0)
        value = value.repeat_interleave(groups, dim=0)
        query = rotate(spec, query, sequence.rotary, theta, factor)
        mixed = join_heads(attend(query, key, value, bias, spec.query_scale, spec.attention_cap))
        added = weights.linear(f"{name}.self_attn.o_proj", remerge(mixed, u, len(x)))
        x = x + (norm(f"{name}.post_attention_layernorm", added) if spec.post_norms else added)
        normed = norm(f"{name}.{'pre_feedforward' if spec.post_norms else 'post_attention'}_layernorm", x)
        gate = activate(spec.activation, weights.linear(f"{name}.mlp.gate_proj", normed))
        added = weights.linear(f"{name}.mlp.down_proj", gate * weights.linear(f"{name}.mlp.up_proj", normed))
        x = x + (norm(f"{name}.post_feedforward_layernorm", added) if spec.post_norms else added)
        if layer < len(further):
            x = x + further[layer]
    return capped(weights.head @ norm("language_model.norm", x[-1]), spec.logit_cap)


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
