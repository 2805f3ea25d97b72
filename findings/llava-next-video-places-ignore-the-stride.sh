#!/usr/bin/env bash
# transformers 5.24.0 with torch 2.14.1 (PyPI, seen 2026-12-01), LLaVA-NeXT-Video.
#
# The model pools every frame by config.spatial_pool_stride, but LlavaNextVideoProcessor does not know that number: it writes a quarter of
# the patches as places for a frame, whatever the stride. With stride 4 a frame of 24 x 24 patches gets 144 places for 36 rows; with stride 2,
# too, a grid of odd sides gets more places than rows (13 x 13: 42 for 36). Only even grids with stride 2 agree.
#
# Fails if the package does otherwise.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet transformers==5.24.0 torch==2.14.1 torchvision==0.29.1 pillow==12.1.1 numpy

cat >try.py <<'PY'
import numpy as np
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import (
    CLIPVisionConfig,
    LlamaConfig,
    LlavaNextImageProcessorPil,
    LlavaNextVideoConfig,
    LlavaNextVideoForConditionalGeneration,
    LlavaNextVideoProcessor,
    LlavaNextVideoVideoProcessor,
    PreTrainedTokenizerFast,
)

PATCH, FRAMES = 14, 2
VOCABULARY = {"<unk>": 0, "<pad>": 1, "<image>": 2, "<video>": 3, "a": 4}


def places_and_rows(side: int, stride: int) -> tuple[int, int]:
    """What the processor writes for a video, and what the model gives for it."""
    words = Tokenizer(models.WordLevel(VOCABULARY, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="<unk>", pad_token="<pad>", additional_special_tokens=["<image>", "<video>"]
    )
    size = {"size": {"shortest_edge": side}, "crop_size": {"height": side, "width": side}}
    processor = LlavaNextVideoProcessor(
        LlavaNextVideoVideoProcessor(**size),
        LlavaNextImageProcessorPil(**size, image_grid_pinpoints=[[side, 2 * side]]),
        tokenizer,
        patch_size=PATCH,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
    )
    video = np.random.default_rng(0).integers(0, 255, (FRAMES, side, side, 3), dtype=np.uint8)
    inputs = processor(text="a <video> a", videos=[video], return_tensors="pt")
    config = LlavaNextVideoConfig(
        vision_config=CLIPVisionConfig(
            hidden_size=16, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2, image_size=side, patch_size=PATCH
        ),
        text_config=LlamaConfig(
            vocab_size=8, hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=2
        ),
        image_token_index=2,
        video_token_index=3,
        spatial_pool_stride=stride,
    )
    model = LlavaNextVideoForConditionalGeneration(config).eval()
    with torch.no_grad():
        found = model.model.get_video_features(
            inputs["pixel_values_videos"], vision_feature_layer=-2, vision_feature_select_strategy="default"
        )
    rows = found.pooler_output if hasattr(found, "pooler_output") else found
    return int((inputs["input_ids"] == 3).sum()), sum(int(each.reshape(-1, each.shape[-1]).shape[0]) for each in rows)


seen = {(side, stride): places_and_rows(side, stride) for side, stride in [(336, 2), (336, 4), (336, 6), (182, 2)]}
for (side, stride), (places, rows) in seen.items():
    print(f"{side // PATCH} x {side // PATCH} patches, {FRAMES} frames, stride {stride}: {places} places, {rows} rows")
assert seen == {(336, 2): (288, 288), (336, 4): (288, 72), (336, 6): (288, 32), (182, 2): (84, 72)}, seen
PY
env/bin/python try.py
