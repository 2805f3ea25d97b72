from __future__ import annotations

import random

import pytest

from pocket.english import NUMBERS
from pocket.questions.phrasing import ask_in_other_words, carelessly
from pocket.questions.survey import survey

from samples import board, planned, scene, thing

FARM = scene(thing("cow", 40, 40, 80), thing("duck", 112, 180, 40), board("FARM", 160, 30), color="green")


def other_words(tries: int = 4000) -> dict[str, str]:
    """All wordings that chance finds about the farm, with their answers."""
    return dict(ask_in_other_words(random.Random(seed), survey(FARM)) for seed in range(tries))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which color is the background?", "Green."),
        ("What is this?", "A cow, a duck and a sign."),
        ("What can you see?", "A cow, a duck and a sign."),
        ("What do you see at the bottom?", "A duck."),
        ("What do you see in the middle?", "Nothing."),
        ("Do you see a cow?", "Yes."),
        ("Is there any duck?", "Yes."),
        ("Is an owl in the picture?", "No."),
        ("Number of cows?", "One."),
        ("Number of owls?", "None."),
        ("How many items are there?", "Three."),
        ("What does it say?", "FARM."),
        ("Which word is on the sign?", "FARM."),
    ],
)
def test_other_words_have_the_answers_of_the_measured_kinds(question: str, answer: str) -> None:
    assert other_words()[question] == answer


def test_a_scene_without_a_sign_is_not_asked_what_it_says() -> None:
    seen = survey(scene(thing("cow", 40, 40)))
    found = {ask_in_other_words(random.Random(seed), seen)[0] for seed in range(500)}
    assert not {"What does it say?", "Which word is on the sign?"} & found


def test_numbers_in_other_words_agree_with_the_plan() -> None:
    for index, plan in enumerate(planned(200)):
        question, answer = ask_in_other_words(random.Random(index), survey(plan))
        if question == "How many items are there?":
            assert NUMBERS.index(answer[:-1].lower()) == len(plan.items)


def test_careless_spelling_changes_capitals_and_the_last_mark_alone() -> None:
    question = "Where is the Cow?"
    found = {carelessly(random.Random(seed), question) for seed in range(100)}
    assert found == {
        "Where is the Cow?",
        "where is the Cow?",
        "where is the cow?",
        "Where is the Cow",
        "where is the Cow",
        "where is the cow",
    }


def test_careless_spelling_keeps_marks_inside_a_question() -> None:
    found = {carelessly(random.Random(seed), "What's this, then") for seed in range(50)}
    assert found == {"What's this, then", "what's this, then"}
