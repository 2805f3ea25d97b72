"""How large the model is: the numbers that the export writes into `config.json`."""

from __future__ import annotations

from dataclasses import dataclass

from ..scene import SIDE


@dataclass(frozen=True)
class VisionShape:
    """A SigLIP encoder for SIDE x SIDE pictures."""

    width: int = 192
    layers: int = 12
    heads: int = 3
    mlp: int = 768
    patch: int = 14

    @property
    def grid(self) -> int:
        return SIDE // self.patch

    @property
    def patches(self) -> int:
        return self.grid**2


@dataclass(frozen=True)
class DecoderShape:
    """A Llama decoder."""

    width: int = 256
    layers: int = 6
    heads: int = 4
    kv_heads: int = 2
    mlp: int = 704
    vocabulary: int = 1024
    rope_theta: float = 1e6
    norm_epsilon: float = 1e-5

    @property
    def head_width(self) -> int:
        return self.width // self.heads


@dataclass(frozen=True)
class Shapes:
    vision: VisionShape
    decoder: DecoderShape


SHAPES: dict[str, Shapes] = {
    "full": Shapes(VisionShape(), DecoderShape()),
    "small": Shapes(
        VisionShape(width=64, layers=2, heads=1, mlp=128),
        DecoderShape(width=64, layers=3, heads=2, kv_heads=1, mlp=128),
    ),
}
"""`full` is the shipped model; `small` runs through every stage in minutes and knows nothing."""
