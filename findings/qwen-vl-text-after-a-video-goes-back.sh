#!/usr/bin/env bash
# transformers 5.24.0 with torch 2.14.1 (PyPI, seen 2026-12-01), Qwen2-VL and Qwen2.5-VL: positions of a prompt with a video (get_rope_index).
#
# 1. The text behind a video begins after the longer side of one pair of frames, in cells, however many pairs there were. With more pairs than
#    cells along that side, time goes back behind the video: ten pairs of 2 x 3 cells that begin at 2 reach time 11 in Qwen2-VL, the end mark
#    behind them stands at 5 and the next word at 6. What is generated goes on after the latest place of all: after the word at 6 comes 12.
# 2. In Qwen2.5-VL the time of a pair is its number x tokens_per_second x seconds of a pair, and only that product is cut to a whole number.
#    With two tokens a second, as in the published models, and frames at 24 a second (2 / 24 s a pair) six pairs in a row have one time.
#
# Fails if the package does otherwise.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet transformers==5.24.0 torch==2.14.1 torchvision==0.29.1 pillow==12.1.1 numpy

cat >try.py <<'PY'
import torch
import transformers
from transformers import (
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2VLConfig,
    Qwen2VLForConditionalGeneration,
)

transformers.logging.set_verbosity_error()
ROWS, COLUMNS, PAIRS = 2, 3, 10  # of cells, each of 2 x 2 patches
TEXT = {
    "hidden_size": 16,
    "intermediate_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "num_key_value_heads": 2,
    "vocab_size": 16,
}
WORD, VIDEO, START, END = 1, 4, 5, 6


def places(config, model, **more):
    """Places [3, tokens] of a word, a video between its marks, and a word; and what generation adds to a token's number."""
    cells = PAIRS * ROWS * COLUMNS
    ids = torch.tensor([[WORD, START, *[VIDEO] * cells, END, WORD]])
    kinds = torch.where(ids == VIDEO, 2, 0).int()
    grid = torch.tensor([[PAIRS, 2 * ROWS, 2 * COLUMNS]])
    made = model(config).model
    where, further = made.get_rope_index(ids, kinds, video_grid_thw=grid, **more)
    times = where[0, 0].tolist()
    return times[2 : 2 + cells : ROWS * COLUMNS], times[-2:], ids.shape[1] + int(further)


ids = {"video_token_id": VIDEO, "vision_start_token_id": START, "vision_end_token_id": END, "image_token_id": 3}
small = {"depth": 1, "num_heads": 2, "patch_size": 14}
two = Qwen2VLConfig(text_config=TEXT, vision_config={**small, "embed_dim": 16, "hidden_size": 16}, **ids)
five = Qwen2_5_VLConfig(
    text_config=TEXT,
    vision_config={**small, "hidden_size": 16, "intermediate_size": 16, "out_hidden_size": 16, "tokens_per_second": 2},
    **ids,
)
seen_two = places(two, Qwen2VLForConditionalGeneration)
seen_five = places(five, Qwen2_5_VLForConditionalGeneration, second_per_grid_ts=torch.tensor([2 / 24]))
print("Qwen2-VL: times of the pairs, of the end mark and the word, place of the first new token:", *seen_two)
print("Qwen2.5-VL, 2/24 s a pair:", *seen_five)
assert seen_two == (list(range(2, 12)), [5, 6], 12), seen_two
assert seen_five == ([2] * 6 + [3] * 4, [5, 6], 7), seen_five
PY
env/bin/python try.py
