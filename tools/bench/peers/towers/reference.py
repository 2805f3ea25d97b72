"""What the engine computed for one picture: pixel values, and the features that a peer must find, too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file


@dataclass(frozen=True)
class Reference:
    pixels: np.ndarray  # [1, 3, H, W] f32
    features: np.ndarray  # [n, D] f32 of the feature layer, the class token dropped

    def error(self, features: np.ndarray) -> float:
        """The largest difference, relative to the largest feature. features [n, D] or [1, n (+ 1), D]."""
        found = features.reshape(-1, features.shape[-1])[-len(self.features) :]
        return float(np.abs(found - self.features).max() / np.abs(self.features).max())


def read_reference(folder: Path, case: str = "plain") -> Reference:
    tensors = load_file(folder / f"{case}.safetensors")
    pixels = tensors["pixel_values"]
    return Reference(pixels.reshape(1, *pixels.shape[-3:]), tensors["features"])
