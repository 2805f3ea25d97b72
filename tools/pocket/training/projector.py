"""The two-layer projector from encoder tokens to decoder rows; in training its inputs have unit scale."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .shapes import Shapes


class Projector(nn.Module):
    """[batch, tokens, vision width] -> [batch, tokens, decoder width].

    `shift` and `scale` [vision width] centre and scale the encoder's output, whose dimensions differ a
    hundredfold; `folded` moves both into `linear_1`, as LLaVA has no place for them.
    """

    shift: Tensor
    scale: Tensor

    def __init__(self, shapes: Shapes) -> None:
        super().__init__()
        self.linear_1 = nn.Linear(shapes.vision.width, shapes.decoder.width)
        self.linear_2 = nn.Linear(shapes.decoder.width, shapes.decoder.width)
        self.register_buffer("shift", torch.zeros(shapes.vision.width))
        self.register_buffer("scale", torch.ones(shapes.vision.width))
        nn.init.normal_(self.linear_1.weight, std=1.6 / math.sqrt(shapes.vision.width))
        nn.init.normal_(self.linear_1.bias, std=0.3)
        nn.init.normal_(self.linear_2.weight, std=1.7 / math.sqrt(shapes.decoder.width))
        nn.init.zeros_(self.linear_2.bias)

    def forward(self, tokens: Tensor) -> Tensor:
        out: Tensor = self.linear_2(F.gelu(self.linear_1((tokens.float() - self.shift) * self.scale)))
        return out

    @torch.no_grad()
    def measure(self, tokens: Tensor) -> None:
        """Sets `shift` and `scale` from encoder tokens [rows, vision width]."""
        self.shift.copy_(tokens.float().mean(0))
        self.scale.copy_(1 / tokens.float().std(0).clamp(min=1e-6))

    @torch.no_grad()
    def measure_again(self, tokens: Tensor) -> None:
        """The same for weights that have learnt something: what the projector puts out does not change."""
        raw = self.folded()
        self.measure(tokens)
        self.linear_1.weight.copy_(raw["linear_1.weight"] / self.scale)
        self.linear_1.bias.copy_(raw["linear_1.bias"] + raw["linear_1.weight"] @ self.shift)

    @torch.no_grad()
    def folded(self) -> dict[str, Tensor]:
        """Weights of an equal projector that reads the raw encoder output."""
        weight = self.linear_1.weight * self.scale
        return {
            "linear_1.weight": weight,
            "linear_1.bias": self.linear_1.bias - weight @ self.shift,
            "linear_2.weight": self.linear_2.weight,
            "linear_2.bias": self.linear_2.bias,
        }
