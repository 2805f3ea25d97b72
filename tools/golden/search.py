"""Makes a case: tries seeds until every decision is clear of float32 noise, then writes the folder."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from . import margins
from .case import Case, CaseError
from .choose import choose_thresholds
from .compute import compute, rules
from .describe import describe
from .find import Found, find
from .hugging_face import load_processor, pixel_values
from .margins import TooNarrowError
from .merged import Model, encode_views
from .plain.schedules import constant
from .plain.visionzip import select
from .recipes.pictures import picture
from .recipes.table import RECIPES, Recipe
from .reduced import encode_whole, of_selections
from .rows import choose_row_thresholds, match_all, of_matches, of_prunings, prune_all, whole

_LEAST_IN_FINDING = 1e-5
_SHARE_FOUND = 0.4
"""Of a picture's patches, how many threshold finding removes on average."""

_TELLING = 5
"""Different tokens that the unmerged answer has at least: one that repeats itself would hide mistakes."""


@dataclass(frozen=True)
class Target:
    """Where a case goes: `parent`/`name`, its checkpoint beside or inside it."""

    name: str
    recipe: Recipe
    parent: Path

    @property
    def shared_model(self) -> Path | None:
        return None if self.recipe.model_of is None else self.parent / self.recipe.model_of / "model"

    @property
    def model_path(self) -> str:
        """As golden.json names it, relative to the case."""
        return "model" if self.recipe.model_of is None else f"../{self.recipe.model_of}/model"


def target(name: str, parent: Path) -> Target:
    recipe = RECIPES.get(name)
    if recipe is None:
        raise CaseError(f"There is no case {name!r}; there are {', '.join(RECIPES)}.")
    found = Target(name, recipe, parent)
    if found.shared_model is not None and not found.shared_model.is_dir():
        raise CaseError(f"{name} uses the checkpoint of {recipe.model_of}; make that case in {parent} first.")
    return found


def _write_json(file: Path, value: Any) -> None:
    file.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _draw(recipe: Recipe, seed: int, folder: Path) -> tuple[str, ...]:
    if recipe.frames == 1:
        picture(seed, *recipe.size).save(folder / "image.png")
        return ("image.png",)
    names = tuple(f"frame{number}.png" for number in range(recipe.frames))
    for number, name in enumerate(names):
        picture(seed, *recipe.size, shift=0.08 * number).save(folder / name)
    return names


def _find(recipe: Recipe, model: Model, seed: int, case: Case) -> tuple[Found, dict[str, Any]]:
    """Draws the batches, already at the model's size, and finds their thresholds. Raises TooNarrowError."""
    batches, per_batch = recipe.find or (0, 0)
    folder = case.folder / "find"
    folder.mkdir()
    side, layers = model.spec.vision.image_size, model.spec.vision.layers
    names = [[f"batch{b}_{i}.png" for i in range(per_batch)] for b in range(batches)]
    for number, name in enumerate(name for batch in names for name in batch):
        picture(1000 * (seed + 1) + number, side, side).save(folder / name)
    total = int(_SHARE_FOUND * model.spec.vision.patches)
    removed = constant(total, layers)
    found = find(model, folder, load_processor(case.model, case.backend), names, removed)
    margins.require(
        {"find": found.margin, "find counts": found.count_margin},
        {"find": _LEAST_IN_FINDING, "find counts": _LEAST_IN_FINDING},
    )
    return found, {"batches": names, "schedule": "constant", "total_removal": total, "r": removed}


def _decide(recipe: Recipe, case: Case) -> Case:
    """The case with its thresholds. Raises TooNarrowError: most seeds fail here, so it comes before any answer."""
    model = Model.read(case.model, torch.float32, case.video)
    pixels = pixel_values(case)
    if case.tokens:
        looks = encode_whole(model, pixels).looks
        for count in case.tokens:
            margins.require(of_selections([select(look, count) for look in looks]), margins.LEAST)
        return case
    if case.row_counts:
        every = whole(model, pixels)
        thresholds = choose_row_thresholds(model, every) if model.spec.square > 1 else ()
        for threshold in thresholds:
            margins.require(of_matches(match_all(model, every, threshold)), margins.LEAST)
        for count in case.row_counts:
            margins.require(of_prunings(prune_all(model, every, count)), margins.LEAST)
        return replace(case, row_thresholds=thresholds)
    case = replace(case, thresholds=choose_thresholds(model, pixels, recipe.off_layer))
    for rule in rules(case, model).values():
        for view in encode_views(model, pixels, rule):
            margins.require(margins.of_encoding(view, rule), margins.LEAST)
    return case


def _attempt(goal: Target, seed: int, folder: Path) -> None:
    """One seed in an empty folder. Raises TooNarrowError."""
    recipe = goal.recipe
    model_folder = goal.shared_model or folder / "model"
    if goal.shared_model is None:
        recipe.build(seed).save(model_folder)
    files = _draw(recipe, seed, folder)
    case = Case(
        goal.name,
        folder,
        model_folder,
        files,
        recipe.question,
        (),
        recipe.tome_total,
        recipe.tokens,
        row_counts=recipe.row_counts,
    )
    with torch.no_grad():
        case = _decide(recipe, case)
    golden, unmerged = compute(case, margins.LEAST)
    if len(set(unmerged.tokens)) < _TELLING:
        raise TooNarrowError(f"the answer {unmerged.tokens} says too little")
    if recipe.find is not None:
        found, given = _find(recipe, Model.read(model_folder, torch.float32), seed, case)
        values = {**asdict(found), "thresholds_exact_mean": found.thresholds}
        _write_json(folder / "find" / "find.json", {**given, **values})
    save_file(golden.tensors, folder / "golden.safetensors")
    if not case.after_the_tower:
        _write_json(folder / "thresholds.json", {"thresholds": list(case.thresholds)})
    _write_json(folder / "golden.json", describe(golden, case, unmerged, goal.model_path, seed))


def make(goal: Target, seeds: range) -> int:
    """Writes the case with the first seed whose margins are wide enough, and returns that seed."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    reasons: list[str] = []
    for seed in seeds:
        with tempfile.TemporaryDirectory(dir=goal.parent) as scratch:
            folder = Path(scratch) / "case"
            folder.mkdir()
            try:
                _attempt(goal, seed, folder)
            except TooNarrowError as narrow:
                reasons.append(f"seed {seed}: {narrow}")
                continue
            shutil.rmtree(goal.parent / goal.name, ignore_errors=True)
            folder.rename(goal.parent / goal.name)
            return seed
    raise CaseError(f"No seed gave margins that are wide enough; the last one: {reasons[-1]}.")
