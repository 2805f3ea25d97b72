"""Gemma 3: SigLIP with its last norm, squares of patches averaged, sliding layers, images that see themselves whole."""

from __future__ import annotations

from typing import Any

import torch
from transformers import (
    Gemma3Config,
    Gemma3ForConditionalGeneration,
    Gemma3ImageProcessorPil,
    Gemma3Processor,
    Gemma3TextConfig,
    SiglipVisionConfig,
)

from .checkpoint import Checkpoint
from .initialise import Spreads, randomise
from .tokenizer import byte_tokenizer

SIDE = 48
WORDS = 370
LAST = ("<start_of_turn>", "<end_of_turn>", "<start_of_image>", "<end_of_image>", "<image_soft_token>")
TURN_END, IMAGE_BEGIN, IMAGE_END, IMAGE_TOKEN = (WORDS + number for number in (1, 2, 3, 4))
VOCABULARY = WORDS + len(LAST) + 3
"""More rows than tokens, as in published checkpoints."""
ROWS = 9
TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}"
    "{{ '<start_of_turn>' + ('model' if message['role'] == 'assistant' else message['role']) + '\n' }}"
    "{% if message['content'] is string %}{{ message['content'] | trim }}{% else %}"
    "{% for part in message['content'] %}{% if part['type'] == 'image' %}{{ '<start_of_image>' }}"
    "{% else %}{{ part['text'] | trim }}{% endif %}{% endfor %}{% endif %}{{ '<end_of_turn>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}"
)

_AS_PUBLISHED: dict[str, Any] = {"sliding_window_pattern": 3, "rope_scaling": {"rope_type": "linear", "factor": 8.0}}
"""Fields of published configs that the class takes without naming them."""


def build(seed: int) -> Checkpoint:
    """6 x 6 patches in 9 squares; a window of 7, shorter than an image, in two of every three layers; heads scaled as
    none of their sides."""
    config = Gemma3Config(
        vision_config=SiglipVisionConfig(
            hidden_size=72,
            intermediate_size=144,
            num_hidden_layers=5,
            num_attention_heads=3,
            image_size=SIDE,
            patch_size=8,
            vision_use_head=False,
        ),
        text_config=Gemma3TextConfig(
            hidden_size=64,
            intermediate_size=160,
            num_hidden_layers=4,
            num_attention_heads=4,
            num_key_value_heads=2,
            head_dim=24,  # not width / heads
            query_pre_attn_scalar=20,
            sliding_window=7,
            vocab_size=VOCABULARY,
            max_position_embeddings=1024,
            **_AS_PUBLISHED,
        ),
        mm_tokens_per_image=ROWS,
        boi_token_index=IMAGE_BEGIN,
        eoi_token_index=IMAGE_END,
        image_token_index=IMAGE_TOKEN,
    )
    model = Gemma3ForConditionalGeneration(config)
    randomise(model, seed, Spreads(embedding=0.05, norm_centre=0.0))
    model.generation_config.eos_token_id = [1, TURN_END]
    images = Gemma3ImageProcessorPil(size={"height": SIDE, "width": SIDE})
    tokenizer = byte_tokenizer(
        WORDS,
        first=("<pad>", "<eos>", "<bos>", "<unk>"),
        last=LAST,
        begin="<bos>",
        bos_token="<bos>",
        eos_token="<eos>",
        pad_token="<pad>",
        unk_token="<unk>",
        extra_special_tokens={
            "boi_token": "<start_of_image>",
            "eoi_token": "<end_of_image>",
            "image_token": "<image_soft_token>",
        },
    )
    processor = Gemma3Processor(images, tokenizer, chat_template=TEMPLATE, image_seq_length=ROWS)
    return Checkpoint(model, processor, dtype=torch.bfloat16)
