"""All golden numbers of a case, from its checkpoint, pictures, question and thresholds."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor

from . import hugging_face, margins
from .case import Case
from .hugging_face import Unmerged
from .margins import Margins
from .merged import Image, Layout, Model, answer, case_layouts, encode_views, image_rows, place_image
from .plain.decoder import Generated
from .plain.merging import ByCount, ByThreshold, Rule, never
from .plain.schedules import SCHEDULES


@dataclass
class Golden:
    """Tensors by their names in golden.safetensors, and what golden.json says about them."""

    tensors: dict[str, Tensor] = field(default_factory=dict)
    margins: Margins = field(default_factory=dict)
    least: Margins = field(default_factory=dict)
    """A margin under its limit ends the computation with TooNarrowError."""

    def put(self, name: str, value: Tensor | list[int]) -> None:
        tensor = torch.as_tensor(value)
        whole = not tensor.is_floating_point()
        # A copy of its own, because safetensors refuses tensors that share memory.
        self.tensors[name] = tensor.to(torch.int32 if whole else tensor.dtype, copy=True).contiguous()

    def narrow(self, found: Margins) -> None:
        self.margins = margins.narrowest([self.margins, found])
        margins.require(self.margins, self.least)


def rules(case: Case, model: Model) -> dict[str, Rule]:
    """Every way in which a case merges, by the prefix of its tensors' names."""
    found: dict[str, Rule] = {"dtome": ByThreshold(case.thresholds)}
    if case.tome_total is not None:
        for name, schedule in SCHEDULES.items():
            rows = schedule(case.tome_total, model.spec.vision.layers)
            found[f"tome.{name}"] = ByCount(tuple(rows))
    return found


def _put_unmerged(golden: Golden, unmerged: Unmerged) -> None:
    golden.put("pixel_values", unmerged.pixels)
    golden.put("input_ids", unmerged.input_ids)
    several = len(unmerged.pixels) > 1
    if not several:
        for layer, hidden in enumerate(unmerged.hidden):
            golden.put(f"unmerged.hidden.{layer}", hidden[0])
    for view, features in enumerate(unmerged.features):
        golden.put(f"unmerged.features.{view}" if several else "unmerged.features", features)
    golden.put("unmerged.projected", unmerged.projected)
    golden.put("unmerged.logits", unmerged.logits)
    golden.put("unmerged.tokens", unmerged.tokens)


def _put_views(golden: Golden, prefix: str, image: Image, rule: Rule) -> None:
    several = len(image.views) > 1
    for number, (view, projected) in enumerate(zip(image.views, image.projected, strict=True)):
        suffix = f".{number}" if several else ""
        golden.put(f"{prefix}.owner{suffix}", view.owner)
        golden.put(f"{prefix}.counts{suffix}", view.counts)
        golden.put(f"{prefix}.size{suffix}", view.size)
        golden.put(f"{prefix}.features{suffix}", view.features)
        golden.put(f"{prefix}.projected{suffix}", projected)
        if prefix == "dtome":
            for layer, matching in enumerate(view.matchings):
                golden.put(f"dtome.best.{layer}{suffix}", matching.best)
        golden.narrow(margins.of_encoding(view, rule))


def _put_answer(golden: Golden, prefix: str, generated: Generated) -> None:
    golden.put(f"{prefix}.logits", generated.logits)
    golden.put(f"{prefix}.tokens", generated.tokens)
    golden.narrow({"top1_gap": generated.gap})


def _put_layout(golden: Golden, prefix: str, model: Model, unmerged: Unmerged, image: Image, layout: Layout) -> None:
    name = f"{prefix}.{layout.name}" if layout.name else prefix
    placed = place_image(image, layout)
    rows = image_rows(model, image, placed)
    golden.put(f"{name}.u", placed.u)
    _put_answer(golden, f"{name}.vtu", answer(model, unmerged, rows, placed.u))
    if prefix == "dtome":
        _put_answer(golden, f"{name}.novtu", answer(model, unmerged, rows, torch.arange(len(rows))))


def merged_numbers(golden: Golden, case: Case, model: Model, unmerged: Unmerged) -> None:
    """Adds what the plain implementation computes under every rule and layout."""
    images: dict[str, Image] = {}
    for prefix, rule in rules(case, model).items():
        images[prefix] = image = encode_views(model, unmerged.pixels, rule)
        _put_views(golden, prefix, image, rule)
        if isinstance(rule, ByCount):
            golden.put(f"{prefix}.r", list(rule.rows))
    # Answers cost more than encodings, which alone tell whether the margins are wide enough.
    for prefix, image in images.items():
        for layout in case_layouts(model.spec, unmerged, case.video):
            _put_layout(golden, prefix, model, unmerged, image, layout)


def unmerged_by_plain(golden: Golden, case: Case, model: Model, unmerged: Unmerged) -> None:
    """The unmerged numbers once more, by the plain implementation: its cross-check against transformers.

    Where the unmerged model interpolates its grid, which no layout of merged tokens does, the rows that
    transformers found go into the decoder.
    """
    image = encode_views(model, unmerged.pixels, never)
    several = len(image.views) > 1
    for number, view in enumerate(image.views):
        golden.put(f"unmerged.features.{number}" if several else "unmerged.features", view.features)
    layout = case_layouts(model.spec, unmerged, case.video)[-1]
    rows = unmerged.projected
    if not case.video and not (layout.grid and layout.grid.shrunk):
        placed = place_image(image, layout)
        rows = image_rows(model, image, placed)[placed.u]
        golden.put("unmerged.projected", rows)
    _put_answer(golden, "unmerged", answer(model, unmerged, rows, torch.arange(len(rows))))


def compute(case: Case, least: Margins | None = None) -> tuple[Golden, Unmerged]:
    """The golden numbers in float32: unmerged ones by transformers, merged ones by the plain implementation.

    Raises TooNarrowError where a margin is under its limit in `least`.
    """
    unmerged = hugging_face.run(case)
    golden = Golden(least=least or {})
    _put_unmerged(golden, unmerged)
    with torch.no_grad():
        merged_numbers(golden, case, Model.read(case.model, torch.float32), unmerged)
    return golden, unmerged


def recompute(case: Case, unmerged: Unmerged) -> tuple[Golden, Golden]:
    """(unmerged in float32 by the plain implementation, everything in float64): what the golden numbers lean on."""
    single, double = Golden(), Golden()
    with torch.no_grad():
        unmerged_by_plain(single, case, Model.read(case.model, torch.float32), unmerged)
        model = Model.read(case.model, torch.float64)
        unmerged_by_plain(double, case, model, unmerged)
        merged_numbers(double, case, model, unmerged)
    return single, double
