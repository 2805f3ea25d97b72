"""
OpenVINO on the graph that PyTorch exports, in fp32, in bf16, or with int8 products after NNCF's quantisation.

    python -m bench.peers.towers.open_vino EXPORTED REFERENCE THREADS fp32|bf16|int8
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import openvino

from ..served import serve
from .reference import read_reference

exported, reference_file, threads, precision = sys.argv[1:]
reference = read_reference(Path(reference_file))
core = openvino.Core()
model = core.read_model(Path(exported) / "onnx" / "model.onnx")
if precision == "int8":
    import nncf

    # Calibrated on the one picture that is measured: the most favourable case.
    model = nncf.quantize(
        model, nncf.Dataset([{"pixel_values": reference.pixels}]), model_type=nncf.ModelType.TRANSFORMER, subset_size=1
    )
# bf16 is asked for, and what is in force is said: without such units OpenVINO computes in fp32.
hint = "bf16" if precision == "bf16" else "f32"
settings = {"INFERENCE_PRECISION_HINT": hint, "INFERENCE_NUM_THREADS": int(threads), "PERFORMANCE_HINT": "LATENCY"}
compiled = core.compile_model(model, "CPU", settings)
request = compiled.create_infer_request()


def plain() -> np.ndarray:
    return request.infer({0: reference.pixels})[0]


in_force = str(compiled.get_property("INFERENCE_PRECISION_HINT"))
serve(f"OpenVINO {openvino.__version__.split('-')[0]} ({in_force})", {"plain": plain}, {"plain": reference.error(plain())})
