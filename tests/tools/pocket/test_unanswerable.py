"""A declining answer must be true: what it says is not there is not there, and it names nothing else."""

from __future__ import annotations

import random
import re

import pytest

from pocket.english import plural, singular
from pocket.questions.decline import DECLINED_KINDS, questions_to_decline
from pocket.questions.strangers import TAUGHT_STRANGERS, UNSEEN_STRANGERS
from pocket.questions.survey import survey
from pocket.questions.unanswerable import (
    BACKGROUND_ONLY,
    BEYOND,
    ask_absent,
    ask_beyond,
    ask_color,
    ask_stranger,
)
from pocket.scene import Scene
from pocket.training.mentions import mentions
from pocket.vocabulary import CONCEPTS

from samples import planned, scene, thing

PLANS = planned(200, seed=31)
UNSEEN = re.compile(r"I do not see (?:any )?(.+)\.")


def names(text: str) -> set[str]:
    return {mention.name for mention in mentions(text)}


def declined(plan: Scene, seed: int) -> list[tuple[str, str]]:
    """Ten of each kind, as training asks them."""
    rng, seen = random.Random(seed), survey(plan)
    return [
        pair
        for _ in range(10)
        for pair in (ask_absent(rng, seen), ask_stranger(rng), ask_color(rng, seen), ask_beyond(rng, seen))
    ]


def test_every_answer_is_one_of_three_sentences() -> None:
    for index, plan in enumerate(PLANS):
        for _, answer in declined(plan, index):
            assert answer in (BEYOND, BACKGROUND_ONLY) or UNSEEN.fullmatch(answer)


def test_what_an_answer_does_not_see_is_not_in_the_scene() -> None:
    found = 0
    for index, plan in enumerate(PLANS):
        present = {item.name for item in plan.items}
        for _, answer in declined(plan, index):
            if UNSEEN.fullmatch(answer):
                found += 1
                assert not names(answer) & present
    assert found > 4000


def test_an_answer_repeats_the_noun_of_its_question() -> None:
    for index, plan in enumerate(PLANS):
        for question, answer in declined(plan, index):
            match = UNSEEN.fullmatch(answer)
            if match is not None:
                noun = match[1].removeprefix("a ").removeprefix("an ")
                assert noun in question or any(singular(name) == match[1] for name in names(question))


def test_the_colour_of_a_present_thing_is_declined_with_the_background_alone() -> None:
    seen = survey(scene(thing("cat", 40, 40), thing("dog", 150, 150)))
    pairs = {ask_color(random.Random(seed), seen) for seed in range(300)}
    by_thing = {question: answer for question, answer in pairs}
    assert by_thing["What color is the cat?"] == BACKGROUND_ONLY
    assert by_thing["Which color is the dog?"] == BACKGROUND_ONLY
    assert by_thing["What color is the apple?"] == "I do not see an apple."


def test_an_absent_thing_is_asked_for_like_a_present_one() -> None:
    seen = survey(scene(thing("cat", 40, 40)))
    pairs = [ask_absent(random.Random(seed), seen) for seed in range(400)]
    questions = {question for question, _ in pairs}
    assert ("Where is the owl?", "I do not see an owl.") in pairs
    assert any(question.startswith("What is left of the ") for question in questions)
    assert not any("the cat" in question for question in questions)


def test_a_scene_without_things_is_asked_about_all_the_same() -> None:
    assert all(len(pair) == 2 for pair in declined(scene(), 1))


def test_strangers_are_no_words_of_the_closed_world() -> None:
    for stranger in (*TAUGHT_STRANGERS, *UNSEEN_STRANGERS):
        assert not names(f"{singular(stranger)} {plural(stranger)}")


def test_no_stranger_is_listed_twice() -> None:
    together = (*TAUGHT_STRANGERS, *UNSEEN_STRANGERS)
    assert (len(TAUGHT_STRANGERS), len(UNSEEN_STRANGERS)) == (174, 54)
    assert len(set(together)) == 228


def test_a_made_up_noun_never_happens_to_be_a_concept(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, parts in (("_ONSETS", ("c",)), ("_VOWELS", ("a",)), ("_CODAS", ("r", "t", "n"))):
        monkeypatch.setattr(f"pocket.questions.unanswerable.{name}", parts)
    nouns = [ask_stranger(random.Random(seed), ("dragon",), invented=1)[0] for seed in range(300)]
    assert any("can" in noun for noun in nouns)
    assert not any(names(noun) & set(CONCEPTS) for noun in nouns)


def test_made_up_nouns_have_many_spellings() -> None:
    answers = {ask_stranger(random.Random(seed), invented=1)[1] for seed in range(500)}
    assert len(answers) > 450
    assert len({letter for answer in answers for letter in answer}) >= 26


def test_measuring_asks_one_of_each_kind_and_only_about_unseen_strangers() -> None:
    strangers: set[str] = set()
    for index, plan in enumerate(PLANS):
        asked = questions_to_decline(random.Random(index), plan)
        assert tuple(question.kind for question in asked) == DECLINED_KINDS
        strangers.add(asked[1].answer.removesuffix(".").removeprefix("I do not see ").split(" ", 1)[1])
    taught = {form for name in TAUGHT_STRANGERS for form in (name, plural(name))}
    assert len(strangers) > 50
    assert not strangers & taught
