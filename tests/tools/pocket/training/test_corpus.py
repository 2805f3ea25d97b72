from __future__ import annotations

from collections import Counter

import pytest

from pocket.chance import stream
from pocket.questions import KINDS, Question
from pocket.training.corpus import conversation

from samples import planned, scene

PLANS = planned(300, seed=3)
OTHERS = {"absent", "stranger", "color", "beyond", "wording"}


def conversations() -> list[Question]:
    return [
        question
        for index, plan in enumerate(PLANS)
        for question in conversation(stream("corpus test", 1, index), plan, 24)
    ]


def test_a_conversation_has_the_asked_length_even_about_nothing() -> None:
    assert {
        len(conversation(stream("corpus test", 1, index), plan, 24)) for index, plan in enumerate(PLANS)
    } == {24}
    assert len(conversation(stream("corpus test", 1, 0), scene(), 24)) == 24


def test_the_same_chance_leads_to_the_same_conversation() -> None:
    one, other = (conversation(stream("corpus test", 1, 7), PLANS[7], 24) for _ in range(2))
    assert one == other
    assert one != conversation(stream("corpus test", 1, 8), PLANS[7], 24)


def test_three_quarters_are_of_the_measured_kinds() -> None:
    counts = Counter(question.kind for question in conversations())
    assert set(counts) == {*KINDS, *OTHERS}
    measured = sum(counts[kind] for kind in KINDS) / counts.total()
    assert measured == pytest.approx(0.7, abs=0.06)
    others = [counts[kind] for kind in OTHERS]
    assert max(others) / min(others) < 1.2


def test_questions_come_in_random_order() -> None:
    first = [conversation(stream("corpus test", 1, index), plan, 24)[0] for index, plan in enumerate(PLANS)]
    assert {question.kind for question in first} == {*KINDS, *OTHERS}


def test_a_tenth_is_spelt_carelessly_and_answers_never_are() -> None:
    asked = conversations()
    without_mark = sum(question.text[-1] not in "?." for question in asked) / len(asked)
    assert 0.04 < without_mark < 0.14
    assert all(question.answer[0].isupper() and question.answer[-1] == "." for question in asked)
