"""
ONNX Runtime on the graph that PyTorch exports.

    python -m bench.peers.towers.onnx_runtime EXPORTED REFERENCE THREADS
"""

from __future__ import annotations

import sys
from pathlib import Path

import onnxruntime

from ..served import serve
from .reference import read_reference

exported, reference_file, threads = sys.argv[1:]
reference = read_reference(Path(reference_file))
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = int(threads)
options.log_severity_level = 3
session = onnxruntime.InferenceSession(Path(exported) / "onnx" / "model.onnx", options, ["CPUExecutionProvider"])


def plain() -> object:
    return session.run(None, {"pixel_values": reference.pixels})[0]


serve(f"ONNX Runtime {onnxruntime.__version__}", {"plain": plain}, {"plain": reference.error(plain())})
