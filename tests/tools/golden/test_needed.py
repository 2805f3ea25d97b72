"""Says what is missing where the other tests of this folder were not collected."""

from __future__ import annotations

import importlib.util

import pytest


@pytest.mark.parametrize("name", ["numpy", "torch", "torchvision", "transformers", "safetensors"])
def test_a_package_of_the_golden_tools_is_installed(name: str) -> None:
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"{name} is not installed (tools/golden/requirements.txt); golden tools are not tested")
