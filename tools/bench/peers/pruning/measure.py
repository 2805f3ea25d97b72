"""
What OpenVINO GenAI's pruning of visual tokens brings: time to the first token at several shares, in turn.

    python measure.py MODEL PICTURE THREADS ROUNDS
"""

from __future__ import annotations

import statistics
import sys

import numpy as np
import openvino
import openvino_genai
from PIL import Image

PRUNED = (0, 32, 66, 85)  # percent that goes
SIDE = 672  # pixels: 576 visual tokens

model, picture, threads, rounds = sys.argv[1:]
pipeline = openvino_genai.VLMPipeline(model, "CPU", INFERENCE_NUM_THREADS=int(threads))
with Image.open(picture) as image:
    pixels = openvino.Tensor(np.array(image.convert("RGB").resize((SIDE, SIDE)))[None])
times: dict[int, list[tuple[float, float, int]]] = {share: [] for share in PRUNED}
for turn in range(int(rounds) + 1):
    for share in PRUNED if turn % 2 else PRUNED[::-1]:
        config = openvino_genai.GenerationConfig(max_new_tokens=2, ignore_eos=True, pruning_ratio=share)
        metrics = pipeline.generate("What is it?", images=[pixels], generation_config=config).perf_metrics
        if turn:  # the first round does not count
            embedding = metrics.get_prepare_embeddings_duration().mean
            times[share].append((metrics.get_ttft().mean, embedding, metrics.get_num_input_tokens()))
print(f"OpenVINO GenAI {openvino_genai.__version__}")
for share, found in times.items():
    first, embedding, tokens = (sorted(column) for column in zip(*found, strict=True))
    print(
        f"{share} % pruned, {tokens[0]} prompt tokens: first token {statistics.median(first):.0f} ms "
        f"({first[0]:.0f}–{first[-1]:.0f}), of which pictures {statistics.median(embedding):.0f} ms"
    )
