from __future__ import annotations

from dataclasses import replace

import pytest

from pocket.flaws import flaws
from pocket.scene import SIDE, Scene

from samples import board, planned, scene, thing

CROWDED_OUT = "too small or too large beside so many items."
"""plan.py sizes things by the number that it wants; where there was no room for all, they seem too small."""


@pytest.mark.parametrize("style", ["seen", "new"])
def test_no_planned_scene_has_a_flaw(style: str) -> None:
    found = [flaw for plan in planned(300, style=style) for flaw in flaws(plan)]
    assert [flaw for flaw in found if not flaw.endswith(CROWDED_OUT)] == []
    assert len(found) < 20


FISH = thing("fish", 40, 40)


@pytest.mark.parametrize(
    ("plan", "flaw"),
    [
        (scene(thing("fish", 20, 40)), "The fish reaches out of the picture."),
        (scene(thing("fish", 40, SIDE - 20)), "The fish reaches out of the picture."),
        (scene(thing("fish", 75, 40)), "The centre of the fish is too near a border between thirds."),
        (scene(FISH, thing("crab", 60, 60)), "The crab overlaps the fish."),
        (scene(FISH, board("EXIT", 112, 40)), "The sign overlaps the fish."),
        (scene(thing("fish", 112, 112, 113)), "The fish is too small or too large beside so many items."),
        (scene(thing("fish", 112, 112, 49)), "The fish is too small or too large beside so many items."),
        (scene(replace(FISH, angle=-16)), "The fish is turned too far."),
        (scene(thing("chair", 40, 40, style="emojione")), "The style emojione does not draw the chair."),
        (scene(replace(board("EXIT", 112, 112), width=80)), "The board of EXIT is too narrow or too wide."),
        (scene(replace(board("EXIT", 112, 112), height=37)), "The board of EXIT is too flat or too high."),
        (scene(replace(board("EXIT", 112, 112), angle=5)), "The board of EXIT is turned too far."),
        (scene(FISH, color="blue", accent="blue"), "Both background colours are the same."),
        (scene(board("EXIT", 60, 40), board("EXIT", 60, 180)), "There is more than one sign."),
    ],
)
def test_a_flaw_is_named(plan: Scene, flaw: str) -> None:
    assert flaw in flaws(plan)


def test_too_many_items_and_kinds_are_flaws() -> None:
    names = ("fish", "crab", "duck", "owl", "bee")
    spots = [(x, y) for x in (40, 112, 190) for y in (40, 112, 190)]
    plan = scene(*(thing(names[index % 5], x, y, 42) for index, (x, y) in enumerate(spots)))
    assert flaws(plan) == ["9 items are too many.", "5 kinds of things are too many."]
