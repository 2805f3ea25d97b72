"""LLaVA-NeXT: five resolutions, crops stitched with newline rows, weights in two shards."""

from __future__ import annotations

from transformers import (
    CLIPVisionConfig,
    LlavaNextConfig,
    LlavaNextForConditionalGeneration,
    LlavaNextImageProcessorPil,
    LlavaNextProcessor,
)

from .checkpoint import Checkpoint
from .initialise import randomise
from .llava import IMAGE_TOKEN, TEMPLATE, llama_config, llama_tokenizer

SIDE = 70
PINPOINTS = [[SIDE, 2 * SIDE], [2 * SIDE, SIDE], [2 * SIDE, 2 * SIDE], [3 * SIDE, SIDE], [SIDE, 3 * SIDE]]


def build(seed: int) -> Checkpoint:
    config = LlavaNextConfig(
        vision_config=CLIPVisionConfig(
            hidden_size=64,
            intermediate_size=128,
            num_hidden_layers=5,
            num_attention_heads=4,
            image_size=SIDE,
            patch_size=14,
            projection_dim=64,
        ),
        text_config=llama_config(80, 3, 4, 2),
        image_token_index=IMAGE_TOKEN,
        image_seq_length=25,
        image_grid_pinpoints=PINPOINTS,
        vision_feature_layer=-2,
        vision_feature_select_strategy="default",
    )
    model = LlavaNextForConditionalGeneration(config)
    randomise(model, seed)
    images = LlavaNextImageProcessorPil(
        size={"shortest_edge": SIDE},
        crop_size={"height": SIDE, "width": SIDE},
        image_grid_pinpoints=PINPOINTS,
    )
    processor = LlavaNextProcessor(
        images,
        llama_tokenizer(),
        patch_size=14,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=TEMPLATE,
    )
    return Checkpoint(model, processor, shard_size="1MB")
