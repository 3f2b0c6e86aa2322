"""How the pages look: `[site]` in podcast.toml, and the folders `templates/` and `static/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from feed_builder.directories import DIRECTORIES
from feed_builder.files import Unreadable, read_regular
from feed_builder.model import Asset, Finding, Level, Site
from feed_builder.read import schema
from feed_builder.read.schema import Fault, Key
from feed_builder.read.site_files import STATIC, site_files

_LOGOS = {".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif"}
COLOURS = ("accent", "paper", "ink", "accent_dark", "paper_dark", "ink_dark")


@schema.described(type="string", pattern="^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$")
def colour(value: object) -> str:
    """A colour as "#rrggbb"."""
    written = schema.text(7)(value).lower()
    if re.fullmatch(r"#[0-9a-f]{3}", written):
        return "#" + "".join(digit * 2 for digit in written[1:])
    if re.fullmatch(r"#[0-9a-f]{6}", written):
        return written
    raise Fault(f"{written!r} is no colour", 'write "#8c2f1b"')


def _colour(name: str, meaning: str, example: str) -> Key:
    return Key(name=name, meaning=meaning, example=f'{name} = "{example}"', kind=colour)


DIRECTORY_KEYS = tuple(
    Key(
        name=key,
        meaning=f"The show's page in {name}.",
        example=f'{key} = "https://example.org/show"',
        kind=schema.web_address,
    )
    for key, name in DIRECTORIES.items()
)

SITE_KEYS = (
    _colour("accent", "The colour of links and buttons; without it one of the cover's.", "#8c2f1b"),
    _colour("paper", "The colour behind the text.", "#fbf9f4"),
    _colour("ink", "The colour of the text.", "#1d1b18"),
    _colour("accent_dark", "The colour of links and buttons where a reader likes dark.", "#f0a48d"),
    _colour("paper_dark", "The colour behind the text there.", "#191714"),
    _colour("ink_dark", "The colour of the text there.", "#efeae0"),
    Key(
        name="logo",
        meaning="A picture for the head of every page, beside podcast.toml (SVG, PNG, JPEG, …).",
        example='logo = "logo.svg"',
        kind=schema.text(),
    ),
    Key(
        name="footer",
        meaning="Markdown for the foot of every page.",
        example='footer = "[Mentions légales](https://example.org/mentions)"',
        kind=schema.prose,
    ),
    Key(
        name="pictures",
        meaning="false: no small covers and no pictures for social networks; builds are quicker "
        "(default: true).",
        example="pictures = true",
        kind=schema.boolean,
    ),
    Key(
        name="people",
        meaning="false: no page and no feed for each person; names stay as text (default: true).",
        example="people = true",
        kind=schema.boolean,
    ),
    Key(
        name="embed",
        meaning="false: no small player for other sites and no oEmbed (default: true).",
        example="embed = true",
        kind=schema.boolean,
    ),
    Key(
        name="directories",
        meaning="Where the show is listed; the page for subscribing links there.",
        example='[site.directories]\napple = "https://podcasts.apple.com/podcast/id1"',
        keys=DIRECTORY_KEYS,
    ),
)

SITE_KEY = Key(
    name="site",
    meaning="How the pages look.",
    example='[site]\naccent = "#8c2f1b"\nfooter = "La revue, 2024"',
    keys=SITE_KEYS,
)


class Gathering(Protocol):
    """What is put together of a project: its files, and what is wrong with them.

    `base` is the address of the site, `targets` says where the project's pages are published.
    """

    project: Path
    base: str
    targets: dict[str, str]
    assets: dict[str, Asset]
    findings: list[Finding]


def read_site(values: Mapping[str, Any], gathering: Gathering) -> Site:
    """How the pages look; the files that go with them are added to what is gathered.

    `values` are those of `[site]`, checked.
    """
    project, base = gathering.project, gathering.base
    files = site_files(project)
    findings = [_no_file(path, "is a symbolic link or no ordinary file") for path in files.others]
    assets: list[Asset] = []
    templates: list[tuple[str, str]] = []
    for path in files.signatures:
        folder, _, name = path.partition("/")
        if folder == STATIC:
            assets.append(Asset(name, str(project / path), is_named_by_content=False))
        elif (text := _text(project, path, findings)) is not None:
            templates.append((name, text))
    logo = _logo(values.get("logo"), project, assets, findings)
    gathering.assets |= {asset.path: asset for asset in assets}
    gathering.findings += findings
    return Site(
        colours=tuple((name, values[name]) for name in COLOURS if name in values),
        logo=base + logo if logo else None,
        footer=_footer(values.get("footer"), base, gathering.targets),
        pictures=values.get("pictures", True),
        people=values.get("people", True),
        embed=values.get("embed", True),
        directories=tuple((values.get("directories") or {}).items()),
        templates=tuple(templates),
    )


def _footer(markdown: str | None, base: str, pages: Mapping[str, str]) -> str | None:
    if not markdown:
        return None
    from feed_builder.read.notes import Links, render_notes

    return render_notes(markdown, Links(base, "", pages)).full


def _text(project: Path, path: str, findings: list[Finding]) -> str | None:
    try:
        return read_regular(project / path).decode("utf-8-sig")
    except Unreadable as error:
        findings.append(_no_file(path, error.fact, error.fix))
    except UnicodeDecodeError:
        findings.append(_no_file(path, "is no UTF-8 text", "save it again as UTF-8"))
    return None


def _logo(
    file: str | None, project: Path, assets: list[Asset], findings: list[Finding]
) -> str | None:
    """The path of the logo in the output, named by its bytes."""
    if file is None:
        return None
    suffix = Path(file).suffix.lower()
    inside = not Path(file).is_absolute() and ".." not in Path(file).parts
    if not inside or suffix not in _LOGOS:
        fact = "lies outside the project" if not inside else "is no picture that browsers show"
        findings.append(_no_file(file, fact, "name an SVG, PNG or JPEG beside podcast.toml"))
        return None
    try:
        content = read_regular(project / file)
    except Unreadable as error:
        findings.append(_no_file(file, error.fact, error.fix))
        return None
    path = f"artwork/logo.{sha256(content).hexdigest()[:8]}{suffix}"
    assets.append(Asset(path, str(project / file)))
    return path


def _no_file(where: str, fact: str, fix: str = "put the file itself in its place") -> Finding:
    return Finding(rule="site-files", level=Level.ERROR, where=where, message=fact, fix=fix)
