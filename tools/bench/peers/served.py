"""A peer as a process: says what it can measure, then measures one case for every line that it reads."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

Case = Callable[[], Any]
"""Computes what is timed."""


def serve(version: str, cases: dict[str, Case], error: dict[str, float] | None = None) -> None:
    """Runs every case once, then answers. `error`: how far a case's features are from the engine's, relative to the largest."""
    for case in cases.values():
        case()
    say({"version": version, "cases": list(cases), "error": error or {}})
    for line in sys.stdin:
        case = cases[line.strip()]
        started = time.perf_counter()
        case()
        say({"value": 1000 * (time.perf_counter() - started)})


def say(message: dict[str, object]) -> None:
    print(json.dumps(message), flush=True)
