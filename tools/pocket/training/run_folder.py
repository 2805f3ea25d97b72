"""Where a run keeps its checkpoints and its log: written whole or not at all, so that a stage can go on."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

Checkpoint = dict[str, Any]


@dataclass(frozen=True)
class RunFolder:
    """`<path>/<stage>.pt` and `<path>/<stage>.jsonl`."""

    path: Path
    stage: str

    def load(self) -> Checkpoint | None:
        """The last checkpoint of the stage, or None when it has not begun."""
        file = self.path / f"{self.stage}.pt"
        if not file.is_file():
            return None
        checkpoint: Checkpoint = torch.load(file, map_location="cpu", weights_only=True)
        return checkpoint

    def save(self, checkpoint: Checkpoint) -> None:
        file = self.path / f"{self.stage}.pt"
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".part")
        torch.save(checkpoint, partial)
        os.replace(partial, file)

    def log(self, record: dict[str, float]) -> None:
        """Adds one line of numbers to the stage's log and shows it."""
        rounded = {name: round(value, 5) for name, value in record.items()}
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / f"{self.stage}.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(rounded) + "\n")
        print(" ".join(f"{name} {value:g}" for name, value in rounded.items()), flush=True)


class RunError(Exception):
    """The folder is not in the state that a command needs; the message says what to do."""


class StageMissingError(RunError):
    """A stage needs what an earlier one leaves; the message says which."""


class StageOverError(RunError):
    """A later stage has gone on from this one; to repeat it would change nothing that is read."""


def need(folder: Path, stage: str) -> Checkpoint:
    """The checkpoint of an earlier stage. Raises StageMissingError when there is none."""
    checkpoint = RunFolder(folder, stage).load()
    if checkpoint is None:
        raise StageMissingError(f"{folder / stage}.pt does not exist; run the {stage} stage first.")
    return checkpoint


def latest(folder: Path, part: str) -> Checkpoint:
    """The checkpoint of `vision` or `answers`, as the joint stage left it where that has run.

    Raises StageMissingError when neither exists.
    """
    joint = RunFolder(folder, "joint").load()
    if joint is None:
        return need(folder, part)
    checkpoint: Checkpoint = joint[part]
    return checkpoint


def still_open(folder: Path) -> None:
    """Raises StageOverError when the joint stage has begun."""
    if (folder / "joint.pt").is_file():
        raise StageOverError(
            f"{folder / 'joint.pt'} exists: the joint stage has gone on from here; "
            "delete that file to train this stage further."
        )
