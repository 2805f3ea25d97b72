"""One image reduced once, after the tower: pooled, or by VisionZip. By the plain implementation, in any float type."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from . import margins
from .hugging_face import MOST_TOKENS, Unmerged
from .margins import Margins
from .merged import Image, Layout, Model, encode_views, image_of, prompt_text
from .plain import decoder, pooling, visionzip
from .plain.decoder import Generated, Sequence
from .plain.merging import never
from .plain.standing import Stood, stand
from .plain.tower import Encoded, embed
from .plain.visionzip import Look, Selection


@dataclass(frozen=True)
class Reduced:
    """One view."""

    features: Tensor  # [n, D]
    size: Tensor  # [n]
    owner: Tensor  # int [L_x, N0] every patch its own until the last layer; there -1: dropped

    @property
    def counts(self) -> list[int]:
        patches = self.owner.shape[1]
        return [*(patches for _ in self.owner[1:]), len(self.size)]


@dataclass(frozen=True)
class Whole:
    """All views of one image without reduction, and what their last block says about their patches."""

    views: list[Encoded]
    looks: list[Look]


def encode_whole(model: Model, pixels: Tensor) -> Whole:
    """pixels [views, 3, h, w]."""
    spec, weights = model.spec.vision, model.weights
    views = encode_views(model, pixels, never)
    if spec.executed > 1:
        into_last = [view.hidden[-2] for view in views]
    else:
        into_last = [embed(spec, weights, view.to(weights.dtype)).x for view in pixels]
    return Whole(views, [visionzip.look(spec, weights, x) for x in into_last])


def _reduced(view: Encoded, features: Tensor, owner: Tensor, size: Tensor) -> Reduced:
    return Reduced(features, size.to(features.dtype), torch.cat([view.owner[:-1], owner[None]]))


def pooled(model: Model, whole: Whole, count: int) -> Image:
    owner = pooling.cells(model.spec.vision.side, count)
    size = torch.bincount(owner)
    views = [_reduced(view, pooling.means(view.features, owner), owner, size) for view in whole.views]
    return image_of(model, views)


def selected(model: Model, whole: Whole, selections: list[Selection]) -> Image:
    views = [
        _reduced(view, visionzip.rows(view.features, selection), selection.owner, selection.size)
        for view, selection in zip(whole.views, selections, strict=True)
    ]
    return image_of(model, views)


def of_selections(selections: list[Selection]) -> Margins:
    return margins.narrowest(
        {"score": selection.score_margin, "assignment": selection.assignment_margin} for selection in selections
    )


def stand_image(image: Image, selections: list[Selection], layout: Layout) -> Stood:
    owners = [view.owner[-1] for view in image.views]
    return stand(layout.cells, layout.homes, owners, [selection.anchor for selection in selections])


def answer_kept(model: Model, unmerged: Unmerged, rows: Tensor, stood: Stood) -> Generated:
    """Every image row at its own position, the text where it stands without reduction."""
    before, after = prompt_text(model, unmerged)
    positions = [
        torch.arange(len(before)),
        len(before) + stood.positions,
        len(before) + stood.length + torch.arange(len(after)),
    ]
    unique = torch.cat([before, rows, after])
    places = torch.arange(len(unique))
    sequence = Sequence(unique, places, prompt=len(unique), positions=torch.cat(positions))
    return decoder.generate(model.spec.text, model.weights, sequence, unmerged.stop, MOST_TOKENS)
