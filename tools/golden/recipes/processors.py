"""Image processors of every supported class in small, with the switches that change what they compute."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Size = tuple[int, int]

_HALVES = {"image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
_ODD = {"image_mean": [0.1234, 0.4567, 0.789], "image_std": [0.3141, 0.2718, 0.1414]}
_EDGE = {"size": {"shortest_edge": 42}, "crop_size": {"height": 42, "width": 42}}
_SQUARE = {"size": {"height": 42, "width": 42}}
_NEXT_GRID = [[42, 84], [84, 42], [84, 84], [126, 42], [42, 126]]
_GRID = [[42 * rows, 42 * columns] for rows in range(1, 4) for columns in range(1, 4)]

_TILES = {"size": {"longest_edge": 126}, "max_image_size": {"longest_edge": 42}}

_SHAPED = {"size": {"shortest_edge": 1024, "longest_edge": 9000}, "patch_size": 8, "merge_size": 2}
"""Sides to multiples of 16 px: 24 and 40 lie in the middle between two of them."""

_CUT = {"crop_to_patches": True}
"""What InternVL's processor asks of it, whatever its file says."""

_SOME: tuple[Size, ...] = ((60, 45), (45, 60), (42, 42), (131, 50), (20, 31), (33, 190))
_FEW: tuple[Size, ...] = ((61, 90), (90, 61))


@dataclass(frozen=True)
class Recipe:
    kind: str
    """Class of transformers' default backend."""
    fields: dict[str, Any] = field(default_factory=dict)
    sizes: tuple[Size, ...] = _FEW
    video: bool = False
    several: bool = False
    """The picture is one of two in a prompt."""

    def facts(self) -> dict[str, Any]:
        named = "video_processor_type" if self.video else "image_processor_type"
        return {"processor": {named: self.kind, **self.fields}, "several": self.several}


PROCESSORS: tuple[Recipe, ...] = (
    Recipe("CLIPImageProcessor", _EDGE, _SOME),
    Recipe("CLIPImageProcessor", {**_EDGE, "size": {"shortest_edge": 47}}, _SOME),
    Recipe("CLIPImageProcessor", {**_SQUARE, "do_center_crop": False, "resample": 2}),
    Recipe("CLIPImageProcessor", {**_EDGE, "resample": 1}),
    Recipe("CLIPImageProcessor", {**_EDGE, **_ODD}),
    Recipe("CLIPImageProcessor", {**_EDGE, "do_normalize": False}),
    Recipe("CLIPImageProcessor", {**_EDGE, "do_rescale": False}),
    Recipe("CLIPImageProcessor", {**_EDGE, "do_rescale": False, "do_normalize": False}),
    Recipe("CLIPImageProcessor", {**_EDGE, "rescale_factor": 0.01}),
    Recipe("CLIPImageProcessor", {**_EDGE, "rescale_factor": 1 / 127.5, **_ODD}),
    Recipe("SiglipImageProcessor", _SQUARE, _SOME),
    Recipe("SiglipImageProcessor", {**_SQUARE, "resample": 2}, _SOME),
    Recipe("SiglipImageProcessor", {**_SQUARE, "resample": 1}, _SOME),
    Recipe("SiglipImageProcessor", {**_SQUARE, **_ODD, "rescale_factor": 0.0037}),
    Recipe("SiglipImageProcessor", {**_SQUARE, "do_normalize": False, "rescale_factor": 0.0037}),
    Recipe("LlavaImageProcessor", {**_EDGE, "do_pad": True}, _SOME),
    Recipe("LlavaImageProcessor", {**_EDGE, "do_pad": True, **_ODD}),
    Recipe("LlavaImageProcessor", {**_EDGE, "do_pad": False}),
    Recipe("LlavaNextImageProcessor", {**_EDGE, "image_grid_pinpoints": _NEXT_GRID}, _SOME),
    Recipe("LlavaNextImageProcessor", {**_EDGE, "image_grid_pinpoints": _NEXT_GRID, "resample": 2, **_ODD}),
    Recipe("LlavaOnevisionImageProcessor", {**_SQUARE, **_HALVES, "image_grid_pinpoints": _GRID}, _SOME),
    Recipe("LlavaOnevisionImageProcessor", {**_SQUARE, **_HALVES, "image_grid_pinpoints": _GRID, "resample": 2}),
    Recipe("LlavaOnevisionImageProcessor", {**_SQUARE, "image_grid_pinpoints": _GRID, **_ODD}, _SOME, several=True),
    Recipe("LlavaOnevisionVideoProcessor", {**_SQUARE, **_HALVES}, _SOME, video=True),
    Recipe("LlavaOnevisionVideoProcessor", {**_SQUARE, "resample": 2}, video=True),
    Recipe("LlavaNextVideoVideoProcessor", _EDGE, _SOME, video=True),
    Recipe("LlavaNextVideoVideoProcessor", {**_EDGE, "size": {"shortest_edge": 47}, "resample": 2, **_ODD}, video=True),
    Recipe("Idefics3ImageProcessor", _TILES, (*_SOME, (300, 1), (1, 300), (43, 42), (126, 84))),
    Recipe("Idefics3ImageProcessor", {**_TILES, "do_image_splitting": False}, _SOME),
    Recipe("Idefics3ImageProcessor", {**_TILES, "size": {"longest_edge": 42}}),
    Recipe("SmolVLMImageProcessor", {**_TILES, "size": {"longest_edge": 100}, "resample": 3, **_ODD}, _SOME),
    Recipe("SmolVLMImageProcessor", {**_TILES, "resample": 2, "do_normalize": False}),
    Recipe("GotOcr2ImageProcessor", {**_SQUARE, **_CUT}, (*_SOME, (300, 1), (1, 300), (43, 42), (126, 84), (90, 42))),
    Recipe("GotOcr2ImageProcessor", {**_SQUARE, **_CUT, "min_patches": 3, "max_patches": 5, "resample": 2}, _SOME),
    Recipe("GotOcr2ImageProcessor", {**_SQUARE, **_CUT, "max_patches": 1, **_ODD}),
    Recipe(
        "Qwen2VLImageProcessor",
        {**_SHAPED, **_HALVES},
        (*_SOME, (48, 48), (56, 40), (200, 2), (3, 300), (24, 40), (1, 1)),
    ),
    Recipe("Qwen2VLImageProcessor", {**_SHAPED, **_ODD, "resample": 2, "min_pixels": 4000, "max_pixels": 5000}, _SOME),
    Recipe("Qwen2VLImageProcessor", {**_SHAPED, "do_normalize": False}),
)
