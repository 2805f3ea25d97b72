"""Every stage by its command, small and on fake sprites: from a tokenizer to an answer of the engine.

A few seconds of training teach nothing; what is tested is that the stages fit together and can be resumed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import Tensor

from pocket.lettering import Lettering
from pocket.make_scenes import Order, write_scenes
from pocket.questions import KINDS
from pocket.questions.decline import DECLINED_KINDS
from pocket.sprites import SpriteSet
from pocket.training.answering import AnsweringModel
from pocket.training.packing import attention_mask
from pocket.training.restore import answering_weights, encoder_weights
from pocket.training.run_folder import Checkpoint, need
from pocket.training.shapes import SHAPES
from pocket.training.supply import normalised
from pocket.training.tokenizer import ASSISTANT, START, USER, load_tokenizer
from pocket.training.vit import Encoder

ROOT = Path(__file__).resolve().parents[4]
QUESTION = "What is in the picture?"


@dataclass(frozen=True)
class Stages:
    """A run that went through all stages, each resumable one started twice."""

    run: Path
    out: Path
    vision: list[Checkpoint]
    answers: list[Checkpoint]
    joint: list[Checkpoint]


def stage(name: str, *options: object) -> None:
    command = [sys.executable, "-m", f"pocket.training.{name}", *map(str, options)]
    done = subprocess.run(command, cwd=ROOT / "tools", capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Stages:
    run, out = tmp_path_factory.mktemp("run"), tmp_path_factory.mktemp("out") / "model"
    folder = ("--folder", run)
    stage("tokenizer", *folder, "--shape", "small")

    def twice(name: str, *options: object) -> list[Checkpoint]:
        checkpoints = []
        for minutes in (0.03, 0.06):
            stage(name, *folder, "--cache", prepared, "--minutes", minutes, "--batch", 4, *options)
            checkpoints.append(need(run, name))
        return checkpoints

    vision = twice("vision", "--shape", "small", "--patches", 64)
    answers = twice("answers", "--fresh", 1, "--begin", 8, "--memory", 32)
    joint = twice("joint", "--memory", 32)
    stage("evaluate", *folder, "--cache", prepared, "--count", 2)
    stage("export", *folder, "--out", out)
    return Stages(run, out, vision, answers, joint)


@pytest.mark.parametrize("name", ["vision", "answers"])
def test_a_second_start_goes_on_from_the_checkpoint(stages: Stages, name: str) -> None:
    first, second = getattr(stages, name)
    assert 0 < first["step"] < second["step"]
    assert 1.8 <= first["seconds"] < second["seconds"]
    assert second["seconds"] >= 3.6


@pytest.mark.parametrize(("name", "part"), [("vision", "encoder"), ("vision", "heads"), ("answers", "model")])
def test_a_second_start_moves_the_weights_of_the_first(stages: Stages, name: str, part: str) -> None:
    first, second = (
        torch.cat([one.flatten() for one in state[part].values()]) for state in getattr(stages, name)
    )
    moved = (second - first).norm() / first.norm()
    assert 0 < moved < 0.9  # weights drawn anew would be 1.4 away


def test_the_joint_stage_goes_on_from_both_stages_and_from_itself(stages: Stages) -> None:
    def of(checkpoints: dict[str, Checkpoint], stage: str, part: str) -> Tensor:
        return torch.cat([one.flatten() for one in checkpoints[stage][part].values()])

    before = {"vision": stages.vision[1], "answers": stages.answers[1]}
    first, second = stages.joint
    assert 0 < first["answers"]["step"] == first["vision"]["step"] < second["answers"]["step"]
    for name, part in (("vision", "encoder"), ("vision", "heads"), ("answers", "model")):
        for one, other in ((before, first), (first, second)):
            moved = (of(other, name, part) - of(one, name, part)).norm() / of(one, name, part).norm()
            assert 0 < moved < 0.9


def test_what_is_exported_is_what_the_joint_stage_left(stages: Stages) -> None:
    encoder, model = exported(stages.out)
    last = stages.joint[1]
    position = last["vision"]["encoder"]["position_embedding"]
    assert torch.equal(encoder.position_embedding, position.half().float())
    embeddings = last["answers"]["model"]["decoder.embed_tokens.weight"]
    assert torch.equal(model.decoder.embed_tokens.weight, embeddings.half().float())


@pytest.mark.parametrize("name", ["vision", "answers"])
def test_an_earlier_stage_is_refused_behind_the_joint_one(stages: Stages, name: str, prepared: Path) -> None:
    command = [sys.executable, "-m", f"pocket.training.{name}", "--folder", str(stages.run)]
    done = subprocess.run(
        [*command, "--cache", str(prepared)], cwd=ROOT / "tools", capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 1
    assert "joint.pt exists" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_optimizers_count_steps_over_all_starts(stages: Stages) -> None:
    for second in (stages.vision[1], stages.answers[1], *stages.joint[1].values()):
        adam = second["optimizers"][0]["state"]
        assert max(int(state["step"]) for state in adam.values()) == second["step"]


def test_the_measure_of_the_encoder_stays_that_of_the_first_start(stages: Stages) -> None:
    first, second = (state["model"] for state in stages.answers)
    assert torch.equal(first["projector.scale"], second["projector.scale"])
    assert not torch.equal(first["projector.scale"], torch.ones(64))


def test_training_goes_on_from_the_exported_model_alone(
    stages: Stages, tmp_path: Path, prepared: Path
) -> None:
    run = ("--folder", tmp_path / "run")
    stage("restore", "--model", stages.out, *run)
    restored = need(tmp_path / "run", "answers")["model"]["decoder.embed_tokens.weight"]
    stage("answers", *run, "--cache", prepared, "--minutes", 0.02, "--batch", 4, "--fresh", 1, "--begin", 8)
    after = need(tmp_path / "run", "answers")
    assert after["step"] > 0
    assert not torch.equal(after["model"]["projector.scale"], torch.ones(64))
    moved = (after["model"]["decoder.embed_tokens.weight"] - restored).norm() / restored.norm()
    assert 0 < moved < 0.5


def test_accuracies_are_shares_by_kind_and_style(stages: Stages) -> None:
    styles = json.loads((stages.run / "evaluation.json").read_text(encoding="utf-8"))
    assert set(styles) == {"seen", "new"}
    for accuracies in styles.values():
        assert (
            {"all", "polite", *DECLINED_KINDS}
            <= set(accuracies)
            <= {"all", "polite", *DECLINED_KINDS, *KINDS}
        )
        assert all(0 <= value <= 1 for value in accuracies.values())


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory, sprites: SpriteSet, lettering: Lettering) -> Path:
    folder = tmp_path_factory.mktemp("scenes")
    write_scenes(Order(seed=3, count=1, style="seen"), sprites, lettering, folder)
    return folder / "scene-00000.png"


Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(stages: Stages, picture: Path) -> Ask:
    """The engine's answer, by its command."""
    npm = shutil.which("npm")
    if npm is None or not (ROOT / "node_modules").is_dir():
        pytest.skip("the engine's packages are not installed (npm ci)")

    def run(*more: object) -> dict[str, Any]:
        options = (
            "--model",
            stages.out,
            "--image",
            picture,
            "--prompt",
            QUESTION,
            "--no-merge",
            "--json",
            *more,
        )
        command = [npm, "run", "-s", "dymu", "--", "ask", *map(str, options)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    return run


def test_the_engine_answers_with_the_exported_model_as_pytorch_does(
    stages: Stages, picture: Path, ask: Ask, tmp_path: Path
) -> None:
    answer = ask("--precision", "fp32", "--device", "cpu", "--save-logits", tmp_path / "logits.safetensors")
    assert (answer["visualTokens"], answer["fullVisualTokens"]) == (256, 256)
    assert isinstance(answer["text"], str)
    assert len(answer["tokens"]) > 0
    (logits,) = load_file(tmp_path / "logits.safetensors").values()
    expected = first_logits(stages, picture)
    assert expected.std() > 0.05
    assert (logits.flatten() - expected).abs().max() < 1e-3
    assert answer["tokens"][0] == int(logits.argmax())


def first_logits(stages: Stages, picture: Path) -> Tensor:
    """What training's own modules say to the question, with the exported weights."""
    encoder, model = exported(stages.out)
    asked = [USER, *load_tokenizer(stages.run).encode(QUESTION).ids, ASSISTANT]
    pixels = torch.from_numpy(np.array(Image.open(picture))).permute(2, 0, 1)[None]
    embed = model.decoder.embed_tokens
    with torch.inference_mode():
        rows = model.projector(encoder(normalised(pixels)))
        x = torch.cat([embed(torch.tensor([[START]])), rows, embed(torch.tensor([asked]))], 1)
        mask = attention_mask(torch.zeros(1, len(asked)), 257)
        last = model.decoder(x, torch.arange(x.shape[1])[None], mask)[-1][0, -1]
        logits: Tensor = model.decoder.lm_head(last)
    return logits


def exported(out: Path) -> tuple[Encoder, AnsweringModel]:
    """Training's modules with the weights of an exported folder."""
    saved = {name: tensor.float() for name, tensor in load_file(out / "model.safetensors").items()}
    encoder, model = Encoder(SHAPES["small"].vision).eval(), AnsweringModel(SHAPES["small"]).eval()
    encoder.load_state_dict(encoder_weights(saved))
    model.load_state_dict(answering_weights(saved))
    return encoder, model
