"""DART (arXiv 2502.11494) before the language model: a few pivots of large norm, and for each the rows that resemble
it least."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

PIVOTS = 4


@dataclass(frozen=True)
class Pruned:
    anchor: Tensor  # int [n] cells whose rows stay, ascending
    norm_margin: float
    """Smallest gap between neighbouring norms, down to that of the first row that is no pivot; relative."""
    likeness_margin: float
    """Smallest lead of the last row that a pivot keeps over the next one."""


def prune(rows: Tensor, count: int) -> Pruned:
    """`rows` [cells, D_text]. The authors choose with keys and hidden states of a layer; here there are rows only."""
    norms = rows.abs().sum(-1)
    order = torch.argsort(norms, descending=True, stable=True)
    pivots = order[: min(PIVOTS, count)].tolist()
    ranked = norms[order[: len(pivots) + 1]]
    norm_margin = float((-torch.diff(ranked) / ranked[0]).min()) if len(ranked) > 1 else math.inf
    unit = torch.nn.functional.normalize(rows, dim=-1)
    kept, left = set(pivots), count - len(pivots)
    likeness_margin = math.inf
    for number, pivot in enumerate(pivots):
        share = (number + 1) * left // len(pivots) - number * left // len(pivots)
        cosine = unit @ unit[pivot]
        others = [cell for cell in torch.argsort(cosine, stable=True).tolist() if cell not in kept]
        if 0 < share < len(others):
            likeness_margin = min(likeness_margin, float(cosine[others[share]] - cosine[others[share - 1]]))
        kept |= set(others[:share])
    return Pruned(torch.tensor(sorted(kept)), norm_margin, likeness_margin)
