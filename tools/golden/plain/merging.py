"""Soft matching and merging of one sequence (paper, section 3.1): which tokens merge, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor


@dataclass(frozen=True)
class Matching:
    """The most similar odd token of every even token."""

    best: Tensor  # [a] cosine; -inf for a protected token
    partner: Tensor  # [a] row in B
    runner_up: Tensor  # [a] second best cosine, for margins
    tokens: int
    protected: int

    @property
    def cap(self) -> int:
        """Rows that may merge at most."""
        return (self.tokens - self.protected) // 2

    @property
    def descending(self) -> Tensor:
        """Rows of A, the most similar first, the earlier first among equals."""
        return torch.argsort(self.best, descending=True, stable=True)


@dataclass(frozen=True)
class Plan:
    """Which rows of A merge away, and the order in which the others stay. Rows count from 0 within A."""

    merged: Tensor
    kept: Tensor


class Rule(Protocol):
    """What decides which rows merge at a layer (layers count from 0). None leaves the sequence untouched."""

    def __call__(self, layer: int, matching: Matching) -> Plan | None: ...


def soft_matching(metric: Tensor, protected: int) -> Matching:
    """Even tokens against odd ones by cosine. `metric` [n, d]: one vector per token, of any length."""
    unit = metric / metric.norm(dim=-1, keepdim=True)
    scores = unit[0::2] @ unit[1::2].T
    scores[: (protected + 1) // 2] = -torch.inf
    best, partner = scores.max(dim=-1)
    others = scores.scatter(1, partner[:, None], -torch.inf)
    return Matching(best, partner, others.amax(-1), len(metric), protected)


def _plan(matching: Matching, rows: int) -> Plan | None:
    """Merge the `rows` most similar rows, at most as many as the cap allows."""
    count = min(rows, matching.cap)
    if count == 0:
        return None
    order = matching.descending
    kept = order[count:]
    # With a class token the reference sorts the kept rows by index, without one it leaves them by score.
    return Plan(order[:count], kept.sort().values if matching.protected else kept)


@dataclass(frozen=True)
class ByThreshold:
    """DToMe: every row above the layer's threshold merges. A threshold of 1 or more switches the layer off."""

    thresholds: tuple[float, ...]

    def __call__(self, layer: int, matching: Matching) -> Plan | None:
        threshold = self.thresholds[layer]
        if threshold >= 1:
            return None
        # The comparison is made in float32, in which the engine holds scores and thresholds.
        limit = torch.tensor(threshold, dtype=torch.float32).to(matching.best.dtype)
        return _plan(matching, int((matching.best > limit).sum()))


@dataclass(frozen=True)
class ByCount:
    """ToMe: the layer's number of rows merges, whatever their scores."""

    rows: tuple[int, ...]

    def __call__(self, layer: int, matching: Matching) -> Plan | None:
        return _plan(matching, self.rows[layer])


def never(layer: int, matching: Matching) -> Plan | None:
    """No merging."""
    del layer, matching
    return None


def destinations(matching: Matching, plan: Plan) -> Tensor:
    """The new position of every old token [n]: kept rows of A first, then all of B in their order."""
    b_start = len(plan.kept)
    where = torch.empty(matching.tokens, dtype=torch.long)
    where[1::2] = b_start + torch.arange(matching.tokens // 2)
    where[2 * plan.kept] = torch.arange(b_start)
    where[2 * plan.merged] = b_start + matching.partner[plan.merged]
    return where


def merge(x: Tensor, size: Tensor, where: Tensor) -> tuple[Tensor, Tensor]:
    """Size-weighted means of the tokens that share a destination. x [n, D], size [n] -> [m, D], [m]."""
    count = int(where.max()) + 1
    total = torch.zeros(count, dtype=size.dtype).index_add(0, where, size)
    weighted = torch.zeros(count, x.shape[1], dtype=x.dtype).index_add(0, where, x * size[:, None])
    return weighted / total[:, None], total
