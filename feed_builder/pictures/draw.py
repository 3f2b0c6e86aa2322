"""Drawing: a preview for social networks, a cover made smaller, a cover's main colours."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from feed_builder.pictures.lettering import drawable, font, wrapped

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
SIZE = (1200, 630)
_PAPER, _INK, _QUIET = (251, 249, 244), (29, 27, 24), (95, 89, 79)
_BAR, _MARGIN, _COVER = 22, 64, 400
_LEADING = 1.14


def opened(content: bytes, side: int) -> Image.Image:
    """A cover in RGB; a JPEG is decoded no larger than needed for `side` pixels."""
    from PIL import Image

    # What Pillow warns of was weighed when the picture was read.
    with warnings.catch_warnings(action="ignore"):
        file = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
        file.draft("RGB", (side, side))
        file.load()
    image: Image.Image = file
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, (*_PAPER, 255))
        return Image.alpha_composite(ground, image).convert("RGB")
    return image.convert("RGB")


def smaller(image: Image.Image, side: int, kind: str) -> bytes:
    """`image` as a square of `side` pixels in a format: avif, webp, jpeg or png."""
    from PIL import Image

    small = image.resize((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    out = BytesIO()
    if kind == "avif":
        small.save(out, "AVIF", quality=62, speed=8, max_threads=1)
    elif kind == "webp":
        small.save(out, "WEBP", quality=78, method=4)
    elif kind == "jpeg":
        small.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    else:
        palette = small.quantize(128, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        palette.save(out, "PNG", optimize=True)
    return out.getvalue()


def main_colours(image: Image.Image) -> list[Colour]:
    """The colours that cover most of `image`, the most frequent first."""
    from PIL import Image

    tiny = image.resize((96, 96), Image.Resampling.BOX).quantize(8, Image.Quantize.MEDIANCUT)
    palette = tiny.getpalette() or []
    counted = sorted(tiny.getcolors() or [], key=lambda one: (-one[0], one[1]))
    places = [int(place) for _, place in counted if isinstance(place, int)]
    return [(palette[3 * p], palette[3 * p + 1], palette[3 * p + 2]) for p in places]


def preview(cover: Image.Image, title: str, subtitle: str, show: str, accent: Colour) -> bytes:
    """The picture of a page: its title beside the cover; JPEG, 1200 × 630 pixels.

    A text that the font has no letters for is left out; the cover speaks for it.
    """
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, SIZE[0], _BAR), fill=accent)
    side = cover.resize((_COVER, _COVER), Image.Resampling.LANCZOS, reducing_gap=3.0)
    left = SIZE[0] - _MARGIN - _COVER
    picture.paste(side, (left, (SIZE[1] + _BAR - _COVER) // 2))
    width = left - 2 * _MARGIN
    _text(draw, show, "Regular", 27, width, (_MARGIN + _BAR, 130), _QUIET)
    draw.line((_MARGIN, 146, _MARGIN + width, 146), fill=_INK, width=2)
    end = _text(draw, title, "SemiBold", 60, width, (166, 430 if subtitle else 590), _INK)
    _text(draw, subtitle, "Italic", 34, width, (end + 14, 596), _INK)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def _text(
    draw: ImageDraw.ImageDraw,
    text: str,
    weight: str,
    largest: int,
    width: int,
    band: tuple[int, int],
    ink: Colour,
) -> int:
    """`text` between two heights, as large as it fits; gives the height at which it ends."""
    top, bottom = band
    text = " ".join(text.split())
    if not text or not drawable(text):
        return top
    for size in range(largest, 15, -2):
        used = font(weight, size)
        lines, step = wrapped(text, used, width), round(size * _LEADING)
        if len(lines) * step <= bottom - top and max(map(used.getlength, lines)) <= width:
            break
    return _lines(draw, lines[: max(1, (bottom - top) // step)], used, (top, step), ink)


def _lines(
    draw: ImageDraw.ImageDraw,
    lines: Sequence[str],
    used: object,
    at: tuple[int, int],
    ink: Colour,
) -> int:
    top, step = at
    for place, line in enumerate(lines):
        draw.text((_MARGIN, top + place * step), line, font=used, fill=ink)  # type: ignore[arg-type]
    return top + len(lines) * step
