"""One image whose rows are reduced behind the connector: merged where they are alike, or pruned. By the plain
implementation."""

from __future__ import annotations

from collections.abc import Sequence as Ordered

import torch
from torch import Tensor

from . import margins
from .hugging_face import MOST_TOKENS, Unmerged
from .margins import Margins
from .merged import Image, Layout, Model, View, encode_views, image_of, own_positions, runs, text_width
from .plain import dart, decoder, rows
from .plain.dart import Pruned
from .plain.decoder import Generated, Sequence
from .plain.layouts import NEWLINE, Cell
from .plain.merging import never
from .plain.rows import Matched
from .plain.spec import Spec
from .plain.squares import Shape, join
from .plain.tower import Encoded
from .reduced import Reduced

_ROWS = (0.3, 0.8)
"""Shares of the first round's scores around which a case's two thresholds lie, in the widest gap near them."""


def whole(model: Model, pixels: Tensor) -> Image:
    """Without reduction: a row for every cell. pixels [views, 3, h, w]."""
    return image_of(model, encode_views(model, pixels, never))


def _patches_of(spec: Spec, owner: Tensor, shape: Shape | None) -> Tensor:
    """The row of every patch, from that of its cell. [cells] -> [N0]"""
    patches = len(owner) * spec.square**2
    numbers = torch.arange(patches)[:, None]
    of_patch = torch.empty(patches, dtype=owner.dtype)
    of_patch[join(numbers, spec.square, shape)] = owner[:, None]
    return of_patch


def _view(spec: Spec, view: View, owner: Tensor, count: int) -> Reduced:
    last = _patches_of(spec, owner, view.shape if isinstance(view, Encoded) else None)
    size = torch.bincount(last[last >= 0], minlength=count)
    return Reduced(view.features, size.to(view.features.dtype), torch.cat([view.owner[:-1], last[None].to(view.owner)]))


def matched(model: Model, image: Image, matches: list[Matched]) -> Image:
    views = [
        _view(model.spec, view, found.owner, len(found.rows)) for view, found in zip(image.views, matches, strict=True)
    ]
    return Image(views, [found.rows for found in matches], [found.owner for found in matches])


def pruned(model: Model, image: Image, prunings: list[Pruned]) -> Image:
    views, projected, cells = [], [], []
    for view, every, found in zip(image.views, image.projected, prunings, strict=True):
        owner = torch.full((len(every),), -1)
        owner[found.anchor] = torch.arange(len(found.anchor))
        views.append(_view(model.spec, view, owner, len(found.anchor)))
        projected.append(every[found.anchor])
        cells.append(owner)
    return Image(views, projected, cells)


def choose_row_thresholds(model: Model, image: Image) -> tuple[float, ...]:
    """Two: one that leaves about half of the rows, and one that leaves more."""
    scores = (
        torch.cat([rows.match(every, 0.9999, text_width(model)).scores[0] for every in image.projected]).sort().values
    )
    found = []
    for share in _ROWS:
        middle = min(int(share * len(scores)), len(scores) - 2)
        first = max(0, middle - 1)
        gaps = torch.diff(scores[first : middle + 2])
        widest = first + int(gaps.argmax())
        found.append(round(float(scores[widest] + scores[widest + 1]) / 2, 5))
    return tuple(found)


def of_matches(matches: Ordered[Matched]) -> Margins:
    return margins.narrowest({"tau": found.tau_margin, "argmax": found.partner_margin} for found in matches)


def of_prunings(prunings: Ordered[Pruned]) -> Margins:
    return margins.narrowest({"norm": found.norm_margin, "likeness": found.likeness_margin} for found in prunings)


def _row(model: Model, image: Image, cell: Cell) -> Tensor | None:
    if cell == NEWLINE:
        return model.weights.get("image_newline")
    view, place = cell
    number = int(image.cells[view][place])
    return image.projected[view][number] if number >= 0 else None


def kept_sequence(model: Model, unmerged: Unmerged, image: Image, layout: Layout, gaps: bool) -> Sequence:
    """The unmerged prompt without the rows that are left out; `gaps`: every other keeps its position."""
    pieces = runs(unmerged)
    several = sum(of_image for of_image, _ in pieces) > 1
    cells = list(layout.cells)
    every: list[Tensor | None] = []
    image_places: list[bool] = []
    for of_image, ids in pieces:
        if of_image:
            here = len(ids) if several else len(cells)
            every += [_row(model, image, cell) for cell in cells[:here]]
            image_places += [True] * here
            cells = cells[here:]
        else:
            every += decoder.embedded(model.spec.text, model.weights, ids)
            image_places += [False] * len(ids)
    unique = [row.to(model.weights.dtype) for row in every if row is not None]
    count = len(unique)
    positions = [position for position, row in enumerate(every) if row is not None]
    full = own_positions(model, unmerged)
    kept = torch.tensor(positions) if full is None else full[:, positions]
    standing = kept if gaps else torch.arange(count)
    of_images = torch.tensor(image_places)[positions]
    return Sequence(torch.stack(unique), torch.arange(count), prompt=count, positions=standing, image=of_images)


def answer_kept(model: Model, unmerged: Unmerged, image: Image, layout: Layout, gaps: bool) -> Generated:
    sequence = kept_sequence(model, unmerged, image, layout, gaps)
    return decoder.generate(model.spec.text, model.weights, sequence, unmerged.stop, MOST_TOKENS)


def match_all(model: Model, image: Image, threshold: float) -> list[Matched]:
    return [rows.match(every, threshold, text_width(model)) for every in image.projected]


def prune_all(model: Model, image: Image, count: int) -> list[Pruned]:
    return [dart.prune(every[:, : text_width(model)], count) for every in image.projected]
