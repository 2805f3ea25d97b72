"""A checkpoint's tensors under one spelling of their names, in one floating-point type."""

from __future__ import annotations

import re
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

_SPELLINGS = (
    (re.compile(r"^model\.(?=vision_tower|language_model|multi_modal_projector|image_newline)"), ""),
    (re.compile(r"^vision_tower\.vision_model\."), "vision_tower."),
    (re.compile(r"^(?:model\.)?visual\."), "vision_tower."),
    (re.compile(r"^vision_tower\.merger\.ln_q\."), "vision_tower.merger.norm."),
    (re.compile(r"^vision_tower\.merger\.mlp\.0\."), "vision_tower.merger.linear_fc1."),
    (re.compile(r"^vision_tower\.merger\.mlp\.2\."), "vision_tower.merger.linear_fc2."),
    (re.compile(r"^(vision_tower\.blocks\.\d+\.mlp)\.fc(?=[12]\.)"), r"\1.linear_fc"),
    (re.compile(r"^model\.vision_model\."), "vision_tower."),
    (re.compile(r"^model\.text_model\."), "language_model."),
    (re.compile(r"^model\.connector\.modality_projection\.proj\."), "multi_modal_projector.linear."),
    (re.compile(r"^vision_tower\.encoder\.layer\."), "vision_tower.encoder.layers."),
    (re.compile(r"\.attention\.projection_layer\."), ".self_attn.out_proj."),
    (re.compile(r"^(vision_tower\..*)\.attention\."), r"\1.self_attn."),
    (re.compile(r"\.layernorm_before\."), ".layer_norm1."),
    (re.compile(r"\.layernorm_after\."), ".layer_norm2."),
    (re.compile(r"^vision_tower\.layernorm\."), "vision_tower.post_layernorm."),
    (re.compile(r"^vision_tower\.embeddings\.cls_token$"), "vision_tower.embeddings.class_embedding"),
    (
        re.compile(r"^vision_tower\.embeddings\.position_embeddings$"),
        "vision_tower.embeddings.position_embedding.weight",
    ),
    (
        re.compile(r"^vision_tower\.embeddings\.patch_embeddings\.projection\."),
        "vision_tower.embeddings.patch_embedding.",
    ),
    (re.compile(r"^model\.(?=(?:layers|embed_tokens|norm)\.)"), "language_model."),
    (re.compile(r"^language_model\.lm_head\."), "lm_head."),
    (re.compile(r"^language_model\.model\."), "language_model."),
)


class Weights:
    """Tensors by reduced name: `vision_tower.encoder...`, `language_model.layers...`, `lm_head.weight`."""

    def __init__(self, tensors: dict[str, Tensor]) -> None:
        self._tensors = tensors

    def __getitem__(self, name: str) -> Tensor:
        return self._tensors[name]

    def get(self, name: str) -> Tensor | None:
        return self._tensors.get(name)

    @property
    def dtype(self) -> torch.dtype:
        return next(iter(self._tensors.values())).dtype

    @property
    def head(self) -> Tensor:
        """The output embedding; a tied one is the input embedding."""
        head = self.get("lm_head.weight")
        return self["language_model.embed_tokens.weight"] if head is None else head

    def linear(self, name: str, x: Tensor) -> Tensor:
        """x Wᵀ + b, the bias where the checkpoint has one."""
        return torch.nn.functional.linear(x, self[f"{name}.weight"], self.get(f"{name}.bias"))


def reduced_name(stored: str) -> str:
    for pattern, replacement in _SPELLINGS:
        stored = pattern.sub(replacement, stored)
    return stored


def read_weights(model: Path, dtype: torch.dtype) -> Weights:
    """All safetensors files of a folder, converted to `dtype` before anything is computed."""
    stored = {name: t for file in sorted(model.glob("*.safetensors")) for name, t in load_file(file).items()}
    return Weights({reduced_name(name): tensor.to(dtype) for name, tensor in stored.items()})
