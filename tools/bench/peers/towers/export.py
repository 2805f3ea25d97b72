"""
Writes the tower as the ONNX graph that PyTorch exports.

    python -m bench.peers.towers.export MODEL REFERENCE FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

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
program.save(folder / "onnx" / "model.onnx", external_data=True)
tower.tower.config.save_pretrained(folder)
