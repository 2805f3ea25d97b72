"""The golden numbers of a case that reduces once, after the tower, to each of several counts of tokens."""

from __future__ import annotations

import torch

from .case import Case
from .hugging_face import Unmerged
from .merged import Image, Layout, Model, answer, case_layouts, image_rows, place_image
from .plain.visionzip import Selection, select
from .reduced import Whole, answer_kept, encode_whole, of_selections, pooled, selected, stand_image
from .tensors import Golden


def _name(prefix: str, layout: Layout) -> str:
    return f"{prefix}.{layout.name}" if layout.name else prefix


def _put_looks(golden: Golden, prefix: str, whole: Whole, selections: list[Selection]) -> None:
    several = len(selections) > 1
    for number, (look, selection) in enumerate(zip(whole.looks, selections, strict=True)):
        suffix = f".{number}" if several else ""
        golden.put(f"{prefix}.score{suffix}", look.score)
        golden.put(f"{prefix}.anchor{suffix}", selection.anchor)
        golden.put(f"{prefix}.contextual{suffix}", selection.contextual)


def _pooled_answers(
    golden: Golden, prefix: str, model: Model, unmerged: Unmerged, image: Image, layout: Layout
) -> None:
    name, placed = _name(prefix, layout), place_image(image, layout)
    rows = image_rows(model, image, placed.sources)
    golden.put(f"{name}.u", placed.u)
    golden.put_answer(f"{name}.vtu", answer(model, unmerged, rows, placed.u))
    golden.put_answer(f"{name}.novtu", answer(model, unmerged, rows, torch.arange(len(rows))))


def _selected_answers(
    golden: Golden,
    prefix: str,
    model: Model,
    unmerged: Unmerged,
    image: Image,
    selections: list[Selection],
    layout: Layout,
) -> None:
    name, stood = _name(prefix, layout), stand_image(image, selections, layout)
    rows = image_rows(model, image, stood.sources)
    golden.put(f"{name}.positions", stood.positions)
    golden.put_answer(f"{name}.kept", answer_kept(model, unmerged, rows, stood))
    golden.put_answer(f"{name}.novtu", answer(model, unmerged, rows, torch.arange(len(rows))))


def reduced_numbers(golden: Golden, case: Case, model: Model, unmerged: Unmerged) -> None:
    """Adds both methods under every count of tokens and every layout."""
    whole = encode_whole(model, unmerged.pixels)
    selections = {count: [select(look, count) for look in whole.looks] for count in case.tokens}
    for found in selections.values():  # cheap, and where most seeds fail
        golden.narrow(of_selections(found))
    layouts = case_layouts(model.spec, unmerged, case.video)
    for count, found in selections.items():
        image = pooled(model, whole, count)
        golden.put_image(f"pool.{count}", image)
        for layout in layouts:
            _pooled_answers(golden, f"pool.{count}", model, unmerged, image, layout)
        image = selected(model, whole, found)
        golden.put_image(f"visionzip.{count}", image)
        _put_looks(golden, f"visionzip.{count}", whole, found)
        for layout in layouts:
            _selected_answers(golden, f"visionzip.{count}", model, unmerged, image, found, layout)
