"""Qwen2.5-VL: windows of the grid, gated layers and norms by root mean square in the tower, positions in three
directions."""

from __future__ import annotations

import torch
from transformers import (
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2_5_VLProcessor,
    Qwen2VLImageProcessorPil,
)
from transformers.models.qwen2_vl.video_processing_qwen2_vl import Qwen2VLVideoProcessor

from .checkpoint import Checkpoint
from .initialise import Spreads, randomise
from .qwen3_vl import (
    IMAGE_TOKEN,
    TEMPLATE,
    TURN_END,
    VIDEO_SIDES,
    VIDEO_TOKEN,
    VISION_END,
    VISION_START,
    VOCABULARY,
    tokenizer,
)


def build(seed: int) -> Checkpoint:
    """Windows of 4 x 4 patches, which the grid does not fill; two layers look at all; directions of 2, 3, 3 pairs."""
    config = Qwen2_5_VLConfig(
        vision_config={
            "depth": 4,
            "hidden_size": 48,
            "intermediate_size": 80,
            "num_heads": 3,
            "patch_size": 8,
            "spatial_merge_size": 2,
            "temporal_patch_size": 2,
            "window_size": 32,
            "fullatt_block_indexes": [1, 3],
            "out_hidden_size": 96,
        },
        text_config={
            "hidden_size": 96,
            "intermediate_size": 160,
            "num_hidden_layers": 3,
            "num_attention_heads": 6,
            "num_key_value_heads": 2,
            "vocab_size": VOCABULARY,
            "max_position_embeddings": 2048,
            "rms_norm_eps": 1e-6,
            "rope_parameters": {"rope_type": "default", "rope_theta": 1_000_000.0, "mrope_section": [2, 3, 3]},
            "eos_token_id": TURN_END,
            "bos_token_id": None,
            "pad_token_id": 0,
            "tie_word_embeddings": False,
        },
        image_token_id=IMAGE_TOKEN,
        video_token_id=VIDEO_TOKEN,
        vision_start_token_id=VISION_START,
        vision_end_token_id=VISION_END,
        tie_word_embeddings=False,
    )
    model = Qwen2_5_VLForConditionalGeneration(config)
    randomise(model, seed, Spreads())
    images = Qwen2VLImageProcessorPil(
        size={"shortest_edge": 32 * 32, "longest_edge": 64 * 96}, patch_size=8, merge_size=2, temporal_patch_size=2
    )
    videos = Qwen2VLVideoProcessor(**VIDEO_SIDES)
    processor = Qwen2_5_VLProcessor(images, tokenizer(), videos, chat_template=TEMPLATE)
    return Checkpoint(model, processor, dtype=torch.bfloat16)
