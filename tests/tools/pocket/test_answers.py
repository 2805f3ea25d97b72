"""Reads the answers of planned scenes back from their words and checks them against the plan."""

from __future__ import annotations

import re
from collections import Counter

from pocket.chance import stream
from pocket.english import NUMBERS, amount, plural, singular
from pocket.questions import interview
from pocket.scene import Item, Scene
from pocket.vocabulary import CATEGORY, CONCEPTS

from samples import planned

PLANS = planned(300, seed=11)
NAMES = {form: name for name in (*CONCEPTS, "sign") for form in (singular(name), plural(name))}
AMOUNTS = {amount(name, count): (name, count) for name in (*CONCEPTS, "sign") for count in range(1, 9)}


def of_kind(kind: str) -> list[tuple[Scene, str, str]]:
    """Every asked question of a kind with its scene."""
    return [
        (plan, question.text, question.answer)
        for index, plan in enumerate(PLANS)
        for question in interview(stream("questions", 11, index), plan, 14)
        if question.kind == kind
    ]


def counted(items: list[Item]) -> Counter[str]:
    return Counter(item.name for item in items)


def read_list(text: str) -> Counter[str]:
    """`A cat and two dogs` -> its counts, by the forms of all amounts."""
    words = text[0].lower() + text[1:]
    if words in ("nothing", "none"):
        return Counter()
    return Counter(dict(AMOUNTS[part] for part in re.split(r", | and ", words)))


def test_lists_read_back_as_the_items_of_the_plan() -> None:
    cases = of_kind("what")
    assert len(cases) > 100
    for plan, _, answer in cases:
        assert read_list(answer[:-1]) == counted(list(plan.items))


def test_descriptions_name_the_background_of_the_plan() -> None:
    for plan, _, answer in of_kind("describe"):
        match = re.fullmatch(r"(.*) on a (\w+) (\w+) background\.", answer)
        assert match is not None
        assert (read_list(match[1]), match[3]) == (counted(list(plan.items)), plan.color)


def test_counts_agree_with_the_plan() -> None:
    for plan, question, answer in of_kind("count"):
        match = re.fullmatch(r"(?:How many|Count the) (.*?)(?: are there\?| do you see\?|\.)", question)
        assert match is not None
        assert NUMBERS.index(answer[:-1].lower()) == counted(list(plan.items))[NAMES[match[1]]]


def test_totals_agree_with_the_plan() -> None:
    for plan, _, answer in of_kind("total"):
        assert NUMBERS.index(answer[:-1].lower()) == len(plan.items)


def test_exists_agrees_with_the_plan_and_is_near_half_and_half() -> None:
    cases = of_kind("exists")
    for plan, question, answer in cases:
        noun = re.sub(r"^(Is there|Can you see) |\?$", "", question)
        assert (answer == "Yes.") == (NAMES[noun] in counted(list(plan.items)))
    assert 0.38 < sum(answer == "Yes." for _, _, answer in cases) / len(cases) < 0.5


def test_categories_agree_with_the_plan() -> None:
    for plan, question, answer in of_kind("category"):
        group = {"animals": "animal", "food": "food", "vehicles": "vehicle"}[question.split()[1]]
        members = [item for item in plan.items if CATEGORY.get(item.name) == group]
        assert read_list(answer[:-1]) == counted(members)


def rows_and_columns(words: str) -> tuple[int, int]:
    """`in the top left` -> (0, 0); a side alone means the middle of the other direction."""
    row = 0 if "top" in words else 2 if "bottom" in words else 1
    column = 0 if "left" in words else 2 if "right" in words else 1
    return row, column


def test_places_agree_with_the_centres() -> None:
    for plan, question, answer in of_kind("where"):
        name = question.removeprefix("Where is the ").removesuffix("?")
        (item,) = [item for item in plan.items if item.name == name]
        assert rows_and_columns(answer) == (int(item.y * 3 // 224), int(item.x * 3 // 224))


def test_what_is_at_a_place_agrees_with_the_centres() -> None:
    for plan, question, answer in of_kind("at"):
        place = rows_and_columns(question)
        held = [item for item in plan.items if (int(item.y * 3 // 224), int(item.x * 3 // 224)) == place]
        assert read_list(answer[:-1]) == counted(held)


def test_the_biggest_is_the_widest() -> None:
    for plan, _, answer in of_kind("biggest"):
        assert answer == f"The {max(plan.items, key=lambda item: item.width).name}."


def test_neighbours_lie_on_the_named_side() -> None:
    cases = of_kind("beside")
    assert len(cases) > 100
    for plan, question, answer in cases:
        match = re.fullmatch(r"What is (left of|right of|above|below) the (.*)\?", question)
        assert match is not None
        (anchor,) = [item for item in plan.items if item.name == match[2]]
        ahead = [item for item in plan.items if item is not anchor and ahead_of(anchor, item, match[1])]
        if answer == "Nothing.":
            assert ahead == []
        else:
            assert NAMES[answer[0].lower() + answer[1:-1]] in {item.name for item in ahead}


def ahead_of(anchor: Item, item: Item, side: str) -> bool:
    """More along the side than across it."""
    dx, dy = item.x - anchor.x, item.y - anchor.y
    along = {"left of": -dx, "right of": dx, "above": -dy, "below": dy}[side]
    return along > (abs(dx) if side in ("above", "below") else abs(dy))


def test_signs_read_as_painted() -> None:
    for plan, _, answer in of_kind("sign"):
        words = [getattr(item, "word", None) for item in plan.items if item.name == "sign"]
        assert answer == (f"{words[0]}." if words else "There is no sign.")
