"""PaliGemma 1 and 2: SigLIP with its last norm, one linear projector, Gemma or Gemma 2 that reads image and question
at once."""

from __future__ import annotations

from typing import Any

import torch
from transformers import (
    Gemma2Config,
    GemmaConfig,
    PaliGemmaConfig,
    PaliGemmaForConditionalGeneration,
    PaliGemmaProcessor,
    SiglipImageProcessorPil,
    SiglipVisionConfig,
)

from .checkpoint import Checkpoint
from .initialise import Spreads, randomise
from .tokenizer import byte_tokenizer

SIDE = 98
WORDS = 320
IMAGE_TOKEN = WORDS
PLACES = 1024 + 128
"""Tokens for places and segments, which the processor adds after the words and the image token."""


_TEXT: dict[str, Any] = {
    "hidden_size": 64,
    "intermediate_size": 160,
    "num_attention_heads": 4,
    "head_dim": 24,  # not width / heads, as in Gemma
    "vocab_size": WORDS + 1 + PLACES,
    "max_position_embeddings": 1024,
}


def first(seed: int) -> Checkpoint:
    return _checkpoint(seed, GemmaConfig(**_TEXT, num_hidden_layers=3, num_key_value_heads=1))


def second(seed: int) -> Checkpoint:
    """Caps that bend what they meet, and a window that is shorter than the image."""
    text = Gemma2Config(
        **_TEXT,
        num_hidden_layers=4,
        num_key_value_heads=2,
        query_pre_attn_scalar=20,
        sliding_window=20,
        attn_logit_softcapping=4.0,
        final_logit_softcapping=6.0,
    )
    return _checkpoint(seed, text)


def _checkpoint(seed: int, text: Any) -> Checkpoint:
    config = PaliGemmaConfig(
        vision_config=SiglipVisionConfig(
            hidden_size=72,
            intermediate_size=144,
            num_hidden_layers=5,
            num_attention_heads=3,
            image_size=SIDE,
            patch_size=14,
            vision_use_head=False,
        ),
        text_config=text,
        image_token_index=IMAGE_TOKEN,
        projection_dim=64,
        hidden_size=64,
        vocab_size=WORDS + 1 + PLACES,
    )
    model = PaliGemmaForConditionalGeneration(config)
    randomise(model, seed, Spreads(embedding=0.1, norm_centre=0.0))
    images = SiglipImageProcessorPil(size={"height": SIDE, "width": SIDE}, image_seq_length=49)
    tokenizer = byte_tokenizer(
        WORDS,
        first=("<pad>", "<eos>", "<bos>", "<unk>"),
        last=("<image>",),
        begin="<bos>",
        bos_token="<bos>",
        eos_token="<eos>",
        pad_token="<pad>",
        unk_token="<unk>",
    )
    return Checkpoint(model, PaliGemmaProcessor(images, tokenizer), dtype=torch.bfloat16)
