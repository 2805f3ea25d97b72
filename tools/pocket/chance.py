"""Seeds: one independent stream of chance per (purpose, seed, scene), the same on every machine."""

from __future__ import annotations

import random


def stream(purpose: str, seed: int, index: int) -> random.Random:
    """A generator whose stream depends on all three; Python hashes string seeds with SHA-512, hence no clashes.

    Scenes of seed 7 can therefore never reappear under seed 8, as they would with `seed + index`.
    """
    return random.Random(f"pocket/{purpose}/{seed}/{index}")
