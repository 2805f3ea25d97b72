"""Rows that keep the place of one of their patches in the prompt, instead of being unmerged to all of them."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Ordered
from dataclasses import dataclass

import torch
from torch import Tensor

from .layouts import NEWLINE, Cell
from .unmerging import Source


@dataclass(frozen=True)
class Stood:
    """The image part of a prompt."""

    sources: list[Source]  # [n] in the order of the sequence
    positions: Tensor  # int [n] ascending, from 0 at the first position of the image
    length: int
    """Positions of the unreduced layout: where the text goes on."""


def _home(homes: Mapping[Cell, int], view: int, owner: Tensor, row: int, anchor: int) -> int | None:
    """The position of the row's anchor, or else of the first of its patches that the layout holds."""
    patches = [anchor, *(owner == row).nonzero()[:, 0].tolist()]
    return next((homes[view, patch] for patch in patches if (view, patch) in homes), None)


def stand(cells: Ordered[Cell], homes: Mapping[Cell, int], owners: Ordered[Tensor], anchors: Ordered[Tensor]) -> Stood:
    """Rows of which the layout holds no patch are dropped; newline rows stay where they are.

    `owners` per view, int [N0]; `anchors` per view, int [n]; `homes`: the position of every patch of the layout.
    """
    placed: list[tuple[int, Source]] = []
    for view, (owner, anchor) in enumerate(zip(owners, anchors, strict=True)):
        for row, patch in enumerate(anchor.tolist()):
            home = _home(homes, view, owner, row, patch)
            if home is not None:
                placed.append((home, (view, row)))
    newlines = [position for position, cell in enumerate(cells) if cell == NEWLINE]
    placed += [(position, (-1, number)) for number, position in enumerate(newlines)]
    placed.sort()
    return Stood([source for _, source in placed], torch.tensor([position for position, _ in placed]), len(cells))
