"""Giving an episode its identity: a guid is written into its file once, and never derived again."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import replace
from pathlib import Path

from feed_builder.errors import FeedBuilderError
from feed_builder.files import replace_file
from feed_builder.results import Finding

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


def below_guids(findings: Iterable[Finding], files: Container[str]) -> list[Finding]:
    """`findings` as they are once each of `files` has its guid, which all else stands below."""
    return [
        replace(finding, line=finding.line + 1)
        if finding.line and finding.where in files
        else finding
        for finding in findings
    ]


def write_guid(path: Path, guid: str) -> None:
    """Write `guid` into the front matter at `path`; raises FeedBuilderError where that can't be."""
    try:
        replace_file(path, with_guid(path.read_bytes(), guid), lasting=True)
    except OSError as error:
        raise FeedBuilderError(
            f"{path}: its guid can't be written: {error.strerror} (mend the file's permissions)"
        ) from error
