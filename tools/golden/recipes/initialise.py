"""Random weights with which a tiny model behaves like a trained one: keys differ, answers hang on the image."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

_TOWER_GAIN = 1.1
_DECODER_GAIN = 2.0
"""Spread of a linear layer's output for input of unit spread. The decoder's layers must outweigh the embedding
of the last token, or a model with a tied head repeats that token for ever."""


@dataclass(frozen=True)
class Spreads:
    """What differs between decoders."""

    embedding: float = 1.0
    norm_centre: float = 1.0
    """Around what the decoder's norm weights lie: 0 in Gemma, which adds 1 to them."""


def randomise(model: nn.Module, seed: int, spreads: Spreads | None = None) -> None:
    """Overwrites every weight from one stream of chance."""
    given = spreads or Spreads()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            centre, spread = _distribution(name, parameter, given)
            parameter.copy_(centre + spread * torch.randn(parameter.shape, generator=generator))


def _distribution(name: str, parameter: torch.Tensor, spreads: Spreads) -> tuple[float, float]:
    """(centre, spread) of a weight's values."""
    decoder = all(tower not in name for tower in ("vision_tower", "vision_model", ".visual."))
    if name.endswith("bias"):
        return 0.0, 0.1
    if "norm" in name or "layrnorm" in name or ".ln_q." in name:
        return spreads.norm_centre if decoder else 1.0, 0.1
    if "position_embedding" in name or "pos_embed" in name or "class_embedding" in name or "cls_token" in name:
        # Neighbouring patches of one colour must stay similar, as in a trained tower.
        return 0.0, 0.3
    if ".lambda_" in name:
        return 0.8, 0.2
    if name.endswith("image_newline"):
        return 0.0, 1.0
    if "embed_tokens" in name:
        return 0.0, spreads.embedding
    gain = _DECODER_GAIN if decoder and ".layers." in name else _TOWER_GAIN
    return 0.0, gain / parameter[0].numel() ** 0.5
