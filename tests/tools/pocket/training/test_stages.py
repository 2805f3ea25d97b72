"""What stages choose at every step and how they refuse to begin; they run in test_smoke.py."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import torch
from torch import Tensor

from pocket.training import answers, evaluate, export, vision
from pocket.training.processes import Processes
from pocket.training.shapes import SHAPES
from pocket.training.supply import SceneBatch
from pocket.training.vit import Encoder

from samples import planned

CLASSES = torch.zeros(80, 256, dtype=torch.long)
CLASSES[:, 100:130] = 7


def scene_batch(classes: Tensor) -> SceneBatch:
    patches = torch.zeros(*classes.shape, 6, dtype=torch.long)
    patches[..., 0] = classes
    count = len(classes)
    pixels = torch.zeros(count, 3, 224, 224, dtype=torch.uint8)
    return SceneBatch(planned(count), pixels, patches, torch.zeros(*classes.shape, 3), torch.zeros(count, 2))


def kept_by(stage: str, classes: Tensor, count: int) -> Tensor:
    torch.manual_seed(6)
    if stage == "vision":
        return vision.kept_patches(scene_batch(classes), count)
    return answers.kept_patches(classes, count)


@pytest.mark.parametrize("stage", ["vision", "answers"])
def test_kept_patches_rise_without_repeats(stage: str) -> None:
    kept = kept_by(stage, CLASSES, 96)
    assert kept.shape == (80, 96)
    assert (kept.diff(dim=1) > 0).all()
    assert (kept[0] != kept[1]).any()


@pytest.mark.parametrize(("stage", "expected"), [("vision", 27.1), ("answers", 25.8)])
def test_patches_of_items_are_preferred_but_not_always_kept(stage: str, expected: float) -> None:
    """Of 30; blind choice would keep 11. The least score t solves 226 (1 - t) + 30 (1 + bonus - t) = 96."""
    kept = kept_by(stage, CLASSES, 96)
    items = ((kept >= 100) & (kept < 130)).sum(1).float()
    assert items.mean() == pytest.approx(expected, abs=0.6)
    assert items.std() > 0.5


@pytest.mark.parametrize("stage", ["vision", "answers"])
@pytest.mark.parametrize("count", [256, 300])
def test_all_patches_are_kept_in_order(stage: str, count: int) -> None:
    assert torch.equal(kept_by(stage, CLASSES, count), torch.arange(256).expand(80, -1))


def test_dense_labels_are_those_of_the_kept_patches() -> None:
    kept = torch.tensor([[99, 100, 129, 130]])
    batch = vision.dense_batch(scene_batch(CLASSES[:1]), kept, torch.device("cpu"))
    assert batch.patches[0, :, 0].tolist() == [0, 7, 7, 0]
    assert batch.box.shape == (1, 4, 3)
    assert torch.equal(batch.kept, kept)


def test_supervision_fades_to_a_tenth_and_never_below() -> None:
    assert answers.fading(0) == answers.WEIGHTS
    assert answers.fading(0.5) == pytest.approx({"noun": 0.075, "things": 0.12, "align": 0.03, "grid": 0.01})
    assert answers.fading(1) == pytest.approx({name: 0.1 * full for name, full in answers.WEIGHTS.items()})


@pytest.mark.parametrize(
    ("stage", "missing"),
    [(vision, "noto.png"), (answers, "vision.pt"), (evaluate, "vision.pt"), (export, "vision.pt")],
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
    for module in (vision, answers):
        monkeypatch.setattr(module, "join", lambda: Processes(0, 1, torch.device("cpu")))
    assert stage.main() == 1
    assert f"{missing} does not exist; run" in capsys.readouterr().err


@pytest.fixture
def memory() -> answers.EncodedScenes:
    def batches() -> Iterator[SceneBatch]:
        while True:
            yield scene_batch(CLASSES[:2])

    torch.manual_seed(3)
    encoder = Encoder(SHAPES["small"].vision).eval()
    return answers.EncodedScenes(encoder, batches(), 6, random.Random(1))


def test_encoded_scenes_fill_up_to_their_limit(memory: answers.EncodedScenes) -> None:
    sizes = []
    for _ in range(5):
        memory.add()
        sizes.append(len(memory.kept))
    assert sizes == [2, 4, 6, 6, 6]


def test_a_draw_repeats_no_scene_and_holds_its_tokens(memory: answers.EncodedScenes) -> None:
    for _ in range(3):
        memory.add()
    drawn = memory.draw(4)
    assert len({id(one) for one in drawn}) == 4
    assert (drawn[0].tokens.shape, drawn[0].tokens.dtype) == ((256, 64), torch.bfloat16)
    assert torch.equal(drawn[0].classes, CLASSES[0])
