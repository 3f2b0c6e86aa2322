"""What kind of thing a file is, by its name and its folder."""

from __future__ import annotations

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".mp4": "video/mp4",
    ".m4v": "video/x-m4v",
    ".webm": "video/webm",
    ".aac": "audio/aac",
    ".opus": "audio/ogg",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
}
CHAPTERS = "application/json+chapters"
# Apps on the web read these from other sites' pages.
_SHARED = ("transcripts/", "chapters/")
_SHARED_NAMES = (".vtt", ".srt", "/transcript.txt", "/oembed.json")
# Only these can name the show's web address.
_TEXTS = (".html", ".xml", ".json", ".txt", ".webmanifest", ".opml")
_FEEDS = {"feed": "application/rss+xml", "atom": "application/atom+xml"}


def type_of(path: str) -> str:
    """The media type of a file of the site."""
    name = path.rpartition("/")[2].lower()
    suffix = name[name.rfind(".") :] if "." in name else ""
    if suffix == ".json":
        if path.startswith("chapters/") or name.endswith(".chapters.json"):
            return CHAPTERS
        return "application/feed+json" if name.startswith("feed") else TYPES[suffix]
    return _feed_type(name) or TYPES.get(suffix, "application/octet-stream")


def _feed_type(name: str) -> str | None:
    """The media type of a feed in XML, which is known by its name in whatever folder."""
    return _FEEDS.get(name[:4]) if name.endswith(".xml") else None


def type_for(path: str, accept: str) -> tuple[str, bool]:
    """The media type for a client that takes `accept`, and whether others are sent another.

    Apps get a feed's own type. Browsers, which ask for text/html, get `application/xml`: of the
    others they show the source and pass over the style sheet that the feed names (HTML, 7.5).
    """
    if _feed_type(path.rpartition("/")[2].lower()) is None:
        return type_of(path), False
    return TYPES[".xml"] if "text/html" in accept.lower() else type_of(path), True


def is_shared(path: str) -> bool:
    """Whether scripts of other sites may read the file (CORS)."""
    return path.startswith(_SHARED) or f"/{path}".endswith(_SHARED_NAMES)


def is_text(path: str) -> bool:
    """Whether the file can name the show's web address."""
    return path.lower().endswith(_TEXTS)
