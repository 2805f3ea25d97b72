"""How far every decision of a case is from flipping: what makes equality of owner maps and tokens a fair demand."""

from __future__ import annotations

import math
from collections.abc import Iterable

import torch

from .case import Case
from .plain.merging import ByCount, ByThreshold, Matching, Plan, Rule
from .plain.tower import Encoded

Margins = dict[str, float]

MEANING = (
    "tau: nearest score to its threshold; argmax: best minus second best of a merged row; "
    "order: gap between neighbouring kept rows (no class token); rank: last merged minus first kept row "
    "where a number of rows decides; top1_gap: smallest logit gap of a greedy step"
)

MEANING_AFTER_THE_TOWER = (
    "score: attention that the last dominant patch receives minus that of the next one; assignment: best minus "
    "second best target of a gathered patch; top1_gap: smallest logit gap of a greedy step"
)

MEANING_OF_ROWS = (
    "tau: nearest cosine of rows to a threshold; argmax: best minus second best partner of a row that joins; norm: gap "
    "between neighbouring norms down to the first row that is no pivot, relative; likeness: lead of the last row that "
    "a pivot keeps over the next one; top1_gap: smallest logit gap of a greedy step"
)


def meaning(case: Case) -> str:
    return MEANING_OF_ROWS if case.row_counts else MEANING_AFTER_THE_TOWER if case.tokens else MEANING


SCORE_NOISE = 5e-7
"""Most that two float32 computations of one score differ by; of one logit it is about 1e-5."""

ATTENTION_NOISE, LIKENESS_NOISE = 1e-7, 1e-6
"""The same for the attention that a patch receives and for the likeness of two keys, in the last block."""

LEAST: Margins = {
    **dict.fromkeys(("tau", "argmax", "rank", "order"), 40 * SCORE_NOISE),
    "score": 40 * ATTENTION_NOISE,
    "assignment": 40 * LIKENESS_NOISE,
    "norm": 40 * LIKENESS_NOISE,
    "likeness": 40 * LIKENESS_NOISE,
    "top1_gap": 6e-3,
}


def narrowest(parts: Iterable[Margins]) -> Margins:
    least: Margins = {}
    for part in parts:
        for name, value in part.items():
            least[name] = min(value, least.get(name, math.inf))
    return {name: value for name, value in least.items() if value < math.inf}


class TooNarrowError(Exception):
    """A decision is so close that float32 noise could flip it; the message names it."""


def require(margins: Margins, least: Margins) -> None:
    for name, limit in least.items():
        found = margins.get(name, math.inf)
        if found < limit:
            raise TooNarrowError(f"{name} {found:.1e} < {limit:.1e}")


def _layer(matching: Matching, plan: Plan | None, rule: Rule, layer: int) -> Margins:
    best, found = matching.best, {}
    if isinstance(rule, ByThreshold) and rule.thresholds[layer] < 1:
        found["tau"] = float((best - rule.thresholds[layer]).abs().min())
    if plan is None:
        return found
    merged, kept = plan.merged, plan.kept
    found["argmax"] = float((best - matching.runner_up)[merged].min())
    ordered = matching.descending
    capped = isinstance(rule, ByThreshold) and len(merged) == matching.cap
    if len(kept) > 0 and (capped or isinstance(rule, ByCount)):
        found["rank"] = float(best[ordered[len(merged) - 1]] - best[ordered[len(merged)]])
    if matching.protected == 0 and len(kept) > 1:
        found["order"] = float(-torch.diff(best[kept]).max())
    return found


def of_encoding(encoded: Encoded, rule: Rule) -> Margins:
    layers = zip(encoded.matchings, encoded.plans, strict=True)
    return narrowest(_layer(matching, plan, rule, layer) for layer, (matching, plan) in enumerate(layers))
