"""Packing must change nothing: every question is answered as if it stood alone behind the picture."""

from __future__ import annotations

import pytest
import torch
from tokenizers import Tokenizer
from torch import Tensor

from pocket.chance import stream
from pocket.questions import Question
from pocket.scene import Scene
from pocket.training.answering import AnsweringModel
from pocket.training.corpus import conversation
from pocket.training.packing import Packed, attention_mask, pack
from pocket.training.shapes import SHAPES
from pocket.training.targets import CLASS_OF, IGNORED
from pocket.training.tokenizer import ASSISTANT, END, PAD, START, USER

from samples import planned, scene, thing

SMALL = SHAPES["small"]
FARM = scene(thing("cow", 40, 40, 80), thing("duck", 112, 180, 40), thing("duck", 185, 180, 42))
QUESTIONS = (
    Question("where", "Where is the cow?", "In the top left."),
    Question("count", "How many ducks are there?", "Two."),
    Question("bg", "What color is the background?", "Blue."),
)


def packed_farm(tokenizer: Tokenizer, length: int = 96) -> Packed:
    return pack(FARM, QUESTIONS, tokenizer, length, SMALL.vision)


def test_questions_follow_each_other_between_their_marks(tokenizer: Tokenizer) -> None:
    expected: list[int] = []
    for question in QUESTIONS:
        asked, answer = (tokenizer.encode(text).ids for text in (question.text, question.answer))
        expected += [USER, *asked, ASSISTANT, *answer]
    ids = packed_farm(tokenizer).ids.tolist()
    assert ids == expected + [PAD] * (96 - len(expected))


def test_every_question_begins_at_the_position_behind_all_patches(tokenizer: Tokenizer) -> None:
    packed = packed_farm(tokenizer)
    for index in range(3):
        positions = packed.positions[packed.owner == index].tolist()
        assert positions == list(range(257, 257 + len(positions)))


def test_only_answers_and_their_ends_are_learnt(tokenizer: Tokenizer) -> None:
    packed = packed_farm(tokenizer)
    for index, question in enumerate(QUESTIONS):
        targets = packed.targets[packed.owner == index]
        learnt = targets[targets != IGNORED].tolist()
        assert learnt == [*tokenizer.encode(question.answer).ids, END]
        first = int(torch.nonzero(targets != IGNORED)[0])
        assert packed.ids[packed.owner == index][first] == ASSISTANT
    assert (packed.targets[packed.owner == -1] == IGNORED).all()


def test_nouns_are_marked_at_their_last_token_with_count_and_place(tokenizer: Tokenizer) -> None:
    packed = packed_farm(tokenizer)
    assert packed.noun_counts.tolist() == [1, 2]
    assert packed.noun_places.tolist() == [0, IGNORED]
    for at, noun in zip(packed.noun_at.tolist(), ("cow", "ducks"), strict=True):
        begin = max(place for place in range(at) if packed.ids[place] == USER)
        assert tokenizer.decode(packed.ids[begin + 1 : at + 1].tolist()).endswith(noun)


def test_answers_are_marked_where_they_begin_with_what_they_depend_on(tokenizer: Tokenizer) -> None:
    packed = packed_farm(tokenizer)
    assert packed.ids[packed.answer_at].tolist() == [ASSISTANT, ASSISTANT]
    assert [row.nonzero().flatten().tolist() for row in packed.answer_things] == [
        [CLASS_OF["cow"]],
        [CLASS_OF["duck"]],
    ]


def test_how_many_there_are_is_marked_where_the_answer_depends_on_it(tokenizer: Tokenizer) -> None:
    listing = Question("what", "What do you see?", "A cow and two ducks.")
    marked = pack(FARM, (*QUESTIONS, listing), tokenizer, 96, SMALL.vision).answer_counts
    place, count, both = ({int(at): int(row[at]) for at in (row != IGNORED).nonzero()} for row in marked)
    assert (place, count) == ({}, {CLASS_OF["duck"]: 2})
    assert both == {CLASS_OF["cow"]: 1, CLASS_OF["duck"]: 2}


def test_a_question_that_does_not_fit_is_left_out_and_a_shorter_one_taken(tokenizer: Tokenizer) -> None:
    long = Question("describe", "Describe the image.", "A cow and two ducks on a plain blue background.")
    length = int((packed_farm(tokenizer).owner >= 0).sum())
    packed = pack(FARM, (QUESTIONS[0], QUESTIONS[1], long, QUESTIONS[2]), tokenizer, length, SMALL.vision)
    assert packed.questions == QUESTIONS
    assert torch.equal(packed.ids, packed_farm(tokenizer, length).ids)
    assert PAD not in packed.ids.tolist()


def test_nothing_packed_is_all_padding(tokenizer: Tokenizer) -> None:
    packed = pack(FARM, (), tokenizer, 8, SMALL.vision)
    assert packed.ids.tolist() == [PAD] * 8
    assert packed.noun_at.shape == (0,)
    assert packed.answer_things.shape == packed.answer_counts.shape == (0, 102)


def test_the_mask_lets_a_question_see_the_picture_and_its_own_past_alone() -> None:
    mask = attention_mask(torch.tensor([[0, 0, 1, 1, -1]]), picture=2)[0, 0]
    assert (mask == 0).int().tolist() == [
        [1, 0, 0, 0, 0, 0, 0],
        [1, 1, 0, 0, 0, 0, 0],
        [1, 1, 1, 0, 0, 0, 0],
        [1, 1, 1, 1, 0, 0, 0],
        [1, 1, 0, 0, 1, 0, 0],
        [1, 1, 0, 0, 1, 1, 0],
        [1, 1, 0, 0, 0, 0, 1],
    ]


def alone(
    model: AnsweringModel, tokens: Tensor, kept: Tensor, question: Question, tokenizer: Tokenizer
) -> Tensor:
    """Logits of the question's answer in a plain causal sequence of its own."""
    asked, answer = tokenizer.encode(question.text).ids, tokenizer.encode(question.answer).ids
    ids = torch.tensor([USER, *asked, ASSISTANT, *answer])
    embed = model.decoder.embed_tokens
    x = torch.cat([embed(torch.tensor([START])), model.projector(tokens), embed(ids)])[None]
    positions = torch.cat([torch.tensor([0]), kept + 1, 257 + torch.arange(len(ids))])[None]
    causal = torch.full((x.shape[1], x.shape[1]), -torch.inf).triu(1)[None, None]
    last = model.decoder(x, positions, causal)[-1][0]
    logits: Tensor = model.decoder.lm_head(last[-1 - len(answer) :])
    return logits


@pytest.mark.parametrize("patches", [256, 40])
def test_a_packed_question_is_answered_exactly_as_if_alone(tokenizer: Tokenizer, patches: int) -> None:
    torch.manual_seed(4)
    model = AnsweringModel(SMALL).eval()
    scenes = planned(3, seed=9)
    tokens = torch.randn(3, patches, SMALL.vision.width)
    kept = torch.stack([torch.randperm(256)[:patches].sort().values for _ in scenes])
    packed = [packed_conversation(plan, index, tokenizer) for index, plan in enumerate(scenes)]
    with torch.inference_mode():
        together = model(tokens, kept, packed).logits
        parts = [
            alone(model, tokens[index], kept[index], question, tokenizer)
            for index, one in enumerate(packed)
            for question in one.questions
        ]
    assert sum(len(one.questions) for one in packed) > 40
    assert together.shape == (sum(len(part) for part in parts), 1024)
    assert torch.cat(parts).std() > 0.1
    assert (together - torch.cat(parts)).abs().max() < 1e-4


def packed_conversation(plan: Scene, index: int, tokenizer: Tokenizer) -> Packed:
    return pack(plan, conversation(stream("pack", 1, index), plan, 24), tokenizer, 352, SMALL.vision)
