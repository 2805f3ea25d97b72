"""LLaVA-OneVision: SigLIP, up to 36 resolutions, Qwen2 with biased projections, pictures and video."""

from __future__ import annotations

from transformers import (
    LlavaOnevisionConfig,
    LlavaOnevisionForConditionalGeneration,
    LlavaOnevisionImageProcessorPil,
    LlavaOnevisionProcessor,
    LlavaOnevisionVideoProcessor,
    Qwen2Config,
    SiglipVisionConfig,
)

from .checkpoint import Checkpoint
from .initialise import randomise
from .tokenizer import byte_tokenizer

SIDE = 98
WORDS = 370
END_OF_TEXT, TURN_END, IMAGE_TOKEN, VIDEO_TOKEN = WORDS, WORDS + 2, WORDS + 3, WORDS + 4
PINPOINTS = [[SIDE * rows, SIDE * columns] for rows in range(1, 7) for columns in range(1, 7)]
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }} {% for part in message['content'] %}"
    "{% if part['type'] == 'text' %}{{ part['text'] }}{% else %}{{ '<' + part['type'] + '>\\n' }}{% endif %}"
    "{% endfor %}<|im_end|>{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def build(seed: int) -> Checkpoint:
    config = LlavaOnevisionConfig(
        vision_config=SiglipVisionConfig(
            hidden_size=72,
            intermediate_size=144,
            num_hidden_layers=5,
            num_attention_heads=3,
            image_size=SIDE,
            patch_size=14,
            vision_use_head=False,
        ),
        text_config=Qwen2Config(
            hidden_size=96,
            intermediate_size=192,
            num_hidden_layers=4,
            num_attention_heads=6,
            num_key_value_heads=2,
            vocab_size=WORDS + 5,
            max_position_embeddings=8192,
            rope_parameters={"rope_type": "default", "rope_theta": 1_000_000.0},
            bos_token_id=END_OF_TEXT,
            eos_token_id=TURN_END,
            pad_token_id=END_OF_TEXT,
            tie_word_embeddings=False,
        ),
        image_token_index=IMAGE_TOKEN,
        video_token_index=VIDEO_TOKEN,
        image_grid_pinpoints=PINPOINTS,
        vision_feature_layer=-1,
        vision_feature_select_strategy="full",
        vision_aspect_ratio="anyres_max_9",
        tie_word_embeddings=False,
    )
    model = LlavaOnevisionForConditionalGeneration(config)
    randomise(model, seed)
    square = {"height": SIDE, "width": SIDE}
    processor = LlavaOnevisionProcessor(
        LlavaOnevisionImageProcessorPil(size=square, image_grid_pinpoints=PINPOINTS),
        byte_tokenizer(
            WORDS,
            first=(),
            last=("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<image>", "<video>"),
            eos_token="<|im_end|>",
            pad_token="<|endoftext|>",
        ),
        LlavaOnevisionVideoProcessor(size=square),
        num_image_tokens=49,
        vision_feature_select_strategy="full",
        chat_template=TEMPLATE,
    )
    return Checkpoint(model, processor)
