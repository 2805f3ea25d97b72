"""The golden numbers of a case whose rows are reduced behind the connector: by `rows` (ours) under thresholds, by DART
to counts."""

from __future__ import annotations

from .case import Case
from .hugging_face import Unmerged
from .merged import Image, Layout, Model, answer, case_layouts, image_rows, place_image
from .rows import answer_kept, match_all, matched, of_matches, of_prunings, prune_all, pruned, whole
from .tensors import Golden


def _name(prefix: str, layout: Layout) -> str:
    return f"{prefix}.{layout.name}" if layout.name else prefix


def _matched_answers(
    golden: Golden, prefix: str, model: Model, unmerged: Unmerged, image: Image, layout: Layout
) -> None:
    name, placed = _name(prefix, layout), place_image(image, layout)
    rows = image_rows(model, image, placed.sources)
    golden.put(f"{name}.u", placed.u)
    golden.put_answer(f"{name}.vtu", answer(model, unmerged, rows, placed.u))
    golden.put_answer(f"{name}.novtu", answer(model, unmerged, rows, placed.u, unmerging=False))


def row_numbers(golden: Golden, case: Case, model: Model, unmerged: Unmerged) -> None:
    every = whole(model, unmerged.pixels)
    matches = {
        f"rows.{number}": match_all(model, every, threshold) for number, threshold in enumerate(case.row_thresholds)
    }
    prunings = {f"dart.{count}": prune_all(model, every, count) for count in case.row_counts}
    for found in matches.values():
        golden.narrow(of_matches(found))
    for kept in prunings.values():
        golden.narrow(of_prunings(kept))
    layouts = case_layouts(model.spec, unmerged, case.video)
    for prefix, found in matches.items():
        image = matched(model, every, found)
        golden.put_image(prefix, image)
        for layout in layouts:
            _matched_answers(golden, prefix, model, unmerged, image, layout)
    for prefix, kept in prunings.items():
        image = pruned(model, every, kept)
        golden.put_image(prefix, image)
        for view, one in enumerate(kept):
            golden.put(f"{prefix}.anchor.{view}" if len(kept) > 1 else f"{prefix}.anchor", one.anchor)
        for layout in layouts:
            name = _name(prefix, layout)
            golden.put_answer(f"{name}.kept", answer_kept(model, unmerged, image, layout, gaps=True))
            golden.put_answer(f"{name}.novtu", answer_kept(model, unmerged, image, layout, gaps=False))
