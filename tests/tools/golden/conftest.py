"""Makes tools/ importable."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))

NEEDED = ("numpy", "torch", "torchvision", "transformers", "safetensors")
"""tools/golden/requirements.txt. Without them every test here is skipped, by name of what is missing."""

missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
collect_ignore_glob = ["test_golden_*.py"] if missing else []
if not missing:
    import torch

    torch.set_num_threads(1)
