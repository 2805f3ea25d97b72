"""From a layout and owner maps to unique rows and the index `u` that says where each of them stands."""

from __future__ import annotations

from collections.abc import Sequence as Ordered
from dataclasses import dataclass

import torch
from torch import Tensor

from .layouts import NEWLINE, Cell

Source = tuple[int, int]
"""(view, token), or (-1, k) for the k-th newline row."""


@dataclass(frozen=True)
class Placed:
    """The image part of a prompt."""

    sources: list[Source]  # [n] in the order that the sequence has without virtual unmerging
    u: Tensor  # int [N] row at every position


def place(cells: Ordered[Cell], owners: Ordered[Tensor], by_appearance: bool) -> Placed:
    """Rows that serve no position are dropped.

    `owners`: per view, the token of every patch [N0]. The rows stand in order of first appearance, or else
    view by view in the tower's order with newline rows last.
    """
    positions: list[Source] = []
    newlines = 0
    for cell in cells:
        if cell == NEWLINE:
            positions.append((-1, newlines))
            newlines += 1
        else:
            view, patch = cell
            positions.append((view, int(owners[view][patch])))
    used = list(dict.fromkeys(positions))
    sources = used if by_appearance else sorted(used, key=lambda source: (source[0] < 0, source))
    number = {source: row for row, source in enumerate(sources)}
    return Placed(sources, torch.tensor([number[source] for source in positions]))


def gather(sources: Ordered[Source], projected: Ordered[Tensor], newline: Tensor | None) -> Tensor:
    """The unique image rows [n, D_text]. `newline` [D_text] is the checkpoint's learned row, if it has one."""
    rows: list[Tensor] = []
    for view, token in sources:
        if view >= 0:
            rows.append(projected[view][token])
        elif newline is not None:
            rows.append(newline)
        else:
            raise ValueError("a newline position, but the checkpoint has no newline row")
    return torch.stack(rows)
