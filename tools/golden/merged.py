"""The merged numbers of a case, by the plain implementation, in any floating-point type."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Ordered
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor

from .hugging_face import MOST_TOKENS, Unmerged
from .plain import any_shape, decoder, layouts, squares
from .plain.decoder import Generated, Sequence
from .plain.layouts import Cell, Grid
from .plain.merging import Rule
from .plain.projector import project
from .plain.spec import Spec, read_spec
from .plain.tower import Encoded, encode
from .plain.unmerging import Placed, Source, gather, place
from .plain.weights import Weights, read_weights


@dataclass(frozen=True)
class Model:
    spec: Spec
    weights: Weights

    @classmethod
    def read(cls, folder: Path, dtype: torch.dtype, video: bool = False) -> Model:
        return cls(read_spec(folder, video), read_weights(folder, dtype))


@dataclass(frozen=True)
class Layout:
    name: str
    """Part of the tensors' names; empty where a case has one view and so one layout."""
    cells: list[Cell]
    homes: Mapping[Cell, int]
    """The position in whose cell each patch lies; patches outside of the layout have none."""
    by_appearance: bool
    grid: Grid | None = None


class View(Protocol):
    """One view with fewer tokens than patches, however it came to them."""

    @property
    def features(self) -> Tensor: ...  # [n, D]
    @property
    def size(self) -> Tensor: ...  # [n]
    @property
    def owner(self) -> Tensor: ...  # int [L_x, N0]
    @property
    def counts(self) -> list[int]: ...  # tokens after every layer


@dataclass(frozen=True)
class Image:
    """All views of one image, reduced in one way."""

    views: Ordered[View]
    projected: list[Tensor]  # per view [rows, D_text]
    cells: list[Tensor]  # per view, the row at every cell: a patch, or a square of patches


def encode_views(model: Model, pixels: Tensor, rule: Rule) -> list[Encoded]:
    """pixels [views, 3, h, w]."""
    if model.spec.vision.deep_layers is not None:
        return [any_shape.encode(model.spec.vision, model.weights, view) for view in pixels]
    return [encode(model.spec.vision, model.weights, view, rule) for view in pixels]


def image_of(model: Model, views: Ordered[View]) -> Image:
    """Where squares are joined, every patch has its token's features again; equal squares are one row."""
    spec, weights = model.spec, model.weights
    if spec.square == 1:
        projected = [project(spec, weights, view.features) for view in views]
        return Image(views, projected, [view.owner[-1] for view in views])
    rows, cells = [], []
    for view in views:
        owner = view.owner[-1].long()
        shape = view.shape if isinstance(view, Encoded) else None
        if shape is None:
            every = project(spec, weights, squares.join(view.features[owner], spec.square))
        else:
            every = any_shape.project(spec, weights, view.features[owner], shape)
        first, at = squares.distinct(owner, spec.square, shape)
        rows.append(every[first])
        cells.append(at)
    return Image(views, rows, cells)


def case_layouts(spec: Spec, unmerged: Unmerged, video: bool) -> list[Layout]:
    """The layouts that a case is answered in: one for a single view, `flat` and `faithful` for several."""
    views, vision = len(unmerged.pixels), spec.vision
    if vision.deep_layers is not None:
        each = len(unmerged.projected) // views
        cells = [(view, cell) for view in range(views) for cell in range(each)]
        return [Layout("", cells, {}, by_appearance=True)]
    if spec.tiled or spec.square > 1:
        # The overview, view 0, is read last; frames follow one another. Which position a patch lies in is asked of no
        # such case.
        order = range(views) if video else [*range(1, views), 0]
        cells = [(view, cell) for view in order for cell in range(vision.patches // spec.square**2)]
        return [Layout("", cells, {}, by_appearance=True)]
    if video:
        frames, pooled = layouts.flat_frames(views, vision.patches), layouts.pooled_frames(views, vision.side)
        return [
            Layout("flat", frames, layouts.flat_homes(views, vision.patches), by_appearance=False),
            Layout("faithful", pooled, layouts.pooled_homes(views, vision.side), by_appearance=True),
        ]
    flat, homes = layouts.flat(views, vision.patches), layouts.flat_homes(views, vision.patches)
    if unmerged.image_size is None:
        return [Layout("", flat, homes, by_appearance=False)]
    best = layouts.best_pinpoint(spec.pinpoints, *unmerged.image_size)
    grid = layouts.trimmed_grid(vision.side, best, vision.image_size, unmerged.image_size, spec.max_views)
    return [
        Layout("flat", flat, homes, by_appearance=False),
        Layout(
            "faithful",
            layouts.faithful(vision.side, grid),
            layouts.faithful_homes(vision.side, grid),
            by_appearance=True,
            grid=grid,
        ),
    ]


def place_image(image: Image, layout: Layout) -> Placed:
    return place(layout.cells, image.cells, layout.by_appearance)


def prompt_text(model: Model, unmerged: Unmerged) -> tuple[Tensor, Tensor]:
    """The rows of the text before the image and after it."""
    at = (unmerged.input_ids == unmerged.image_token).nonzero()[:, 0]
    before, after = unmerged.input_ids[: at[0]], unmerged.input_ids[at[-1] + 1 :]
    text, weights = model.spec.text, model.weights
    return decoder.embedded(text, weights, before), decoder.embedded(text, weights, after)


def runs(unmerged: Unmerged) -> list[tuple[bool, Tensor]]:
    """The prompt in pieces: (whether it is a place of the image, its ids)."""
    image = unmerged.input_ids == unmerged.image_token
    ends = [*(torch.diff(image.int()).nonzero()[:, 0] + 1).tolist(), len(image)]
    starts = [0, *ends[:-1]]
    return [(bool(image[a]), unmerged.input_ids[a:b]) for a, b in zip(starts, ends, strict=True)]


def sequence(model: Model, unmerged: Unmerged, rows: Tensor, u: Tensor, unmerging: bool) -> Sequence:
    """Text and image rows in the order of the prompt; `u` counts from 0 at the first image row.

    Where the image has several places, its rows stand in their order and no row in two of them.
    """
    pieces = runs(unmerged)
    several = sum(image for image, _ in pieces) > 1
    unique: list[Tensor] = []
    positions: list[Tensor] = []
    of_image: list[Tensor] = []
    count = taken = 0
    for image, ids in pieces:
        if not image:
            unique.append(decoder.embedded(model.spec.text, model.weights, ids))
            positions.append(count + torch.arange(len(ids)))
            of_image.append(torch.zeros(len(ids), dtype=torch.bool))
            count += len(ids)
            continue
        own = u[taken : taken + len(ids)] if several else u
        taken += len(ids)
        first, end = int(own.min()), int(own.max()) + 1
        unique.append(rows[first:end])
        positions.append(count + (own - first if unmerging else torch.arange(end - first)))
        of_image.append(torch.ones(len(positions[-1]), dtype=torch.bool))
        count += end - first
    together = torch.cat(positions)
    # With nothing merged there is nothing to unmerge, and positions are the model's own in any case.
    turned = own_positions(model, unmerged) if unmerging or len(together) == len(unmerged.input_ids) else None
    return Sequence(torch.cat(unique), together, prompt=len(together), positions=turned, image=torch.cat(of_image))


def own_positions(model: Model, unmerged: Unmerged) -> Tensor | None:
    """Time, row and column of every position of the unmerged prompt, int [3, N]; None where each is one number."""
    if model.spec.text.sections is None:
        return None
    rows, columns = (side // model.spec.square for side in any_shape.shape_of(model.spec.vision, unmerged.pixels))
    parts: list[Tensor] = []
    start = 0
    for image, ids in runs(unmerged):
        if image:
            views = torch.arange(len(ids)) // (rows * columns)
            times = (views * model.spec.text.time_step).long()
            places = torch.arange(len(ids)) % (rows * columns)
            parts.append(start + torch.stack([times, places // columns, places % columns]))
            start += max(rows, columns)
        else:
            parts.append((start + torch.arange(len(ids))).expand(3, -1))
            start += len(ids)
    return torch.cat(parts, dim=1)


def text_width(model: Model) -> int:
    """Numbers of a row, without what the first layers add to it later."""
    return model.weights["language_model.norm.weight"].shape[0]


def image_rows(model: Model, image: Image, sources: Ordered[Source]) -> Tensor:
    rows = gather(sources, image.projected, model.weights.get("image_newline"))
    return rows.to(model.weights.dtype)


def answer(model: Model, unmerged: Unmerged, rows: Tensor, u: Tensor, unmerging: bool = True) -> Generated:
    text = sequence(model, unmerged, rows.to(model.weights.dtype), u, unmerging)
    return decoder.generate(model.spec.text, model.weights, text, unmerged.stop, MOST_TOKENS)
