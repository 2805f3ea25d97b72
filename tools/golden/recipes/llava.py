"""LLaVA-1.5 with CLIP (class token, second last layer) or with SigLIP (no class token, last layer, bfloat16)."""

from __future__ import annotations

from typing import Any

import torch
from transformers import (
    CLIPImageProcessorPil,
    CLIPVisionConfig,
    LlamaConfig,
    LlavaConfig,
    LlavaForConditionalGeneration,
    LlavaProcessor,
    SiglipImageProcessorPil,
    SiglipVisionConfig,
)

from .checkpoint import Checkpoint
from .initialise import Spreads, randomise
from .tokenizer import byte_tokenizer

WORDS = 370
IMAGE_TOKEN = WORDS
PAD_TOKEN = WORDS + 1
VOCABULARY = WORDS + 6
"""More rows than tokens, as in published checkpoints."""
TEMPLATE = (
    "{% for message in messages %}USER: {% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}{{ '<image>\\n' }}{% else %}{{ part['text'] }}{% endif %}"
    "{% endfor %}{% endfor %}{% if add_generation_prompt %} ASSISTANT:{% endif %}"
)


def llama_tokenizer() -> Any:
    return byte_tokenizer(
        WORDS,
        first=("<unk>", "<s>", "</s>"),
        last=("<image>", "<pad>"),
        begin="<s>",
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
    )


def llama_config(width: int, layers: int, heads: int, kv_heads: int, tied: bool = False) -> LlamaConfig:
    return LlamaConfig(
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        num_key_value_heads=kv_heads,
        vocab_size=VOCABULARY,
        max_position_embeddings=4096,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=PAD_TOKEN,
        tie_word_embeddings=tied,
    )


def with_clip(seed: int) -> Checkpoint:
    config = LlavaConfig(
        vision_config=CLIPVisionConfig(
            hidden_size=64,
            intermediate_size=128,
            num_hidden_layers=6,
            num_attention_heads=4,
            image_size=84,
            patch_size=14,
            projection_dim=64,
        ),
        text_config=llama_config(96, 4, 4, 4),
        image_token_index=IMAGE_TOKEN,
        image_seq_length=36,
        vision_feature_layer=-2,
        vision_feature_select_strategy="default",
    )
    model = LlavaForConditionalGeneration(config)
    randomise(model, seed)
    images = CLIPImageProcessorPil(size={"shortest_edge": 84}, crop_size={"height": 84, "width": 84})
    processor = LlavaProcessor(
        images,
        llama_tokenizer(),
        patch_size=14,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=TEMPLATE,
    )
    return Checkpoint(model, processor)


def with_siglip(seed: int) -> Checkpoint:
    config = LlavaConfig(
        vision_config=SiglipVisionConfig(
            hidden_size=72,
            intermediate_size=144,
            num_hidden_layers=5,
            num_attention_heads=3,
            image_size=98,
            patch_size=14,
            vision_use_head=False,
        ),
        text_config=llama_config(96, 3, 6, 2, tied=True),
        image_token_index=IMAGE_TOKEN,
        image_seq_length=49,
        vision_feature_layer=-1,
        vision_feature_select_strategy="full",
        tie_word_embeddings=True,
    )
    model = LlavaForConditionalGeneration(config)
    randomise(model, seed, Spreads(embedding=0.5))
    images = SiglipImageProcessorPil(size={"height": 98, "width": 98})
    processor = LlavaProcessor(
        images,
        llama_tokenizer(),
        patch_size=14,
        vision_feature_select_strategy="full",
        num_additional_image_tokens=0,
        chat_template=TEMPLATE,
    )
    return Checkpoint(model, processor, dtype=torch.bfloat16)
