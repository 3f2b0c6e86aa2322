"""Addresses in articles: which of them may be followed, and what a relative one means."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from feed_builder.errors import ArticleError
from feed_builder.records import dataclass
from feed_builder.stems import AUDIO_SUFFIXES
from feed_builder.text import joined

_WEB = ("http", "https")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
# "//cdn.example.org/a.mp3" on a page; "//server/share" is a folder of another computer.
_SAME_SCHEME = re.compile(r"//[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?::\d{1,5})?/[^\\]{1,2000}$")
_SPACE = re.compile(r"[\x00-\x20\u00a0]+")
_LONGEST = 4000
_LAST_FOUR = tuple(ipaddress.IPv6Network(n) for n in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48"))
# Suffixes of recordings, and those that are as often films: a link to one of these is no player.
_AUDIO = (*(suffix for suffix in AUDIO_SUFFIXES if suffix != ".mp4"), ".mpga", ".weba")


@dataclass(frozen=True, slots=True)
class Base:
    """What relative addresses are relative to: a page, or the folder of a file, or nothing."""

    address: str | None = None
    folder: Path | None = None

    def resolve(self, written: str) -> str:
        """What `written` means: a web address, or a path below the article's folder.

        Raises `ArticleError` with the reason where it may not be followed.
        """
        address = "".join(_SPACE.split(written.strip()[:_LONGEST])) if ":" in written[:12] else ""
        scheme = _SCHEME.match(address)
        if scheme and scheme.group(1).lower() in _WEB:
            return _whole(written.strip())
        if _DRIVE.match(address) or (scheme and not _is_path(written)):
            raise ArticleError("is no web address")
        return self._relative(written.strip())

    def _relative(self, written: str) -> str:
        if self.address is None and _SAME_SCHEME.match(written):
            return _whole(f"https:{written}")
        if "\\" in written or (written.startswith("//") and self.address is None):
            raise ArticleError("leads to another computer or out of the article's folder")
        if self.folder is not None:
            inside = _inside(self.folder, written)
            if inside and (self.address is None or (self.folder / inside).is_file()):
                return inside
        if self.address is None:
            raise ArticleError("leads out of the article's folder, and the page has no address")
        return _whole(joined(self.address, written))


def _is_path(written: str) -> bool:
    """Whether a colon stands in a name and not behind a scheme ("12:30.mp3")."""
    head = written.strip().partition(":")[0]
    return head.isdigit() or " " in head


def _whole(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise ArticleError("is no web address") from error
    if parts.scheme.lower() not in _WEB or not host or len(address) > _LONGEST:
        raise ArticleError("is no web address")
    if parts.username or parts.password:
        raise ArticleError("holds a password, which is not published")
    return quote(address, safe="%/:=&?~#+!$,;'()*@[]._-")


def _inside(folder: Path, written: str) -> str | None:
    """The path of a relative address below `folder`, unless it leads out of it."""
    path = unquote(written.partition("?")[0].partition("#")[0])
    if not path or path.startswith(("/", "~")) or "\0" in path or len(path) > 1000:
        return None
    try:
        root = folder.resolve()
        target = (root / path).resolve()
    except (OSError, ValueError, RuntimeError):
        return None
    return target.relative_to(root).as_posix() if target.is_relative_to(root) else None


def is_web(address: str) -> bool:
    """Whether an address leads to the web."""
    return address.lower().startswith(("http://", "https://"))


def is_audio(address: str) -> bool:
    """Whether an address is called like a recording."""
    if not address or len(address) > _LONGEST:
        return False
    return address.partition("?")[0].partition("#")[0].lower().endswith(_AUDIO)


def is_own(host: str) -> bool:
    """Whether a host is this machine itself."""
    name = host.strip("[]").rstrip(".").lower()
    number = _number(name)
    return name == "localhost" or name.endswith(".localhost") or bool(number and number.is_loopback)


def is_link_local(host: str) -> bool:
    """Whether a host is one that only its neighbours on the wire know: 169.254.x and fe80::.

    No page lies there, but the keys of machines in the cloud do.
    """
    number = _number(host.strip("[]").lower())
    return bool(number and number.is_link_local)


def is_private(host: str) -> bool:
    """Whether a host's name or number is one that only this machine or its network knows."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal")):
        return True
    number = _number(name)
    return bool(number and (not number.is_global or number.is_multicast))


def _number(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        number = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return None
    return _embedded(number) or number


def _embedded(
    number: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | None:
    """The number of four bytes that one of sixteen leads to: mapped, compatible, 6to4, NAT64."""
    if isinstance(number, ipaddress.IPv4Address):
        return None
    if number.ipv4_mapped or number.sixtofour:
        return number.ipv4_mapped or number.sixtofour
    if any(number in network for network in _LAST_FOUR) and int(number) > 1:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return None
