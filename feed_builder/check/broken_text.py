"""Text that was decoded wrongly before it came into the feed: curly quotes as controls, Ã© for é."""

from __future__ import annotations

import re

# Controls of Windows-1252 taken for Latin-1, a replacement character, or UTF-8 encoded twice.
STRANGE = re.compile("[\u0080-\u009f\ufffd]|[\u00c2\u00c3][\u0080-\u00bf]")
"""What is found in text that was decoded wrongly."""

# The same in UTF-8 and as references, each with a beginning that is found fast.
_STRANGE_BYTES = tuple(
    re.compile(pattern)
    for pattern in (
        rb"\xc2[\x80-\x9f]",
        rb"\xef\xbf\xbd",
        rb"\xc3[\x82\x83](?:\xc2|&#)",
        rb"&#(?:0*(?:1(?:2[89]|[345]\d|9[45])|65533)|[xX]0*(?:[89][0-9a-fA-F]|[cC][23]|[fF]{3}[dD]));",
    )
)


def may_be_strange(data: bytes) -> bool:
    """Whether any text in the document may hold broken characters: most hold none."""
    return any(pattern.search(data) for pattern in _STRANGE_BYTES)
