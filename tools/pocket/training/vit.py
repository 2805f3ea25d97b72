"""The SigLIP encoder in the parameter names of Hugging Face, with patch subsets; no head, no pooling.

The output is the raw residual stream after the last layer, as LLaVA reads it with `vision_feature_layer` -1.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .shapes import VisionShape


def attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None) -> Tensor:
    """Softmax attention over [batch, heads, tokens, head width]; `mask` is added to the scores.

    Plain products: their backward pass in bfloat16 is three times as fast on a CPU as that of
    `scaled_dot_product_attention`.
    """
    scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
    return torch.softmax(scores if mask is None else scores + mask, -1) @ value


class Attention(nn.Module):
    def __init__(self, shape: VisionShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.q_proj = nn.Linear(shape.width, shape.width)
        self.k_proj = nn.Linear(shape.width, shape.width)
        self.v_proj = nn.Linear(shape.width, shape.width)
        self.out_proj = nn.Linear(shape.width, shape.width)

    def forward(self, x: Tensor) -> Tensor:
        batch, tokens, width = x.shape
        q, k, v = (
            projection(x).view(batch, tokens, self.heads, -1).transpose(1, 2)
            for projection in (self.q_proj, self.k_proj, self.v_proj)
        )
        mixed = attend(q, k, v).transpose(1, 2).reshape(batch, tokens, width)
        out: Tensor = self.out_proj(mixed)
        return out


class Mlp(nn.Module):
    def __init__(self, shape: VisionShape) -> None:
        super().__init__()
        self.fc1 = nn.Linear(shape.width, shape.mlp)
        self.fc2 = nn.Linear(shape.mlp, shape.width)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.fc2(F.gelu(self.fc1(x), approximate="tanh"))
        return out


class Layer(nn.Module):
    def __init__(self, shape: VisionShape) -> None:
        super().__init__()
        self.layer_norm1 = nn.LayerNorm(shape.width, eps=1e-6)
        self.self_attn = Attention(shape)
        self.layer_norm2 = nn.LayerNorm(shape.width, eps=1e-6)
        self.mlp = Mlp(shape)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.self_attn(self.layer_norm1(x))
        out: Tensor = x + self.mlp(self.layer_norm2(x))
        return out


class Encoder(nn.Module):
    """Pictures [batch, 3, SIDE, SIDE] in -1..1 -> tokens [batch, patches, width]."""

    def __init__(self, shape: VisionShape) -> None:
        super().__init__()
        self.shape = shape
        self.patch_embedding = nn.Linear(3 * shape.patch**2, shape.width)
        self.position_embedding = nn.Parameter(0.3 * sinusoids(shape.grid, shape.width))
        layers = [Layer(shape) for _ in range(shape.layers)]
        self.layers = nn.ModuleList(layers)
        self.apply(_initialise)
        with torch.no_grad():
            for layer in layers:
                for weight in (layer.self_attn.out_proj.weight, layer.mlp.fc2.weight):
                    weight.div_(math.sqrt(2 * shape.layers))

    def forward(self, pictures: Tensor, kept: Tensor | None = None) -> Tensor:
        """With `kept` [batch, n] only those patches are encoded, at their true positions."""
        patches = patchify(pictures, self.shape.patch)
        positions = self.position_embedding.expand(len(patches), -1, -1)
        if kept is not None:
            patches, positions = pick(patches, kept), pick(positions, kept)
        x: Tensor = self.patch_embedding(patches) + positions
        for layer in self.layers:
            x = layer(x)
        return x


def pick(rows: Tensor, kept: Tensor) -> Tensor:
    """[batch, tokens, width] at the indices [batch, n] -> [batch, n, width]."""
    return rows.gather(1, kept[..., None].expand(-1, -1, rows.shape[-1]))


def patchify(pictures: Tensor, patch: int) -> Tensor:
    """[batch, 3, height, width] -> [batch, patches, 3 x patch x patch], ordered as a convolution's weight."""
    batch, channels, height, width = pictures.shape
    tiles = pictures.view(batch, channels, height // patch, patch, width // patch, patch)
    return tiles.permute(0, 2, 4, 1, 3, 5).reshape(batch, -1, channels * patch * patch)


def sinusoids(grid: int, width: int) -> Tensor:
    """A sine table [grid x grid, width]: half of the width for the row, half for the column."""
    frequency = torch.exp(torch.linspace(math.log(math.pi), math.log(math.pi / grid), width // 4))
    angle = torch.arange(grid)[:, None] * frequency
    line = torch.cat([angle.sin(), angle.cos()], 1)  # [grid, width / 2]
    rows, columns = line[:, None].expand(-1, grid, -1), line[None].expand(grid, -1, -1)
    return torch.cat([rows, columns], -1).reshape(grid * grid, -1)


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, std=0.02)
        nn.init.zeros_(module.bias)
