"""What the plain implementation must know about a checkpoint, read from its config."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformers import AutoConfig


TILED = ("idefics3", "smolvlm")


@dataclass(frozen=True)
class VisionSpec:
    """A CLIP or SigLIP tower. `executed` of its `layers` run."""

    layers: int
    executed: int
    heads: int
    image_size: int
    patch_size: int
    activation: str
    epsilon: float
    class_token: bool
    post_norm: bool
    """The features are those after the tower's last norm (PaliGemma), not the last block's output."""

    @property
    def side(self) -> int:
        return self.image_size // self.patch_size

    @property
    def patches(self) -> int:
        return self.side**2

    @property
    def protected(self) -> int:
        """Tokens at the start that never merge."""
        return int(self.class_token)


@dataclass(frozen=True)
class TextSpec:
    """A decoder of the Llama kind, or Gemma's variant of it."""

    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    theta: float
    activation: str
    epsilon: float
    embedding_scale: float
    norm_offset: float
    """Added to every norm's weight: 1 in Gemma, whose weights are stored around 0."""
    prefix_attention: bool
    """The whole prompt sees itself; only generated tokens are causal."""


@dataclass(frozen=True)
class Spec:
    family: str
    vision: VisionSpec
    text: TextSpec
    projector_layers: int
    projector_activation: str
    pinpoints: tuple[tuple[int, int], ...]
    """[height, width] in pixels; empty where an image is one view."""
    max_views: int | None
    """A stitched grid of more than this many views' patches is shrunk."""
    square: int = 1
    """Patches along one side of the square whose features are joined into one row."""
    tiled: bool = False
    """Every view has a place of its own in the prompt, the whole picture's last."""


def _rope_theta(text: Any) -> float:
    parameters = getattr(text, "rope_parameters", None) or {}
    return float(parameters.get("rope_theta", getattr(text, "rope_theta", 10_000.0)))


def _vision(outer: Any) -> VisionSpec:
    config = outer.vision_config
    clip = config.model_type == "clip_vision_model"
    layer = getattr(outer, "vision_feature_layer", -1)
    return VisionSpec(
        layers=config.num_hidden_layers,
        executed=layer if layer >= 0 else config.num_hidden_layers + 1 + layer,
        heads=config.num_attention_heads,
        image_size=config.image_size,
        patch_size=config.patch_size,
        activation=config.hidden_act,
        epsilon=config.layer_norm_eps,
        class_token=clip,
        post_norm=outer.model_type in ("paligemma", *TILED),
    )


def _text(outer: Any) -> TextSpec:
    config = outer.text_config
    gemma = config.model_type == "gemma"
    head_dim = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    return TextSpec(
        layers=config.num_hidden_layers,
        heads=config.num_attention_heads,
        kv_heads=config.num_key_value_heads,
        head_dim=head_dim,
        theta=_rope_theta(config),
        activation=config.hidden_act,
        epsilon=config.rms_norm_eps,
        embedding_scale=config.hidden_size**0.5 if gemma else 1.0,
        norm_offset=1.0 if gemma else 0.0,
        prefix_attention=outer.model_type == "paligemma",
    )


def read_spec(model: Path) -> Spec:
    """The spec of a checkpoint folder. transformers fills in what config.json leaves out; it computes nothing."""
    outer: Any = AutoConfig.from_pretrained(model)
    anyres = outer.model_type in ("llava_next", "llava_onevision")
    return Spec(
        family=outer.model_type,
        vision=_vision(outer),
        text=_text(outer),
        projector_layers=1 if outer.model_type in ("paligemma", *TILED) else 2,
        projector_activation=getattr(outer, "projector_hidden_act", "gelu"),
        pinpoints=tuple((h, w) for h, w in outer.image_grid_pinpoints) if anyres else (),
        max_views=9 if outer.model_type == "llava_onevision" else None,
        square=outer.scale_factor if outer.model_type in TILED else 1,
        tiled=outer.model_type in TILED,
    )
