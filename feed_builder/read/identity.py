"""Giving an episode its identity: a guid is written into its file once, and never derived again."""

from __future__ import annotations

import re

_FENCE = re.compile(rb"^(?:\xef\xbb\xbf)?\+\+\+[ \t]*\r?\n")


def with_guid(content: bytes, guid: str) -> bytes:
    """An episode file's bytes with `guid` as the first key of its front matter.

    All else stays as it is, line ends and comments included. `content` begins with +++.
    """
    fence = _FENCE.match(content)
    assert fence is not None
    line_end = b"\r\n" if fence.group().endswith(b"\r\n") else b"\n"
    line = f'guid = "{guid}"'.encode()
    return content[: fence.end()] + line + line_end + content[fence.end() :]
