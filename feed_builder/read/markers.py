"""Where an article announces its interviews, as `import` noted it in the article's front matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feed_builder.model import Marker


def markers_of(values: Mapping[str, Any]) -> tuple[Marker, ...]:
    """The announcements in the order of the article; a publisher may have edited them."""
    imported = values.get("imported")
    listed = imported.get("episodes") if isinstance(imported, dict) else None
    if not isinstance(listed, list):
        return ()
    told = [(one.get("guid"), one.get("marker")) for one in listed if isinstance(one, dict)]
    return tuple(Marker(g, m) for g, m in told if isinstance(g, str) and isinstance(m, str))
