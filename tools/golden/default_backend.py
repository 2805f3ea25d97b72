"""What torchvision, the default image backend of transformers 5, changes of a stored case: pixels, owners, tokens.

torchvision.json beside golden.json holds the pixel values as hashes, one a view, and the whole numbers as they are.
Its thresholds are the case's own where every score is clear of them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import PIL
import torch
import torchvision
import transformers

from . import margins
from .case import Case, CaseError, read_case
from .choose import choose_thresholds
from .compute import compute, rules
from .hugging_face import pixel_values
from .margins import Margins, TooNarrowError
from .merged import Model, encode_views
from .tensors import Golden

BACKEND = "torchvision"
_KEPT = ("owner", "tokens", "u")
_LEAST: Margins = {name: limit / 4 for name, limit in margins.LEAST.items()}
"""The picture was chosen for the other backend, so decisions are nearer: ten times float32 noise, 150 for tokens."""


def _file(folder: Path) -> Path:
    return folder / f"{BACKEND}.json"


def _kept(golden: Golden) -> dict[str, list[int]]:
    return {
        name: tensor.flatten().tolist()
        for name, tensor in golden.tensors.items()
        if any(part in _KEPT for part in name.split("."))
    }


def _hashes(pixels: torch.Tensor) -> list[str]:
    views = pixels.to(torch.float32).numpy()
    return [hashlib.sha256(np.ascontiguousarray(view).tobytes()).hexdigest() for view in views]


def describe(case: Case, least: Margins) -> dict[str, Any]:
    golden, unmerged = compute(case, least)
    return {
        "versions": {module.__name__: module.__version__ for module in (transformers, torchvision, PIL)},
        "thresholds": list(case.thresholds),
        "margins": golden.margins,
        "pixel_values": _hashes(unmerged.pixels),
        "numbers": _kept(golden),
    }


def _widest(case: Case) -> Case:
    """The case's own thresholds where they are clear of every score, else others: as many tokens, wider gaps."""
    model = Model.read(case.model, torch.float32, case.video)
    with torch.no_grad():
        pixels = pixel_values(case)
        try:
            for view in encode_views(model, pixels, rules(case, model)["dtome"]):
                margins.require(margins.of_encoding(view, rules(case, model)["dtome"]), _LEAST)
        except TooNarrowError:
            off = next((layer for layer, value in enumerate(case.thresholds) if value >= 1), None)
            return replace(case, thresholds=choose_thresholds(model, pixels, off))
    return case


def add_default_backend(folder: Path) -> str:
    """Writes torchvision.json and says how near its decisions are. Raises CaseError where one is too close."""
    case = read_case(folder, BACKEND)
    if not case.tokens:
        case = _widest(case)
    try:
        described = describe(case, _LEAST)
    except TooNarrowError as narrow:
        raise CaseError(f"{folder.name} with {BACKEND}: {narrow}") from narrow
    _file(folder).write_text(json.dumps(described) + "\n", encoding="utf-8")
    return f"{_file(folder)}: {described['margins']}"


def check_default_backend(folder: Path) -> list[str]:
    """What differs between torchvision.json and a recomputation; empty where nothing does."""
    stored = json.loads(_file(folder).read_text(encoding="utf-8"))
    case = replace(read_case(folder, BACKEND), thresholds=tuple(stored["thresholds"]))
    found = describe(case, {})
    problems = [] if found["pixel_values"] == stored["pixel_values"] else ["pixel values differ"]
    names = stored["numbers"].keys() | found["numbers"].keys()
    differing = sorted(name for name in names if stored["numbers"].get(name) != found["numbers"].get(name))
    return [*problems, *(f"{name} differs" for name in differing)]
