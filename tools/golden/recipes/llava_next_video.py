"""LLaVA-NeXT-Video: LLaVA-NeXT for pictures; frames are averaged two by two before they are projected."""

from __future__ import annotations

from typing import Any

from transformers import (
    CLIPVisionConfig,
    LlavaNextImageProcessorPil,
    LlavaNextVideoConfig,
    LlavaNextVideoForConditionalGeneration,
    LlavaNextVideoProcessor,
    LlavaNextVideoVideoProcessor,
)

from .checkpoint import Checkpoint
from .initialise import randomise
from .llava import llama_config
from .tokenizer import byte_tokenizer

SIDE = 84
"""Six patches: averaging two by two asks for an even number."""
WORDS = 370
VIDEO_TOKEN, IMAGE_TOKEN = WORDS, WORDS + 1
PINPOINTS = [[SIDE, 2 * SIDE], [2 * SIDE, SIDE], [2 * SIDE, 2 * SIDE]]
TEMPLATE = (
    "{% for message in messages %}USER: {% for part in message['content'] %}"
    "{% if part['type'] == 'text' %}{{ part['text'] }}{% else %}{{ '<' + part['type'] + '>\\n' }}{% endif %}"
    "{% endfor %}{% endfor %}{% if add_generation_prompt %} ASSISTANT:{% endif %}"
)


def build(seed: int) -> Checkpoint:
    config = LlavaNextVideoConfig(
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
        video_token_index=VIDEO_TOKEN,
        image_seq_length=36,
        video_seq_length=9,
        image_grid_pinpoints=PINPOINTS,
        vision_feature_layer=-2,
        vision_feature_select_strategy="default",
    )
    model = LlavaNextVideoForConditionalGeneration(config)
    randomise(model, seed)
    sides: dict[str, Any] = {"size": {"shortest_edge": SIDE}, "crop_size": {"height": SIDE, "width": SIDE}}
    processor = LlavaNextVideoProcessor(
        LlavaNextVideoVideoProcessor(**sides),
        LlavaNextImageProcessorPil(**sides, image_grid_pinpoints=PINPOINTS),
        byte_tokenizer(
            WORDS,
            first=("<unk>", "<s>", "</s>"),
            last=("<video>", "<image>", "<pad>"),
            begin="<s>",
            bos_token="<s>",
            eos_token="</s>",
            pad_token="<pad>",
            unk_token="<unk>",
        ),
        chat_template=TEMPLATE,
        patch_size=14,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
    )
    return Checkpoint(model, processor)
