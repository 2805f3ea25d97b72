"""What stages choose at every step and how they refuse to begin; they run in test_smoke.py."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
import torch

from pocket.training import answers, evaluate, export, joint, vision
from pocket.training.processes import Processes

from .batches import CLASSES, scene_batch


def test_dense_labels_are_those_of_the_kept_patches() -> None:
    kept = torch.tensor([[99, 100, 129, 130]])
    batch = vision.dense_batch(scene_batch(CLASSES[:1]), kept, torch.device("cpu"))
    assert batch.patches[0, :, 0].tolist() == [0, 7, 7, 0]
    assert batch.box.shape == (1, 4, 3)
    assert torch.equal(batch.kept, kept)


def test_supervision_fades_to_a_tenth_and_never_below() -> None:
    assert answers.fading(0) == answers.WEIGHTS
    assert answers.fading(0.5) == pytest.approx(
        {"noun": 0.075, "things": 0.12, "counts": 0.12, "align": 0.03, "grid": 0.01}
    )
    assert answers.fading(1) == pytest.approx({name: 0.1 * full for name, full in answers.WEIGHTS.items()})


@pytest.mark.parametrize(
    ("stage", "missing"),
    [
        (vision, "noto.png"),
        (answers, "vision.pt"),
        (joint, "vision.pt"),
        (evaluate, "vision.pt"),
        (export, "vision.pt"),
    ],
)
def test_a_stage_that_cannot_begin_says_what_to_run(
    stage: ModuleType,
    missing: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    more = ["--out", str(tmp_path / "out")] if stage is export else ["--cache", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", ["stage", "--folder", str(tmp_path), *more])
    for module in (vision, answers, joint):
        monkeypatch.setattr(module, "join", lambda: Processes(0, 1, torch.device("cpu")))
    assert stage.main() == 1
    assert f"{missing} does not exist; run" in capsys.readouterr().err
