"""Pictures of people that pages may show: those in `static/`, since no page asks other hosts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from feed_builder.files import Unreadable, read_regular
from feed_builder.model import Asset, Person, Portrait, Site
from feed_builder.read.site_files import STATIC
from feed_builder.text import slug

_SUFFIXES = (".jpg", ".jpeg", ".png")


class Gathering(Protocol):
    """What is put together of a project; `link` is the show's own address."""

    project: Path
    link: str
    assets: dict[str, Asset]


def with_portraits(site: Site, people: Iterable[Person], gathering: Gathering) -> Site:
    """`site` with those pictures of `people` that are among its static files."""
    addresses = sorted({person.img for person in people if person.img})
    if not addresses:
        return site
    assets = gathering.assets.values()
    static = {a.path for a in assets if a.source == str(_place(gathering, a.path))}
    found = (_portrait(address, static, gathering) for address in addresses)
    return replace(site, portraits=tuple(one for one in found if one))


def _place(gathering: Gathering, path: str) -> Path:
    return gathering.project / STATIC / path


def _portrait(address: str, static: Collection[str], gathering: Gathering) -> Portrait | None:
    path = unquote(address.partition("?")[0].removeprefix(gathering.link))
    if path not in static or not path.lower().endswith(_SUFFIXES):
        return None
    try:
        content = read_regular(_place(gathering, path))
    except Unreadable:
        return None  # That is told where static files are copied.
    name = slug(Path(path).stem) or "portrait"
    made = f"portraits/{name}.{sha256(content).hexdigest()[:8]}.webp"
    return Portrait(address=address, path=made, source=f"{STATIC}/{path}")
