"""What can fail while a show is published, apart from what fails after it."""

from __future__ import annotations

from feed_builder.errors import FeedBuilderError


class PublishError(FeedBuilderError):
    """The upload can't be done, or was not finished; what is published is whole."""
