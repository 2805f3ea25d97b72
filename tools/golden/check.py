"""Recomputes a stored case and compares it with what is stored."""

from __future__ import annotations

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


def check(folder: Path) -> Comparison:
    """Compares every tensor of a stored case. `batch.*` records another implementation's path and is left out."""
    case = read_case(folder)
    golden, _ = compute(case)
    stored = load_file(folder / "golden.safetensors")
    return compare(golden.tensors, {k: v for k, v in stored.items() if not k.startswith("batch.")})


def failures(comparison: Comparison) -> list[str]:
    far = [
        f"{kind}: off by {error:.1e}, allowed {ALLOWED.get(kind, 0.0):.1e}"
        for kind, error in comparison.errors.items()
        if error > ALLOWED.get(kind, 0.0)
    ]
    return [*comparison.unequal, *far]
