from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from pocket.lettering import load_lettering
from pocket.make_scenes import Order, make_scenes
from pocket.sprites import load_sprites
from pocket.training.probe import READ, clean_scenes, main, probe
from pocket.training.run_folder import RunFolder
from pocket.training.shapes import SHAPES
from pocket.training.vision import VisionLearner, new_vision_learner
from pocket.vocabulary import STYLES


@pytest.fixture
def learner() -> VisionLearner:
    torch.manual_seed(4)
    return new_vision_learner(SHAPES["small"].vision, 0.0, torch.device("cpu"))


def test_its_scenes_are_those_of_the_evaluation(prepared: Path) -> None:
    scenes = clean_scenes(5, 3, "new", 14, prepared)
    drawn = load_sprites(prepared, STYLES["new"])
    made = list(make_scenes(Order(5, 3, "new"), drawn, load_lettering(prepared)))
    assert [one.scene for one in scenes] == [one.scene for one in made]
    for one, other in zip(scenes, made, strict=True):
        assert np.array_equal(one.pixels, np.asarray(other.picture))


def test_heads_that_know_the_answer_are_always_right(learner: VisionLearner, prepared: Path) -> None:
    """One scene at a time: a bias alone can say how many things there are in it."""
    (scene,) = clean_scenes(11, 1, "seen", 14, prepared)
    total = len(scene.scene.items)
    with torch.no_grad():
        learner.heads.read.weight.zero_()
        learner.heads.read.bias.zero_()
        at = 0
        for name, size in learner.heads.sizes.items():
            if name == "total":
                learner.heads.read.bias[at + total] = 5
            at += size
    assert probe(learner, [scene])["total"] == 1
    assert probe(learner, [scene])["item"] < 1


def test_heads_that_know_nothing_are_seldom_right(learner: VisionLearner, prepared: Path) -> None:
    found = probe(learner, clean_scenes(12, 25, "seen", 14, prepared))
    assert tuple(found) == READ
    assert found["item"] < 0.2
    assert found["word"] < 0.3


def test_it_prints_a_line_of_each_style(
    learner: VisionLearner,
    tmp_path: Path,
    prepared: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arguments = ["probe", "--folder", str(tmp_path), "--count", "2", "--cache", str(prepared)]
    monkeypatch.setattr("sys.argv", arguments)
    assert main() == 1
    assert "run the vision stage first" in capsys.readouterr().err
    RunFolder(tmp_path, "vision").save(learner.checkpoint("small"))
    assert main() == 0
    seen, new = capsys.readouterr().out.splitlines()
    assert (seen.split()[:2], new.split()[:2]) == (["seen", "item"], ["new", "item"])
