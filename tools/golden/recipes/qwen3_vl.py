"""Qwen3-VL, dense: pictures that keep their shape, DeepStack, positions in three directions."""

from __future__ import annotations

from typing import Any

import torch
from transformers import Qwen2VLImageProcessorPil, Qwen3VLConfig, Qwen3VLForConditionalGeneration, Qwen3VLProcessor
from transformers.models.qwen3_vl.video_processing_qwen3_vl import Qwen3VLVideoProcessor

from .checkpoint import Checkpoint
from .initialise import Spreads, randomise
from .tokenizer import byte_tokenizer

WORDS = 370
LAST = ("<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>")
TURN_END, VISION_START, VISION_END, IMAGE_TOKEN, VIDEO_TOKEN = (WORDS + number for number in range(1, 6))
VOCABULARY = WORDS + len(LAST) + 3
"""More rows than tokens, as in published checkpoints."""
TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' }}{% for part in message['content'] %}"
    "{% if part['type'] == 'text' %}{{ part['text'] }}"
    "{% else %}{{ '<|vision_start|><|' + part['type'] + '_pad|><|vision_end|>' }}{% endif %}{% endfor %}"
    "{{ '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


VIDEO_SIDES: dict[str, Any] = {
    "size": {"shortest_edge": 32 * 32, "longest_edge": 48 * 64},
    "patch_size": 8,
    "merge_size": 2,
}
"""Fewer pixels than pictures have."""


def tokenizer() -> Any:
    return byte_tokenizer(WORDS, first=("<|endoftext|>",), last=LAST, eos_token="<|im_end|>", pad_token="<|endoftext|>")


def build(seed: int) -> Checkpoint:
    """Features of two layers beside the last one's; a table of 5 x 5 positions; directions of 6, 5 and 5 pairs; a tied
    head."""
    config = Qwen3VLConfig(
        vision_config={
            "depth": 4,
            "hidden_size": 48,
            "intermediate_size": 96,
            "num_heads": 3,
            "patch_size": 8,
            "spatial_merge_size": 2,
            "temporal_patch_size": 2,
            "out_hidden_size": 64,
            "num_position_embeddings": 25,
            "deepstack_visual_indexes": [1, 2],
        },
        text_config={
            "hidden_size": 64,
            "intermediate_size": 128,
            "num_hidden_layers": 4,
            "num_attention_heads": 4,
            "num_key_value_heads": 2,
            "head_dim": 32,  # not width / heads
            "vocab_size": VOCABULARY,
            "max_position_embeddings": 2048,
            "rms_norm_eps": 1e-6,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 5_000_000.0,
                "mrope_interleaved": True,
                "mrope_section": [6, 5, 5],
            },
            "eos_token_id": TURN_END,
            "pad_token_id": 0,
            "tie_word_embeddings": True,
        },
        image_token_id=IMAGE_TOKEN,
        video_token_id=VIDEO_TOKEN,
        vision_start_token_id=VISION_START,
        vision_end_token_id=VISION_END,
        tie_word_embeddings=True,
    )
    model = Qwen3VLForConditionalGeneration(config)
    randomise(model, seed, Spreads(embedding=0.5))
    images = Qwen2VLImageProcessorPil(
        size={"shortest_edge": 32 * 32, "longest_edge": 64 * 96},
        patch_size=8,
        merge_size=2,
        temporal_patch_size=2,
        image_mean=[0.5, 0.5, 0.5],
        image_std=[0.5, 0.5, 0.5],
    )
    videos = Qwen3VLVideoProcessor(**VIDEO_SIDES)
    processor = Qwen3VLProcessor(images, tokenizer(), videos, chat_template=TEMPLATE)
    return Checkpoint(model, processor, dtype=torch.bfloat16)
