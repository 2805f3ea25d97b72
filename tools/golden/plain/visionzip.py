"""VisionZip (arXiv 2412.04467): patches that are looked at stay, the others are gathered into a few contextual tokens.

Where the paper leaves a choice open, this follows what its authors' code computes, except for what README.md names.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from .layers import layer_norm, split_heads
from .spec import VisionSpec
from .weights import Weights


@dataclass(frozen=True)
class Look:
    """What the last executed block says about its patches."""

    score: Tensor  # [N0] attention that a patch receives
    metric: Tensor  # [N0, d] unit length: the key, averaged over heads


@dataclass(frozen=True)
class Selection:
    """Which patches stay and where the others go. Rows stand in the order of their anchors."""

    anchor: Tensor  # int [n] the patch whose place a row takes
    contextual: Tensor  # bool [n]
    owner: Tensor  # int [N0] row that holds each patch; -1: dropped
    score_margin: float
    """Lead of the last dominant patch over the next one."""
    assignment_margin: float
    """The smallest lead of a gathered patch's target over its second best."""

    @property
    def size(self) -> Tensor:
        """Patches in every row, int [n]."""
        return torch.bincount(self.owner[self.owner >= 0], minlength=len(self.anchor))


def look(spec: VisionSpec, weights: Weights, x: Tensor) -> Look:
    """`x` [N0 + P, D] goes into the last executed block."""
    name = f"vision_tower.encoder.layers.{spec.executed - 1}"
    normed = layer_norm(weights, f"{name}.layer_norm1", x, spec.epsilon)
    query, key = (split_heads(weights.linear(f"{name}.self_attn.{part}_proj", normed), spec.heads) for part in "qk")
    looks = torch.softmax(query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5, dim=-1).mean(0)
    received = looks[0] if spec.class_token else looks.mean(0)
    metric = key.mean(0)[spec.protected :]
    return Look(received[spec.protected :], metric / metric.norm(dim=-1, keepdim=True))


def contextual_share(count: int) -> int:
    """Contextual tokens of `count`: five in 32, rounded half up. The paper has 10 of 64, 20 of 128, 30 of 192."""
    return (5 * count + 16) // 32


def _lead(values: Tensor) -> Tensor:
    """By how much the largest of every line beats the second largest."""
    if values.shape[-1] < 2:
        return torch.full(values.shape[:-1], torch.inf)
    first, second = values.topk(2).values.unbind(-1)
    return first - second


def select(given: Look, count: int) -> Selection:
    """`count` rows of N0 patches."""
    patches = len(given.score)
    contextual = contextual_share(count)
    ranked = torch.argsort(given.score, descending=True, stable=True)
    dominant, rest = ranked[: count - contextual], ranked[count - contextual :].sort().values
    last, following = given.score[dominant[-1:]], given.score[ranked[len(dominant) :][:1]]
    score_margin = float((last - following).min()) if len(dominant) and len(rest) else float("inf")

    step = max(1, len(rest) // contextual) if contextual else 1
    targets = rest[::step][:contextual]
    gathered = rest[~torch.isin(rest, targets)]
    anchor, order = torch.cat([dominant, targets]).sort()
    row = torch.full((patches,), -1)
    row[anchor] = torch.arange(count)
    owner = row.clone()
    assignment_margin = float("inf")
    if contextual and len(gathered):
        likeness = given.metric[gathered] @ given.metric[targets].T
        owner[gathered] = row[targets[likeness.argmax(-1)]]
        assignment_margin = float(_lead(likeness).min())
    return Selection(anchor, order >= len(dominant), owner, score_margin, assignment_margin)


def rows(features: Tensor, selection: Selection) -> Tensor:
    """[N0, D] -> [n, D]. A contextual row is its target plus the mean of what was gathered to it."""
    gathered = torch.ones(len(features), dtype=torch.bool)
    gathered[selection.anchor] = False
    gathered &= selection.owner >= 0
    where = selection.owner[gathered]
    found = features[selection.anchor]
    count = torch.bincount(where, minlength=len(found)).clamp(min=1)
    total = torch.zeros_like(found).index_add(0, where, features[gathered])
    return found + total / count[:, None]
