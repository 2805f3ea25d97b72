"""The whole model in training: encoder tokens and packed questions in, losses and right answers out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .decoder import Decoder
from .packing import Packed, attention_mask
from .projector import Projector
from .shapes import Shapes
from .targets import IGNORED
from .tokenizer import START


@dataclass
class Score:
    """Questions and right answers by kind."""

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def accuracy(self) -> dict[str, float]:
        """By kind, and `all`; empty when nothing was asked."""
        if not self.asked:
            return {}
        shares = {kind: self.right[kind] / count for kind, count in sorted(self.asked.items())}
        return {"all": self.right.total() / self.asked.total(), **shares}


@dataclass(frozen=True)
class Answered:
    """`rows` projected patches, `states` text rows after each layer, `logits`, `targets` of answer tokens."""

    rows: Tensor
    states: list[Tensor]
    logits: Tensor
    targets: Tensor


class AnsweringModel(nn.Module):
    def __init__(self, shapes: Shapes) -> None:
        super().__init__()
        self.projector = Projector(shapes)
        self.decoder = Decoder(shapes.decoder)

    def forward(self, tokens: Tensor, kept: Tensor, packed: Sequence[Packed]) -> Answered:
        """`tokens` [batch, n, vision width] at the patches `kept` [batch, n]."""
        device = tokens.device
        ids = torch.stack([one.ids for one in packed]).to(device)
        owner = torch.stack([one.owner for one in packed]).to(device)
        targets = torch.stack([one.targets for one in packed]).to(device)
        text_positions = torch.stack([one.positions for one in packed]).to(device)
        rows = self.projector(tokens)
        batch, picture = kept.shape
        start = self.decoder.embed_tokens(torch.full((batch, 1), START, device=device))
        text = self.decoder.embed_tokens(ids)
        x = torch.cat([start, rows.to(start.dtype), text], 1)
        if torch.is_autocast_enabled(device.type):
            x = x.to(torch.get_autocast_dtype(device.type))
        first = torch.zeros(batch, 1, dtype=torch.long, device=device)
        positions = torch.cat([first, kept.to(device) + 1, text_positions], 1)
        states = self.decoder(x, positions, attention_mask(owner, picture + 1).to(x.dtype))
        states = [state[:, picture + 1 :] for state in states]
        counted = targets != IGNORED
        logits = self.decoder.lm_head(states[-1][counted]).float()
        return Answered(rows, states, logits, targets[counted])


def answer_loss(answered: Answered) -> Tensor:
    return F.cross_entropy(answered.logits, answered.targets)


def mark(answered: Answered, packed: Sequence[Packed], score: Score) -> None:
    """Adds to the score: an answer is right when every token is, which equals greedy decoding being right."""
    right = (answered.logits.argmax(-1) == answered.targets).cpu()
    at = 0
    for one in packed:
        owners = one.owner[one.targets != IGNORED]
        verdict = right[at : at + len(owners)]
        at += len(owners)
        for index, question in enumerate(one.questions):
            score.asked[question.kind] += 1
            score.right[question.kind] += bool(verdict[owners == index].all())
