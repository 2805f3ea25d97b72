"""
Writes the tower as the ONNX graph that PyTorch exports.

    python -m bench.peers.towers.export MODEL REFERENCE FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

import onnx
import torch

from .hugging_face import Tower
from .reference import read_reference

model, reference, folder = map(Path, sys.argv[1:])
pixels = torch.from_numpy(read_reference(reference).pixels)
tower = Tower(model)
(folder / "onnx").mkdir(parents=True)
program = torch.onnx.export(
    tower, (pixels,), dynamo=True, optimize=True, input_names=["pixel_values"], output_names=["last_hidden_state"]
)
assert program is not None
# Weights in a file of the name that transformers.js looks for.
onnx.save_model(
    program.model_proto, folder / "onnx" / "model.onnx", save_as_external_data=True, location="model.onnx_data"
)
tower.tower.config.save_pretrained(folder)
