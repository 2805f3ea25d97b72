"""Golden numbers as they are collected: tensors by name, and how far their decisions are from flipping."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor

from . import margins
from .hugging_face import Unmerged
from .margins import Margins
from .merged import Image
from .plain.decoder import Generated


@dataclass
class Golden:
    """Tensors by their names in golden.safetensors, and what golden.json says about them."""

    tensors: dict[str, Tensor] = field(default_factory=dict)
    margins: Margins = field(default_factory=dict)
    least: Margins = field(default_factory=dict)
    """A margin under its limit ends the computation with TooNarrowError."""

    def put(self, name: str, value: Tensor | list[int]) -> None:
        tensor = torch.as_tensor(value)
        whole = not tensor.is_floating_point()
        # A copy of its own, because safetensors refuses tensors that share memory.
        self.tensors[name] = tensor.to(torch.int32 if whole else tensor.dtype, copy=True).contiguous()

    def narrow(self, found: Margins) -> None:
        self.margins = margins.narrowest([self.margins, found])
        margins.require(self.margins, self.least)

    def put_unmerged(self, unmerged: Unmerged, inside: bool) -> None:
        """`inside`: also what goes into the tower and, for a single view, what every block gives."""
        several = len(unmerged.pixels) > 1
        if inside:
            self.put("pixel_values", unmerged.pixels)
        self.put("input_ids", unmerged.input_ids)
        if inside and not several:
            for layer, hidden in enumerate(unmerged.hidden):
                self.put(f"unmerged.hidden.{layer}", hidden[0])
        for view, features in enumerate(unmerged.features):
            self.put(f"unmerged.features.{view}" if several else "unmerged.features", features)
        self.put("unmerged.projected", unmerged.projected)
        self.put("unmerged.logits", unmerged.logits)
        self.put("unmerged.tokens", unmerged.tokens)

    def put_image(self, prefix: str, image: Image) -> None:
        several = len(image.views) > 1
        for number, (view, projected) in enumerate(zip(image.views, image.projected, strict=True)):
            suffix = f".{number}" if several else ""
            self.put(f"{prefix}.owner{suffix}", view.owner)
            self.put(f"{prefix}.counts{suffix}", view.counts)
            self.put(f"{prefix}.size{suffix}", view.size)
            self.put(f"{prefix}.features{suffix}", view.features)
            self.put(f"{prefix}.projected{suffix}", projected)

    def put_answer(self, prefix: str, generated: Generated) -> None:
        self.put(f"{prefix}.logits", generated.logits)
        self.put(f"{prefix}.tokens", generated.tokens)
        self.narrow({"top1_gap": generated.gap})
