"""The unmerged model as transformers computes it: pixels, prompt, features, rows, logits, greedy tokens."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from transformers import AutoConfig, AutoImageProcessor, AutoModelForImageTextToText, AutoProcessor

from .case import STORED_BACKEND, Case
from .plain.spec import TILED

MOST_TOKENS = 12
Inputs = dict[str, Any]


@dataclass(frozen=True)
class Unmerged:
    pixels: Tensor  # [views, 3, h, w]
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


def frame_pixels(processor: Any, frames: list[Image.Image]) -> Tensor:
    """Frames straight to the tower's square, by Pillow. [frames, 3, h, w]."""
    rules = processor.video_processor
    size = (rules.size["width"], rules.size["height"])
    resized = [np.asarray(frame.resize(size, rules.resample)) for frame in frames]
    scaled = np.stack(resized).astype(np.float32) * np.float32(rules.rescale_factor)
    normalised = (scaled - np.float32(rules.image_mean)) / np.float32(rules.image_std)
    return torch.from_numpy(normalised).permute(0, 3, 1, 2).contiguous()


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
        inputs = dict(processor(text=prompt, videos=[pictures], return_tensors="pt"))
        # transformers prepares frames with torchvision only.
        if case.backend == "pil":
            inputs["pixel_values_videos"] = frame_pixels(processor, pictures)[None]
        return prompt, inputs
    return prompt, dict(processor(text=prompt, images=pictures[0], return_tensors="pt"))


def overview_first(views: Tensor) -> Tensor:
    """Models with tiles read the whole picture last; here view 0 is always the whole."""
    return torch.cat([views[-1:], views[:-1]])


def pixel_values(case: Case) -> Tensor:
    """[views, 3, h, w], the whole picture first."""
    _, inputs = prepare(load_processor(case.model, case.backend), case)
    pixels: Tensor = inputs["pixel_values_videos" if case.video else "pixel_values"]
    views = pixels.reshape(-1, *pixels.shape[-3:])
    return overview_first(views) if AutoConfig.from_pretrained(case.model).model_type in TILED else views


def tower_outputs(model: Any, inputs: Inputs) -> tuple[list[Tensor], Tensor]:
    """Every block's output and the rows that the language model is given, seen while the model runs."""
    hidden: list[Tensor] = []
    inner = model.model
    tower = inner.vision_model if model.config.model_type in TILED else inner.vision_tower
    text = inner.text_model if model.config.model_type in TILED else inner.language_model
    blocks = (tower.vision_model if hasattr(tower, "vision_model") else tower).encoder.layers
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
        if config.vision_config.model_type == "clip_vision_model":
            features = features[:, 1:]
        if config.model_type == "paligemma":
            features = model.model.vision_tower.post_layernorm(features)
        if config.model_type in TILED:
            features = overview_first(model.model.vision_model.post_layernorm(features))
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
