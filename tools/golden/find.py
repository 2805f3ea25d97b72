"""Golden values of threshold finding: batches of pictures, the thresholds they give, the counts under those."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image as Picture
from torch import Tensor

from .hugging_face import load_processor
from .merged import Model, encode_views
from .plain.merging import ByThreshold
from .plain.thresholds import batch_thresholds

Batches = list[list[str]]


@dataclass(frozen=True)
class Found:
    per_batch: list[list[float]]  # [batch][layer]
    thresholds: list[float]  # mean over batches
    counts: list[list[int]]  # [image][executed layer] under the thresholds
    margin: float
    """The narrowest decision inside the batches."""
    count_margin: float
    """Distance of the nearest score to its threshold, one image at a time."""


def _pixels(processor: Any, file: Path) -> Tensor:
    with Picture.open(file) as image:
        values = processor.image_processor(images=image.convert("RGB"), return_tensors="np")["pixel_values"]
    return torch.from_numpy(np.asarray(values)[0])


def counts_under(model: Model, pixels: list[Tensor], thresholds: list[float]) -> tuple[list[list[int]], float]:
    """Tokens per image and layer, and how near any score comes to its threshold."""
    rule = ByThreshold(tuple(thresholds))
    encoded = [encode_views(model, image[None], rule)[0] for image in pixels]
    near = [
        float((matching.best - limit).abs().min())
        for view in encoded
        for matching, limit in zip(view.matchings, thresholds, strict=False)
        if limit < 1
    ]
    return [view.counts for view in encoded], min(near)


def find(model: Model, folder: Path, processor: Any, batches: Batches, wanted: list[int]) -> Found:
    """Thresholds that remove `wanted` tokens per layer on average, over the executed layers."""
    executed = model.spec.vision.executed
    with torch.no_grad():
        loaded = [[_pixels(processor, folder / name) for name in batch] for batch in batches]
        results = [batch_thresholds(model.spec.vision, model.weights, images, wanted[:executed]) for images in loaded]
        per_batch = [[layer.threshold for layer in result] for result in results]
        thresholds = [sum(layer) / len(layer) for layer in zip(*per_batch, strict=True)]
        counts, near = counts_under(model, [image for batch in loaded for image in batch], thresholds)
    margin = min(layer.margin for result in results for layer in result)
    return Found(per_batch, thresholds, counts, margin, near)


def check_find(folder: Path, model_folder: Path) -> list[str]:
    """What differs between a stored find/find.json and a recomputation; empty where nothing does."""
    stored = json.loads((folder / "find.json").read_text(encoding="utf-8"))
    model = Model.read(model_folder, torch.float32)
    processor = load_processor(model_folder)
    found = find(model, folder, processor, stored["batches"], stored["r"])
    executed = model.spec.vision.executed
    want = stored.get("thresholds_exact_mean", stored["thresholds"])[:executed]
    apart = max(abs(a - b) for a, b in zip(found.thresholds, want, strict=True))
    pixels = [_pixels(processor, folder / name) for batch in stored["batches"] for name in batch]
    with torch.no_grad():
        counts, _ = counts_under(model, pixels, stored["thresholds"][:executed])
    problems = [f"find thresholds: off by {apart:.1e}, allowed 1.0e-05"] if apart > 1e-5 else []
    return problems if counts == stored["counts"] else [*problems, "find counts differ"]
