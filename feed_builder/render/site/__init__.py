"""The show's website: pages for people, files for machines; pure, from a show to bytes.

`pages` says which files there are and what each is made of; only what changed is then rendered.
"""

from feed_builder.render.site.page import Page
from feed_builder.render.site.pages import SEARCH_INDEX, pages, plain_style, previews
from feed_builder.render.site.views import Supply

__all__ = ["SEARCH_INDEX", "Page", "Supply", "pages", "plain_style", "previews"]
