"""What the plain implementation must know about a checkpoint, read from its config."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformers import AutoConfig

SHAPED = ("qwen3_vl", "qwen2_5_vl", "qwen2_vl")
"""Models whose pictures keep their shape."""
IDEFICS = ("idefics3", "smolvlm")
TILED = (*IDEFICS, "internvl")
"""Models whose prompt reads the whole picture after its tiles."""


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
    pre_norm: bool
    """Embeddings are normalised before the first block (CLIP)."""
    rms_norm: bool = False
    """Blocks divide by the root mean square instead of LayerNorm."""
    qk_norm: bool = False
    """Queries and keys are divided by their root mean square, all heads together."""
    deep_layers: tuple[int, ...] | None = None
    """Of towers for grids of any shape: the layers (from 0) whose features are handed on beside the last one's."""
    window: int | None = None
    """Patches along a side of the windows within which patches look at each other."""
    whole_layers: tuple[int, ...] = ()
    """The layers in which all look at all nevertheless."""
    learned_positions: bool = True

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
    prefix_attention: str
    """What sees itself whole: 'prompt', only generated tokens causal, 'images', each by itself, or nothing ('')."""
    qk_norm: bool = False
    """Queries and keys are divided by their root mean square, head by head."""
    sections: tuple[int, int, int] | None = None
    """Pairs of a head that positions in time, by row and by column turn; None: positions are one number."""
    time_step: float = 1.0
    """Positions in time from one view of a video to the next, before fractions are cut off."""
    interleaved: bool = False
    """The three take turns, as far as their pairs go; else they follow one another."""
    deep: int = 0
    """Further rows that come with every row of an image; the first layers add one each."""
    post_norms: bool = False
    """What attention and MLP add passes a norm, too."""
    query_scale: float | None = None
    """Instead of 1 / √d."""
    attention_cap: float | None = None
    logit_cap: float | None = None
    window: int | None = None
    """Positions that sliding layers see, their own among them."""
    sliding: tuple[bool, ...] = ()
    local_theta: float | None = None
    """Rotary base of sliding layers, where it is not that of the others."""
    rope_factor: float = 1.0
    """By which the positions of layers that do not slide are divided."""


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
    """The prompt reads the tiles of a picture and then the whole: each at a place of its own, or all at one
    (InternVL)."""
    projector_norm: bool = False
    """What is projected passes a LayerNorm first."""
    mean: bool = False
    """The features of a square are not joined but averaged."""


def _rope(text: Any) -> dict[str, Any]:
    parameters = getattr(text, "rope_parameters", None) or {}
    return dict(parameters.get("full_attention", parameters))


def _gemma(config: Any) -> dict[str, Any]:
    """What Gemma 2 and 3 have beside Gemma."""
    third = config.model_type == "gemma3_text"
    return {
        "post_norms": True,
        "query_scale": config.query_pre_attn_scalar**-0.5,
        "window": config.sliding_window,
        "sliding": tuple(kind == "sliding_attention" for kind in config.layer_types),
        **(
            {"qk_norm": True, "local_theta": config.rope_parameters["sliding_attention"]["rope_theta"]}
            if third
            else {"attention_cap": config.attn_logit_softcapping, "logit_cap": config.final_logit_softcapping}
        ),
    }


def _unplaced(config: Any) -> VisionSpec:
    """Without a table of positions; Qwen2.5-VL has windows and norms by root mean square, Qwen2-VL neither."""
    window = getattr(config, "window_size", None)
    square = config.spatial_merge_size
    return VisionSpec(
        layers=config.depth,
        executed=config.depth,
        heads=config.num_heads,
        image_size=config.patch_size,
        patch_size=config.patch_size,
        activation=config.hidden_act,
        epsilon=1e-6,
        class_token=False,
        post_norm=True,
        pre_norm=False,
        rms_norm=window is not None,
        deep_layers=(),
        window=None if window is None else window // square // config.patch_size * square,
        whole_layers=tuple(getattr(config, "fullatt_block_indexes", ())),
        learned_positions=False,
    )


def _any_shape(outer: Any) -> VisionSpec:
    config = outer.vision_config
    if outer.model_type != "qwen3_vl":
        return _unplaced(config)
    return VisionSpec(
        layers=config.depth,
        executed=config.depth,
        heads=config.num_heads,
        image_size=int(config.num_position_embeddings**0.5) * config.patch_size,
        patch_size=config.patch_size,
        activation=config.hidden_act,
        epsilon=1e-6,
        class_token=False,
        post_norm=True,
        pre_norm=False,
        deep_layers=tuple(config.deepstack_visual_indexes),
    )


def _vision(outer: Any) -> VisionSpec:
    config = outer.vision_config
    if outer.model_type in SHAPED:
        return _any_shape(outer)
    clip = config.model_type == "clip_vision_model"
    intern = config.model_type == "internvl_vision"
    layer = getattr(outer, "vision_feature_layer", -1)
    sides = [side[0] if isinstance(side, list | tuple) else side for side in (config.image_size, config.patch_size)]
    return VisionSpec(
        layers=config.num_hidden_layers,
        executed=layer if layer >= 0 else config.num_hidden_layers + 1 + layer,
        heads=config.num_attention_heads,
        image_size=sides[0],
        patch_size=sides[1],
        activation=config.hidden_act,
        epsilon=config.layer_norm_eps,
        class_token=clip or intern,
        post_norm=outer.model_type in ("paligemma", "gemma3", *IDEFICS) or (intern and not config.use_mean_pooling),
        pre_norm=clip,
        rms_norm=intern and config.norm_type == "rms_norm",
        qk_norm=intern and config.use_qk_norm,
    )


def _own_facts(config: Any) -> dict[str, Any]:
    if config.model_type in ("qwen3", "qwen3_vl_text"):
        return {"qk_norm": True}
    return _gemma(config) if config.model_type in ("gemma2", "gemma3_text") else {}


_FRAMES_A_SECOND = 24
"""Where nobody says how many frames a second has, transformers takes these."""


def _time_step(outer: Any) -> float:
    vision = outer.vision_config
    if outer.model_type != "qwen2_5_vl":
        return 1.0
    return float(vision.tokens_per_second * (vision.temporal_patch_size / _FRAMES_A_SECOND))


def _text(outer: Any) -> TextSpec:
    config = outer.text_config
    gemma = config.model_type.startswith("gemma")
    rope = _rope(config)
    head_dim = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    return TextSpec(
        layers=config.num_hidden_layers,
        heads=config.num_attention_heads,
        kv_heads=config.num_key_value_heads,
        head_dim=head_dim,
        theta=float(rope.get("rope_theta", getattr(config, "rope_theta", 10_000.0))),
        rope_factor=float(rope.get("factor", 1.0)),
        activation=getattr(config, "hidden_activation", None) or config.hidden_act,
        epsilon=config.rms_norm_eps,
        embedding_scale=config.hidden_size**0.5 if gemma else 1.0,
        norm_offset=1.0 if gemma else 0.0,
        prefix_attention={"paligemma": "prompt", "gemma3": "images"}.get(outer.model_type, ""),
        sections=tuple(config.rope_parameters["mrope_section"]) if outer.model_type in SHAPED else None,
        time_step=_time_step(outer),
        interleaved=outer.model_type == "qwen3_vl",
        deep=len(outer.vision_config.deepstack_visual_indexes) if outer.model_type == "qwen3_vl" else 0,
        **_own_facts(config),
    )


def _square(outer: Any, video: bool) -> int:
    if outer.model_type == "llava_next_video" and video:
        return int(outer.spatial_pool_stride)
    if outer.model_type in SHAPED:
        return int(outer.vision_config.spatial_merge_size)
    if outer.model_type == "gemma3":
        side = outer.vision_config.image_size // outer.vision_config.patch_size
        return int(side) // int(outer.mm_tokens_per_image**0.5)
    if outer.model_type == "internvl":
        return int(1 / outer.downsample_ratio)
    return int(outer.scale_factor) if outer.model_type in IDEFICS else 1


def read_spec(model: Path, video: bool = False) -> Spec:
    """The spec of a checkpoint folder, for pictures or for frames. transformers fills in what config.json leaves out;
    it computes nothing."""
    outer: Any = AutoConfig.from_pretrained(model)
    anyres = outer.model_type in ("llava_next", "llava_next_video", "llava_onevision")
    square = _square(outer, video)
    return Spec(
        family=outer.model_type,
        vision=_vision(outer),
        text=_text(outer),
        projector_layers=1 if outer.model_type in ("paligemma", "gemma3", *IDEFICS) else 2,
        projector_activation=getattr(outer, "projector_hidden_act", "gelu"),
        pinpoints=tuple((h, w) for h, w in outer.image_grid_pinpoints) if anyres else (),
        max_views=9 if outer.model_type == "llava_onevision" else None,
        square=square,
        tiled=outer.model_type in TILED,
        projector_norm=outer.model_type == "internvl",
        mean=outer.model_type == "gemma3" or (outer.model_type == "llava_next_video" and square > 1),
    )
