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
from .plain import decoder, layouts
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
    def read(cls, folder: Path, dtype: torch.dtype) -> Model:
        return cls(read_spec(folder), read_weights(folder, dtype))


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
    projected: list[Tensor]  # per view [n, D_text]


def encode_views(model: Model, pixels: Tensor, rule: Rule) -> list[Encoded]:
    """pixels [views, 3, h, w]."""
    return [encode(model.spec.vision, model.weights, view, rule) for view in pixels]


def image_of(model: Model, views: Ordered[View]) -> Image:
    return Image(views, [project(model.spec, model.weights, view.features) for view in views])


def case_layouts(spec: Spec, unmerged: Unmerged, video: bool) -> list[Layout]:
    """The layouts that a case is answered in: one for a single view, `flat` and `faithful` for several."""
    views, vision = len(unmerged.pixels), spec.vision
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
    owners = [view.owner[-1] for view in image.views]
    return place(layout.cells, owners, layout.by_appearance)


def prompt_text(model: Model, unmerged: Unmerged) -> tuple[Tensor, Tensor]:
    """The rows of the text before the image and after it."""
    at = (unmerged.input_ids == unmerged.image_token).nonzero()[:, 0]
    before, after = unmerged.input_ids[: at[0]], unmerged.input_ids[at[-1] + 1 :]
    text, weights = model.spec.text, model.weights
    return decoder.embedded(text, weights, before), decoder.embedded(text, weights, after)


def sequence(model: Model, unmerged: Unmerged, rows: Tensor, u: Tensor) -> Sequence:
    """Text before, image rows, text after; `u` counts from 0 at the first image row."""
    before, after = prompt_text(model, unmerged)
    unique = torch.cat([before, rows, after])
    first, rest = len(before), len(before) + len(rows)
    positions = torch.cat([torch.arange(first), first + u, rest + torch.arange(len(after))])
    return Sequence(unique, positions, prompt=len(positions))


def image_rows(model: Model, image: Image, sources: Ordered[Source]) -> Tensor:
    rows = gather(sources, image.projected, model.weights.get("image_newline"))
    return rows.to(model.weights.dtype)


def answer(model: Model, unmerged: Unmerged, rows: Tensor, u: Tensor) -> Generated:
    text = sequence(model, unmerged, rows.to(model.weights.dtype), u)
    return decoder.generate(model.spec.text, model.weights, text, unmerged.stop, MOST_TOKENS)
