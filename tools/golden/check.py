"""Recomputes a stored case and compares it with what is stored."""

from __future__ import annotations

import json
from pathlib import Path

from safetensors.torch import load_file

from .case import read_case
from .compare import Comparison, compare
from .compute import compute

ALLOWED = {
    "pixels": 0.0,
    "features": 1e-5,
    "projected": 1e-5,
    "size": 1e-5,
    "scores": 1e-5,
    "attention": 1e-6,
    "logits": 3e-5,
}
"""Two float32 computations of one number: another order of summation fits in, a wrong term does not."""


def allowed(case: Path) -> dict[str, float]:
    """As above, and for logits the case's own float32 error where that is more: a check cannot ask for better than
    float32 computes (README.md)."""
    own = json.loads((case / "golden.json").read_text(encoding="utf-8")).get("fp64_error", {})
    return {**ALLOWED, "logits": max(ALLOWED["logits"], own.get("logits", 0.0))}


def check(folder: Path) -> Comparison:
    """Compares every tensor of a stored case. `batch.*` records another implementation's path and is left out."""
    case = read_case(folder)
    golden, _ = compute(case)
    stored = load_file(folder / "golden.safetensors")
    return compare(golden.tensors, {k: v for k, v in stored.items() if not k.startswith("batch.")})


def failures(comparison: Comparison, limits: dict[str, float] = ALLOWED) -> list[str]:
    far = [
        f"{kind}: off by {error:.1e}, allowed {limits.get(kind, 0.0):.1e}"
        for kind, error in comparison.errors.items()
        if error > limits.get(kind, 0.0)
    ]
    return [*comparison.unequal, *far]
