"""Text at the border: what is stripped, folded and shortened wherever text comes in."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit

# XML 1.0 section 2.2: what no document can hold. Named so it is found six times faster than as what
# is not among those that one can.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)
_MAX_SLUG = 80
# French sets a space before these marks, and no line may begin with one.
_LOOSE = re.compile(r"(?<=«) | (?=[:;!?»])")


class _Bare(dict[int, str]):
    """What is left of each letter without its accents, found when it is first asked for."""

    def __missing__(self, letter: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(letter).translate(_LIGATURES))
        self[letter] = "".join(c for c in decomposed if not unicodedata.combining(c))
        return self[letter]


_BARE = _Bare()


def has_control_characters(text: str) -> bool:
    """Whether `text` holds a character that XML 1.0 cannot (control characters, surrogates)."""
    return _NOT_XML.search(text) is not None


def without_control_characters(text: str) -> str:
    """`text` without the characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("", text)


def folded(text: str) -> str:
    """`text` in lower case, without accents and ligatures: "Frédéric Bœuf" is "frederic boeuf"."""
    if text.isascii():
        return text.lower()
    return text.translate(_BARE).lower()


def words(text: str) -> list[str]:
    """The folded words of `text`: letters and digits only, apostrophes and hyphens split them."""
    return re.findall(r"[^\W_]+", folded(text))


@lru_cache(4096)
def slug(text: str) -> str:
    """A path part made of `text`: lower-case ASCII letters, digits and hyphens (APL-8).

    At most 80 characters, cut between words. Empty where the text has no letter that ASCII can say.
    """
    parts = re.findall(r"[a-z0-9]+", folded(text))
    result = ""
    for part in parts:
        longer = f"{result}-{part}" if result else part
        if len(longer) > _MAX_SLUG:
            return result or part[:_MAX_SLUG]
        result = longer
    return result


def tied(text: str) -> str:
    """`text` with no-break spaces where French sets one before a mark or behind «."""
    return _LOOSE.sub("\u00a0", text)


def shortened(text: str, limit: int, *, size: str = "characters") -> str:
    """`text` within `limit` characters (or UTF-8 "bytes"), cut between words, closed with "…"."""

    def too_long(candidate: str) -> bool:
        return (len(candidate.encode()) if size == "bytes" else len(candidate)) > limit

    if not too_long(text):
        return text
    kept = text[:limit]
    while kept and too_long(kept + "…"):
        head, space, _ = kept.rpartition(" ")
        kept = head if space else kept[: len(kept) // 2]
    return kept.rstrip(" ,;:.–—-") + "…"


def address_parts(address: str) -> SplitResult:
    """The parts of an address; all are empty where it has none ("http://[", a port of letters)."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return urlsplit("")
    return parts


def joined(base: str, address: str) -> str:
    """What `address` means on the page at `base`; itself where one of them is no address."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def json_fault(error: ValueError | RecursionError) -> str:
    """What is wrong with a text that is no JSON, for people: "it breaks off"."""
    if not isinstance(error, json.JSONDecodeError):
        return "it is too deep or too long"
    if not error.doc.strip():
        return "it is empty"
    if error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated"):
        return "it breaks off before its end"
    return f"what stands at character {error.colno} of line {error.lineno} does not belong there"
