from __future__ import annotations

import pytest

from pocket.questions import Question
from pocket.training.mentions import Mention, asked_about, mentions, things_in_answer

PRESENT = frozenset(("cat", "dog", "ice cream", "sign"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A cat, two dogs and an owl.", ["cat", "dog", "owl"]),
        ("How many loaves of bread are there?", ["bread"]),
        ("An ice cream and a bunch of grapes.", ["ice cream", "grapes"]),
        ("Is there a sign?", ["sign"]),
        ("WHERE IS THE CAT", ["cat"]),
        ("A pair of glasses on a striped blue background.", ["glasses"]),
        ("A watermelon.", ["watermelon"]),
        ("A concatenation of starlings.", []),
        ("In the top left.", []),
    ],
)
def test_names_are_found_in_every_form_and_never_inside_a_word(text: str, names: list[str]) -> None:
    assert [mention.name for mention in mentions(text)] == names


def test_a_mention_ends_with_its_name() -> None:
    text = "What is left of the ice cream?"
    (mention,) = mentions(text)
    assert mention == Mention("ice cream", 29)
    assert text[: mention.end] == "What is left of the ice cream"


def test_a_question_is_about_the_one_thing_that_it_names() -> None:
    assert asked_about(Question("where", "Where is the cat?", "")) == Mention("cat", 16)
    assert asked_about(Question("what", "What do you see?", "")) is None
    assert asked_about(Question("wording", "A cat or a dog?", "")) is None


@pytest.mark.parametrize("kind", ["bg", "beyond", "stranger", "color"])
def test_kinds_that_need_no_thing_name_none(kind: str) -> None:
    question = Question(kind, "What color is the cat?", "I can only name the color of the background.")
    assert asked_about(question) is None
    assert things_in_answer(question, PRESENT) is None


@pytest.mark.parametrize(
    ("question", "things"),
    [
        (Question("what", "What do you see?", "A cat and two dogs."), {"cat", "dog"}),
        (Question("where", "Where is the cat?", "On the left."), {"cat"}),
        (Question("count", "Count the dogs.", "Two."), {"dog"}),
        (Question("exists", "Is there an owl?", "No."), set()),
        (Question("absent", "Where is the owl?", "I do not see an owl."), set()),
        (Question("beside", "What is above the cat?", "A dog."), {"dog"}),
        (Question("sign", "Read the sign.", "BOOK."), {"sign"}),
        (Question("total", "How many things are there?", "Four."), PRESENT),
        (Question("describe", "Describe the image.", "A dog on a plain blue background."), {"dog"}),
    ],
)
def test_an_answer_depends_on_things_that_are_there(question: Question, things: frozenset[str]) -> None:
    assert things_in_answer(question, PRESENT) == frozenset(things)


def test_other_wordings_are_not_analysed() -> None:
    assert things_in_answer(Question("wording", "What is this?", "A cat."), PRESENT) is None
