from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from pocket.flaws import flaws
from pocket.questions import KINDS
from pocket.sample_plans import Sample, read_samples
from pocket.sample_questions import all_questions
from pocket.scene import SIDE, Sign, Thing
from pocket.vocabulary import COLORS, CONCEPTS, FONTS, STYLES, TEXTURES, WORDS

from samples import board, scene, thing

SAMPLES = read_samples()
ITEMS = [item for sample in SAMPLES for item in sample.scene.items]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample.file))
def test_every_sample_could_come_from_the_plan_of_the_training(sample: Sample) -> None:
    assert flaws(sample.scene) == []


def test_there_are_24_samples_of_rising_complexity() -> None:
    assert [sample.file for sample in SAMPLES] == [f"scene{number:02d}" for number in range(1, 25)]
    counts = [len(sample.scene.items) for sample in SAMPLES]
    assert counts == sorted(counts)
    first, last = SAMPLES[0].scene, SAMPLES[-1].scene
    assert (first.texture, len(first.items)) == ("plain", 1)
    assert (last.texture, len(last.items)) == ("noise", 8)
    assert any(isinstance(item, Sign) for item in last.items)


def test_they_show_all_textures_all_seen_styles_and_a_little_of_the_held_out_one() -> None:
    assert {sample.scene.texture for sample in SAMPLES} == set(TEXTURES)
    styles = {item.style for item in ITEMS if isinstance(item, Thing)}
    assert styles == {*STYLES["seen"], *STYLES["new"]}
    assert sum(sample.held_out for sample in SAMPLES) == 2


def test_they_name_only_what_the_model_knows() -> None:
    assert {item.name for item in ITEMS} <= {*CONCEPTS, "sign"}
    assert all(sample.scene.color in COLORS and sample.scene.accent in COLORS for sample in SAMPLES)


def test_their_signs_carry_different_words_in_all_fonts() -> None:
    signs = [item for item in ITEMS if isinstance(item, Sign)]
    assert len({sign.word for sign in signs}) == len(signs) >= 5
    assert {sign.word for sign in signs} <= set(WORDS)
    assert {sign.font for sign in signs} == set(range(len(FONTS)))


def test_one_opens_the_shelf_and_titles_differ() -> None:
    assert sum(sample.opening for sample in SAMPLES) == 1
    assert len({sample.title for sample in SAMPLES}) == 24


def test_a_plan_is_read_in_picture_widths_and_a_style_can_be_overridden(tmp_path: Path) -> None:
    items = [
        {"thing": "owl", "x": 0.25, "y": 0.5, "size": 0.3, "angle": 4, "flipped": True},
        {"thing": "bee", "x": 0.75, "y": 0.5, "size": 0.25, "angle": 0, "style": "flat"},
        {"sign": "ZOO", "x": 0.5, "y": 0.9, "width": 0.4, "height": 0.2, "angle": 1, "font": "dejavu",
         "board": "red"},
    ]  # fmt: skip
    ground = {"texture": "noise", "color": "teal", "accent": "red"}
    plan = {"file": "a", "title": "A", "style": "noto", "background": ground, "seed": 5, "items": items}
    path = tmp_path / "plans.json"
    path.write_text(json.dumps([plan]))
    (sample,) = read_samples(path)
    owl, bee, sign = sample.scene.items
    assert owl == Thing("owl", "noto", 0.25 * SIDE, 0.5 * SIDE, 0.3 * SIDE, 4, True, 0)
    assert isinstance(bee, Thing)
    assert bee.style == "flat"
    assert isinstance(sign, Sign)
    assert (sign.word, sign.font, sign.width) == ("ZOO", 1, 0.4 * SIDE)
    assert (sample.opening, sample.held_out, sample.scene.seed) == (False, False, 5)


def test_every_kind_of_question_is_asked_somewhere() -> None:
    asked = Counter(question.kind for sample in SAMPLES for question in all_questions(sample.scene))
    assert set(asked) == set(KINDS)


POND = scene(
    thing("duck", 40, 112), thing("duck", 190, 112), thing("frog", 112, 112), board("PARK", 112, 190)
)


def test_questions_cover_every_subject_once() -> None:
    questions = all_questions(POND)
    assert len({question.text for question in questions}) == len(questions)
    count = Counter(question.kind for question in questions)
    once = {"what": 1, "describe": 1, "bg": 1, "total": 1, "sign": 1, "biggest": 1}
    assert once.items() <= count.items()
    assert (count["where"], count["at"], count["category"]) == (2, 9, 3)
    assert Counter(q.answer for q in questions if q.kind == "count") == {"Two.": 1, "One.": 2, "None.": 1}
    assert Counter(q.answer for q in questions if q.kind == "exists") == {"Yes.": 3, "No.": 2}


def test_questions_are_the_same_every_time() -> None:
    assert all_questions(POND) == all_questions(POND)
