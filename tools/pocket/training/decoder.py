"""The Llama decoder in the parameter names of Hugging Face; no cache and no generation, for training only."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .shapes import DecoderShape
from .vit import attend

Rotation = tuple[Tensor, Tensor]
"""Cosine and sine [batch, 1, tokens, head width]."""

SLOW_DIMENSIONS = 14
"""Rotary pairs from here on turn so slowly that a match does not depend on distance."""
MATCHING_LAYERS = 2


class RmsNorm(nn.RMSNorm):
    """With its weight in the type of its input: the mixed case has no fused kernel."""

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, self.normalized_shape, self.weight.to(x.dtype), self.eps)


class Attention(nn.Module):
    def __init__(self, shape: DecoderShape) -> None:
        super().__init__()
        self.shape = shape
        width = shape.head_width
        self.q_proj = nn.Linear(shape.width, shape.heads * width, bias=False)
        self.k_proj = nn.Linear(shape.width, shape.kv_heads * width, bias=False)
        self.v_proj = nn.Linear(shape.width, shape.kv_heads * width, bias=False)
        self.o_proj = nn.Linear(shape.heads * width, shape.width, bias=False)

    def forward(self, x: Tensor, rotation: Rotation, mask: Tensor) -> Tensor:
        batch, tokens, _ = x.shape
        q, k, v = (
            projection(x).view(batch, tokens, -1, self.shape.head_width).transpose(1, 2)
            for projection in (self.q_proj, self.k_proj, self.v_proj)
        )
        shared = self.shape.heads // self.shape.kv_heads
        k, v = _rotate(k, rotation).repeat_interleave(shared, 1), v.repeat_interleave(shared, 1)
        mixed = attend(_rotate(q, rotation), k, v, mask)
        out: Tensor = self.o_proj(mixed.transpose(1, 2).reshape(batch, tokens, -1))
        return out


class Mlp(nn.Module):
    def __init__(self, shape: DecoderShape) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(shape.width, shape.mlp, bias=False)
        self.up_proj = nn.Linear(shape.width, shape.mlp, bias=False)
        self.down_proj = nn.Linear(shape.mlp, shape.width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))
        return out


class Layer(nn.Module):
    def __init__(self, shape: DecoderShape) -> None:
        super().__init__()
        self.input_layernorm = RmsNorm(shape.width, shape.norm_epsilon)
        self.self_attn = Attention(shape)
        self.post_attention_layernorm = RmsNorm(shape.width, shape.norm_epsilon)
        self.mlp = Mlp(shape)

    def forward(self, x: Tensor, rotation: Rotation, mask: Tensor) -> Tensor:
        x = x + self.self_attn(self.input_layernorm(x), rotation, mask)
        out: Tensor = x + self.mlp(self.post_attention_layernorm(x))
        return out


class Decoder(nn.Module):
    def __init__(self, shape: DecoderShape) -> None:
        super().__init__()
        self.shape = shape
        self.embed_tokens = nn.Embedding(shape.vocabulary, shape.width)
        layers = [Layer(shape) for _ in range(shape.layers)]
        self.layers = nn.ModuleList(layers)
        self.norm = RmsNorm(shape.width, shape.norm_epsilon)
        self.lm_head = nn.Linear(shape.width, shape.vocabulary, bias=False)
        _initialise(self, layers)

    def forward(self, x: Tensor, positions: Tensor, mask: Tensor) -> list[Tensor]:
        """Rows [batch, tokens, width] -> the rows after every layer, the last ones normalised.

        `positions` [batch, tokens] are rotary; `mask` [batch, 1, tokens, tokens] is added to the scores.
        """
        cosine, sine = rotation(positions, self.shape)
        turn = (cosine.to(x.dtype), sine.to(x.dtype))
        states = []
        for layer in self.layers:
            x = layer(x, turn, mask)
            states.append(x)
        states[-1] = self.norm(x)
        return states


def rotation(positions: Tensor, shape: DecoderShape) -> Rotation:
    half = shape.head_width // 2
    frequency = shape.rope_theta ** (-torch.arange(half, device=positions.device) / half)
    angle = (positions[..., None].float() * frequency).repeat(1, 1, 2)[:, None]
    return angle.cos(), angle.sin()


def _rotate(x: Tensor, rotation: Rotation) -> Tensor:
    first, second = x.chunk(2, -1)
    return x * rotation[0] + torch.cat([-second, first], -1) * rotation[1]


@torch.no_grad()
def _initialise(decoder: Decoder, layers: Sequence[Layer]) -> None:
    """Rows of unit scale in every layer: smaller embeddings drown in the first writes; attention saturates.

    In the first layers one key head and its query heads start equal, in the slow rotary dimensions alone: a
    noun then finds patches with its own embedding at any distance before anything is learnt.
    """
    shape = decoder.shape
    decoder.embed_tokens.weight.normal_()
    decoder.lm_head.weight.normal_(std=0.02)
    for number, layer in enumerate(layers):
        for name, linear in layer.named_modules():
            if isinstance(linear, nn.Linear):
                writes = name.endswith(("o_proj", "down_proj"))
                depth = math.sqrt(2 * shape.layers) if writes else 1
                linear.weight.normal_(std=1 / math.sqrt(linear.in_features) / depth)
        if number < MATCHING_LAYERS:
            _match_contents(layer.self_attn)


def _match_contents(attention: Attention) -> None:
    shape = attention.shape
    width, half = shape.head_width, shape.head_width // 2
    first_slow = min(SLOW_DIMENSIONS, half // 2)
    slow = torch.tensor([index % half >= first_slow for index in range(width)])
    key = torch.zeros(width, shape.width)
    key[slow] = torch.randn(int(slow.sum()), shape.width) * 1.25 / math.sqrt(shape.width)
    attention.k_proj.weight[:width] = key
    for head in range(shape.heads // shape.kv_heads):
        attention.q_proj.weight[head * width : (head + 1) * width] = key
