"""The errors this program raises; everything else that is raised is a bug."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feed_builder.model import Finding


class FeedBuilderError(Exception):
    """Something a user can mend; its text says what, where and how."""


class AudioError(FeedBuilderError):
    """A file that can't be published as audio; the text is the reason, without the file's name."""


class ArticleError(FeedBuilderError):
    """An article that can't be read, or that holds no interview."""


class SpoiltError(FeedBuilderError):
    """What was kept of an earlier run was damaged on its disk, and is removed now."""


class FindingsError(FeedBuilderError):
    """Faults found in the sources; `findings` holds all of them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        errors = sum(finding.level == "error" for finding in findings)
        faults = f"{errors} fault{'' if errors == 1 else 's'} to mend"
        super().__init__(f"{faults}; nothing was written")
