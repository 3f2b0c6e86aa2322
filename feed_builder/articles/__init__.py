"""The way in for an article: any format -> blocks -> interviews -> episode files."""

from feed_builder.articles.importing import ImportResult, as_json, import_article

__all__ = ["ImportResult", "as_json", "import_article"]
