"""What the commands of the training share: their options, and an end without a traceback."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from ..cache import CACHE, NotPreparedError
from .run_folder import RunError


def command_parser(name: str, description: str | None) -> argparse.ArgumentParser:
    """With `--folder`, which every command has."""
    parser = argparse.ArgumentParser(prog=f"pocket.training.{name}", description=description)
    parser.add_argument("--folder", type=Path, required=True, help="folder of the run")
    return parser


def add_cache(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cache", type=Path, default=CACHE, help="where `prepare` put sprites and fonts")


def add_scenes(parser: argparse.ArgumentParser, count: int) -> None:
    """`--seed`, `--count` and `--cache` of the clean scenes that a run is measured on."""
    parser.add_argument("--seed", type=int, default=777)
    parser.add_argument("--count", type=int, default=count, help="scenes of each style")
    add_cache(parser)


def add_training(parser: argparse.ArgumentParser) -> None:
    """`--minutes`, `--seed`, `--workers` and `--cache` of a stage that takes long."""
    parser.add_argument(
        "--minutes", type=float, default=60, help="length of the stage, over all of its starts"
    )
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--workers", type=int, default=0, help="painting processes (for a GPU)")
    add_cache(parser)


def finish(work: Callable[[], None]) -> int:
    """The exit status: 1 where the run, its folder or the cache is not ready, and stderr says what to do."""
    try:
        work()
    except (NotPreparedError, RunError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0
