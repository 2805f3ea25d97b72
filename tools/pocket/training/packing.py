"""Packs the questions about one picture behind its tokens, so that they share the cost of the picture.

Every question sees the picture and itself, never its neighbours: the decoder answers as if it were alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from ..questions import Question
from ..questions.survey import place_of
from ..scene import Scene
from ..vocabulary import PLACES
from .mentions import COUNTED, asked_about, things_in_answer
from .shapes import VisionShape
from .targets import CLASS_OF, CLASSES, IGNORED
from .tokenizer import ASSISTANT, END, PAD, USER

BLOCKED = -1e4
"""Added to a score that must not count; representable in bfloat16."""


@dataclass(frozen=True)
class Packed:
    """One scene's questions.

    `ids`, `positions`, `owner`, `targets` [length]: `owner` is the question's index, -1 on padding.
    `noun_at` [nouns]: the last token of a named thing; `noun_counts`, `noun_places` [nouns]: how many there
    are and where the only one is. `answer_at` [answers]: where an answer begins; `answer_things`
    [answers, CLASSES]: 1 for what it depends on; `answer_counts` [answers, CLASSES]: how many of it there
    are, IGNORED where the answer does not depend on that.
    """

    ids: Tensor
    positions: Tensor
    owner: Tensor
    targets: Tensor
    noun_at: Tensor
    noun_counts: Tensor
    noun_places: Tensor
    answer_at: Tensor
    answer_things: Tensor
    answer_counts: Tensor
    questions: tuple[Question, ...]


def pack(
    scene: Scene, questions: Sequence[Question], tokenizer: Tokenizer, length: int, shape: VisionShape
) -> Packed:
    """As many of the questions, in order, as fit into `length` tokens."""
    ids, positions, owner, targets = (
        torch.full((length,), fill) for fill in (PAD, 1 + shape.patches, -1, IGNORED)
    )
    counts = Counter(item.name for item in scene.items)
    place = {item.name: PLACES.index(place_of(item)) for item in scene.items}
    nouns: list[tuple[int, int, int]] = []
    answers: list[tuple[int, Tensor, Tensor]] = []
    taken: list[Question] = []
    used = 0
    for question in questions:
        asked = tokenizer.encode(question.text).ids
        answer = tokenizer.encode(question.answer).ids
        size = len(asked) + len(answer) + 2
        if used + size > length:
            continue
        span = slice(used, used + size)
        ids[span] = torch.tensor([USER, *asked, ASSISTANT, *answer])
        positions[span] += torch.arange(size)
        owner[span] = len(taken)
        targets[used + len(asked) + 1 : used + size] = torch.tensor([*answer, END])
        noun = asked_about(question)
        if noun is not None:
            last = used + len(tokenizer.encode(question.text[: noun.end]).ids)
            only = place[noun.name] if counts[noun.name] == 1 else IGNORED
            nouns.append((last, counts[noun.name], only))
        things = things_in_answer(question, frozenset(counts))
        if things is not None:
            row, many = torch.zeros(CLASSES), torch.full((CLASSES,), IGNORED)
            row[[CLASS_OF[name] for name in things]] = 1
            if question.kind in COUNTED:
                for name in things:
                    many[CLASS_OF[name]] = counts[name]
            answers.append((used + len(asked) + 1, row, many))
        taken.append(question)
        used += size
    noun_at, noun_counts, noun_places = torch.tensor(nouns, dtype=torch.long).view(-1, 3).unbind(1)
    return Packed(
        ids,
        positions,
        owner,
        targets,
        noun_at,
        noun_counts,
        noun_places,
        torch.tensor([at for at, _, _ in answers], dtype=torch.long),
        torch.stack([row for _, row, _ in answers]) if answers else torch.zeros(0, CLASSES),
        torch.stack([many for _, _, many in answers])
        if answers
        else torch.zeros(0, CLASSES, dtype=torch.long),
        tuple(taken),
    )


def attention_mask(owner: Tensor, picture: int) -> Tensor:
    """Additive mask [batch, 1, n, n]: `picture` leading rows, then text rows with `owner` [batch, length]."""
    batch, length = owner.shape
    total = picture + length
    allowed = torch.ones(total, total, dtype=torch.bool, device=owner.device).tril().repeat(batch, 1, 1)
    allowed[:, picture:, picture:] &= owner[:, :, None] == owner[:, None, :]
    return torch.where(allowed, 0.0, BLOCKED)[:, None]
