from __future__ import annotations

import pytest
import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from pocket.questions import Question
from pocket.training.answering import Answered, AnsweringModel, Score, answer_loss, mark
from pocket.training.packing import Packed, pack
from pocket.training.shapes import SHAPES
from pocket.training.targets import IGNORED

from samples import scene, thing

SMALL = SHAPES["small"]
QUESTIONS = (
    Question("where", "Where is the cow?", "In the top left."),
    Question("count", "How many cows are there?", "One."),
    Question("count", "Count the owls.", "None."),
)


@pytest.fixture
def packed(tokenizer: Tokenizer) -> Packed:
    return pack(scene(thing("cow", 40, 40)), QUESTIONS, tokenizer, 96, SMALL.vision)


def answered(packed: Packed, wrong: int | None = None) -> Answered:
    """Sure of every token, and of a wrong one at a place."""
    targets = packed.targets[packed.targets != IGNORED]
    said = targets.clone()
    if wrong is not None:
        said[wrong] += 1
    return Answered(torch.zeros(0), [], 50 * F.one_hot(said, 1024).float(), targets)


def test_a_right_answer_is_right_in_every_token(packed: Packed) -> None:
    score = Score()
    mark(answered(packed), [packed], score)
    assert score.accuracy() == {"all": 1, "count": 1, "where": 1}
    assert answer_loss(answered(packed)) == 0


def test_one_wrong_token_spoils_its_own_question_alone(packed: Packed) -> None:
    score = Score()
    last_of_all = int((packed.targets != IGNORED).sum()) - 1
    mark(answered(packed, wrong=0), [packed], score)
    mark(answered(packed, wrong=last_of_all), [packed], score)
    assert (score.asked, score.right) == ({"where": 2, "count": 4}, {"where": 1, "count": 3})
    assert score.accuracy() == {"all": pytest.approx(4 / 6), "count": 0.75, "where": 0.5}


def test_several_scenes_are_marked_in_order(packed: Packed, tokenizer: Tokenizer) -> None:
    other = pack(
        scene(), [Question("total", "How many things are there?", "None.")], tokenizer, 96, SMALL.vision
    )
    both = [answered(packed), answered(other, wrong=0)]
    together = Answered(
        torch.zeros(0), [], torch.cat([one.logits for one in both]), torch.cat([one.targets for one in both])
    )
    score = Score()
    mark(together, [packed, other], score)
    assert score.accuracy() == {"all": 0.75, "count": 1, "total": 0, "where": 1}


def test_without_questions_there_is_no_accuracy() -> None:
    assert Score().accuracy() == {}


def test_rows_states_and_logits_have_their_shapes(packed: Packed) -> None:
    torch.manual_seed(1)
    model = AnsweringModel(SMALL)
    out = model(torch.randn(2, 30, 64), torch.arange(30).expand(2, -1), [packed, packed])
    count = 2 * int((packed.targets != IGNORED).sum())
    assert out.rows.shape == (2, 30, 64)
    assert [state.shape for state in out.states] == [(2, 96, 64)] * SMALL.decoder.layers
    assert (out.logits.shape, out.targets.shape) == ((count, 1024), (count,))
