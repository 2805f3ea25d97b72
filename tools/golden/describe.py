"""golden.json: what a case is, how close its numbers must be met, and why that is fair."""

from __future__ import annotations

from typing import Any

import torch

from . import margins
from .case import Case, CaseError
from .compare import compare
from .compute import recompute
from .hugging_face import Unmerged, load_processor
from .merged import Model, case_layouts
from .plain.schedules import SCHEDULES
from .tensors import Golden

_FLOORS = {"features": 2e-4, "projected": 3e-4, "logits": 1e-3}
_SIZE = 1e-4
_OF_ERROR = 40
"""A tolerance is this many times the float32 numbers' own error: another order of summation, no wrong term."""


def tolerances(error: dict[str, float]) -> dict[str, float]:
    found = {kind: max(floor, round(_OF_ERROR * error[kind], 5)) for kind, floor in _FLOORS.items()}
    return {**found, "size": _SIZE}


def _layout(case: Case, model: Model, unmerged: Unmerged) -> dict[str, Any] | None:
    grid = case_layouts(model.spec, unmerged, case.video)[-1].grid
    if grid is None:
        return None
    sides = {name: list(getattr(grid, name)) for name in ("grid", "stitched", "unpadded", "out")}
    return {**sides, "shrunk": grid.shrunk}


def _tome(case: Case, layers: int) -> dict[str, Any] | None:
    if case.tome_total is None:
        return None
    return {
        "R": case.tome_total,
        "r": {name: schedule(case.tome_total, layers) for name, schedule in SCHEDULES.items()},
    }


def _counts(golden: Golden, views: int) -> list[list[int]]:
    names = ["dtome.counts"] if views == 1 else [f"dtome.counts.{view}" for view in range(views)]
    return [golden.tensors[name].tolist() for name in names]


def _reduction(golden: Golden, case: Case, views: int, layers: int) -> dict[str, Any]:
    """To what the case reduces the tokens of a view."""
    if case.tokens:
        return {"tokens": list(case.tokens)}
    if case.row_counts:
        return {"rows": {"thresholds": list(case.row_thresholds), "counts": list(case.row_counts)}}
    return {
        "thresholds": list(case.thresholds),
        "counts": _counts(golden, views),
        "tome": _tome(case, layers),
    }


def _texts(golden: Golden, case: Case) -> dict[str, str]:
    tokenizer = load_processor(case.model).tokenizer
    answers = {name: tensor for name, tensor in golden.tensors.items() if name.endswith(".tokens")}
    return {
        name.removesuffix(".tokens"): tokenizer.decode(tokens.tolist(), skip_special_tokens=True)
        for name, tokens in answers.items()
    }


def _evidence(golden: Golden, case: Case, unmerged: Unmerged) -> dict[str, Any]:
    """Cross-check against transformers and float64. Raises CaseError where a decision or a token differs."""
    single, double = recompute(case, unmerged)
    against_transformers = compare(single.tensors, {name: golden.tensors[name] for name in single.tensors})
    against_double = compare(double.tensors, {name: golden.tensors[name] for name in double.tensors})
    unequal = [*against_transformers.unequal, *against_double.unequal]
    if unequal:
        raise CaseError(f"The plain implementation disagrees with itself or transformers: {unequal[0]}.")
    kinds = ("features", "projected", "logits")
    return {
        "crosscheck_transformers_vs_plain": against_transformers.errors,
        "fp64_error": {kind: against_double.errors[kind] for kind in kinds},
    }


def describe(golden: Golden, case: Case, unmerged: Unmerged, model_path: str, seed: int) -> dict[str, Any]:
    model = Model.read(case.model, torch.float32, case.video)
    vision = model.spec.vision
    views = len(unmerged.pixels)
    evidence = _evidence(golden, case, unmerged)
    return {
        "case": case.name,
        "family": model.spec.family,
        "seed": seed,
        "model": model_path,
        "files": list(case.files),
        "question": case.question,
        "prompt": unmerged.prompt,
        "views": views,
        "patches": unmerged.features.shape[1],
        "class_token": vision.class_token,
        "encoder_layers": vision.layers,
        "executed_layers": vision.executed,
        "eos_token_ids": sorted(unmerged.stop),
        "image_token_id": unmerged.image_token,
        "image_tokens_unmerged": len(unmerged.projected),
        "image_size_hw": None if unmerged.image_size is None else list(unmerged.image_size),
        "layout": _layout(case, model, unmerged),
        **_reduction(golden, case, views, vision.layers),
        "texts": _texts(golden, case),
        "margins": golden.margins,
        "margin_meaning": margins.meaning(case),
        **evidence,
        "tolerances": tolerances(evidence["fp64_error"]),
    }
