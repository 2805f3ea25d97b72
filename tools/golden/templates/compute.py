"""Renders templates as transformers does, at a fixed date."""

import datetime
import re
import signal
from collections.abc import Mapping
from typing import Any, Self

from transformers.utils import chat_template_utils

NOW = (2024, 7, 26, 9, 5, 3)


class FixedDate(datetime.datetime):
    """What `strftime_now` asks, so that the values hold on every day."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Self:
        return cls(*NOW, tzinfo=tz)


def stop(*_: object) -> None:
    raise TimeoutError


def render(source: str, variables: Mapping[str, Any]) -> dict[str, str]:
    """`{"text": ...}`, or `{"error": ...}` with what Python raised."""
    chat_template_utils.datetime = FixedDate  # type: ignore[attr-defined]
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 5)
    try:
        text = chat_template_utils._cached_compile_jinja_template(source).render(**variables)
        return {"text": re.sub(r" at 0x[0-9a-f]+>", " at 0x>", text)}
    except Exception as error:
        return {"error": type(error).__name__}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
