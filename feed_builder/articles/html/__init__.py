"""HTML: from a page, or the part of one, to the blocks of its article.

`tree` parses what browsers would, `main` finds the article in it, `notes` its footnotes, `facts`
what it says of itself, `walk` makes blocks of it.
"""

from feed_builder.articles.html.page import fragment_blocks, read_page

__all__ = ["fragment_blocks", "read_page"]
