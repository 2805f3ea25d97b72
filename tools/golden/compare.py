"""Two sets of golden tensors side by side: whole numbers must be equal, floats close."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from torch import Tensor

_KINDS = (
    ("pixels", re.compile(r"pixel_values")),
    ("features", re.compile(r"\.(features|hidden)(\.|$)")),
    ("projected", re.compile(r"\.projected(\.|$)")),
    ("size", re.compile(r"\.size(\.|$)")),
    ("logits", re.compile(r"\.logits$")),
    ("scores", re.compile(r"\.best\.")),
    ("attention", re.compile(r"\.score(\.|$)")),
)


def kind_of(name: str) -> str:
    """What a float tensor holds: its kind of tolerance."""
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), "other")


@dataclass
class Comparison:
    errors: dict[str, float] = field(default_factory=dict)
    """Largest absolute difference by kind."""
    unequal: list[str] = field(default_factory=list)
    """Whole-number tensors that differ, tensors of another shape, tensors that are missing."""
    compared: int = 0

    def add(self, name: str, got: Tensor | None, want: Tensor) -> None:
        self.compared += 1
        if got is None:
            self.unequal.append(f"{name} is missing")
        elif got.shape != want.shape:
            self.unequal.append(f"{name} has the shape {tuple(got.shape)}, not {tuple(want.shape)}")
        elif not want.is_floating_point():
            different = int((got != want).sum())
            if different:
                self.unequal.append(f"{name}: {different} of {want.numel()} differ")
        else:
            # A protected row's score is -inf on both sides.
            apart = (got.double() - want.double()).abs().where(got != want, 0)
            error = float(apart.max()) if apart.numel() else 0.0
            kind = kind_of(name)
            self.errors[kind] = max(error, self.errors.get(kind, 0.0))


def compare(got: Mapping[str, Tensor], want: Mapping[str, Tensor]) -> Comparison:
    comparison = Comparison()
    for name, tensor in want.items():
        comparison.add(name, got.get(name), tensor)
    return comparison
