"""The few layers that both halves of the model share."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as nn

from .weights import Weights


def activate(name: str, x: Tensor) -> Tensor:
    """Hugging Face's activation of that name."""
    match name:
        case "quick_gelu":
            return x * torch.sigmoid(1.702 * x)
        case "gelu":
            return nn.gelu(x)
        case "gelu_pytorch_tanh":
            return nn.gelu(x, approximate="tanh")
        case "silu":
            return nn.silu(x)
    raise ValueError(f"no activation {name!r}")


def layer_norm(weights: Weights, name: str, x: Tensor, epsilon: float) -> Tensor:
    return nn.layer_norm(x, x.shape[-1:], weights[f"{name}.weight"], weights[f"{name}.bias"], epsilon)


def rms_norm(weights: Weights, name: str, x: Tensor, epsilon: float, offset: float) -> Tensor:
    scaled = x * torch.rsqrt(x.square().mean(-1, keepdim=True) + epsilon)
    return scaled * (offset + weights[f"{name}.weight"])


def split_heads(x: Tensor, heads: int) -> Tensor:
    """[rows, heads * d] -> [heads, rows, d]."""
    return x.reshape(len(x), heads, -1).transpose(0, 1)


def join_heads(x: Tensor) -> Tensor:
    """[heads, rows, d] -> [rows, heads * d]."""
    return x.transpose(0, 1).flatten(1)


def attend(
    query: Tensor, key: Tensor, value: Tensor, bias: Tensor, scale: float | None = None, cap: float | None = None
) -> Tensor:
    """softmax(q·k / √d + bias) v per head. Shapes [heads, rows, d]; bias broadcasts to [heads, queries, keys].

    `scale` instead of 1 / √d; products are bent to stay within `cap`.
    """
    scores = query @ key.transpose(-1, -2)
    scores = scores / query.shape[-1] ** 0.5 if scale is None else scores * scale
    if cap is not None:
        scores = cap * torch.tanh(scores / cap)
    return torch.softmax(scores + bias, dim=-1) @ value
