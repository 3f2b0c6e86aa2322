"""Drawing: a preview for social networks, a cover made smaller, a cover's main colours."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from feed_builder.pictures.lettering import drawable, is_from_right, letters_for
from feed_builder.records import dataclass

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
SIZE = (1200, 630)
_PAPER, _INK, _QUIET = (251, 249, 244), (29, 27, 24), (95, 89, 79)
_BAR, _MARGIN, _COVER = 22, 64, 400
_DENSE = 640  # pixels: shown on screens whose pixels are too small to see what is missing
_LEADING, _LEADING_ARABIC = 1.14, 1.55


def opened(content: bytes, side: int) -> Image.Image:
    """A cover in RGB; a JPEG is decoded no larger than needed for `side` pixels."""
    from PIL import Image

    # What Pillow warns of was weighed when the picture was read.
    with warnings.catch_warnings(action="ignore"):
        file = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
        file.draft("RGB", (side, side))
        file.load()
    return _flat(file)


def _flat(image: Image.Image) -> Image.Image:
    """`image` in RGB, what is transparent as paper."""
    from PIL import Image

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
        quality = 50 if side >= _DENSE else 62
        small.save(out, "AVIF", quality=quality, speed=8, max_threads=1)
    elif kind == "webp":
        small.save(out, "WEBP", quality=62 if side >= _DENSE else 78, method=4)
    elif kind == "jpeg":
        small.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    else:
        palette = small.quantize(128, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        palette.save(out, "PNG", optimize=True)
    return out.getvalue()


def portrait(content: bytes, side: int) -> bytes:
    """The middle of a person's picture, held as the camera was: a WebP of `side` pixels.

    Raises what Pillow does for a picture that is none, ValueError for a vast one.
    """
    from PIL import Image, ImageOps

    with warnings.catch_warnings(action="ignore"):
        try:
            file = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
        except Image.DecompressionBombError as error:
            raise ValueError(str(error)) from error
        file.draft("RGB", (2 * side, 2 * side))
        turned = ImageOps.exif_transpose(file)
    fitted = ImageOps.fit(_flat(turned), (side, side), Image.Resampling.LANCZOS)
    return smaller(fitted, side, "webp")


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

    What is read from right to left stands to the right of it. A text that no font of ours has
    letters for is left out; the cover speaks for it.
    """
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, SIZE[0], _BAR), fill=accent)
    side = cover.resize((_COVER, _COVER), Image.Resampling.LANCZOS, reducing_gap=3.0)
    from_right = is_from_right(title)
    left = _MARGIN if from_right else SIZE[0] - _MARGIN - _COVER
    picture.paste(side, (left, (SIZE[1] + _BAR - _COVER) // 2))
    start = left + _COVER + _MARGIN if from_right else _MARGIN
    column = _Column(draw, start, SIZE[0] - _COVER - 3 * _MARGIN, from_right)
    column.text(show, "Regular", 27, (_MARGIN + _BAR, 130), _QUIET)
    draw.line((start, 146, start + column.width, 146), fill=_INK, width=2)
    end = column.text(title, "SemiBold", 60, (166, 430 if subtitle else 590), _INK)
    column.text(subtitle, "Italic", 34, (end + 14, 596), _INK)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Column:
    """Where texts stand below each other: its left edge and its width in pixels."""

    draw: ImageDraw.ImageDraw
    left: int
    width: int
    is_from_right: bool

    def text(self, text: str, weight: str, largest: int, band: tuple[int, int], ink: Colour) -> int:
        """`text` between two heights, as large as it fits; gives the height at which it ends."""
        top, bottom = band
        text = drawable(text.strip())
        letters = letters_for(text) if text else None
        if letters is None:
            return top
        for size in range(largest, 15, -2):
            used = letters.font(weight, size)
            lines = letters.wrapped(text, used, self.width)
            step = round(size * (_LEADING_ARABIC if letters.is_arabic else _LEADING))
            fits = len(lines) * step <= bottom - top
            if fits and max(map(used.getlength, lines)) <= self.width:
                break
        shown = lines[: max(1, (bottom - top) // step)]
        for place, line in enumerate(shown):
            indent = self.width - used.getlength(line) if self.is_from_right else 0
            at = (self.left + indent, top + place * step)
            self.draw.text(at, line, font=used, fill=ink)
        return top + len(shown) * step
