"""The unmerged model as transformers computes it: pixels, prompt, features, rows, logits, greedy tokens."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from transformers import (
    AutoConfig,
    AutoImageProcessor,
    AutoModelForImageTextToText,
    AutoProcessor,
    CLIPImageProcessorPil,
)
from transformers.vision_utils import get_vision_window_index

from .case import STORED_BACKEND, Case
from .plain.spec import IDEFICS, SHAPED, TILED

MOST_TOKENS = 12
_CROPPING = ("size", "crop_size", "resample", "rescale_factor", "image_mean", "image_std")
Inputs = dict[str, Any]


@dataclass(frozen=True)
class Unmerged:
    pixels: Tensor  # [views, 3, h, w], or [views, frames, 3, h, w] where patches span several frames of a video
    input_ids: Tensor  # [T] the image token once per unmerged position
    image_token: int
    image_size: tuple[int, int] | None
    """[height, width] in pixels, where the model cuts the image into views."""
    prompt: str
    hidden: list[Tensor]  # per layer of the checkpoint [views, N0 + P, D]
    features: Tensor  # [views, N0, D]
    projected: Tensor  # [T_img, D_text] as the language model reads them
    logits: Tensor  # [V] at the last prompt position
    tokens: list[int]
    stop: set[int]


def _picture(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")


def load_processor(model: Path, backend: str = STORED_BACKEND) -> Any:
    """The checkpoint's processor with `pil` or `torchvision` as its resampler: they differ by up to two grey levels."""
    processor = AutoProcessor.from_pretrained(model)
    processor.image_processor = AutoImageProcessor.from_pretrained(model, backend=backend)
    return processor


def frame_pixels(processor: Any, frames: list[Image.Image], size: tuple[int, int] | None = None) -> Tensor:
    """Frames to the tower's square, or to `size`, width and height, by Pillow. [frames, 3, h, w]."""
    rules = processor.video_processor
    if size is None and rules.do_center_crop:
        same = CLIPImageProcessorPil(**{name: getattr(rules, name) for name in _CROPPING})
        cropped: Tensor = same(frames, return_tensors="pt")["pixel_values"]
        return cropped
    sides = size or (rules.size["width"], rules.size["height"])
    resized = [np.asarray(frame.resize(sides, rules.resample)) for frame in frames]
    scaled = np.stack(resized).astype(np.float32) * np.float32(rules.rescale_factor)
    normalised = (scaled - np.float32(rules.image_mean)) / np.float32(rules.image_std)
    return torch.from_numpy(normalised).permute(0, 3, 1, 2).contiguous()


def shaped_frames(processor: Any, frames: list[Image.Image], grid: list[int]) -> Tensor:
    """Frames cut into patches that span several of them, in the processor's order, by Pillow. [T * N0, 3 * t * p * p].

    `grid`: the processor's own numbers of spans, rows and columns."""
    rules = processor.video_processor
    times, rows, columns = grid
    side, square, span = rules.patch_size, rules.merge_size, rules.temporal_patch_size
    pixels = frame_pixels(processor, frames, (columns * side, rows * side))
    whole = torch.cat([pixels, *[pixels[-1:]] * (times * span - len(frames))])
    cut = whole.reshape(times, span, 3, rows // square, square, side, columns // square, square, side)
    return cut.permute(0, 3, 6, 4, 7, 2, 1, 5, 8).reshape(times * rows * columns, -1)


def prepare(processor: Any, case: Case) -> tuple[str, Inputs]:
    """The prompt's text and what the model is called with."""
    pictures = [_picture(path) for path in case.paths]
    if processor.chat_template is None:
        # PaliGemma: the processor itself frames the question.
        inputs = dict(processor(text=case.question, images=pictures[0], return_tensors="pt"))
        framed = processor.tokenizer.decode(inputs["input_ids"][0])
        image = processor.image_token
        return framed.replace(image * framed.count(image), image), inputs
    kind = "video" if case.video else "image"
    content = [{"type": kind}, {"type": "text", "text": case.question}]
    turn = [{"role": "user", "content": content}]
    prompt = processor.apply_chat_template(turn, add_generation_prompt=True)
    if case.video:
        # Who gives frames has chosen them already.
        inputs = dict(processor(text=prompt, videos=[pictures], do_sample_frames=False, return_tensors="pt"))
        # transformers prepares frames with torchvision only.
        if case.backend == "pil" and "video_grid_thw" in inputs:
            grid = inputs["video_grid_thw"][0].tolist()
            inputs["pixel_values_videos"] = shaped_frames(processor, pictures, grid)
        elif case.backend == "pil":
            inputs["pixel_values_videos"] = frame_pixels(processor, pictures)[None]
        return prompt, inputs
    begin = processor.tokenizer.bos_token
    # As `apply_chat_template` has it where it tokenizes, too: no second begin token.
    framed = {"add_special_tokens": False} if begin is not None and prompt.startswith(begin) else {}
    return prompt, dict(processor(text=prompt, images=pictures[0], return_tensors="pt", **framed))


def overview_first(views: Tensor) -> Tensor:
    """Models with tiles read the whole picture last; here view 0 is always the whole."""
    return torch.cat([views[-1:], views[:-1]])


def pixel_values(case: Case) -> Tensor:
    """[views, 3, h, w], the whole picture first."""
    _, inputs = prepare(load_processor(case.model, case.backend), case)
    config = AutoConfig.from_pretrained(case.model)
    if config.model_type in SHAPED:
        return shaped_pixels(config, case, inputs)
    pixels: Tensor = inputs["pixel_values_videos" if case.video else "pixel_values"]
    views = pixels.reshape(-1, *pixels.shape[-3:])
    return overview_first(views) if AutoConfig.from_pretrained(case.model).model_type in TILED else views


def raster(patches: Tensor, shape: tuple[int, int], square: int) -> Tensor:
    """Patches in the processor's order, square by square, to row by row. [N0, ...]"""
    rows, columns = shape
    blocks = patches.reshape(rows // square, columns // square, square, square, *patches.shape[1:])
    return blocks.transpose(1, 2).reshape(rows * columns, *patches.shape[1:])


def shaped_grid(case: Case, inputs: Inputs) -> tuple[Tensor, Tensor]:
    """Patches as the processor cut them, and their grid [1, 3]: spans of frames, rows, columns."""
    if case.video:
        return inputs["pixel_values_videos"], inputs["video_grid_thw"]
    return inputs["pixel_values"], inputs["image_grid_thw"]


def shaped_pixels(config: Any, case: Case, inputs: Inputs) -> Tensor:
    """The picture that the processor cut into patches, [1, 3, h, w]: a still picture is every frame of its patches.
    Of a video the frames that share their patches, [views, frames, 3, h, w]."""
    vision = config.vision_config
    side, square = vision.patch_size, vision.spatial_merge_size
    cut, grid = shaped_grid(case, inputs)
    times, rows, columns = grid[0].tolist()
    views = []
    for view in cut.chunk(times):
        patches = raster(view, (rows, columns), square).reshape(rows, columns, 3, -1, side, side)
        views.append(patches.permute(3, 2, 0, 4, 1, 5).reshape(-1, 3, rows * side, columns * side))
    return torch.stack(views) if case.video else views[0][:1]


def in_order(config: Any, grid: Tensor, hidden: Tensor) -> Tensor:
    """Out of windows, square by square, where the tower puts squares into them."""
    vision = config.vision_config
    if not hasattr(vision, "window_size"):
        return hidden
    square = vision.spatial_merge_size
    index, _ = get_vision_window_index(grid, square, vision.window_size, vision.patch_size)
    squares = hidden.reshape(len(index), square**2, -1)
    return squares[index.argsort()].reshape(hidden.shape)


def run_any_shape(case: Case) -> Unmerged:
    """Models that keep a picture's shape, with features of several layers side by side."""
    processor = load_processor(case.model, case.backend)
    model: Any = AutoModelForImageTextToText.from_pretrained(case.model, dtype=torch.float32).eval()
    prompt, inputs = prepare(processor, case)
    vision = model.config.vision_config
    patches, grid = shaped_grid(case, inputs)
    times, rows, columns = grid[0].tolist()
    hidden: list[Tensor] = []
    hooks = [block.register_forward_hook(lambda _m, _i, out: hidden.append(out)) for block in model.model.visual.blocks]
    with torch.no_grad():
        found = model.model.visual(patches, grid_thw=grid, return_dict=True)
        for hook in hooks:
            hook.remove()
        logits = model(**inputs).logits[0, -1]
        answer = model.generate(**inputs, do_sample=False, max_new_tokens=MOST_TOKENS)
        hidden = [in_order(model.config, grid, layer) for layer in hidden]
        merger = model.model.visual.merger
        last = (merger.ln_q if hasattr(merger, "ln_q") else merger.norm)(hidden[-1])
        further = [hidden[layer] for layer in getattr(vision, "deepstack_visual_indexes", ())]
        together = torch.cat([last, *further], dim=-1)
    ids = inputs["input_ids"][0]
    ends = model.generation_config.eos_token_id

    def by_view(every: Tensor) -> Tensor:
        return torch.stack([raster(view, (rows, columns), vision.spatial_merge_size) for view in every.chunk(times)])

    return Unmerged(
        pixels=shaped_pixels(model.config, case, inputs),
        input_ids=ids,
        image_token=int(model.config.video_token_id if case.video else model.config.image_token_id),
        image_size=None,
        prompt=prompt,
        hidden=[by_view(layer) for layer in hidden],
        features=by_view(together),
        projected=torch.cat([found.pooler_output, *getattr(found, "deepstack_features", ())], dim=-1),
        logits=logits,
        tokens=answer[0, len(ids) :].tolist(),
        stop=set(ends if isinstance(ends, list) else [ends]),
    )


def tower_outputs(model: Any, inputs: Inputs) -> tuple[list[Tensor], Tensor]:
    """Every block's output and the rows that the language model is given, seen while the model runs."""
    hidden: list[Tensor] = []
    inner = model.model
    tower = inner.vision_model if model.config.model_type in IDEFICS else inner.vision_tower
    text = inner.text_model if model.config.model_type in IDEFICS else inner.language_model
    encoder = (tower.vision_model if hasattr(tower, "vision_model") else tower).encoder
    blocks = encoder.layer if hasattr(encoder, "layer") else encoder.layers
    hooks = [
        block.register_forward_hook(
            lambda _module, _inputs, out: hidden.append(out[0] if isinstance(out, tuple) else out)
        )
        for block in blocks
    ]
    rows: list[Tensor] = []
    hooks.append(
        text.register_forward_pre_hook(
            lambda _module, _args, kwargs: rows.append(kwargs["inputs_embeds"]), with_kwargs=True
        )
    )
    model(**inputs)
    for hook in hooks:
        hook.remove()
    return hidden, rows[0]


def run(case: Case) -> Unmerged:
    if AutoConfig.from_pretrained(case.model).model_type in SHAPED:
        return run_any_shape(case)
    processor = load_processor(case.model, case.backend)
    model: Any = AutoModelForImageTextToText.from_pretrained(case.model, dtype=torch.float32).eval()
    config = model.config
    prompt, inputs = prepare(processor, case)
    inputs.pop("labels", None)
    with torch.no_grad():
        hidden, rows = tower_outputs(model, inputs)
        logits = model(**inputs).logits[0, -1]
        answer = model.generate(**inputs, do_sample=False, max_new_tokens=MOST_TOKENS)
        ids = inputs["input_ids"][0]
        token = config.video_token_id if case.video else config.image_token_id
        features = hidden[getattr(config, "vision_feature_layer", -1)]
        if config.model_type == "internvl":
            features = model.model.vision_tower.layernorm(features)
        if config.vision_config.model_type in ("clip_vision_model", "internvl_vision"):
            features = features[:, 1:]
        if config.model_type in ("paligemma", "gemma3"):
            features = model.model.vision_tower.post_layernorm(features)
        if config.model_type in IDEFICS:
            features = model.model.vision_model.post_layernorm(features)
        if config.model_type in TILED:
            features = overview_first(features)
            hidden = [overview_first(layer) for layer in hidden]
    sizes = inputs.get("image_sizes")
    pixels = inputs["pixel_values_videos" if case.video else "pixel_values"]
    views = pixels.reshape(-1, *pixels.shape[-3:])
    ends = model.generation_config.eos_token_id
    return Unmerged(
        pixels=overview_first(views) if config.model_type in TILED else views,
        input_ids=ids,
        image_token=int(token),
        image_size=None if sizes is None else (int(sizes[0][0]), int(sizes[0][1])),
        prompt=prompt,
        hidden=hidden,
        features=features,
        projected=rows[0][ids == token],
        logits=logits,
        tokens=answer[0, len(ids) :].tolist(),
        stop=set(ends if isinstance(ends, list) else [ends]),
    )
