from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from pocket.training.run_folder import RunFolder, StageMissingError, need


def test_a_stage_that_has_not_begun_has_no_checkpoint(tmp_path: Path) -> None:
    assert RunFolder(tmp_path / "new", "vision").load() is None


def test_a_checkpoint_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "deep" / "run", "vision")
    folder.save({"step": 3, "weight": torch.arange(4.0)})
    folder.save({"step": 4, "weight": torch.arange(5.0)})
    loaded = folder.load()
    assert loaded is not None
    assert (loaded["step"], loaded["weight"].tolist()) == (4, [0, 1, 2, 3, 4])
    assert [path.name for path in folder.path.iterdir()] == ["vision.pt"]


def test_a_checkpoint_that_breaks_off_leaves_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = RunFolder(tmp_path, "vision")
    folder.save({"step": 3})

    def break_off(checkpoint: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("no space left")

    monkeypatch.setattr(torch, "save", break_off)
    with pytest.raises(OSError, match="no space left"):
        folder.save({"step": 4})
    assert folder.load() == {"step": 3}


def test_a_log_line_is_added_rounded_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = RunFolder(tmp_path, "vision")
    folder.log({"step": 50, "loss": 1.23456789})
    folder.log({"step": 100, "loss": 0.5})
    lines = (tmp_path / "vision.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == [{"step": 50, "loss": 1.23457}, {"step": 100, "loss": 0.5}]
    assert capsys.readouterr().out == "step 50 loss 1.23457\nstep 100 loss 0.5\n"


def test_a_missing_stage_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(StageMissingError, match=r"vision\.pt does not exist; run the vision stage first\."):
        need(tmp_path, "vision")
    RunFolder(tmp_path, "vision").save({"step": 1})
    assert need(tmp_path, "vision") == {"step": 1}


def test_a_checkpoint_can_hold_no_code(tmp_path: Path) -> None:
    torch.save({"step": Path("x")}, tmp_path / "vision.pt")
    with pytest.raises(Exception, match="weights_only"):
        RunFolder(tmp_path, "vision").load()
