"""The cases that can be made, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import (
    gemma3,
    idefics3,
    internvl,
    llava,
    llava_next,
    llava_next_video,
    onevision,
    paligemma,
    qwen2_5_vl,
    qwen2_vl,
    qwen3_vl,
)
from .checkpoint import Checkpoint


@dataclass(frozen=True)
class Recipe:
    build: Callable[[int], Checkpoint]
    size: tuple[int, int]
    """Width and height of the picture, in pixels."""
    question: str
    tome_total: int | None = None
    off_layer: int | None = None
    """A layer (from 0) that merges nothing under the thresholds."""
    model_of: str | None = None
    """The case whose checkpoint this one shares; it must be made first, beside it."""
    frames: int = 1
    find: tuple[int, int] | None = None
    """Batches and pictures per batch for threshold finding."""
    tokens: tuple[int, ...] = ()
    """Tokens per view to which pooling and VisionZip reduce, after the tower, instead of merging in it."""
    row_counts: tuple[int, ...] = ()
    """Rows per view that DART keeps behind the connector; where squares are joined, rows merge by thresholds, too."""


_VIDEO_SIZE = (120, 90)

_MERGING: dict[str, Recipe] = {
    "llava15-clip": Recipe(llava.with_clip, (150, 110), "What is in the picture?", 20, find=(3, 8)),
    "llava15-siglip": Recipe(llava.with_siglip, (150, 110), "How many shapes are there?", 27, find=(3, 8)),
    "llava-next": Recipe(llava_next.build, (186, 124), "Describe the image.", 14, off_layer=3),
    "llava-next-video": Recipe(llava_next_video.build, (180, 110), "Describe the image.", 14, off_layer=3),
    "llava-next-video-frames": Recipe(
        llava_next_video.build, _VIDEO_SIZE, "What happens?", 14, model_of="llava-next-video", frames=3
    ),
    "onevision": Recipe(onevision.build, (180, 120), "What is shown?", 27, off_layer=3),
    "onevision-shrink": Recipe(onevision.build, (380, 290), "What is shown?", None, off_layer=3, model_of="onevision"),
    "onevision-video": Recipe(onevision.build, _VIDEO_SIZE, "What is shown?", None, model_of="onevision", frames=4),
    "paligemma": Recipe(paligemma.first, (150, 110), "What is in the picture?", 27, find=(2, 4)),
    "paligemma2": Recipe(paligemma.second, (150, 110), "What is in the picture?", 27),
    "gemma3": Recipe(gemma3.build, (150, 110), "What is in the picture?", 14),
    "idefics3": Recipe(idefics3.tiled, (180, 90), "What is in the picture?", None, off_layer=3),
    "smolvlm": Recipe(idefics3.whole, (150, 110), "How many shapes are there?", 30),
    "internvl": Recipe(internvl.tiled, (180, 120), "What is in the picture?", None, off_layer=3),
    "internvl-qwen3": Recipe(internvl.whole, (150, 110), "How many shapes are there?", 14),
}


def _after_the_tower(name: str, tokens: tuple[int, ...] = (), rows: tuple[int, ...] = ()) -> Recipe:
    """Another picture for the checkpoint of a case that merges."""
    given = _MERGING[name]
    return Recipe(
        given.build,
        given.size,
        given.question,
        model_of=given.model_of or name,
        frames=given.frames,
        tokens=tokens,
        row_counts=rows,
    )


RECIPES: dict[str, Recipe] = {
    **_MERGING,
    "qwen2-5-vl": Recipe(qwen2_5_vl.build, (100, 130), "How many shapes are there?", row_counts=(5,)),
    "qwen2-vl": Recipe(qwen2_vl.build, (140, 90), "How many shapes are there?", row_counts=(5,)),
    "qwen2-vl-video": Recipe(
        qwen2_vl.build, _VIDEO_SIZE, "What happens?", model_of="qwen2-vl", frames=5, row_counts=(6,)
    ),
    "qwen2-5-vl-video": Recipe(
        # The fourth view is the first that is later.
        qwen2_5_vl.build,
        _VIDEO_SIZE,
        "What happens?",
        model_of="qwen2-5-vl",
        frames=7,
        row_counts=(5,),
    ),
    "qwen3-vl": Recipe(qwen3_vl.build, (150, 100), "What is in the picture?", row_counts=(5, 9)),
    "llava15-clip-tokens": _after_the_tower("llava15-clip", (3, 9, 20)),
    "llava15-siglip-tokens": _after_the_tower("llava15-siglip", (2, 10, 33)),
    "llava-next-tokens": _after_the_tower("llava-next", (4, 11)),
    "onevision-shrink-tokens": _after_the_tower("onevision-shrink", (10,)),
    "onevision-video-tokens": _after_the_tower("onevision-video", (12,)),
    "paligemma-tokens": _after_the_tower("paligemma", (10, 33)),
    "llava15-clip-rows": _after_the_tower("llava15-clip", rows=(3, 9)),
    "llava-next-rows": _after_the_tower("llava-next", rows=(7,)),
    "gemma3-rows": _after_the_tower("gemma3", rows=(4,)),
    "idefics3-rows": _after_the_tower("idefics3", rows=(5,)),
    "internvl-rows": _after_the_tower("internvl", rows=(5,)),
    "smolvlm-rows": _after_the_tower("smolvlm", rows=(2, 6)),
}
