"""Seeds: one independent stream of chance per (purpose, seed, scene), the same on every machine."""

from __future__ import annotations

import random


def stream(purpose: str, seed: int, index: int) -> random.Random:
    """A generator whose stream depends on all three.

    Python hashes string seeds with SHA-512, so that scene 3 of seed 7 does not reappear as scene 2 of
    seed 8, as it would with `seed + index`.
    """
    return random.Random(f"pocket/{purpose}/{seed}/{index}")
