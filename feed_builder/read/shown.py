"""Values and their places as faults show them: on one line, and not too long."""

from __future__ import annotations

from datetime import date, time

from feed_builder.read.toml import Path


class Fault(ValueError):
    """A value that is not what its key wants: the fact, and the way out."""

    def __init__(self, fact: str, fix: str) -> None:
        super().__init__(fact)
        self.fact = fact
        self.fix = fix


_MOST_SHOWN = 60


def dotted(path: Path) -> str:
    """A key as it is written, on one line and not too long."""
    shown = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    name = _on_one_line(shown.removeprefix("."))
    return name if len(name) <= _MOST_SHOWN else f"{name[: _MOST_SHOWN - 1]}…"


def _on_one_line(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\u202f" else repr(c)[1:-1] for c in text)


_SHOWN_DEPTH = 3


def shown(value: object) -> str:
    """A value as TOML writes it, more or less, on one line and not too long."""
    text = _as_toml(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 3]}…{text[-1]}"


def _as_toml(value: object, depth: int = 0) -> str:
    if isinstance(value, (list, dict)) and depth > _SHOWN_DEPTH:
        return "…"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(_as_toml(one, depth + 1) for one in value[:10])}]"
    if isinstance(value, dict):
        pairs = list(value.items())[:10]
        return f"{{{', '.join(f'{key} = {_as_toml(one, depth + 1)}' for key, one in pairs)}}}"
    return repr(value)
