"""All golden numbers of a case, from its checkpoint, pictures, question, and thresholds or counts of tokens."""

from __future__ import annotations

import torch

from . import hugging_face, margins
from .case import Case
from .compute_reduced import reduced_numbers
from .compute_rows import row_numbers
from .hugging_face import Unmerged
from .margins import Margins
from .merged import Image, Layout, Model, answer, case_layouts, encode_views, image_of, image_rows, place_image
from .plain.merging import ByCount, ByThreshold, Rule, never
from .plain.schedules import SCHEDULES
from .plain.tower import Encoded
from .tensors import Golden


def rules(case: Case, model: Model) -> dict[str, Rule]:
    """Every way in which a case merges, by the prefix of its tensors' names."""
    found: dict[str, Rule] = {"dtome": ByThreshold(case.thresholds)}
    if case.tome_total is not None:
        for name, schedule in SCHEDULES.items():
            rows = schedule(case.tome_total, model.spec.vision.layers)
            found[f"tome.{name}"] = ByCount(tuple(rows))
    return found


def _put_views(golden: Golden, prefix: str, views: list[Encoded], image: Image, rule: Rule) -> None:
    golden.put_image(prefix, image)
    for number, view in enumerate(views):
        if prefix == "dtome":
            for layer, matching in enumerate(view.matchings):
                golden.put(f"dtome.best.{layer}.{number}" if len(views) > 1 else f"dtome.best.{layer}", matching.best)
        golden.narrow(margins.of_encoding(view, rule))


def _put_layout(golden: Golden, prefix: str, model: Model, unmerged: Unmerged, image: Image, layout: Layout) -> None:
    name = f"{prefix}.{layout.name}" if layout.name else prefix
    placed = place_image(image, layout)
    rows = image_rows(model, image, placed.sources)
    golden.put(f"{name}.u", placed.u)
    golden.put_answer(f"{name}.vtu", answer(model, unmerged, rows, placed.u))
    if prefix == "dtome":
        golden.put_answer(f"{name}.novtu", answer(model, unmerged, rows, placed.u, unmerging=False))


def merged_numbers(golden: Golden, case: Case, model: Model, unmerged: Unmerged) -> None:
    """Adds what the plain implementation computes under every rule and layout."""
    images: dict[str, Image] = {}
    for prefix, rule in rules(case, model).items():
        views = encode_views(model, unmerged.pixels, rule)
        images[prefix] = image_of(model, views)
        _put_views(golden, prefix, views, images[prefix], rule)
        if isinstance(rule, ByCount):
            golden.put(f"{prefix}.r", list(rule.rows))
    # Answers cost more than encodings, which alone tell whether the margins are wide enough.
    for prefix, image in images.items():
        for layout in case_layouts(model.spec, unmerged, case.video):
            _put_layout(golden, prefix, model, unmerged, image, layout)


def fewer_tokens(golden: Golden, case: Case, model: Model, unmerged: Unmerged) -> None:
    """A case either merges inside the tower, or reduces once after it or behind the connector."""
    numbers = row_numbers if case.row_counts else reduced_numbers if case.tokens else merged_numbers
    numbers(golden, case, model, unmerged)


def unmerged_by_plain(golden: Golden, case: Case, model: Model, unmerged: Unmerged) -> None:
    """The unmerged numbers once more, by the plain implementation: its cross-check against transformers.

    Where the unmerged model interpolates its grid, which no layout of merged tokens does, the rows that
    transformers found go into the decoder.
    """
    image = image_of(model, encode_views(model, unmerged.pixels, never))
    several = len(image.views) > 1
    for number, view in enumerate(image.views):
        golden.put(f"unmerged.features.{number}" if several else "unmerged.features", view.features)
    layout = case_layouts(model.spec, unmerged, case.video)[-1]
    rows = unmerged.projected
    interpolated = model.spec.square == 1 if case.video else layout.grid is not None and layout.grid.shrunk
    if not interpolated:
        placed = place_image(image, layout)
        rows = image_rows(model, image, placed.sources)[placed.u]
        golden.put("unmerged.projected", rows)
    golden.put_answer("unmerged", answer(model, unmerged, rows, torch.arange(len(rows))))


def compute(case: Case, least: Margins | None = None) -> tuple[Golden, Unmerged]:
    """The golden numbers in float32: unmerged ones by transformers, merged ones by the plain implementation.

    Raises TooNarrowError where a margin is under its limit in `least`.
    """
    unmerged = hugging_face.run(case)
    golden = Golden(least=least or {})
    golden.put_unmerged(unmerged, inside=not case.after_the_tower)
    with torch.no_grad():
        fewer_tokens(golden, case, Model.read(case.model, torch.float32, case.video), unmerged)
    return golden, unmerged


def recompute(case: Case, unmerged: Unmerged) -> tuple[Golden, Golden]:
    """(unmerged in float32 by the plain implementation, everything in float64): what the golden numbers lean on."""
    single, double = Golden(), Golden()
    with torch.no_grad():
        unmerged_by_plain(single, case, Model.read(case.model, torch.float32, case.video), unmerged)
        model = Model.read(case.model, torch.float64, case.video)
        unmerged_by_plain(double, case, model, unmerged)
        fewer_tokens(double, case, model, unmerged)
    return single, double
