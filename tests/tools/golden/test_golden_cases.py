"""The heart of it: the plain implementation against the stored cases of the authors' code and of transformers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch
from golden.case import CaseError, read_case
from golden.check import allowed, check, failures
from golden.compare import compare, kind_of
from golden.find import check_find
from golden.search import target

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "golden"
REPRODUCED = (
    "llava15-siglip",
    "onevision-video",
    "paligemma",
    "llava15-clip-tokens",
    "llava-next-tokens",
    "idefics3",
    "smolvlm-rows",
    "qwen3-vl",
    "gemma3",
    "paligemma2",
    "llava-next-video",
    "llava-next-video-frames",
    "qwen2-5-vl",
    "qwen2-vl",
    "qwen2-vl-video",
    "qwen2-5-vl-video",
)


@pytest.mark.parametrize("name", REPRODUCED)
def test_a_stored_case_is_reproduced(name: str) -> None:
    comparison = check(FIXTURES / name)
    assert failures(comparison, allowed(FIXTURES / name)) == []
    assert comparison.compared > 25


def test_stored_thresholds_are_found_again() -> None:
    assert check_find(FIXTURES / "paligemma" / "find", FIXTURES / "paligemma" / "model") == []


def test_a_changed_threshold_does_not_pass(tmp_path: Path) -> None:
    folder = shutil.copytree(FIXTURES / "paligemma", tmp_path / "case")
    first, *rest = read_case(folder).thresholds
    (folder / "thresholds.json").write_text(f'{{"thresholds": {[first - 0.05, *rest]}}}', encoding="utf-8")
    problems = failures(check(folder))
    assert any(problem.startswith("dtome.owner") for problem in problems)


def test_whole_numbers_must_be_equal_and_minus_infinity_equals_itself() -> None:
    score, other = torch.tensor([-torch.inf, 1.0]), torch.tensor([-torch.inf, 1.5])
    found = compare(
        {"dtome.best.0": score, "a.u": torch.tensor([1])}, {"dtome.best.0": other, "a.u": torch.tensor([2])}
    )
    assert found.errors == {"scores": 0.5}
    assert found.unequal == ["a.u: 1 of 1 differ"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("dtome.features.3", "features"),
        ("unmerged.hidden.0", "features"),
        ("dtome.flat.vtu.logits", "logits"),
        ("tome.linear.size", "size"),
        ("visionzip.9.score.2", "attention"),
    ],
)
def test_tensors_are_measured_by_what_they_hold(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_a_folder_that_is_no_case_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"has no golden\.json"):
        read_case(tmp_path)


def test_a_case_that_shares_a_checkpoint_asks_for_it(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"make that case in .* first"):
        target("onevision-video", tmp_path)
    with pytest.raises(CaseError, match="There is no case 'x'"):
        target("x", tmp_path)
