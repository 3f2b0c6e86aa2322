"""The colours of the pages: taken from the cover, moved until they can be read (WCAG 1.4.3)."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence

from feed_builder.records import dataclass

Colour = tuple[int, int, int]

TEXT, QUIET = 7.0, 4.6  # contrast of text; of links, dates and the like, which WCAG wants at 4.5
_EDGE = 3.1  # of what shows where a control ends (WCAG 1.4.11)
_ACCENT = "#8c2f1b"
_BLACK, _WHITE = "#000000", "#ffffff"
_LIGHT = {"paper": "#fbf9f4", "ink": "#1d1b18"}
_DARK = {"paper": "#191714", "ink": "#efeae0"}
_GREY = 0.18  # a colour with less saturation says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """The colours of one scheme, light or dark, as "#rrggbb"."""

    paper: str
    ink: str
    quiet: str
    edge: str
    line: str
    accent: str
    on_accent: str
    wash: str


@dataclass(frozen=True, slots=True)
class Theme:
    """The two schemes; a reader's device chooses."""

    light: Scheme
    dark: Scheme


def theme(said: Mapping[str, str], cover: Sequence[Colour]) -> Theme:
    """The theme of a publisher who `said` some colours, for a cover with these main colours."""
    own = said.get("accent") or _of_cover(cover)
    return Theme(
        _scheme(said, "", _LIGHT, own),
        _scheme(said, "_dark", _DARK, said.get("accent_dark") or own),
    )


def _of_cover(cover: Sequence[Colour]) -> str:
    """The cover's first colour that is one."""
    for colour in cover:
        _, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
        if saturation >= _GREY and 0.12 < light < 0.9:
            return written(colour)
    return _ACCENT


def _scheme(said: Mapping[str, str], suffix: str, defaults: Mapping[str, str], own: str) -> Scheme:
    paper = said.get(f"paper{suffix}", defaults["paper"])
    ink = readable(said.get(f"ink{suffix}", defaults["ink"]), paper, TEXT)
    accent = readable(own, paper, QUIET)
    wash = _mixed(paper, accent, 0.07)
    # Links stand on the wash as well: what is read on paper only is not read everywhere.
    if contrast(_farthest(paper), wash) < QUIET:
        wash = paper
    accent = readable(accent, paper, QUIET, wash)
    quiet = readable(_mixed(ink, paper, 0.3), paper, QUIET, wash)
    return Scheme(
        paper=paper,
        ink=ink,
        quiet=quiet,
        edge=readable(_mixed(ink, paper, 0.45), paper, _EDGE),
        line=_mixed(paper, ink, 0.16),
        accent=accent,
        on_accent=max(("#ffffff", "#000000", paper), key=lambda c: contrast(c, accent) >= QUIET),
        wash=wash,
    )


def readable(colour: str, paper: str, least: float, wash: str | None = None) -> str:
    """`colour`, made darker or lighter until its contrast on `paper` is at least `least`.

    On `wash`, a shade of that paper, it is so as well.
    """
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in read(colour)))
    darker = _farthest(paper) == _BLACK
    while min(contrast(colour, on) for on in (paper, wash or paper)) < least and 0 <= light <= 1:
        light += -0.01 if darker else 0.01
        told = colorsys.hls_to_rgb(hue, min(1, max(0, light)), saturation)
        colour = written((round(told[0] * 255), round(told[1] * 255), round(told[2] * 255)))
    return colour


def _farthest(paper: str) -> str:
    """Black or white, whichever stands out more."""
    return max((_BLACK, _WHITE), key=lambda extreme: contrast(extreme, paper))


def _mixed(one: str, other: str, share: float) -> str:
    parts = [round(a + (b - a) * share) for a, b in zip(read(one), read(other), strict=True)]
    return written((parts[0], parts[1], parts[2]))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """How light a colour is, 0 to 1 (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(part / 255) for part in read(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def read(colour: str) -> Colour:
    """The parts of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def written(colour: Colour) -> str:
    """A colour as "#rrggbb"."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def css(theme: Theme) -> str:
    """The theme as custom properties, for the head of the style sheet."""
    dark = _properties(theme.dark)
    return (
        f":root {{\n  color-scheme: light dark;\n{_properties(theme.light)}}}\n\n"
        f"@media (prefers-color-scheme: dark) {{\n:root {{\n{dark}}}\n}}\n\n"
    )


def _properties(scheme: Scheme) -> str:
    names = ("paper", "ink", "quiet", "edge", "line", "accent", "on_accent", "wash")
    return "".join(f"  --{name.replace('_', '-')}: {getattr(scheme, name)};\n" for name in names)
