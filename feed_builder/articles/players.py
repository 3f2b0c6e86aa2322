"""Players: what plays, found in elements, links, short codes and bare addresses of any format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl

from feed_builder.articles.addresses import Base, is_audio, is_web
from feed_builder.articles.blocks import Block, Kind
from feed_builder.articles.folding import plain
from feed_builder.articles.services import episode_page
from feed_builder.errors import ArticleError
from feed_builder.stems import AUDIO_SUFFIXES
from feed_builder.text import address_parts

_MOST_WARNINGS = 20
_LONGEST = 100_000
_LINK = re.compile(
    r"(?<!!)\[(?P<text>(?:\\.|[^\[\]\\]){0,400})\]\((?P<link>[^()\s]{1,2000})"
    r"(?:\s{1,9}(?:\"[^\"]{0,200}\"|'[^']{0,200}'))?\)"
)
_BARE = re.compile(r"<?(?P<link>https?://[^\s<>\[\]\"']{4,2000})>?", re.IGNORECASE)
_QUOTES = "\"'“”„«»‘’′″`"
_CODE = re.compile(
    r"\\?\[{1,2}(?:\\\[)?(?P<name>audio|soundcloud|embed|video|iframe|podcast|powerpress|ausha|spotify|"
    r"acast|buzzsprout|podcast_player|sc_embed_player|mp3player)\b(?P<said>[^\[\]]{0,2000}?)/?\\?\]{1,2}"
    r"(?:(?P<inside>[^\[\]]{0,2000}?)\\?\[{1,2}/(?P=name)\\?\]{1,2})?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    rf"(?:https?://|/|\.\./)[^\s<>\[\]{_QUOTES}]{{3,2000}}|[\w./-]{{1,300}}\.mp3\b"
)
_NAMED = re.compile(rf"title\s?=\s?[{_QUOTES}]([^{_QUOTES}]{{1,300}})")
_TEXTS = frozenset({Kind.PARAGRAPH, Kind.HEADING, Kind.LIST, Kind.QUOTE})


class Players:
    """Makes players of addresses and remembers which it refused, and why."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self._refused: list[str] = []

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each address that was refused."""
        more = len(self._refused) - _MOST_WARNINGS
        rest = (f"{more} more addresses of players were left out",) if more > 0 else ()
        return (*self._refused[:_MOST_WARNINGS], *rest)

    def of_file(self, addresses: Sequence[str], *, line: int, title: str) -> Block:
        """The player of a recording that is offered in several forms; the best known is taken."""
        found = [one for one in (self._resolved(written, line) for written in addresses) if one]
        best = min(found, key=_rank, default=None)
        page = episode_page(best) if best and not is_audio(best) else None
        return _player(line, title, audio=None if page else best, page=page)

    def of_page(self, *, line: int, title: str) -> Block:
        """A player that offers no recording: it plays on the page itself."""
        return _player(line, title, audio=None, page=self.base.address)

    def of_frame(self, address: str, *, line: int, title: str) -> Block | None:
        """The player in a frame; None where it is none, or a whole show's."""
        if address.lower().startswith("about:"):
            return None
        resolved = self._resolved(address, line)
        if not resolved or not is_web(resolved):
            return None
        page = episode_page(resolved)
        audio = None if page else _audio_in_query(resolved)
        return _player(line, title, audio=audio, page=page) if page or audio else None

    def of_link(self, address: str, *, line: int, title: str, alone: bool) -> Block | None:
        """The player that a link is: one to a recording, or to a player and `alone` in its line."""
        if is_audio(address):
            resolved = self._resolved(address, line)
            return _player(line, title, audio=resolved, page=None) if resolved else None
        page = episode_page(address, in_text=True) if alone and is_web(address) else None
        return _player(line, title, audio=None, page=page) if page else None

    def _resolved(self, written: str, line: int) -> str | None:
        try:
            return self.base.resolve(written)
        except ArticleError as error:
            shown = written if len(written) < 80 else f"{written[:77]}…"
            self._refused.append(
                f"line {line}: the recording “{shown}” was left out: its address {error}"
            )
            return None


def _player(line: int, title: str, *, audio: str | None, page: str | None) -> Block:
    return Block(
        kind=Kind.PLAYER,
        text="",
        line=line,
        audio_url=audio,
        page_url=page,
        title=title.strip() or None,
    )


def _rank(address: str) -> int:
    path = address_parts(address).path.lower()
    suffixes = enumerate(AUDIO_SUFFIXES)
    return next((rank for rank, suffix in suffixes if path.endswith(suffix)), len(AUDIO_SUFFIXES))


def _audio_in_query(address: str) -> str | None:
    values = [value for _, value in parse_qsl(address_parts(address).query)]
    return next((value for value in values if is_web(value) and is_audio(value)), None)


def with_players(blocks: Iterable[Block], players: Players) -> tuple[Block, ...]:
    """`blocks` with the players that stand in their text: links, short codes, bare addresses.

    A player follows the block or the list's item that names it, and is there once.
    """
    seen: set[str] = set()
    kept = []
    for block in blocks:
        for part in _parts(block, players):
            played = part.audio_url or part.page_url
            if part.kind is not Kind.PLAYER or not played or played not in seen:
                kept.append(part)
            if played:
                seen.add(played)
    return tuple(kept)


def _parts(block: Block, players: Players) -> Iterator[Block]:
    if block.kind not in _TEXTS or not _may_play(block.text):
        yield block
        return
    lines = block.text.split("\n") if _is_lined(block) else [block.text]
    waiting: list[str] = []
    start = block.line
    for at, line in enumerate(lines):
        text, found = _played(line, block.line + at, players)
        waiting += [text] if text.strip("-*> \t") else []
        if found or at == len(lines) - 1:
            if waiting:
                yield replace(block, text="\n".join(waiting), line=start)
            yield from found
            waiting, start = [], block.line + at + 1


def _is_lined(block: Block) -> bool:
    """Whether each line of a block plays for itself: a list's, and where one is an address."""
    if block.kind is Kind.LIST:
        return True
    return "\n" in block.text and any(
        _BARE.fullmatch(line.strip("> \t")) for line in block.text.split("\n")
    )


def _may_play(text: str) -> bool:
    # A longer paragraph is no article's, and looking for brackets in it takes for ever.
    return len(text) < _LONGEST and ("](" in text or "://" in text or "[" in text)


def _played(text: str, line: int, players: Players) -> tuple[str, list[Block]]:
    """A line without its short codes, and what plays in it."""
    text, found = _without_codes(text, line, players)
    bare = _BARE.fullmatch(text.strip("> \t"))
    if bare:
        player = players.of_link(bare["link"], line=line, title="", alone=True)
        return ("", [*found, player]) if player else (text, found)
    links = list(_LINK.finditer(text))
    for match in links:
        alone = len(links) == 1 and not text.replace(match.group(), "").strip(" *_:-•>\\")
        title = plain(match["text"])
        player = players.of_link(match["link"], line=line, title=title, alone=alone)
        found += [player] if player else []
    return text, found


def _without_codes(text: str, line: int, players: Players) -> tuple[str, list[Block]]:
    if "[" not in text:
        return text, []
    found: list[Block] = []

    def taken(match: re.Match[str]) -> str:
        player = _of_code(match, line, players)
        if player is None:
            return match.group()
        found.append(player)
        return ""

    return _CODE.sub(taken, text).strip(), found


def _of_code(match: re.Match[str], line: int, players: Players) -> Block | None:
    said = f"{match['said']} {match['inside'] or ''}".replace("\\", "")
    addresses = [address.rstrip(".,;") for address in _ADDRESS.findall(said)]
    if not addresses:
        return None
    named = _NAMED.search(said)
    title = named.group(1) if named else ""
    framed = (players.of_frame(one, line=line, title=title) for one in addresses if is_web(one))
    known = next((player for player in framed if player), None)
    if known or not any(is_audio(address) for address in addresses):
        return known
    return players.of_file([a for a in addresses if is_audio(a)], line=line, title=title)
