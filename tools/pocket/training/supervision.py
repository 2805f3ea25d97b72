"""Training-only read-outs inside the decoder: they say early what an answer needs and cure a long plateau."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from ..english import plural
from ..vocabulary import PLACES
from .packing import Packed
from .shapes import DecoderShape, Shapes
from .targets import CLASS_OF, CLASSES, IGNORED, MAX_ITEMS


class Supervision(nn.Module):
    """Five losses.

    `noun`: after layer 2 the last token of a named thing knows how many there are and where the only one is.
    `things`: before the last layers an answer's first position knows which things it speaks of.
    `counts`: there it also knows how many of each there are, where that is part of the answer.
    `align`: the projected patches of a thing point at the embeddings of its name.
    `grid`: a projected patch knows its row and column.
    """

    names: Tensor

    def __init__(self, shapes: Shapes, tokenizer: Tokenizer) -> None:
        super().__init__()
        width = shapes.decoder.width
        self.shapes = shapes
        self.noun = nn.Linear(width, MAX_ITEMS + 1 + len(PLACES))
        self.things = nn.Linear(width, CLASSES)
        self.counts = nn.Linear(width, CLASSES * (MAX_ITEMS + 1))
        self.grid = nn.Linear(width, 2 * shapes.vision.grid)
        nn.init.constant_(self.things.bias, -3)
        self.register_buffer("names", name_tokens(tokenizer, shapes.decoder), persistent=False)

    def forward(
        self,
        rows: Tensor,
        states: Sequence[Tensor],
        classes: Tensor,
        kept: Tensor,
        packed: Sequence[Packed],
        embeddings: Tensor,
    ) -> dict[str, Tensor]:
        """`rows` [batch, patches, width] projected; `states` of text [batch, length, width] by layer."""
        early, late = states[1], states[min(len(states) - 2, 3)]
        return {
            "noun": self._noun_loss(early, packed),
            **self._answer_losses(late, packed),
            "align": self._align_loss(rows, classes, embeddings),
            "grid": self._grid_loss(rows, kept),
        }

    def _noun_loss(self, states: Tensor, packed: Sequence[Packed]) -> Tensor:
        at = gather_rows(states, [one.noun_at for one in packed])
        read = self.noun(normalised(at)).float()
        counts = torch.cat([one.noun_counts for one in packed]).to(read.device)
        places = torch.cat([one.noun_places for one in packed]).to(read.device)
        place_loss = F.cross_entropy(
            read[:, MAX_ITEMS + 1 :], places, ignore_index=IGNORED, reduction="sum"
        ) / (places != IGNORED).sum().clamp(min=1)
        return F.cross_entropy(read[:, : MAX_ITEMS + 1], counts) + place_loss

    def _answer_losses(self, states: Tensor, packed: Sequence[Packed]) -> dict[str, Tensor]:
        at = normalised(gather_rows(states, [one.answer_at for one in packed]))
        things = torch.cat([one.answer_things for one in packed]).to(at.device)
        counts = torch.cat([one.answer_counts for one in packed]).to(at.device).flatten()
        spoken = self.things(at).float()
        many = self.counts(at).float().view(len(counts), -1)
        counted = F.cross_entropy(many, counts, ignore_index=IGNORED, reduction="sum")
        return {
            "things": F.binary_cross_entropy_with_logits(spoken, things, reduction="none").sum(-1).mean(),
            "counts": counted / (counts != IGNORED).sum().clamp(min=1),
        }

    def _align_loss(self, rows: Tensor, classes: Tensor, embeddings: Tensor) -> Tensor:
        item = classes > 0
        near = F.linear(normalised(rows[item]), embeddings / 8).float().log_softmax(-1)
        return -(self.names[classes[item]] * near).sum(-1).mean()

    def _grid_loss(self, rows: Tensor, kept: Tensor) -> Tensor:
        row, column = self.grid(rows).float().flatten(0, 1).chunk(2, -1)
        place = kept.flatten().to(rows.device)
        side = self.shapes.vision.grid
        return F.cross_entropy(row, place // side) + F.cross_entropy(column, place % side)


def name_tokens(tokenizer: Tokenizer, shape: DecoderShape) -> Tensor:
    """[CLASSES, vocabulary]: tokens of a name, the first of the singular and the last of the plural."""
    table = torch.zeros(CLASSES, shape.vocabulary)
    for name, index in CLASS_OF.items():
        if name:
            for token in {tokenizer.encode(f" {name}").ids[0], tokenizer.encode(f" {plural(name)}").ids[-1]}:
                table[index, token] = 1
    return table / table.sum(1, keepdim=True).clamp(min=1)


def normalised(rows: Tensor) -> Tensor:
    return F.rms_norm(rows.float(), (rows.shape[-1],))


def gather_rows(states: Tensor, places: Sequence[Tensor]) -> Tensor:
    """Rows at the given text positions of every scene, one after the other."""
    return torch.cat([state[at.to(state.device)] for state, at in zip(states, places, strict=True)])
