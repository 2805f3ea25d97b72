"""A golden case on disk: checkpoint, pictures, question, thresholds or counts. All golden numbers follow from it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STORED_BACKEND = "pil"
"""What golden.safetensors was made with. What the default backend changes lies beside it: default_backend.py."""


class CaseError(Exception):
    """A case that cannot be read or made; the message is for people."""


@dataclass(frozen=True)
class Case:
    name: str
    folder: Path
    model: Path
    files: tuple[str, ...]
    """Several files are the frames of one video."""
    question: str
    thresholds: tuple[float, ...]
    tome_total: int | None
    """Tokens that exact merging removes over all layers; None for a case without it."""
    tokens: tuple[int, ...] = ()
    """Tokens per view to which pooling and VisionZip reduce. A case that has them merges nothing in the tower."""

    row_thresholds: tuple[float, ...] = ()
    """Cosines above which rows merge behind the connector."""
    row_counts: tuple[int, ...] = ()
    """Rows per view that DART keeps. A case with these or with thresholds of rows merges nothing in the tower."""

    backend: str = STORED_BACKEND
    """The image processor's: `pil` or `torchvision`."""

    @property
    def paths(self) -> list[Path]:
        return [self.folder / name for name in self.files]

    @property
    def after_the_tower(self) -> bool:
        return bool(self.tokens or self.row_counts)

    @property
    def video(self) -> bool:
        return len(self.files) > 1


def read_facts(folder: Path) -> dict[str, Any]:
    file = folder / "golden.json"
    if not file.is_file():
        raise CaseError(f"{folder} has no golden.json, so it is no golden case.")
    facts: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return facts


def read_case(folder: Path, backend: str = STORED_BACKEND) -> Case:
    facts = read_facts(folder)
    tokens = tuple(facts.get("tokens", ()))
    rows = facts.get("rows") or {}
    file = folder / "thresholds.json"
    thresholds = [] if tokens or rows else json.loads(file.read_text(encoding="utf-8"))["thresholds"]
    return Case(
        name=facts["case"],
        folder=folder,
        model=(folder / facts["model"]).resolve(),
        files=tuple(facts["files"]),
        question=facts["question"],
        thresholds=tuple(thresholds),
        tome_total=(facts.get("tome") or {}).get("R"),
        tokens=tokens,
        row_thresholds=tuple(rows.get("thresholds", ())),
        row_counts=tuple(rows.get("counts", ())),
        backend=backend,
    )
