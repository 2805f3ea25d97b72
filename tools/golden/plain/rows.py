"""The method `rows`, ours: rows of the language model that are alike merge, round after round, behind the connector."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Matched:
    """Which cells share a row. Rows stand in the order of their first cells."""

    owner: Tensor  # int [cells]
    rows: Tensor  # [n, D_text] the mean of every row's cells
    scores: list[Tensor]
    """Per round the largest cosine of every row at an even place."""
    tau_margin: float
    """Nearest of them to the threshold."""
    partner_margin: float
    """The smallest lead of a partner over the second best, of rows that join."""


def _means(rows: Tensor, groups: list[list[int]]) -> Tensor:
    return torch.stack([rows[cells].mean(0) for cells in groups])


def match(rows: Tensor, threshold: float, compared: int | None = None) -> Matched:
    """`rows` [cells, D_text], one of every cell. From 1 upwards the threshold is off. Of each the first `compared`
    numbers decide."""
    groups = [[cell] for cell in range(len(rows))]
    scores: list[Tensor] = []
    tau = partner = math.inf
    while threshold < 1 and len(groups) > 1:
        unit = torch.nn.functional.normalize(_means(rows[:, :compared], groups), dim=-1)
        likeness = unit[0::2] @ unit[1::2].T
        best, to = likeness.max(dim=-1)
        scores.append(best)
        tau = min(tau, float((best - threshold).abs().min()))
        joins = best > threshold
        if not bool(joins.any()):
            break
        if likeness.shape[1] > 1:
            second = likeness.topk(2, dim=-1).values[:, 1]
            partner = min(partner, float((best - second)[joins].min()))
        kept = {number: list(cells) for number, cells in enumerate(groups)}
        for row in joins.nonzero()[:, 0].tolist():
            kept[2 * int(to[row]) + 1] += kept.pop(2 * row)
        groups = sorted(kept.values(), key=min)
    owner = torch.empty(len(rows), dtype=torch.int64)
    for number, cells in enumerate(groups):
        owner[cells] = number
    return Matched(owner, _means(rows, groups), scores, tau, partner)
