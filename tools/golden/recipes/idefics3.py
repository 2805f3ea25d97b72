"""Idefics3 with tiles and SmolVLM without: SigLIP, squares of patches joined, a Llama decoder."""

from __future__ import annotations

from typing import Any

import torch
from transformers import (
    Idefics3Config,
    Idefics3ForConditionalGeneration,
    Idefics3ImageProcessorPil,
    Idefics3Processor,
    SmolVLMConfig,
    SmolVLMForConditionalGeneration,
    SmolVLMImageProcessorPil,
    SmolVLMProcessor,
    SmolVLMVideoProcessor,
)

from .checkpoint import Checkpoint
from .initialise import Spreads, randomise
from .tokenizer import byte_tokenizer

SIDE = 48
WORDS = 370
PLACES = tuple(f"<row_{row}_col_{column}>" for row in range(1, 4) for column in range(1, 4))
LAST = ("<|im_start|>", "<end_of_utterance>", "<fake_token_around_image>", "<image>", "<global-img>", *PLACES)
TURN_END, IMAGE_TOKEN = WORDS + 1, WORDS + 3
VOCABULARY = WORDS + len(LAST) + 3
"""More rows than tokens, as in published checkpoints."""
TEMPLATE = (
    "<|im_start|>{% for message in messages %}{{ message['role'] | capitalize }}:"
    "{% for part in message['content'] %}{% if part['type'] == 'image' %}{{ '<image>' }}"
    "{% else %}{{ part['text'] }}{% endif %}{% endfor %}<end_of_utterance>\n{% endfor %}"
    "{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)


def tokenizer() -> Any:
    return byte_tokenizer(
        WORDS,
        first=("<|endoftext|>",),
        last=LAST,
        bos_token="<|im_start|>",
        eos_token="<end_of_utterance>",
        pad_token="<|endoftext|>",
        unk_token="<|endoftext|>",
    )


def _text(width: int, tied: bool) -> dict[str, Any]:
    return {
        "model_type": "llama",
        "hidden_size": width,
        "intermediate_size": 2 * width,
        "num_hidden_layers": 3,
        "num_attention_heads": 6,
        "num_key_value_heads": 2,
        "head_dim": 20,  # not width / heads
        "vocab_size": VOCABULARY,
        "max_position_embeddings": 2048,
        "rms_norm_eps": 1e-5,
        "rope_parameters": {"rope_type": "default", "rope_theta": 100_000.0},
        "bos_token_id": WORDS,
        "eos_token_id": TURN_END,
        "pad_token_id": 0,
        "tie_word_embeddings": tied,
    }


def _vision(patch: int) -> dict[str, Any]:
    return {
        "hidden_size": 72,
        "intermediate_size": 144,
        "num_hidden_layers": 5,
        "num_attention_heads": 3,
        "image_size": SIDE,
        "patch_size": patch,
    }


def tiled(seed: int) -> Checkpoint:
    """Six tiles and an overview of 6 x 6 patches, 9 cells each, in bfloat16."""
    config = Idefics3Config(
        vision_config=_vision(8),
        text_config=_text(96, tied=False),
        image_token_id=IMAGE_TOKEN,
        scale_factor=2,
        tie_word_embeddings=False,
    )
    model = Idefics3ForConditionalGeneration(config)
    randomise(model, seed)
    images = Idefics3ImageProcessorPil(size={"longest_edge": 3 * SIDE}, max_image_size={"longest_edge": SIDE})
    processor = Idefics3Processor(images, tokenizer(), image_seq_len=9, chat_template=TEMPLATE)
    return Checkpoint(model, processor, dtype=torch.bfloat16)


def whole(seed: int) -> Checkpoint:
    """One view of 9 x 9 patches and a rest of 3 px, 9 cells of three by three, in bfloat16; the head is tied."""
    config = SmolVLMConfig(
        vision_config=_vision(5),
        text_config=_text(96, tied=True),
        image_token_id=IMAGE_TOKEN,
        scale_factor=3,
        tie_word_embeddings=True,
    )
    model = SmolVLMForConditionalGeneration(config)
    randomise(model, seed, Spreads(embedding=0.5))
    images = SmolVLMImageProcessorPil(
        size={"longest_edge": 3 * SIDE}, max_image_size={"longest_edge": SIDE}, do_image_splitting=False
    )
    videos = SmolVLMVideoProcessor(size={"longest_edge": SIDE}, max_image_size={"longest_edge": SIDE})
    processor = SmolVLMProcessor(images, tokenizer(), videos, image_seq_len=9, chat_template=TEMPLATE)
    return Checkpoint(model, processor, dtype=torch.bfloat16)
