from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer

from pocket.training.answering import AnsweringModel
from pocket.training.answers import Learner, new_learner
from pocket.training.export import export
from pocket.training.restore import NotRestorableError, main, restore
from pocket.training.run_folder import RunError, RunFolder, need
from pocket.training.shapes import SHAPES
from pocket.training.vision import new_vision_learner
from pocket.training.vit import Encoder

SMALL = SHAPES["small"]
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Path:
    """An exported model of the small shape."""
    torch.manual_seed(8)
    run, out = tmp_path_factory.mktemp("run"), tmp_path_factory.mktemp("out") / "model"
    encoder, answering = Encoder(SMALL.vision), AnsweringModel(SMALL)
    answering.projector.measure(torch.randn(50, 64) * 3 + 1)
    RunFolder(run, "vision").save({"shape": "small", "encoder": encoder.state_dict()})
    RunFolder(run, "answers").save({"shape": "small", "model": answering.state_dict()})
    tokenizer.save(str(run / "tokenizer.json"))
    export(run, out)
    return out


def test_a_restored_run_exports_the_same_bytes(model: Path, tmp_path: Path) -> None:
    restore(model, tmp_path / "run")
    export(tmp_path / "run", tmp_path / "again")
    for path in model.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def test_both_stages_can_go_on_from_it_at_step_0(model: Path, tmp_path: Path, tokenizer: Tokenizer) -> None:
    restore(model, tmp_path / "run")
    vision = new_vision_learner(SMALL.vision, 1e-3, CPU)
    vision.load(need(tmp_path / "run", "vision"))
    answers: Learner = new_learner(SMALL, tokenizer, 1e-3, CPU)
    answers.load(need(tmp_path / "run", "answers"))
    assert (vision.step, vision.seconds, answers.step, answers.seconds) == (0, 0, 0, 0)
    assert vision.checkpoint("small")["shape"] == need(tmp_path / "run", "answers")["shape"] == "small"


@pytest.mark.parametrize("name", ["answers.pt", "joint.pt"])
def test_a_folder_with_a_run_is_left_as_it_is(model: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"hours of work")
    with pytest.raises(NotRestorableError, match=rf"{name} exists already; name a new folder"):
        restore(model, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_another_model_is_refused_by_the_name_of_its_file(model: Path, tmp_path: Path) -> None:
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    (tmp_path / "config.json").write_text(json.dumps(config | {"model_type": "paligemma"}), encoding="utf-8")
    with pytest.raises(NotRestorableError, match=r"config\.json is not one that `pocket"):
        restore(tmp_path, tmp_path / "run")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("broken", [b"", b"{}", b'\x10\0\0\0\0\0\0\0{"a":1}        '])
def test_broken_weights_leave_nothing_behind(
    model: Path,
    tmp_path: Path,
    broken: bytes,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = tmp_path / "model"
    copy.mkdir()
    for path in model.iterdir():
        (copy / path.name).write_bytes(broken if path.name == "model.safetensors" else path.read_bytes())
    monkeypatch.setattr("sys.argv", ["restore", "--model", str(copy), "--folder", str(tmp_path / "run")])
    assert main() == 1
    assert f"{copy} does not hold the weights of its config.json: " in capsys.readouterr().err
    assert not (tmp_path / "run").exists()
    restore(model, tmp_path / "run")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, r"tokenizer\.json does not exist"), ("{}", r"tokenizer\.json is not a tokenizer: ")],
)
def test_a_tokenizer_that_cannot_be_read_is_named(
    model: Path, tmp_path: Path, content: str | None, sentence: str
) -> None:
    copy = tmp_path / "model"
    shutil.copytree(model, copy)
    (copy / "tokenizer.json").unlink()
    if content is not None:
        (copy / "tokenizer.json").write_text(content, encoding="utf-8")
    with pytest.raises(RunError, match=sentence):
        restore(copy, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotRestorableError, match=r"nothing/config\.json cannot be read"):
        restore(tmp_path / "nothing", tmp_path / "run")
