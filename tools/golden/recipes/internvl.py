"""InternVL3 and 3.5 as transformers writes them: InternViT, squares of patches joined, tiles by ratio, Qwen2, Qwen3."""

from __future__ import annotations

from typing import Any

import torch
from transformers import (
    GotOcr2ImageProcessorPil,
    InternVLConfig,
    InternVLForConditionalGeneration,
    InternVLProcessor,
    InternVLVideoProcessor,
)

from .checkpoint import Checkpoint
from .initialise import Spreads, randomise
from .tokenizer import byte_tokenizer

SIDE = 48
WORDS = 370
LAST = ("<|im_start|>", "<|im_end|>", "<img>", "</img>", "<IMG_CONTEXT>", "<video>")
TURN_END, IMAGE_TOKEN = WORDS + 1, WORDS + 4
VOCABULARY = WORDS + len(LAST) + 3
"""More rows than tokens, as in published checkpoints."""
TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' }}{% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}{{ '<IMG_CONTEXT>\n' }}{% else %}{{ part['text'] }}{% endif %}{% endfor %}"
    "{{ '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def tokenizer() -> Any:
    return byte_tokenizer(
        WORDS,
        first=("<|endoftext|>",),
        last=LAST,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        extra_special_tokens={
            "start_image_token": "<img>",
            "end_image_token": "</img>",
            "context_image_token": "<IMG_CONTEXT>",
            "video_token": "<video>",
        },
    )


def _text(model_type: str, tied: bool) -> dict[str, Any]:
    return {
        "model_type": model_type,
        "hidden_size": 96,
        "intermediate_size": 192,
        "num_hidden_layers": 3,
        "num_attention_heads": 6,
        "num_key_value_heads": 2,
        **({"head_dim": 32} if model_type == "qwen3" else {}),  # not width / heads
        "vocab_size": VOCABULARY,
        "max_position_embeddings": 2048,
        "rms_norm_eps": 1e-6,
        "rope_parameters": {"rope_type": "default", "rope_theta": 1_000_000.0},
        "eos_token_id": TURN_END,
        "pad_token_id": 0,
        "tie_word_embeddings": tied,
    }


def _vision(**differences: Any) -> dict[str, Any]:
    return {
        "model_type": "internvl_vision",
        "hidden_size": 72,
        "intermediate_size": 144,
        "num_hidden_layers": 5,
        "num_attention_heads": 3,
        "image_size": [SIDE, SIDE],
        "patch_size": [8, 8],
        **differences,
    }


def _checkpoint(seed: int, text: dict[str, Any], vision: dict[str, Any], most: int, spreads: Spreads) -> Checkpoint:
    config = InternVLConfig(
        vision_config=vision,
        text_config=text,
        image_token_id=IMAGE_TOKEN,
        image_seq_length=9,
        downsample_ratio=0.5,
        tie_word_embeddings=text["tie_word_embeddings"],
    )
    model = InternVLForConditionalGeneration(config)
    randomise(model, seed, spreads)
    images = GotOcr2ImageProcessorPil(
        size={"height": SIDE, "width": SIDE},
        image_mean=[0.485, 0.456, 0.406],
        image_std=[0.229, 0.224, 0.225],
        min_patches=1,
        max_patches=most,
    )
    videos = InternVLVideoProcessor(size={"height": SIDE, "width": SIDE})
    processor = InternVLProcessor(images, tokenizer(), videos, image_seq_length=9, chat_template=TEMPLATE)
    return Checkpoint(model, processor, dtype=torch.bfloat16)


def tiled(seed: int) -> Checkpoint:
    """As InternVL3 to 14B: LayerNorm, biases of attention, Qwen2; six tiles and an overview, 9 cells each, in
    bfloat16."""
    return _checkpoint(seed, _text("qwen2", tied=False), _vision(attention_bias=True), 6, Spreads())


def whole(seed: int) -> Checkpoint:
    """As the largest towers and InternVL3.5: norms by root mean square, of queries and keys too, a last norm, Qwen3, a
    tied head; one view."""
    vision = _vision(use_qk_norm=True, norm_type="rms_norm", use_mean_pooling=False)
    return _checkpoint(seed, _text("qwen3", tied=True), vision, 1, Spreads(embedding=0.5))
